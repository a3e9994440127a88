import { readFileSync } from "node:fs";
import { ANA, demoArticles, eventually } from "./support/api.mjs";
import { InboxPage, launch } from "./support/browser.mjs";
import { DevServer } from "./support/server.mjs";
const server = await DevServer.start();
const { ana } = await server.setUp();
const articles = await demoArticles();
for (const [id, draft] of Object.entries(articles)) await ana.ask("PUT", `/api/articles/${id}`, { body: draft });
const qs = ["where do i get a parking permit for the campus and how much does it cost per semester please, I have to drive every day and there is never a place", "Who repairs the charger of my laptop?", "is there a gym", "what do the other students get to know about me", "can i sit the supervised final on my chromebook", "my boss wants to check that the diploma is genuine, where can he do that", "minimum lenght of a pasword", "how many days does riverside college take to issue the official record of my studies", "4 of us work on one project, must everybody upload it", "oh no, i sent in the wrong essay. can i swap it for the right one", "how do i open a new thread in the discussions", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft wo finde ich das"];
for (const q of qs) { const l = await server.learner(); await l.say(q); await l.say(q === qs[0] ? "None of these" : "that does not help, I still do not know"); await l.ask("POST", "/api/learner/handoff"); }
await new Promise((r) => setTimeout(r, 1500));
console.log((await ana.ask("GET", "/api/insights/unanswered")).data.length);
const browser = await launch();
for (const [size, viewport] of Object.entries({ desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } })) for (const colorScheme of ["light", "dark"]) {
  const context = await browser.newContext({ viewport, colorScheme });
  const inbox = await InboxPage.signIn(context, server.url, ANA, null);
  await inbox.page.evaluate(() => (location.hash = "settings/unanswered"));
  await inbox.page.getByRole("region", { name: "Unanswered questions" }).getByRole("heading", { level: 3 }).first().waitFor();
  await inbox.page.waitForTimeout(400);
  await inbox.page.screenshot({ path: `/tmp/look-${size}-${colorScheme}.png`, fullPage: false });
  await context.close();
}
await browser.close();
await server.stop();
