// An agent's day without a mouse: the list, the keys, the commands, saved replies, what is taken back, what a
// colleague takes over, and drafts that survive a reload (E1–E4, E9; T3, T6).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ANA, BO, eventually } from "../support/api.mjs";
import { DESK, InboxPage, launch } from "../support/browser.mjs";
import { DevServer } from "../support/server.mjs";

let server, browser, admin, bo;
before(async () => {
  server = await DevServer.start();
  ({ ana: admin, bo } = await server.setUp());
  const saved = [
    { name: "Hello", text: "Hi {learner}, this is {agent}. I am looking into it." },
    { name: "Transcript", text: "Official transcripts take two working days." },
  ];
  const { status } = await admin.ask("PUT", "/api/settings/saved_replies", { body: saved });
  assert.equal(status, 200);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** A learner of this name who waits for a person. */
async function waiting(name, text = `I want to talk to a person about ${name}'s grade`) {
  const learner = await server.learner();
  const socket = await learner.socket();
  socket.send({ type: "identify", name });
  socket.say(text);
  await socket.message("system");
  return { learner, socket, id: learner.conversation };
}
const row = async (id) => (await admin.conversations()).find((it) => it.id === id);
const sees = (id, is) => eventually(() => row(id), (it) => it !== undefined && is(it));
const desk = async (who = ANA) => InboxPage.signIn(await browser.newContext({ viewport: DESK }), server.url, who, null);
const heading = (inbox) => inbox.page.getByRole("main", { name: "Conversation" }).getByRole("heading", { level: 2 });
/** Waits until the reply's field has the focus, as it gets whoever took over. */
const writes = (inbox) => eventually(() => inbox.page.evaluate(() => document.activeElement.tagName), (it) => it === "TEXTAREA");
const opens = (inbox, name) => heading(inbox).filter({ hasText: name }).waitFor();

test("take over, answer by a saved reply, resolve and go on, take it back: by keys alone", async () => {
  const one = await waiting("Maya");
  const two = await waiting("Li");
  const ana = await desk();
  await ana.rows.nth(1).waitFor();
  // What waits is what one sees first.
  assert.equal(await ana.page.getByRole("heading", { name: "Needs attention", exact: true }).count(), 1);
  // The list is one stop for the Tab key, and arrows walk it.
  assert.equal(await ana.list.locator('button[tabindex="0"]').count(), 1);
  await ana.rows.first().locator("button").focus();
  await ana.page.keyboard.press("ArrowDown");
  assert.match(await ana.page.evaluate(() => document.activeElement.textContent), /Li/);
  await ana.page.keyboard.press("Enter");
  await opens(ana, "Li");
  await ana.page.keyboard.press("k");
  await opens(ana, "Maya");
  await ana.page.keyboard.press("c");
  await ana.button("Resolve").waitFor();
  await writes(ana);
  await ana.page.keyboard.type("/hel");
  await ana.page.getByRole("option", { name: /^Hello/ }).waitFor();
  await ana.page.keyboard.press("Enter");
  assert.equal(await ana.reply.inputValue(), "Hi Maya, this is Ana. I am looking into it.");
  await ana.page.keyboard.press("Enter");
  await one.socket.message("agent");
  // Answered, it stays in sight while it is open.
  await ana.rows.filter({ hasText: "I am looking into it" }).waitFor();
  await ana.page.keyboard.press("Escape");
  await ana.page.keyboard.press("e");
  await opens(ana, "Li");
  await sees(one.id, (it) => it.status === "resolved");
  await ana.page.locator(".toast").filter({ hasText: "Resolved" }).waitFor();
  await ana.page.keyboard.press("z");
  await opens(ana, "Maya");
  await sees(one.id, (it) => it.status === "open" && it.owner.name === "Ana");
  await ana.log.getByText("Ana reopened it").waitFor();
  // Why people were needed is still there.
  assert.match(await ana.packet.innerText(), /Asked for a person/);
  // A note by its key; then what is typed in a field is no key.
  await ana.page.keyboard.press("n");
  await ana.page.keyboard.type("jeks on us");
  await ana.page.keyboard.press("Enter");
  await ana.log.getByText("jeks on us").waitFor();
  await opens(ana, "Maya");
  for (const { socket } of [one, two]) await socket.close();
  // Whoever is not signed in yet is asked for.
  assert.deepEqual(ana.complaints.filter((it) => !it.includes("/api/agents/me")), []);
});

test("all commands by their name, the sheet of keys, and keys that are turned off", async () => {
  const one = await waiting("Zoe", "I want to talk to a person about the library");
  const ana = await desk();
  await ana.show(one.id);
  await opens(ana, "Zoe");
  await ana.page.keyboard.press("Control+k");
  const palette = ana.page.getByRole("dialog", { name: "Commands" });
  await palette.getByRole("combobox").waitFor();
  await ana.page.keyboard.type("take");
  assert.deepEqual(await palette.getByRole("option").allInnerTexts(), ["Take over\nc"]);
  await ana.page.keyboard.press("Enter");
  await sees(one.id, (it) => it.owner?.name === "Ana");
  await palette.waitFor({ state: "detached" });
  await ana.button("Resolve").waitFor();
  await writes(ana);
  await ana.page.keyboard.press("Escape");
  await ana.page.keyboard.press("Control+k");
  await palette.getByRole("combobox").fill("zo");
  await palette.getByRole("option", { name: /Zoe/ }).waitFor();
  await ana.page.keyboard.press("Escape");
  await palette.waitFor({ state: "detached" });
  await ana.page.keyboard.press("?");
  const keys = ana.page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await keys.getByRole("checkbox", { name: /Single keys/ }).uncheck();
  await keys.getByRole("button", { name: "Done" }).click();
  await keys.waitFor({ state: "detached" });
  await ana.page.keyboard.press("e");
  await ana.page.reload();
  await opens(ana, "Zoe");
  await ana.page.keyboard.press("e");
  await ana.page.keyboard.press("Control+k");
  await palette.waitFor();
  assert.equal((await row(one.id)).status, "open");
  await one.socket.close();
});

test("from a colleague only after a question, and they are told; given away, it is taken back by one press", async () => {
  const one = await waiting("Tomas");
  await bo.command(one.id, { type: "claim" });
  const [ana, bos] = [await desk(), await desk(BO)];
  await ana.show(one.id);
  await opens(ana, "Tomas");
  await ana.button("Take over").click();
  const question = ana.page.getByRole("dialog", { name: "Are you sure?" });
  assert.match(await question.innerText(), /Bo has had this since/);
  await question.getByRole("button", { name: "Take over" }).click();
  await sees(one.id, (it) => it.owner.name === "Ana");
  await bos.page.locator(".toast").filter({ hasText: "Ana now has the conversation with Tomas" }).waitFor();
  await ana.log.getByText("Ana took over from Bo").waitFor();
  // By name, too late: nothing changes hands unseen.
  const late = await bo.command(one.id, { type: "claim", from: bo.agent.id });
  assert.equal(late.status, 409);
  await ana.page.getByRole("combobox", { name: "Assign" }).selectOption({ label: "Bo · Available" });
  await sees(one.id, (it) => it.owner.name === "Bo");
  await ana.button("Undo").click();
  await sees(one.id, (it) => it.owner.name === "Ana");
  await ana.page.getByRole("combobox", { name: "Snooze" }).selectOption({ label: "Monday, 9:00" });
  await sees(one.id, (it) => it.status === "snoozed");
  await ana.page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: /Snoozed/ }).click();
  await ana.rows.filter({ hasText: "Tomas" }).filter({ hasText: /Until \w/ }).waitFor();
  await ana.button("Undo").click();
  await sees(one.id, (it) => it.status === "open" && it.owner.name === "Ana");
  // Until a day of their own, at most as far ahead as the team allows.
  await ana.page.getByRole("combobox", { name: "Snooze" }).selectOption({ label: "Until a date…" });
  const dialog = ana.page.getByRole("dialog", { name: "Snooze" });
  const date = dialog.getByLabel("Snooze until");
  await date.waitFor();
  const local = (days) => {
    const at = new Date(Date.now() + days * 86_400_000);
    return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, "0")}-${String(at.getDate()).padStart(2, "0")}T10:30`;
  };
  assert.match(await date.inputValue(), /T09:00$/, "tomorrow at nine, to begin with");
  await date.evaluate((it) => it.removeAttribute("max"));
  await date.fill(local(200));
  await dialog.getByRole("button", { name: "Snooze" }).click();
  await dialog.getByText("Choose a time from now to").waitFor();
  await date.fill(local(12));
  await ana.page.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  await sees(one.id, (it) => it.status === "snoozed");
  const { entries } = (await admin.ask("GET", `/api/conversations/${one.id}`)).data;
  const { until } = entries.map((it) => it.event.activity).filter((it) => it?.kind === "snoozed").at(-1);
  assert.equal(until, new Date(local(12)).getTime());
  await ana.button("Undo").click();
  await sees(one.id, (it) => it.status === "open" && it.owner.name === "Ana");
  await one.socket.close();
});

// E3: the server is waited for by nobody who looks on; what it refuses is taken back.
test("a change of hands is seen at once, and taken back if it is refused", async () => {
  const one = await waiting("Priya");
  const ana = await desk();
  await ana.show(one.id);
  await opens(ana, "Priya");
  let answer = null;
  const held = new Promise((resolve) => (answer = resolve));
  await ana.page.route("**/commands", async (route) => {
    await held;
    await route.fulfill({ status: 409, json: { code: "wrong_status", message: "Bo has it by now." } });
  });
  await ana.button("Take over").click();
  await ana.button("Resolve").waitFor();
  assert.equal((await row(one.id)).owner, null, "nobody has asked the server yet");
  answer();
  await ana.button("Take over").waitFor();
  await ana.page.getByText("Bo has it by now.").waitFor();
  await ana.page.unroute("**/commands");
  await ana.button("Take over").click();
  await sees(one.id, (it) => it.owner?.name === "Ana");
  await ana.page.context().close();
  await one.socket.close();
});

// I1: the link of an alert in Slack, Teams or a letter.
test("an alert's link takes the conversation over, once, and from a colleague only after a question", async () => {
  const one = await waiting("Ngozi");
  const context = await browser.newContext({ viewport: DESK });
  const page = await context.newPage();
  // Who is not signed in signs in first.
  await page.goto(`${server.url}/inbox#c=${one.id}&take=1`);
  await page.getByLabel("Email").fill(ANA.email);
  await page.getByLabel("Password").fill(ANA.password);
  assert.equal((await row(one.id)).owner, null);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await sees(one.id, (it) => it.owner?.name === "Ana");
  await eventually(() => page.evaluate(() => location.hash), (hash) => hash === `#c=${one.id}`);
  // What is loaded again takes nothing.
  await admin.command(one.id, { type: "release" });
  await sees(one.id, (it) => it.owner === null);
  await page.reload();
  await page.getByRole("main", { name: "Conversation" }).getByRole("button", { name: "Take over", exact: true }).waitFor();
  assert.equal((await row(one.id)).owner, null);
  // The same conversation is open already.
  await page.evaluate((id) => (location.hash = `c=${id}&take=1`), one.id);
  await sees(one.id, (it) => it.owner?.name === "Ana");
  await admin.command(one.id, { type: "release" });
  await sees(one.id, (it) => it.owner === null);
  await bo.command(one.id, { type: "claim" });
  await sees(one.id, (it) => it.owner?.name === "Bo");
  const late = await context.newPage();
  await late.goto(`${server.url}/inbox#c=${one.id}&take=1`);
  const question = late.getByRole("dialog", { name: "Are you sure?" });
  assert.match(await question.innerText(), /Bo has had this since/);
  await late.keyboard.press("Escape");
  assert.equal((await row(one.id)).owner.name, "Bo");
  await context.close();
  await one.socket.close();
});

