// What an agent writes arrives as it was written and where it was meant to: typed text, files of a note, a note that goes
// with an assignment, what Enter does; and what an admin has not saved is still there (E3, E4, E8, L3; T9).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ANA, BO, demoArticles, eventually } from "../support/api.mjs";
import { CoursePage, DESK, InboxPage, launch } from "../support/browser.mjs";
import { DevServer } from "../support/server.mjs";

let server, browser, admin;
before(async () => {
  server = await DevServer.start();
  ({ ana: admin } = await server.setUp());
  await server.putArticles(admin, await demoArticles());
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const desk = async (who = ANA) => InboxPage.signIn(await browser.newContext({ viewport: DESK }), server.url, who);
const modes = (inbox, name) => inbox.page.getByRole("group", { name: "Message type" }).getByRole("button", { name });

/** A learner on the course page who waits for a person, and the agent who has taken over. */
async function together() {
  const course = await CoursePage.open(await browser.newContext({ viewport: DESK }), server.url);
  await course.openChat();
  await course.say("I want to talk to a person about my grade");
  await course.by("system").first().waitFor();
  const ana = await desk();
  await ana.show(await course.conversation());
  await ana.button("Take over").click();
  await ana.button("Resolve").waitFor();
  return { course, ana };
}

test("what is typed is shown as typed; a note's files and words stay with the team", async () => {
  const { course, ana } = await together();
  const typed = String.raw`2*3*4, C:\_data\*.txt, \\server\share, pa__ss__1 and see [1]`;
  await ana.say(typed);
  await course.by("agent").filter({ hasText: "server" }).waitFor();
  assert.equal((await course.by("agent").locator(".bubble").first().innerText()).trim(), typed);
  await ana.say("Open **Grades** first.");
  await course.by("agent").locator("strong", { hasText: "Grades" }).waitFor();

  // A screenshot beside a note is not beside the reply.
  await modes(ana, "Note").click();
  await ana.page.locator('input[type="file"]').first().setInputFiles({ name: "internal.png", mimeType: "image/png", buffer: PNG });
  const tray = ana.page.getByRole("list", { name: "Attachments" });
  await tray.getByText("internal.png").waitFor();
  await modes(ana, "Reply").click();
  await tray.getByText("internal.png").waitFor({ state: "detached" });
  await ana.say("I am looking into it.");
  await course.by("agent").filter({ hasText: "looking into it" }).waitFor();
  assert.equal(await course.log.getByText("internal.png").count() + (await course.log.locator(".files").count()), 0);
  await modes(ana, "Note").click();
  await tray.getByText("internal.png").waitFor();
  await ana.page.getByRole("textbox", { name: "Note" }).fill("See the picture.");
  await ana.page.getByRole("textbox", { name: "Note" }).press("Enter");
  await ana.log.locator('[data-author="note"]').filter({ hasText: "See the picture." }).locator(".files").waitFor();

  // A note that is being written goes with the conversation to whoever gets it.
  await modes(ana, "Note").click();
  await ana.page.getByRole("textbox", { name: "Note" }).fill("The grade of week 3 is missing.");
  await ana.page.locator("#assign").selectOption({ label: await ana.page.locator("#assign option", { hasText: "Bo" }).innerText() });
  await ana.log.locator('[data-author="note"]').filter({ hasText: "The grade of week 3 is missing." }).waitFor();
  await ana.log.getByText("Ana assigned this to Bo").waitFor();
  assert.equal(await course.log.getByText("week 3").count(), 0);
  await eventually(() => admin.conversations(), (all) => all.some((it) => it.owner?.name === "Bo"));
});

test("an answer's sources open where the agent reads", async () => {
  const course = await CoursePage.open(await browser.newContext({ viewport: DESK }), server.url);
  await course.openChat();
  await course.say("How do I reset my password?");
  await course.by("assistant").filter({ hasText: "Forgot" }).waitFor();
  await course.say("I want to talk to a person");
  await course.by("system").first().waitFor();
  const bo = await desk(BO);
  await bo.show(await course.conversation());
  const source = bo.log.locator(".source").getByRole("button").first();
  const title = await source.innerText();
  await source.click();
  const dialog = bo.page.getByRole("dialog", { name: "Article" });
  await dialog.getByRole("heading", { name: title }).waitFor();
  await bo.page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  // And so do those that were considered.
  await bo.packet.locator(".passage").getByRole("button").first().click();
  await dialog.getByRole("heading", { level: 2 }).waitFor();
  await dialog.getByRole("button", { name: "Close" }).click();
});

test("Enter sends, or begins a new line, as the agent chose", async () => {
  const { course, ana } = await together();
  await ana.page.evaluate(() => (location.hash = "account"));
  const choice = ana.page.getByRole("checkbox", { name: "Enter sends a reply" });
  assert.equal(await choice.isChecked(), true);
  await choice.uncheck();
  await ana.button("Inbox").click();
  await ana.reply.waitFor();
  await ana.reply.fill("First line");
  await ana.reply.press("Enter");
  await ana.reply.pressSequentially("second line");
  assert.equal(await ana.reply.inputValue(), "First line\nsecond line");
  // The Enter that ends a word in Safari's input method is none.
  await ana.reply.evaluate(
    (field) =>
      new Promise((resolve) => {
        field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, ctrlKey: true, bubbles: true, cancelable: true }));
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      }),
  );
  assert.equal(await ana.reply.inputValue(), "First line\nsecond line");
  await ana.reply.press("Control+Enter");
  await course.by("agent").filter({ hasText: "second line" }).waitFor();
});

test("what is not saved is there after a look at the inbox, and the page does not go with it unasked", async () => {
  const ana = await desk();
  const { page } = ana;
  await ana.settings("Rules");
  await page.getByRole("button", { name: "Add a rule" }).click();
  const name = page.getByLabel("Name of the rule");
  await name.fill("Late certificates");
  await ana.leaveSettings();
  await ana.list.waitFor();
  await ana.settings("Rules");
  assert.equal(await name.inputValue(), "Late certificates");
  let asked = 0;
  page.on("dialog", async (dialog) => {
    asked += 1;
    assert.equal(dialog.type(), "beforeunload");
    await dialog.accept();
  });
  await page.reload();
  await page.getByRole("navigation", { name: "Settings" }).waitFor();
  assert.equal(asked, 1);
  // Nothing changed, nothing asked.
  await page.reload();
  await page.getByRole("navigation", { name: "Settings" }).waitFor();
  assert.equal(asked, 1);
});
