// A form from the admin's editor to the agent's packet: asked in the chat on a phone, a screenshot among
// the answers, kept over a reload, and handed over with every detail (D7, G1–G3, F1, H1).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ANA, demoArticles } from "../support/api.mjs";
import { CoursePage, DESK, InboxPage, PHONE, launch } from "../support/browser.mjs";
import { DevServer } from "../support/server.mjs";

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

let server, browser, ana, inbox;
before(async () => {
  server = await DevServer.start();
  ({ ana } = await server.setUp());
  await server.putArticles(ana, await demoArticles());
  browser = await launch();
  inbox = await InboxPage.signIn(await browser.newContext({ viewport: DESK }), server.url, ANA);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** The settings' section of this name. */
const section = (name) => inbox.page.locator("section", { has: inbox.page.getByRole("heading", { name, exact: true }) });

test("an admin writes a form and the rule that runs it; a learner fills it in on a phone, with a screenshot", async () => {
  const { page } = inbox;
  await inbox.settings("Forms");
  const forms = section("Forms");
  await inbox.button("Add a form").click();
  await forms.getByLabel("Name of the form").fill("Error report");
  await forms.getByLabel("Intro message").fill("Let us look at that.");
  const question = (number) => forms.locator("fieldset").nth(number);
  await question(0).getByLabel("Question", { exact: true }).fill("Where does it come up?");
  await question(0).getByLabel("Label for agents").fill("Where");
  await question(0).getByLabel("Answer").selectOption("choice");
  await question(0).getByLabel("Choices, one a line").fill("Lesson\nExam");
  await inbox.button("Add a question").click();
  assert.equal(await question(0).getByLabel("Question", { exact: true }).inputValue(), "Where does it come up?");
  await question(1).getByLabel("Question", { exact: true }).fill("Can you add a screenshot of the error?");
  await question(1).getByLabel("Label for agents").fill("Screenshot");
  await question(1).getByLabel("Answer").selectOption("file");
  await forms.getByLabel("Tags it gets then").fill("technical");
  await inbox.button("Save the form").click();
  await forms.getByText("Asks for: Where, Screenshot.").waitFor();

  await inbox.settings("Rules");
  await inbox.button("Add a rule").click();
  await page.getByLabel("Name of the rule").fill("Errors");
  await page.getByLabel("Phrases, one a line").fill("error code");
  await page.getByLabel("Then").selectOption({ label: "Nobody" });
  await page.getByLabel("Run this form first").selectOption("Error report");
  await page.getByLabel("Mark as urgent").check();
  await inbox.button("Add").click();
  await inbox.button("Save changes").click();
  await section("Rules").getByText("Saved.").waitFor();
  await page.getByLabel("Test a message").fill("I get error code 500");
  await inbox.button("Test").click();
  await page.getByText("The assistant runs a form.").waitFor();
  await inbox.leaveSettings();

  const context = await browser.newContext({ viewport: PHONE, hasTouch: true, isMobile: true });
  const course = await CoursePage.open(context, server.url);
  await course.openChat();
  await course.say("I get error code 500 in my lesson");
  await course.by("assistant").getByText("Where does it come up?").waitFor();
  const chips = course.frame.locator(".chip");
  assert.deepEqual(await chips.allInnerTexts(), ["Lesson", "Exam", "Cancel"]);
  // The page is loaded again in the middle: the form goes on where it was.
  await course.page.reload();
  await course.openChat();
  await course.frame.locator(".chip", { hasText: "Exam" }).waitFor();
  await chips.filter({ hasText: "Lesson" }).click();
  await course.by("assistant").getByText("Can you add a screenshot").waitFor();
  const chooser = course.page.waitForEvent("filechooser");
  await course.frame.getByRole("button", { name: /Attach|Add files/ }).click();
  await (await chooser).setFiles({ name: "error.png", mimeType: "image/png", buffer: PNG });
  await course.frame.locator(".tray").getByText("error.png").waitFor();
  await course.frame.getByRole("button", { name: "Send" }).click();
  await course.by("assistant").getByText("Is this right?").waitFor();
  await chips.filter({ hasText: "Yes, send it" }).click();
  await course.by("system").getByText("Thank you, that is noted.").waitFor();

  const row = inbox.rows.filter({ hasText: "Action" });
  await row.getByText("Urgent").waitFor();
  await row.click();
  await inbox.packet.getByText("Where: Lesson").waitFor();
  await inbox.packet.getByText("Screenshot: error.png").waitFor();
  await inbox.log.getByText("“Error report” filled in. Where: Lesson · Screenshot: error.png").waitFor();
  await inbox.log.locator("img").first().waitFor();
  assert.deepEqual(course.complaints, []);
  // Before signing in, nobody is.
  assert.deepEqual(inbox.complaints.filter((line) => !line.includes("/api/agents/me")), []);
});

test("a tag with its colour is written, and given to what was said before it was there", async () => {
  const learner = await server.learner();
  await learner.say("my quiz score is wrong, who can look at the score of my quiz");
  await inbox.settings("Tags");
  const tags = section("Tags");
  await inbox.button("Add a tag").click();
  await tags.getByLabel("Name of the tag").fill("Grading");
  await tags.getByLabel("Colour").selectOption("violet");
  await tags.getByLabel("What it is for").fill("Scores and grades");
  await tags.getByLabel("Example messages (one per line)").fill("my quiz score is wrong\nwhen do I see my grade\nthe grade of my essay is missing");
  await inbox.button("Save the tag").click();
  await tags.getByText("3 examples.").waitFor();
  await inbox.button("Apply to the last 7 days").click();
  await tags.getByText(/Checked [1-9]\d* conversations?, tags added: [1-9]\d*\./).waitFor();
  await inbox.leaveSettings();
  const chip = inbox.rows.locator(".tag", { hasText: "grading" }).first();
  await chip.waitFor();
  assert.equal(await chip.getAttribute("data-color"), "violet");
});

test("hours and limits are set; the time zone is picked, and what cannot be is refused in words", async () => {
  await inbox.settings("Hours and limits");
  const limits = section("Hours and limits");
  await inbox.button("Set hours").click();
  // The browser's own comes first.
  const zones = limits.getByLabel("Time zone").locator("option");
  assert.match(await zones.first().innerText(), /\(this browser's\)$/);
  await limits.getByLabel("Conversations per day").fill("200");
  await limits.getByLabel("Hours of their own").fill("exams Mon-Fri noon");
  await limits.getByRole("button", { name: "Save", exact: true }).click();
  await limits.getByText("Exams: hours are from a time to a later one of the same day").waitFor();
  await limits.getByLabel("Hours of their own").fill("exams Mon-Fri 8-20");
  await limits.getByLabel("Time zone").selectOption("Europe/Berlin");
  await limits.getByLabel("From").first().fill("08:30");
  await limits.getByLabel("Minutes an owner may leave").fill("0");
  await limits.getByRole("button", { name: "Save", exact: true }).click();
  await limits.getByText("Minutes an owner may leave a learner waiting: 1 to 1440").waitFor();
  await limits.getByLabel("Minutes an owner may leave").fill("40");
  await limits.getByRole("button", { name: "Save", exact: true }).click();
  await limits.getByText("Saved.").waitFor();
  const { data } = await ana.ask("GET", "/api/settings");
  assert.equal(data.hours.time_zone, "Europe/Berlin");
  assert.deepEqual(data.hours.open[0], { day: 0, from: 510, to: 1020 });
  assert.deepEqual([data.hours.by_tag[0].tag, data.hours.by_tag[0].open.length], ["exams", 5]);
  assert.deepEqual(data.patience, { owner_minutes: 40, form_minutes: 15, snooze_days: 90, mail_minutes: 3 });
  assert.deepEqual([data.hours.open.length, data.budget.conversations_a_day], [5, 200]);
  // What the other sections wrote is as it was.
  assert.deepEqual([data.actions.length, data.tags.length], [1, 1]);
  await inbox.leaveSettings();
});

test("a buyer stands under Leads, and not in the support queue", async () => {
  await inbox.settings("Forms");
  await inbox.button("Add a demo-request form").click();
  await inbox.button("Save the form").click();
  await section("Forms").getByText("Then: Create a lead.").waitFor();
  // It comes with the rule that runs it.
  const { rules } = (await ana.ask("GET", "/api/settings")).data;
  assert.deepEqual(rules.at(-1), { id: "demo-request", name: "Demo request", when: "wants_to_buy", then: { run: "demo-request" } });
  await inbox.leaveSettings();
  const needs = async () => inbox.page.getByRole("button", { name: /^Needs attention/ }).innerText();
  const before = await needs();

  const course = await CoursePage.open(await browser.newContext({ viewport: DESK }), server.url);
  await course.openChat();
  await course.say("Could we see a demo of this for our college?");
  for (const [asked, said] of [
    ["What is your name?", "Mia Kern"],
    ["What's your email?", "mia@college.example"],
    ["Which organization are you with?", "North College"],
  ]) {
    await course.by("assistant").getByText(asked).waitFor();
    await course.say(said);
  }
  await course.frame.locator(".chip", { hasText: "I agree" }).click();
  // By the hours of the test before, the team may be away.
  await course.by("system").getByText(/our sales team|Nobody on the team is here right now/).waitFor();
  await inbox.page.getByRole("button", { name: /^Leads/ }).click();
  const row = inbox.rows.filter({ hasText: "Lead" });
  await row.waitFor();
  assert.equal(await needs(), before);
  await row.click();
  await inbox.packet.getByText("Organisation: North College").waitFor();
});
