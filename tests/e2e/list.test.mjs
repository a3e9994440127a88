// The list of a busy team in Chromium: it goes on as one scrolls, what is new waits above, and it is filtered,
// sorted and kept so (E7).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ANA, eventually } from "../support/api.mjs";
import { DESK, InboxPage, launch } from "../support/browser.mjs";
import { DevServer } from "../support/server.mjs";

const MANY = 230;
let server, browser, admin, ids;

const waiting = async (name) => (await server.asking(undefined, name)).conversation;

before(async () => {
  server = await DevServer.start();
  ({ ana: admin } = await server.setUp());
  ids = [];
  for (let number = 0; number < MANY; number += 1) {
    const learner = await server.learner();
    await learner.say("Hi there!");
    ids.push(learner.conversation);
  }
  for (const name of ["Maya", "Li"]) ids.push(await waiting(name));
  await admin.command(ids.at(-1), { type: "tag", tag: "night sky" });
  await admin.command(ids.at(-2), { type: "claim" });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const desk = async (view = null) => InboxPage.signIn(await browser.newContext({ viewport: DESK }), server.url, ANA, view);
// Before one is signed in, the browser says so in its console.
const complaints = (inbox) => inbox.complaints.filter((it) => !it.includes("/api/agents/me"));
const scroll = (inbox, to) => inbox.list.evaluate((list, top) => (list.scrollTop = top === "end" ? list.scrollHeight : top), to);

test("it goes on as one scrolls, to the last conversation, each once", async () => {
  const ana = await desk("With the assistant");
  await ana.rows.nth(30).waitFor();
  assert.ok((await ana.rows.count()) < 100, "not all rows are drawn at once");
  await ana.page.getByRole("button", { name: `With the assistant ${MANY}` }).waitFor();
  const count = await eventually(async () => {
    await scroll(ana, "end");
    return ana.rows.count();
  }, (it) => it === MANY);
  assert.equal(count, MANY);
  // The oldest first, none of which the inbox was told of at its beginning.
  await ana.page.getByLabel("Order").selectOption("Oldest first");
  await ana.rows.first().locator(".row").click();
  await ana.page.waitForFunction((id) => location.hash === `#c=${id}`, ids[0]);
  assert.deepEqual(complaints(ana), []);
  await ana.page.context().close();
});

test("what is new waits above while one reads further down", async () => {
  const ana = await desk("All open");
  await ana.rows.nth(30).waitFor();
  await scroll(ana, 1_500);
  // The page has heard of it.
  await ana.page.waitForFunction(() => document.querySelector('ul[aria-label="Conversations"]').scrollTop > 1_000);
  const learner = await server.learner();
  const socket = await learner.socket();
  socket.send({ type: "identify", name: "Zoë" });
  socket.say("I want to talk to a person");
  const more = ana.page.getByRole("button", { name: "1 new" });
  await more.waitFor();
  assert.equal(await ana.rows.filter({ hasText: "Zoë" }).count(), 0);
  await more.click();
  await ana.rows.filter({ hasText: "Zoë" }).waitFor();
  await more.waitFor({ state: "detached" });
  assert.equal(await ana.list.evaluate((list) => list.scrollTop), 0);
  await socket.close();
  assert.deepEqual(complaints(ana), []);
  await ana.page.context().close();
});

test("a filter is chosen, kept under a name, there after a reload, and deleted, by keyboard", async () => {
  const ana = await desk("All open");
  const { page } = ana;
  const press = async (name) => {
    await page.getByRole("button", { name, exact: true }).focus();
    await page.keyboard.press("Enter");
  };
  await press("Filter");
  const panel = page.getByRole("region", { name: "Filter" });
  await panel.getByLabel("Tag").selectOption("night sky");
  await ana.rows.filter({ hasText: "Li" }).waitFor();
  await eventually(() => ana.rows.count(), (it) => it === 1);
  await panel.getByLabel("Name of the filter").fill("Stars");
  await page.keyboard.press("Enter");
  const views = page.getByRole("navigation", { name: "Views" });
  const stars = views.getByRole("button", { name: "Stars" });
  await stars.waitFor();
  await page.getByRole("heading", { name: "Stars" }).waitFor();
  // Of this agent, wherever they sign in.
  await page.reload();
  await stars.waitFor();
  await views.getByRole("button", { name: "All open" }).click();
  await ana.rows.nth(10).waitFor();
  await stars.focus();
  await page.keyboard.press("Enter");
  await eventually(() => ana.rows.count(), (it) => it === 1);
  // Whatever is not so any more leaves the list by itself.
  await admin.command(ids.at(-1), { type: "untag", tag: "night sky" });
  await page.getByText("No conversation here has this tag.").waitFor();
  await admin.command(ids.at(-1), { type: "tag", tag: "night sky" });
  await ana.rows.filter({ hasText: "Li" }).waitFor();
  await press("Filter");
  await press("Delete this filter");
  await stars.waitFor({ state: "detached" });
  await press("Clear");
  await ana.rows.nth(10).waitFor();
  // What had the focus is gone, and it is not lost.
  assert.equal(await page.evaluate(() => document.activeElement.id), "filter");
  // By owner.
  await press("Filter");
  await panel.getByLabel("Assigned to").selectOption("Ana");
  await eventually(() => ana.rows.count(), (it) => it === 1);
  await ana.rows.filter({ hasText: "Maya" }).waitFor();
  await panel.getByLabel("Reply is late").check();
  await page.getByText("No conversation matches this filter.").waitFor();
  assert.deepEqual(complaints(ana), []);
  await page.context().close();
});