test("what is half written survives a reload, for who wrote it, until they sign out", async () => {
  const one = await waiting("Noor");
  const ana = await desk();
  await ana.show(one.id);
  await opens(ana, "Noor");
  await ana.page.keyboard.press("c");
  await ana.button("Resolve").waitFor();
  await ana.reply.fill("I think that you can");
  await ana.page.reload();
  await opens(ana, "Noor");
  await eventually(() => ana.reply.inputValue(), (it) => it === "I think that you can");
  await ana.button("Sign out").click();
  await ana.page.getByLabel("Password").waitFor();
  assert.equal(await ana.page.evaluate(() => Object.keys(localStorage).filter((it) => it.includes("draft")).length), 0);
  await one.socket.close();
});

test("an admin writes saved replies, and agents have them at once", async () => {
  const one = await waiting("Ines");
  const ana = await desk();
  await ana.settings("Saved replies");
  await ana.button("Add a saved reply").click();
  const section = ana.page.getByRole("region", { name: "Saved replies" });
  await section.getByLabel("Name").last().fill("Hours");
  await section.getByLabel("Text").last().fill("We are here from nine to five.");
  await section.getByRole("button", { name: "Save", exact: true }).click();
  await section.getByText("Saved.").waitFor();
  await ana.leaveSettings();
  await ana.show(one.id);
  await opens(ana, "Ines");
  await ana.page.keyboard.press("c");
  await ana.button("Resolve").waitFor();
  await ana.reply.fill("/hou");
  await ana.page.getByRole("option", { name: /^Hours/ }).click();
  assert.equal(await ana.reply.inputValue(), "We are here from nine to five.");
  await one.socket.close();
});
