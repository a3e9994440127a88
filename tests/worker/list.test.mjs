// The inbox's list in pages (E7): every view in every order is the same, page by page, as a sort of everything;
// filters; how many there are; the filters that an agent keeps.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Socket, eventually } from "../support/api.mjs";
import { start } from "../support/harness.mjs";

const VIEWS = ["needs_attention", "mine", "mentions", "unassigned", "leads", "with_assistant", "snoozed", "all", "resolved"];
const ORDERS = ["due", "newest", "oldest"];

let server, ana, bo, all;

const asks = async (words) => (await server.asking(words)).conversation;
const command = async (agent, id, body) => {
  const { status, data } = await agent.command(id, body);
  assert.ok(status < 300, JSON.stringify(data));
};

before(async () => {
  server = await start();
  ({ ana, bo } = await server.setUp());
  const ids = [];
  while (ids.length < 6) ids.push(await asks("I want to talk to a person"));
  const [claimed, tagged, snoozed, resolved, urgent] = ids;
  await command(ana, claimed, { type: "claim" });
  await command(bo, tagged, { type: "tag", tag: "night sky" });
  await command(bo, tagged, { type: "note", client_id: "n-1", text: "@Ana look", mentions: [ana.agent.id] });
  await command(bo, snoozed, { type: "claim" });
  await command(bo, snoozed, { type: "snooze", until: Date.now() + 3_600_000 });
  await command(bo, resolved, { type: "claim" });
  await command(bo, resolved, { type: "resolve" });
  await command(ana, urgent, { type: "tag", tag: "night sky" });
  for (let number = 0; number < 3; number += 1) {
    const learner = await server.learner();
    await learner.say("Hi there!");
    ids.push(learner.conversation);
  }
  // Whatever is told of them has been.
  all = await eventually(() => ana.conversations(), (rows) =>
    rows.length === 9 && rows.filter((row) => row.status === "pending").length === 3
    && rows.some((row) => row.status === "resolved") && rows.some((row) => row.status === "snoozed")
    && rows.some((row) => row.mentions?.length) && rows.filter((row) => row.tags.length).length === 2);
});
after(() => server.stop());

const waits = (row) => row.status === "open" && row.waiting_since !== null;
const shows = {
  needs_attention: (row) => waits(row) && row.reason !== "lead",
  mine: (row) => row.status === "open" && row.owner?.id === ana.agent.id,
  mentions: (row) => row.mentions?.includes(ana.agent.id) ?? false,
  unassigned: (row) => row.status === "open" && !row.owner && row.reason !== "lead",
  leads: (row) => row.status === "open" && row.reason === "lead",
  with_assistant: (row) => row.status === "pending",
  snoozed: (row) => row.status === "snoozed",
  all: (row) => ["open", "pending"].includes(row.status),
  resolved: (row) => row.status === "resolved",
};
const keys = {
  due: (row) => (waits(row) ? [0, row.urgent ? 0 : 1, row.reply_by ? 0 : 1, row.reply_by ? row.reply_by + (row.waiting_since % 60_000) : row.waiting_since] : [1, -row.updated_at, 0, 0]),
  newest: (row) => [-row.updated_at],
  oldest: (row) => [row.updated_at],
};
const compare = (a, b) => {
  for (const at of a.keys()) if (a[at] !== b[at]) return a[at] < b[at] ? -1 : 1;
  return 0;
};
const sorted = (rows, order) => [...rows].sort((a, b) => compare([...keys[order](a), a.id], [...keys[order](b), b.id])).map(({ id }) => id);

const opens = (agent) => Socket.open(`${server.url}/api/inbox/socket`, [], { cookie: agent.cookie, origin: server.url });

async function pages(agent, query, limit = 2) {
  const seen = [];
  let cursor = "";
  for (;;) {
    const { status, data } = await agent.ask("GET", `/api/conversations?limit=${limit}&${query}${cursor}`);
    assert.equal(status, 200, JSON.stringify(data));
    assert.ok(data.items.length <= limit);
    seen.push(...data.items.map(({ id }) => id));
    if (!data.next) return seen;
    cursor = `&cursor=${encodeURIComponent(data.next)}`;
  }
}

