// Several conversations at once, who takes conversations and whom routing gives them to (E3, E7, I3; T10).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ANA, BO, eventually } from "../support/api.mjs";
import { DESK, InboxPage, launch } from "../support/browser.mjs";
import { DevServer } from "../support/server.mjs";

let server, browser, admin, bo;
before(async () => {
  server = await DevServer.start();
  ({ ana: admin, bo } = await server.setUp());
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const waiting = async (name) => (await server.asking(`I want to talk to a person about ${name}'s grade`, name)).conversation;
const row = async (id) => (await admin.conversations()).find((it) => it.id === id);
const sees = (id, is) => eventually(() => row(id), (it) => it !== undefined && is(it));
const desk = async (who = ANA) => InboxPage.signIn(await browser.newContext({ viewport: DESK }), server.url, who, null);
// Before one is signed in, the browser says so in its console.
const complaints = (inbox) => inbox.complaints.filter((it) => !it.includes("/api/agents/me"));
const toast = (inbox, words) => inbox.page.locator(".toast").filter({ hasText: words }).waitFor();

test("many are tagged, taken over and resolved at once; a colleague's stays theirs", async () => {
  const names = ["Maya", "Li", "Omar", "Zoë"];
  const ids = [];
  for (const name of names) ids.push(await waiting(name));
  await bo.command(ids[3], { type: "claim" });
  const ana = await desk();
  await ana.rows.nth(3).waitFor();
  // By a press, and by the key.
  const box = (name) => ana.page.getByRole("checkbox", { name: `Select ${name}` });
  await ana.rows.filter({ hasText: "Maya" }).hover();
  await box("Maya").check();
  const bar = ana.page.getByRole("group", { name: "Selected conversations" });
  await bar.getByText("1 conversation selected").waitFor();
  // The box keeps the focus, and keys are keys all the same; X is of the row that has it.
  await ana.rows.filter({ hasText: "Omar" }).locator("button").focus();
  await ana.page.keyboard.press("x");
  await bar.getByText("2 conversations selected").waitFor();
  await bar.getByRole("button", { name: "Clear" }).click();
  await bar.waitFor({ state: "detached" });
  await box("Li").check();
  await bar.getByRole("button", { name: "Select all 4 here" }).click();
  await bar.getByText("4 conversations selected").waitFor();
  await bar.getByLabel("Assign selected conversations").selectOption({ label: "Bo · offline" });
  await toast(ana, "Assigned 4 conversations to Bo");
  for (const id of ids) await sees(id, (it) => it.owner?.name === "Bo");
  await bar.waitFor({ state: "detached" });

  // What is a colleague's is left, and says so.
  for (const id of ids.slice(0, 3)) await bo.command(id, { type: "release" });
  for (const id of ids.slice(0, 3)) await sees(id, (it) => it.owner === null);
  await ana.rows.filter({ hasText: "Unassigned" }).nth(2).waitFor();
  await box("Omar").check();
  await bar.getByRole("button", { name: /^Select all/ }).click();
  await bar.getByRole("button", { name: "Resolve" }).click();
  const question = ana.page.getByRole("dialog");
  await question.getByText("Resolve 4 conversations?").waitFor();
  await question.getByRole("button", { name: "Resolve" }).click();
  await toast(ana, "Resolved 3 conversations. Skipped: 1 with Bo");
  for (const id of ids.slice(0, 3)) await sees(id, (it) => it.status === "resolved");
  await sees(ids[3], (it) => it.status === "open" && it.owner.name === "Bo");
  await bar.getByText("1 conversation selected").waitFor();
  // All of it is taken back at once.
  await ana.page.keyboard.press("z");
  await toast(ana, "Undone");
  // They are unassigned again, as before.
  for (const id of ids.slice(0, 3)) await sees(id, (it) => it.status === "open" && it.owner === null);
  for (const id of ids.slice(0, 3)) {
    await admin.command(id, { type: "claim" });
    await admin.command(id, { type: "resolve" });
  }
  await bo.command(ids[3], { type: "resolve" });
  assert.deepEqual(complaints(ana), []);
  await ana.page.context().close();
});

test("an admin sets up routing; whoever is away is not assigned, and colleagues see it", async () => {
  const ana = await desk();
  await ana.settings("Routing");
  const card = ana.page.getByRole("region", { name: "Routing" });
  await card.getByLabel("Assign to").selectOption("round_robin");
  await card.getByLabel("Maximum open conversations per agent").fill("0");
  await card.getByRole("button", { name: "Save" }).click();
  await card.getByText("Open conversations of an agent: 1 to 100").waitFor();
  await card.getByLabel("Maximum open conversations per agent").fill("3");
  await card.getByRole("button", { name: "Save" }).click();
  await card.getByText("Saved.").waitFor();
  await ana.leaveSettings();
  const other = await desk(BO);
  await ana.page.getByLabel("Your availability").selectOption("Away");
  await other.page.getByLabel("Agents here").getByText("Ana").locator("xpath=self::*[@data-is='Away']").waitFor();
  const id = await waiting("Nia");
  await sees(id, (it) => it.owner?.name === "Bo");
  await other.page.keyboard.press("j");
  await other.log.getByText("Routing assigned this to Bo").waitFor();
  const options = other.page.getByLabel("Assign", { exact: true }).locator("option");
  await eventually(() => options.allInnerTexts(), (it) => it.some((text) => text.trim() === "Ana · Away"));
  // By name, from the commands; it holds after a reload.
  await ana.page.keyboard.press("Control+k");
  await ana.page.getByRole("combobox", { name: "Search commands and people" }).fill("set yourself busy");
  await ana.page.keyboard.press("Enter");
  await eventually(() => ana.page.getByLabel("Your availability").inputValue(), (it) => it === "Busy");
  await ana.page.reload();
  await eventually(() => ana.page.getByLabel("Your availability").inputValue(), (it) => it === "Busy");
  assert.deepEqual([...complaints(ana), ...complaints(other)], []);
});

test("an agent who is no admin replies from the articles: a suggestion for the open question, or a section", async () => {
  await server.putArticles(admin, {
    refund: {
      title: "Get a refund for a course",
      text: "# Get a refund for a course\n\nYou can get a refund within 14 days of buying a course.\n\n1. Open **Purchases**.\n2. Select **Request a refund**.\n",
    },
    pictures: { title: "Add a profile picture", text: "# Add a profile picture\n\n1. Open your profile.\n2. Select **Upload a picture**.\n" },
  });
  const id = await waiting("Ida");
  await bo.command(id, { type: "claim" });
  const other = await desk(BO);
  await other.show(id);
  await other.button("Resolve").waitFor();
  await other.page.getByRole("main", { name: "Conversation" }).getByRole("heading", { level: 2 }).click();
  await other.page.keyboard.press("i");
  const panel = other.page.getByRole("region", { name: "Articles" });
  await eventually(() => other.page.evaluate(() => document.activeElement.type), (it) => it === "search");
  await panel.getByRole("searchbox").fill("How do I get a refund for a course?");
  // It searches, and sends nothing.
  await panel.getByRole("searchbox").press("Enter");
  await panel.getByRole("button", { name: "Use: Suggested reply" }).click();
  await panel.waitFor({ state: "detached" });
  assert.match(await other.reply.inputValue(), /14 days[\s\S]*Request a refund/);
  await other.reply.fill("Here you are:");
  await other.page.getByRole("button", { name: "Articles and a suggested reply" }).click();
  await panel.getByRole("searchbox").fill("profile picture");
  await panel.getByRole("button", { name: "Insert: Add a profile picture" }).click();
  assert.match(await other.reply.inputValue(), /^Here you are:\n\n[\s\S]*Upload a picture/);
  // What the articles are not about is no suggestion; Escape closes it and keeps what was written.
  await other.page.getByRole("button", { name: "Articles and a suggested reply" }).click();
  await panel.getByRole("searchbox").fill("zebra migration routes of the savannah");
  await eventually(() => panel.getByRole("button", { name: "Use: Suggested reply" }).count(), (it) => it === 0);
  await other.page.keyboard.press("Escape");
  await panel.waitFor({ state: "detached" });
  assert.match(await other.reply.inputValue(), /^Here you are:/);
  assert.deepEqual(complaints(other), []);
});

test("a note names a colleague: they have it among their mentions until they have read it", async () => {
  const id = await waiting("Ugo");
  await admin.command(id, { type: "claim", from: (await row(id)).owner?.id });
  const [ana, other] = [await desk(), await desk(BO)];
  await ana.show(id);
  await ana.button("Resolve").waitFor();
  await ana.page.getByRole("main", { name: "Conversation" }).getByRole("heading", { level: 2 }).click();
  await ana.page.keyboard.press("n");
  await ana.page.getByLabel("Note", { exact: true }).waitFor();
  await ana.page.keyboard.type("Is this a course of yours, @b");
  await ana.page.getByRole("listbox", { name: "Agents" }).getByRole("option", { name: /^Bo/ }).waitFor();
  await ana.page.keyboard.press("Enter");
  await ana.page.getByRole("listbox", { name: "Agents" }).waitFor({ state: "detached" });
  assert.equal(await ana.page.getByLabel("Note", { exact: true }).inputValue(), "Is this a course of yours, @Bo ");
  await ana.page.keyboard.press("Enter");
  await ana.log.getByText("@Bo").waitFor();
  await sees(id, (it) => it.mentions?.length === 1);
  const mentions = other.page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: /^Mentions/ });
  await mentions.getByText("1").waitFor();
  await mentions.click();
  await other.rows.filter({ hasText: "Mentions you" }).click();
  await other.log.getByText("@Bo").waitFor();
  await sees(id, (it) => it.mentions === undefined);
  assert.deepEqual([...complaints(ana), ...complaints(other)], []);
});
