// The story, whole, in Chromium: one learner, two agents in two browsers, a server that is
// killed in the middle (A1, A7, B3, C1–C3, C7, D1, D6, E1–E6, T2, T3, T5–T7).
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { ANA, BO, demoArticles } from "../support/api.mjs";
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

const context = () => browser.newContext({ viewport: DESK });
const text = (locator) => locator.innerText();

test("ask, be answered, hand over, be helped", async (t) => {
  const learnerContext = await context();
  let course = await CoursePage.open(learnerContext, server.url);

  await t.test("the launcher is there, and nothing else loads until it is used", async () => {
    await course.launcher.waitFor();
    const loaded = await course.page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
    const ours = loaded.filter((name) => /widget|inbox/.test(name));
    assert.deepEqual(ours, [`${server.url}/widget.js`, `${server.url}/widget/look?team=riverside`]);
    assert.equal(await course.page.locator("iframe").count(), 0);
  });

  await t.test("a question gets a streamed answer with a citation that opens the article", async () => {
    await course.openChat();
    await course.say("How do I reset my password?");
    await course.log.locator("[data-partial] .prose").waitFor();
    await course.by("assistant").waitFor();
    assert.match(await text(course.by("assistant")), /Forgot password/);
    await course.frame.getByRole("button", { name: "1 Reset your password" }).click();
    await course.frame.getByRole("heading", { name: "Reset your password" }).waitFor();
    await course.frame.getByRole("button", { name: "Back to the chat" }).click();
  });

  const ana = await InboxPage.signIn(await context(), server.url, ANA);
  const bo = await InboxPage.signIn(await context(), server.url, BO);

  await t.test("asking for a person hands over at once, and both inboxes see it without reloading", async () => {
    // Somebody else's conversation is the newest until then.
    const other = await server.learner();
    await other.say("How do I request my transcript?");
    for (const inbox of [ana, bo]) await inbox.rows.nth(1).waitFor();
    await course.say("my course completion never synced, can I talk to a person?");
    await course.by("system").first().waitFor();
    assert.match(await text(course.by("system").first()), /I am bringing in a person, who can see this whole conversation/);
    await course.seesTheEnd();
    assert.equal(await text(course.status), "Waiting for someone from the team");
    for (const inbox of [ana, bo]) {
      const top = inbox.rows.first();
      await top.getByText("Asked for a person").waitFor();
      assert.match(await text(top), /Maya Okafor/);
      assert.match(await top.getByRole("button").getAttribute("class"), /attention/);
    }
  });

  await t.test("the packet says why, what was tried, what was shown and what is open", async () => {
    await ana.rows.first().click();
    await bo.rows.first().click();
    await ana.packet.waitFor();
    const packet = await text(ana.packet);
    for (const part of ["Asked for a person", "my course completion never synced", "Reset your password", "confidence", "Course completion not showing or not synced"]) {
      assert.ok(packet.includes(part), part);
    }
    assert.match(await text(ana.log), /How do I reset my password\?[\s\S]*Forgot password[\s\S]*never synced/);
  });

  await t.test("Ana takes it over with one click; Bo is asked first, with her name and the time", async () => {
    await ana.button("Take over").click();
    await ana.button("Resolve").waitFor();
    // Whoever wants it all the same is asked first, with her name and the time.
    await bo.button("Take over").click();
    const question = bo.page.getByRole("dialog", { name: "Are you sure?" });
    await question.waitFor();
    assert.match(await text(question), /Ana has had this since \d/);
    await question.getByRole("button", { name: "Cancel" }).click();
    await question.waitFor({ state: "detached" });
    assert.ok(await bo.reply.isDisabled());
    assert.equal(await bo.button("Resolve").count(), 0);
    assert.ok(await ana.reply.isEnabled());
  });

  await t.test("the learner sees Ana's reply in the same thread, and the assistant is silent", async () => {
    await ana.say("Hello Maya. The sync failed last night; I have started it again.");
    await course.by("agent").waitFor();
    await course.seesTheEnd();
    assert.match(await text(course.by("agent")), /Ana[\s\S]*I have started it again/);
    await course.say("Thank you. How do I reset my password?");
    await bo.log.getByText("Thank you. How do I").waitFor();
    await ana.say("I will stay until it is done.");
    await course.by("agent").nth(1).waitFor();
    assert.equal(await course.by("assistant").count(), 1);
  });

  await t.test("reload, close, come back: same thread, nothing lost, nothing twice", async () => {
    const before = await course.texts();
    await course.page.reload();
    await course.openChat();
    await course.by("agent").nth(1).waitFor();
    assert.deepEqual(await course.texts(), before);
    await course.page.close();
    course = await CoursePage.open(learnerContext, server.url);
    await course.openChat();
    await course.by("agent").nth(1).waitFor();
    assert.deepEqual(await course.texts(), before);
    assert.equal(new Set(before).size, before.length);
  });

  await t.test("the server is killed in the middle and comes back: everything acknowledged is there", async () => {
    const before = await course.texts();
    await server.kill();
    await course.frame.getByText("No connection").waitFor();
    await course.say("Are you still there?");
    await course.frame.getByText("Sending…").waitFor();
    await server.up();
    await course.frame.getByText("Sending…").waitFor({ state: "detached" });
    assert.deepEqual(await course.texts(), [...before, "Are you still there?"]);
    await ana.log.getByText("Are you still there?").waitFor();
    assert.equal(await ana.log.getByText("Are you still there?").count(), 1);
    await ana.say("Yes, I am.");
    await course.log.getByText("Yes, I am.").waitFor();
  });

  await t.test("resolved, the next question reopens it with the assistant; escalating again brings Ana back", async () => {
    await ana.button("Resolve").click();
    await course.frame.getByText("This chat is resolved. Send a message to reopen it.").waitFor();
    await course.say("How do I request my transcript?");
    await course.by("assistant").nth(1).waitFor();
    assert.equal(await text(course.status), "Replies instantly");
    await course.frame.getByRole("button", { name: "Talk to a person" }).click();
    await course.frame.getByText("I am bringing Ana back in").waitFor();
    await ana.page.getByRole("combobox", { name: "More" }).selectOption({ label: "Return to the assistant" });
    await course.frame.getByText("You're back with the assistant").waitFor();
    await course.say("How do I enrol in a course?");
    await course.by("assistant").nth(2).waitFor();
  });

  await t.test("no page complained", () => {
    // Refusals and the killed server are part of the story.
    const expected = /40[19] \(|ERR_CONNECTION|ERR_EMPTY_RESPONSE|WebSocket|ERR_INCOMPLETE|ERR_SOCKET/;
    for (const page of [course, ana, bo]) {
      assert.deepEqual(page.complaints.filter((line) => !expected.test(line)), []);
    }
  });

  await t.test("no secret stands readable in what is stored", async () => {
    const minted = await admin.ask("POST", "/api/keys", { body: { label: "x", scopes: ["articles:read"] } });
    await server.kill();
    const secrets = [ANA.password, BO.password, minted.data.secret.split(":")[2], admin.cookie.split(":")[1]];
    let searched = 0;
    for (const entry of await readdir(server.state, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const content = await readFile(join(entry.parentPath, entry.name), "latin1");
      searched += content.includes("Maya Okafor") ? 1 : 0;
      for (const secret of secrets) assert.ok(!content.includes(secret), entry.name);
    }
    assert.ok(searched > 0, "the state was read");
    await server.up();
  });
});

test("agents among themselves: a note, a conversation given away, one put off", async () => {
  const learner = await server.learner();
  await learner.ask("POST", "/api/learner/handoff");
  const ana = await InboxPage.signIn(await context(), server.url, ANA);
  const bo = await InboxPage.signIn(await context(), server.url, BO);
  for (const inbox of [ana, bo]) {
    await inbox.page.goto(`${server.url}/inbox#c=${learner.conversation}`);
    await inbox.packet.waitFor();
  }
  await bo.button("Note").click();
  await bo.page.getByRole("textbox", { name: "Note" }).fill("She called yesterday about the same.");
  await bo.button("Add note").click();
  const note = ana.log.locator('[data-author="note"]');
  await note.waitFor();
  assert.match(await text(note), /Note by Bo[\s\S]*Only your team sees this[\s\S]*She called yesterday/);
  assert.doesNotMatch(JSON.stringify(await learner.transcript()), /yesterday/);

  await ana.button("Take over").click();
  await ana.page.getByRole("combobox", { name: "Assign" }).selectOption({ label: "Bo · Available" });
  await bo.button("Resolve").waitFor();
  await ana.log.getByText("Ana assigned this to Bo").waitFor();
  await bo.button("Reply").click();
  await bo.say("Hello, Bo here.");
  await bo.log.getByText("Hello, Bo here.").waitFor();
  await bo.page.getByRole("combobox", { name: "Snooze" }).selectOption({ label: "1 hour" });
  await bo.log.getByText("Bo snoozed it until").waitFor();
  await learner.say("One more thing.");
  await bo.log.getByText("Reopened by the learner").waitFor();
});
