// The story of who asks while nobody is there (C4, J3; T14): an address in the thread, an agent's reply days later,
// an e-mail that leads back into the thread on another device, and its end.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { BO, eventually } from "../support/api.mjs";
import { CoursePage, DESK, InboxPage, PHONE, complaints, launch } from "../support/browser.mjs";
import { Catcher } from "../support/mail.mjs";
import { DevServer } from "../support/server.mjs";

const MIA = "mia.lee@example.org";
let server, browser, catcher, ana;
before(async () => {
  catcher = await Catcher.start();
  server = await DevServer.start((url) => ({
    PUBLIC_URL: url,
    MAIL_FROM: "help@riverside.example",
    MAIL_INBOUND: "reply@in.riverside.example",
    MAIL_URL: `smtp://127.0.0.1:${catcher.port}`,
  }));
  ({ ana } = await server.setUp());
  const closed = { time_zone: "UTC", open: [{ day: (new Date().getUTCDay() + 2) % 7, from: 600, to: 720 }] };
  await ana.ask("PUT", "/api/settings/hours", { body: closed });
  await ana.ask("PUT", "/api/settings/patience", {
    body: { owner_minutes: 15, form_minutes: 15, snooze_days: 90, mail_minutes: 0 },
  });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await catcher?.stop();
});

test("asked on a closed day, answered later, read by e-mail, gone on with on a phone", async () => {
  const learners = await browser.newContext({ viewport: PHONE });
  const course = await CoursePage.open(learners, server.url);
  await course.openChat();
  await course.say("I want to talk to a person about my transcript");
  const field = course.frame.getByRole("textbox", { name: "E-mail address" });
  await field.waitFor();
  await course.seesTheEnd();
  // What is none is said by the browser itself, and nothing is sent.
  await field.fill("mia");
  await field.press("Enter");
  assert.equal(await field.evaluate((it) => it.validity.valid), false);
  await field.fill(MIA);
  await field.press("Enter");
  await course.log.getByText(`We will also send replies to ${MIA}.`).waitFor();
  await field.waitFor({ state: "detached" });
  assert.deepEqual(course.complaints, []);
  await learners.close();

  const bo = await InboxPage.signIn(await browser.newContext({ viewport: DESK }), server.url, BO);
  await bo.rows.first().click();
  await bo.button("Take over").click();
  await bo.reply.waitFor();
  await bo.say("Good morning! It is in your mailbox now.");
  const mail = await eventually(async () => catcher.mails[0], (it) => it !== undefined);
  assert.match(mail.text, /Good morning! It is in your mailbox now\./);

  // On a phone that has never seen the chat.
  const phone = await browser.newContext({ viewport: PHONE });
  const page = await phone.newPage();
  const said = complaints(page);
  await page.goto(mail.text.match(/Open the conversation: (\S+)/)[1]);
  const frame = page.frameLocator("iframe");
  const log = frame.getByRole("log");
  await log.getByText("Good morning! It is in your mailbox now.").waitFor();
  await log.getByText("I want to talk to a person about my transcript").waitFor();
  assert.ok(!page.url().includes("open="), "the token is out of the address");
  await frame.getByRole("textbox", { name: "Message" }).fill("It came, thank you!");
  await frame.getByRole("button", { name: "Send" }).click();
  await bo.log.getByText("It came, thank you!").waitFor();
  // Reloaded, it is still there.
  await page.reload();
  await log.getByText("It came, thank you!").waitFor();
  assert.deepEqual(said, []);

  await page.goto("about:blank");
  await page.goto(mail.text.match(/Stop e-mails about this conversation: (\S+)/)[1]);
  await page.getByRole("button", { name: "Stop e-mails" }).click();
  await page.getByText("You will get no more e-mails about this conversation.").waitFor();
  await page.goto("about:blank");
  await page.goto(`${server.url}/chat?team=riverside#open=nonsense`);
  await page.getByText("This link is not valid any more.").waitFor();
  await phone.close();
});

test("who forgot their password gets a link by e-mail, by keyboard alone", async () => {
  const page = await (await browser.newContext({ viewport: PHONE })).newPage();
  const said = complaints(page);
  await page.goto(`${server.url}/inbox`);
  await page.getByRole("button", { name: "Forgot your password?" }).press("Enter");
  await page.getByRole("heading", { name: "Forgot your password?" }).waitFor();
  assert.equal(new URL(page.url()).hash, "#forgotten");
  await page.getByLabel("Email").fill(BO.email);
  await page.getByLabel("Email").press("Enter");
  await page.getByText("If there is an account with this email, the link is on its way. It works for an hour.").waitFor();
  const mail = await eventually(
    async () => catcher.mails.find(({ subject }) => subject.startsWith("A new password")),
    (it) => it !== undefined,
  );
  await page.goto("about:blank");
  await page.goto(mail.text.match(/http\S+/)[0]);
  await page.getByLabel("New password").fill("velvet-harbour-lamp");
  await page.getByLabel("New password").press("Enter");
  await page.getByLabel("Email").fill(BO.email);
  await page.getByLabel("Password").fill("velvet-harbour-lamp");
  await page.getByLabel("Password").press("Enter");
  await page.getByRole("navigation", { name: "Views" }).or(page.getByRole("searchbox", { name: "Search conversations" })).first().waitFor();
  // Nobody is signed in at first: the browser's console has that answer, and nothing else.
  assert.deepEqual(said.filter((it) => !it.includes("/api/agents/me")), []);
  await page.context().close();
});