test("every view in every order, page by page, is a sort of everything", async () => {
  for (const view of VIEWS) {
    for (const order of ORDERS) {
      const wanted = sorted(all.filter(shows[view]), order);
      for (const limit of [1, 2, 3, 100]) {
        assert.deepEqual(await pages(ana, `view=${view}&order=${order}`, limit), wanted, `${view} ${order} ${limit}`);
      }
    }
    assert.ok(view === "leads" || all.some(shows[view]), view);
  }
  assert.deepEqual(await pages(ana, ""), sorted(all, "newest"));
});

test("a filter narrows a view by tag, owner, reason, lateness and course", async () => {
  const tagged = all.filter((row) => row.tags.includes("night sky"));
  assert.deepEqual(await pages(bo, "view=all&tag=night%20sky"), sorted(tagged, "due"));
  assert.deepEqual(await pages(bo, `view=all&owner=${ana.agent.id}`), sorted(all.filter((row) => row.owner?.id === ana.agent.id), "due"));
  const asked = all.filter((row) => row.status === "open" && row.reason === "asked_for_person");
  assert.ok(asked.length > 0);
  assert.deepEqual(await pages(bo, "view=all&reason=asked_for_person"), sorted(asked, "due"));
  assert.deepEqual(await pages(bo, "view=all&reason=lead"), []);
  assert.deepEqual(await pages(bo, "view=all&late=true"), [], "everything is promised for later");
  assert.deepEqual(await pages(bo, "view=all&course=HIST-101"), []);
  const marks = encodeURIComponent(`' OR 1=1 --`);
  assert.deepEqual(await pages(bo, `view=all&course=${marks}`), []);
  for (const wrong of ["view=everything", "view=all&order=up", "view=all&owner=%00", "view=all&reason=mood", "view=all&tag=", "view=all&cursor=1", `view=all&cursor=${encodeURIComponent("x:l-1.1")}`]) {
    const { status, data } = await bo.ask("GET", `/api/conversations?${wrong}`);
    assert.equal(status, 422, `${wrong}: ${JSON.stringify(data)}`);
    assert.ok(data.message.length > 10);
  }
});

test("every inbox is told how many there are, when it opens and when they change", async () => {
  const socket = await opens(ana);
  const hello = await socket.until((frame) => frame.type === "hello");
  assert.deepEqual(hello.counts, { pending: 3, open: 4, snoozed: 1 });
  assert.equal(hello.people_to ?? hello.changed_to, undefined, "everything is in it");
  const [free] = all.filter(shows.unassigned);
  await command(bo, free.id, { type: "claim" });
  await command(bo, free.id, { type: "resolve" });
  const counts = await socket.until((frame) => frame.type === "counts");
  assert.deepEqual(counts, { type: "counts", pending: 3, open: 3, snoozed: 1 });
  await command(bo, free.id, { type: "reopen" });
  await socket.until((frame) => frame.type === "counts" && frame.open === 4);
  await socket.close();
});

test("filters are each agent's own, and what is none is refused", async () => {
  const late = { name: "Late", filter: { view: "unassigned", order: "newest", is_late: true } };
  const put = (agent, body) => agent.ask("PUT", "/api/inbox/filters", { body });
  const kept = async (agent) => {
    const socket = await opens(agent);
    await socket.close();
    return socket.frames[0].filters;
  };
  assert.deepEqual(await kept(ana), []);
  const tab = await opens(ana);
  const other = await opens(bo);
  assert.equal((await put(ana, [late])).status, 204);
  // Every tab of hers hears of it, and nobody else's.
  assert.deepEqual((await tab.until((frame) => frame.type === "filters")).filters, [late]);
  assert.ok(!other.frames.some((frame) => frame.type === "filters"));
  await tab.close();
  await other.close();
  assert.deepEqual(await kept(ana), [late]);
  assert.deepEqual(await kept(bo), []);
  const filter = { view: "all" };
  for (const wrong of [
    [late, late],
    [{ name: "", filter }],
    [{ name: " x", filter }],
    [{ name: "x".repeat(41), filter }],
    [{ name: "x", filter: { view: "all", course: "x".repeat(121) } }],
    Array.from({ length: 31 }, (_, number) => ({ name: `${number}`, filter })),
  ]) {
    assert.equal((await put(ana, wrong)).status, 422, JSON.stringify(wrong).slice(0, 80));
  }
  for (const unread of [[{ name: "x", filter: { view: "all", mood: 1 } }], {}, [{ name: "x" }]]) {
    assert.ok([400, 422].includes((await put(ana, unread)).status), JSON.stringify(unread));
  }
  assert.deepEqual(await kept(ana), [late]);
});
