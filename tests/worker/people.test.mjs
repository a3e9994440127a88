// What agents do among themselves, on the built worker: notes, assignment, snoozing
// (E4, E6, E9, C8, T6, T21; invariants 8, 13).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Socket, times } from "../support/api.mjs";
import { start } from "../support/harness.mjs";

let server, ana, bo;
before(async () => {
  server = await start();
  ({ ana, bo } = await server.setUp());
});
after(() => server.stop());

async function waiting() {
  const learner = await server.learner();
  const socket = await learner.socket();
  socket.say("I want to talk to a person");
  await socket.message("system");
  return { learner, socket, id: learner.conversation };
}
const read = async (agent, id) => (await agent.ask("GET", `/api/conversations/${id}`)).data;

test("a note is the team's: every agent writes and reads it, no learner's byte holds it", async () => {
  const { learner, socket, id } = await waiting();
  const secret = "the-learner-must-not-see-this";
  const watched = await Socket.open(`${server.url}/api/conversations/${id}/socket`, [], { cookie: ana.cookie, origin: server.url });
  assert.equal((await bo.command(id, { type: "note", client_id: "n-1", text: secret })).status, 200);
  assert.equal((await bo.command(id, { type: "note", client_id: "n-1", text: secret })).status, 200);
  const note = await watched.until((frame) => frame.event?.type === "note");
  assert.deepEqual([note.event.name, note.event.text], ["Bo", secret]);
  assert.equal((await read(ana, id)).entries.filter(({ event }) => event.type === "note").length, 1, "sent twice, stored once");
  await ana.command(id, { type: "claim" });
  await ana.command(id, { type: "reply", client_id: "r-1", text: "Hello." });
  await socket.message("agent");
  const everything = JSON.stringify([socket.frames, await learner.transcript(), (await learner.socket()).frames]);
  assert.ok(!everything.includes(secret));
  const seqs = (await learner.transcript()).entries.map(({ seq }) => seq);
  assert.deepEqual(seqs, seqs.map((_, index) => index + 1), "and no gap tells of it");
  await Promise.all([socket.close(), watched.close()]);
});

test("an empty or endless note is refused, and one where nothing has begun", async () => {
  const { id, socket } = await waiting();
  assert.equal((await bo.command(id, { type: "note", client_id: "n", text: "  " })).status, 422);
  assert.equal((await bo.command(id, { type: "note", client_id: "n", text: "x".repeat(8_001) })).status, 413);
  const nobody = await server.learner();
  assert.equal((await bo.command(nobody.conversation, { type: "note", client_id: "n", text: "x" })).status, 404);
  await socket.close();
});

test("the owner gives it away, an admin takes it back, another agent does neither", async () => {
  const { id, socket } = await waiting();
  const own = (who) => ({ type: "assign", to: who.agent.id });
  assert.equal((await bo.command(id, own(bo))).data.owner.name, "Bo");
  const given = await bo.command(id, { ...own(ana), note: "Please finish this." });
  assert.equal(given.data.owner.name, "Ana");
  const refused = await bo.command(id, own(bo));
  assert.deepEqual([refused.status, refused.data.code, refused.data.owner.name], [409, "not_owner", "Ana"]);
  await ana.command(id, own(bo));
  assert.equal((await ana.command(id, own(ana))).data.owner.name, "Ana", "an admin may reassign any");
  assert.equal((await ana.command(id, { type: "assign", to: "a-nobody" })).status, 422);
  const { entries } = await read(bo, id);
  assert.ok(entries.some(({ event }) => event.type === "note" && event.text === "Please finish this."));
  const joined = socket.frames.filter((frame) => frame.event?.activity?.kind === "joined").map(({ event }) => event.activity.name);
  // To whom it is only given may be at home: they join when they read it or write.
  assert.deepEqual(joined, ["Bo", "Ana"]);
  await ana.command(id, own(bo));
  await bo.command(id, { type: "reply", client_id: "r-9", text: "It is me now." });
  await socket.message("agent");
  const told = socket.frames.filter((frame) => frame.event?.type === "changed").map(({ event }) => [event.activity.kind, event.activity.name, event.person]);
  assert.deepEqual(told.slice(-3), [["joined", "Ana", "Ana"], ["left", "Ana", undefined], ["joined", "Bo", "Bo"]].map(([kind, name, person]) => [kind, name, person ?? null]));
  await socket.close();
});

test("a hundred agents at once claim it: one owner, every loser is told who", async () => {
  for (let round = 0; round < times(2); round += 1) await race();
});

async function race() {
  const { id, socket } = await waiting();
  const racers = Array.from({ length: 100 }, (_, index) => (index % 2 ? ana : bo));
  const answers = await Promise.all(racers.map((agent) => agent.command(id, { type: "claim" })));
  const owner = (await read(ana, id)).view.owner;
  for (const [index, { status, data }] of answers.entries()) {
    const isWinner = racers[index].agent.id === owner.id;
    assert.equal(status, isWinner ? 200 : 409);
    assert.deepEqual(data.owner, owner);
  }
  const { entries } = await read(ana, id);
  assert.equal(entries.filter(({ event }) => event.activity?.kind === "claimed").length, 1);
  await socket.close();
}

test("snoozed, it waits for its time; the learner's word brings it back at once", async () => {
  const { id, socket } = await waiting();
  await ana.command(id, { type: "claim" });
  for (const until of [Date.now() - 1, Date.now() + 91 * 86_400_000]) {
    assert.equal((await ana.command(id, { type: "snooze", until })).status, 422);
  }
  const snoozed = await ana.command(id, { type: "snooze", until: Date.now() + 3_600_000 });
  assert.deepEqual([snoozed.data.status, snoozed.data.owner.name], ["snoozed", "Ana"]);
  socket.say("It works again, thank you");
  await socket.until((frame) => frame.event?.activity?.kind === "reopened");
  assert.equal((await read(ana, id)).view.status, "open");

  const from = socket.frames.length;
  const inbox = await Socket.open(`${server.url}/api/inbox/socket`, [], { cookie: ana.cookie, origin: server.url });
  await ana.command(id, { type: "snooze", until: Date.now() + 1_500 });
  await inbox.until((frame) => frame.id === id && frame.status === "snoozed");
  const woken = await inbox.until((frame) => frame.type === "summary" && frame.id === id && frame.status === "open", inbox.frames.length);
  assert.ok(woken.waiting_since, "it needs attention again");
  assert.equal(socket.frames.slice(from).filter((frame) => frame.event?.activity).length, 0, "the learner hears nothing of it");
  await Promise.all([socket.close(), inbox.close()]);
});
