// Every screen by axe-core, in both themes, at three widths, and the chat from right to left: no finding (G1, G4).
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { ANA, BO, eventually } from "../support/api.mjs";
import { CoursePage, DESK, InboxPage, PHONE, launch } from "../support/browser.mjs";
import { DevServer } from "../support/server.mjs";

const axe = await readFile(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const WIDTHS = { phone: PHONE, tablet: { width: 834, height: 1112 }, desk: DESK };
let server, browser, admin, bo, id;
before(async () => {
  server = await DevServer.start();
  ({ ana: admin, bo } = await server.setUp());
  await server.putArticles(admin, {
    password: { title: "Reset your password", text: "# Reset your password\n\n1. Open **Settings**.\n2. Select **Reset**.\n" },
  });
  const put = async (section, body) => {
    const { status, data } = await admin.ask("PUT", `/api/settings/${section}`, { body });
    assert.equal(status, 200, JSON.stringify(data));
  };
  await put("saved_replies", [{ name: "Hello", text: "Hi {learner}." }]);
  await put("alerts", [{ name: "Desk", kind: "slack", address: "https://hooks.slack.com/services/x", on: ["handed_off"] }]);
  await put("tags", [{ tag: "billing", means: "Refunds and invoices", words: ["refund"], color: "amber" }]);
  await put("routing", { by: "round_robin", most_open: 3, by_tag: [{ tag: "billing", agents: [bo.agent.id] }] });
  await (await server.learner()).say("Who repairs the charger of my laptop?");
  await eventually(async () => (await admin.ask("GET", "/api/insights/unanswered")).data, (all) => all.length === 1);
  for (const name of ["Maya", "Li", "Omar"]) {
    const learner = await server.learner();
    const socket = await learner.socket();
    socket.send({ type: "identify", name });
    socket.say("I want to talk to a person about a refund");
    await socket.message("system");
    id = learner.conversation;
  }
  await bo.command(id, { type: "tag", tag: "urgent billing" });
  await bo.command(id, { type: "note", client_id: "n1", text: "Knows her already." });
  await admin.command(id, { type: "claim" });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** What axe-core finds in a frame: each rule with the elements that break it. */
async function findings(frame) {
  // Past the page's own policy, as a tool of the browser: what is tested stays as it is.
  await frame.evaluate(axe);
  return frame.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
  });
}

const SCREENS = ["Install", "Articles", "Unanswered questions", "Appearance", "Chat", "Answers", "Rules", "Forms", "Tags", "Saved replies", "Hours and limits", "Peak hours", "Usage", "Routing", "Alerts", "Agents", "API keys", "Single sign-on", "Identity", "Data", "Audit log"];

for (const [width, viewport] of Object.entries(WIDTHS)) {
  for (const colorScheme of ["light", "dark"]) {
    test(`the inbox, ${width}, ${colorScheme}`, async () => {
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: "reduce" });
      const found = [];
      const look = async (name, page) => found.push(...(await findings(page)).map((it) => `${name}: ${it}`));
      const before = await context.newPage();
      await before.goto(`${server.url}/inbox`);
      await before.getByRole("heading", { name: "Sign in to the inbox" }).waitFor();
      await look("sign-in", before);
      await before.close();
      const ana = await InboxPage.signIn(context, server.url, ANA, null);
      const { page } = ana;
      await ana.rows.nth(1).waitFor();
      await look("list", page);
      if (width === "desk") {
        await page.getByRole("checkbox", { name: "Select Maya" }).check();
        await page.getByRole("group", { name: "Selected conversations" }).waitFor();
        await look("selection", page);
        await page.getByRole("button", { name: "Clear" }).click();
      }
      await page.getByRole("button", { name: "Filter", exact: true }).click();
      await page.getByRole("region", { name: "Filter" }).getByLabel("Tag").selectOption({ index: 1 });
      await page.getByLabel("Name of the filter").waitFor();
      await look("filter", page);
      await page.getByRole("button", { name: "Clear", exact: true }).click();
      await page.getByLabel("Search conversations").fill("refund");
      await page.locator(".found").waitFor();
      await look("search", page);
      await page.getByLabel("Search conversations").fill("");
      await ana.show(id);
      await ana.log.getByText("Knows her already").waitFor();
      await look("conversation", page);
      await ana.button("Resolve").waitFor();
      await page.getByRole("button", { name: "Articles and a suggested reply" }).click();
      await page.getByRole("region", { name: "Articles" }).getByRole("searchbox").fill("reset my password");
      await page.getByRole("button", { name: /^Insert/ }).first().waitFor();
      await look("lookup", page);
      await page.getByRole("region", { name: "Articles" }).getByRole("button", { name: "Close" }).click();
      await page.keyboard.press("Control+k");
      await page.getByRole("dialog").waitFor();
      await look("commands", page);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await page.evaluate(() => (location.hash = "account"));
      await page.getByText("This browser").waitFor();
      await look("account", page);
      await page.evaluate(() => (location.hash = ""));
      for (const screen of SCREENS) {
        await ana.settings(screen);
        await page.getByRole("region", { name: screen, exact: true }).waitFor();
        // Its code and what it shows have come.
        await page.waitForFunction(() => !document.querySelector("[aria-busy]"));
        await look(screen, page);
      }
      assert.deepEqual(found, []);
      await context.close();
    });
  }
}

for (const language of ["en", "ar"]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`the chat, ${language}, ${colorScheme}`, async () => {
      const context = await browser.newContext({ viewport: PHONE, colorScheme, reducedMotion: "reduce" });
      const course = await CoursePage.open(context, server.url, language);
      await course.openChat();
      await course.say("How do I reset my password?");
      await course.say(language === "ar" ? "أريد التحدث إلى شخص" : "I want to talk to a person");
      await course.frame.locator("[data-author=system], .system").first().waitFor();
      const frame = course.page.frames().find((it) => it.url().includes("/widget/frame"));
      assert.deepEqual(await findings(frame), []);
      await context.close();
    });
  }
}
