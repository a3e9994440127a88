// Who is signed in at the LMS, in Chromium: an instructor's answers, the same conversation on a second
// device, and a shared computer that shows nobody what another wrote (A10, D5; T8).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ANA, demoArticles } from "../support/api.mjs";
import { CoursePage, DESK, InboxPage, PHONE, launch } from "../support/browser.mjs";
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

const context = (viewport = DESK) => browser.newContext({ viewport });
const isSignedInAs = (course, who) => course.page.getByLabel("Signed in as").selectOption(who);
const own = (course) => course.by("learner");

test("an admin makes the secret that the LMS signs with, and it is shown once", async () => {
  await inbox.settings("Identity");
  await inbox.button("New secret").click();
  const shown = inbox.page.getByRole("dialog", { name: /Copy this secret to your LMS now/ });
  const secret = await shown.locator("code").innerText();
  assert.match(secret, /^[\w-]{40,}$/);
  await shown.getByRole("button", { name: "Done" }).click();
  await inbox.page.getByText(/^created /).waitFor();
  assert.equal(await inbox.page.getByText(secret).count(), 0);
  await inbox.page.getByLabel(/Or its public keys/).fill("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----");
  const identity = inbox.page.locator("section", { has: inbox.page.getByRole("heading", { name: "Identity", exact: true }) });
  await identity.getByRole("button", { name: "Save", exact: true }).click();
  await identity.getByText(/private key: it stays with the LMS/i).waitFor();
  await inbox.page.getByLabel(/Or its public keys/).fill("");
  await identity.getByRole("button", { name: "Save", exact: true }).click();
  await identity.getByText("Saved.").waitFor();
  await inbox.leaveSettings();
});

test("an instructor is answered from the articles for instructors, and agents read who they are", async () => {
  const course = await CoursePage.open(await context(), server.url);
  await isSignedInAs(course, "instructor");
  await course.openChat();
  await course.say("How do I give a student another attempt at a quiz?");
  await course.by("assistant").first().waitFor();
  await course.say("I want to talk to a person");
  await course.by("system").waitFor();
  await inbox.rows.filter({ hasText: "Dr. Tomas Reyes" }).click();
  const learner = inbox.page.locator(".learner");
  await learner.getByText("Verified by the LMS.").waitFor();
  await learner.getByText("Instructor", { exact: true }).waitFor();
  await learner.getByText("HIST-101", { exact: true }).first().waitFor();
  assert.deepEqual(course.complaints, []);
  await course.page.context().close();
});

test("one person finds their conversation on a second device; another at the same computer sees nothing of it", async () => {
  const desk = await CoursePage.open(await context(), server.url);
  await isSignedInAs(desk, "learner");
  await desk.openChat();
  await desk.say("My medical leave is until March. Can I hand in later?");
  await desk.by("assistant").or(desk.by("system")).first().waitFor();

  const phone = await CoursePage.open(await context(PHONE), server.url);
  await phone.openChat();
  await own(phone).getByText("My medical leave").waitFor();

  // Another person signs in at the same computer, and the LMS says nothing of the one before.
  await isSignedInAs(desk, "admin");
  await desk.box.waitFor();
  await desk.page.waitForFunction(() => JSON.parse(localStorage.getItem("baton:riverside"))?.who === "demo-admin");
  assert.equal(await own(desk).count(), 0);
  await desk.page.reload();
  await desk.openChat();
  assert.equal(await own(desk).count(), 0);
  // Nobody is signed in any more.
  await isSignedInAs(desk, "anonymous");
  await desk.page.reload();
  await desk.openChat();
  assert.equal(await own(desk).count(), 0);
  // And they themselves again.
  await isSignedInAs(desk, "learner");
  await own(desk).getByText("My medical leave").waitFor();
  for (const { complaints } of [desk, phone]) assert.deepEqual(complaints, []);
});
