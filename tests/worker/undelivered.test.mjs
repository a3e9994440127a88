// Alerts that an address refuses for good: admins see them, send them again as the same event, or dismiss them; what
// of them is a learner's goes with the learner (I1, I2; T15).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually } from "../support/api.mjs";
import { start } from "../support/harness.mjs";
import { Hook } from "../support/hook.mjs";
import { Catcher } from "../support/mail.mjs";

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

test("a letter to a learner that no mail server takes is listed, and sent again when one does", async () => {
  const catcher = await Catcher.start();
  const mailing = await start({
    vars: { PUBLIC_URL: "https://baton.riverside.example", MAIL_FROM: "help@riverside.example", ALERT_RETRIES: "1" },
    secrets: { MAIL_URL: `smtp://127.0.0.1:${catcher.port}` },
  });
  try {
    const { ana: admin } = await mailing.setUp();
    const patience = { owner_minutes: 15, form_minutes: 15, snooze_days: 90, mail_minutes: 0 };
    assert.equal((await admin.ask("PUT", "/api/settings/patience", { body: patience })).status, 200);
    // Nobody is there today: an address is asked for.
    const hours = { time_zone: "UTC", open: [{ day: (new Date().getUTCDay() + 2) % 7, from: 600, to: 720 }] };
    assert.equal((await admin.ask("PUT", "/api/settings/hours", { body: hours })).status, 200);
    const learner = await mailing.learner();
    const socket = await learner.socket();
    socket.say("I want to talk to a person about my transcript");
    await socket.message("system");
    socket.say("mia@example.org");
    await socket.until((frame) => frame.event?.text?.includes("mia@example.org") && frame.event.author.kind === "system");
    await socket.close();
    // Not now, at every try.
    catcher.refusals = Array.from({ length: 2 }, () => ({ code: 451, words: "try again later" }));
    await admin.command(learner.conversation, { type: "claim" });
    await admin.command(learner.conversation, { type: "reply", client_id: "r-1", text: "Your transcript is ready." });
    const undelivered = async () => (await admin.ask("GET", "/api/alerts/undelivered")).data;
    const [letter] = await eventually(undelivered, (all) => all.length === 1);
    assert.deepEqual([letter.kind, letter.address, letter.conversation], ["email", "mia@example.org", learner.conversation]);
    assert.equal(catcher.mails.length, 0);
    assert.equal((await admin.ask("POST", path(letter), { body: {} })).status, 204);
    const [mail] = await eventually(async () => catcher.mails, (mails) => mails.length === 1);
    assert.match(mail.text, /Your transcript is ready/);
    assert.deepEqual(await undelivered(), []);
  } finally {
    await mailing.stop();
    await catcher.stop();
  }
});
