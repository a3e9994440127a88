// Alerts that an address refuses for good: admins see them, send them again as the same event, or dismiss them; what
// of them is a learner's goes with the learner (I1, I2; T15).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually } from "../support/api.mjs";
import { start } from "../support/harness.mjs";
import { Hook } from "../support/hook.mjs";

let server, ana, bo, hook;
before(async () => {
  server = await start();
  ({ ana, bo } = await server.setUp());
  hook = await Hook.start();
  const alerts = [{ name: "Help desk", kind: "webhook", address: `${hook.url}/alerts`, on: ["handed_off"] }];
  const { status, data } = await ana.ask("PUT", "/api/settings/alerts", { body: alerts });
  assert.equal(status, 200, JSON.stringify(data));
});
after(async () => {
  await server?.stop();
  await hook?.stop();
});

const listed = async () => (await ana.ask("GET", "/api/alerts/undelivered")).data;
const path = (alert) => `/api/alerts/undelivered/${alert.number}`;

/** A handoff whose alert the address refuses for good. */
async function refused() {
  hook.statuses = [410];
  const learner = await server.learner();
  const socket = await learner.socket();
  socket.say("I want to talk to a person about my transcript");
  await socket.message("system");
  await socket.close();
  const all = await eventually(listed, (it) => it.some((alert) => alert.conversation === learner.conversation));
  return { learner, alert: all.find((alert) => alert.conversation === learner.conversation) };
}

test("it is listed without a word of the learner's, and sent again as the same event", async () => {
  const { learner, alert } = await refused();
  assert.deepEqual(
    [alert.kind, alert.status, alert.address, alert.conversation],
    ["webhook", 410, `${hook.url}/alerts`, learner.conversation],
  );
  assert.ok(!JSON.stringify(await listed()).includes("transcript"));
  // An eviction loses nothing of it: the words stand with the conversation.
  await server.evict(learner.conversation);
  const before = hook.posts.length;
  const first = hook.posts.at(-1);
  assert.equal((await ana.ask("POST", path(alert), { body: {} })).status, 204);
  await eventually(async () => hook.posts.length, (it) => it === before + 1);
  const again = hook.posts.at(-1);
  assert.equal(again.headers["webhook-id"], first.headers["webhook-id"], "whoever has it already knows it");
  assert.equal(again.body, first.body);
  assert.deepEqual(await listed(), []);
  assert.equal((await ana.ask("POST", path(alert), { body: {} })).status, 404, "once");
  const { data } = await ana.ask("GET", "/api/audit");
  assert.ok(data.items.some((it) => it.action === "alert_sent_again" && it.by.name === "Ana"));
});

test("refused again it is listed again; dismissed it is gone; an agent may do neither", async () => {
  const { alert } = await refused();
  hook.statuses = [410];
  assert.equal((await ana.ask("POST", path(alert), { body: {} })).status, 204);
  const again = await eventually(listed, (it) => it.length === 1);
  assert.notEqual(again[0].number, alert.number);
  for (const method of ["POST", "DELETE"]) assert.equal((await bo.ask(method, path(again[0]), { body: {} })).status, 403);
  assert.equal((await ana.ask("DELETE", path(again[0]))).status, 204);
  assert.deepEqual(await listed(), []);
  assert.equal((await ana.ask("DELETE", path(again[0]))).status, 404);
  assert.equal((await ana.ask("DELETE", "/api/alerts/undelivered/x")).status, 404);
});

test("an erased learner's is gone with them", async () => {
  const { learner } = await refused();
  const erased = await ana.ask("DELETE", `/api/conversations/${learner.conversation}/learner`);
  assert.equal(erased.status, 200, JSON.stringify(erased.data));
  assert.deepEqual(await listed(), []);
});
