// The rule editor: what every team begins with, a rule of one's own tried before it is saved, and
// then met by a learner (B4, B5, B14, B15, B17); what is short is asked back about (A9, T22).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ANA, demoArticles } from "../support/api.mjs";
import { CoursePage, DESK, InboxPage, launch } from "../support/browser.mjs";
import { DevServer } from "../support/server.mjs";

let server, browser, inbox;
before(async () => {
  server = await DevServer.start();
  const { ana } = await server.setUp();
  await server.putArticles(ana, await demoArticles());
  browser = await launch();
  inbox = await InboxPage.signIn(await browser.newContext({ viewport: DESK }), server.url, ANA);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const learner = async () => {
  const course = await CoursePage.open(await browser.newContext({ viewport: DESK }), server.url);
  await course.openChat();
  return course;
};

test("a rule is tried before it is saved, says why it fires, and then brings people in", async () => {
  const { page } = inbox;
  await inbox.button("Settings").click();
  const rules = page.locator(".rules > li");
  await rules.filter({ hasText: "Refunds, cancellations and disputes" }).waitFor();
  const before = await rules.count();

  const outcome = page.locator("section", { hasText: "Which rule fires?" }).locator(".tried");
  const tried = async (message) => {
    await page.getByLabel("Try a learner's message").fill(message);
    await inbox.button("Which rule fires?").click();
  };
  await tried("How do I reset my password?");
  await outcome.getByText("The articles answer it.").waitFor();
  await tried("I was charged twice");
  await outcome.getByText("A person takes over: topic.").waitFor();
  await outcome.getByText("the message has “charged twice”").waitFor();

  await page.getByText("Add a rule").click();
  await page.getByLabel("Name of the rule").fill("Parking");
  await page.getByLabel("The message has one of these phrases, one a line").fill("parking permit\ncar park");
  await page.getByLabel("Tags it gets, with commas between").fill("campus");
  await inbox.button("Add to the rules").click();
  await page.getByText("Not saved yet.").waitFor();
  assert.equal(await rules.count(), before + 1);
  await tried("where do I reset my parking permit password");
  await outcome.getByText("the message has “parking permit”").waitFor();

  await inbox.button("Save the rules").click();
  await page.getByText("Saved.").waitFor();
  await page.reload();
  await inbox.button("Settings").click();
  await rules.filter({ hasText: "Parking" }).waitFor();
  assert.equal(await rules.count(), before + 1);

  const course = await learner();
  await course.say("How do I reset my password for the parking permit page?");
  await course.by("system").first().waitFor();
  assert.equal(await course.by("assistant").count(), 0);
  await inbox.button("Inbox").click();
  await inbox.rows.filter({ hasText: "Keyword" }).first().click();
  await inbox.packet.getByText("Rule “Parking”").first().waitFor();
  await page.locator(".tag", { hasText: "campus" }).first().waitFor();
});

test("a short message is asked back about, and one tap answers", async () => {
  const course = await learner();
  await course.say("password");
  await course.by("assistant").getByText("Which of these is it about?").waitFor();
  const chips = course.frame.locator(".chip");
  await chips.filter({ hasText: "Talk to a person" }).waitFor();
  await chips.filter({ hasText: /^Reset your password$/ }).click();
  await course.frame.locator(".source").first().waitFor();
  assert.equal(await chips.count(), 0, "what was answered is offered no more");
});
