// The demo page in the state that people have, everything embedded: the suggestions of the chat,
// pressed one after the other, and README's story on a phone (A1, B3, D1, T1).
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { demoArticles, eventually } from "../support/api.mjs";
import { CoursePage, PHONE, launch } from "../support/browser.mjs";
import { DevServer } from "../support/server.mjs";

const file = (path) => new URL(`../../${path}`, import.meta.url);
const skip = !existsSync(fileURLToPath(file("build/assets/models/minilm.bin"))) && "the encoder was not built: no pip";
const PATIENCE = 400_000;

let server, browser, suggestions;
before(async () => {
  if (skip) return;
  server = await DevServer.start({ EMBEDDINGS: "embedded", QUESTION_EMBEDDINGS: "encoder" });
  const { ana } = await server.setUp();
  suggestions = JSON.parse(await readFile(file("demo/suggestions.json"), "utf8"));
  const { data: settings } = await ana.ask("GET", "/api/settings");
  await ana.ask("PUT", "/api/settings", { body: { ...settings, profile: { ...settings.profile, suggestions } } });
  await server.putArticles(ana, await demoArticles());
  const status = async () => (await ana.ask("GET", "/api/knowledge")).data;
  await eventually(status, ({ embedded, passages }) => passages > 200 && embedded === passages, PATIENCE);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("the suggestions are answered from their articles, and a person comes when asked for", { skip }, async () => {
  for (const suggestion of suggestions) {
    const course = await CoursePage.open(await browser.newContext({ viewport: PHONE }), server.url);
    await course.openChat();
    await course.frame.getByRole("button", { name: suggestion }).click();
    await course.by("assistant").last().waitFor();
    await course.frame.locator("[data-author=assistant] .citations, [data-author=assistant] .sources, [data-author=assistant] cite, [data-author=assistant] button").first().waitFor();
    assert.equal(await course.by("system").count(), 0, `${suggestion}: nobody was called`);
    if (suggestion === suggestions[0]) {
      assert.match(await course.by("assistant").last().innerText(), /Forgot password/);
      await course.say("my course completion never synced, can I talk to a person?");
      await course.by("system").first().waitFor();
      assert.match(await course.by("system").first().innerText(), /Nobody on the team is here right now/);
    }
    assert.deepEqual(course.complaints, []);
    await course.page.context().close();
  }
});
