// Who gets what waits for a person (I3, C8): by turns, by load, by tag, never more than an agent may have, never
// back to whoever let go of it; and agents who are busy, idle or away get nothing.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { Socket, eventually } from "../support/api.mjs";
import { start } from "../support/harness.mjs";

let server, ana, bo;
let sockets = [];
before(async () => {
  // Nothing is posted here: a learner who is asked for an address leaves none.
  server = await start({ vars: { MAIL_URL: "smtp://127.0.0.1:1", MAIL_FROM: "help@riverside.example", PUBLIC_URL: "https://baton.riverside.example/" } });
  ({ ana, bo } = await server.setUp());
});
after(() => server.stop());
beforeEach(async () => {
  await Promise.all(sockets.map((it) => it.close()));
  sockets = [];
});

async function inbox(agent, query = "") {
  const socket = await Socket.open(`${server.url}/api/inbox/socket${query}`, [], { cookie: agent.cookie, origin: server.url });
  sockets.push(socket);
  return socket;
}
const routing = (settings) => ana.ask("PUT", "/api/settings/routing", { body: { by: "round_robin", most_open: 5, ...settings } });
const view = async (id) => (await ana.ask("GET", `/api/conversations/${id}`)).data.view;
const owner = async (id) => (await view(id)).owner?.name ?? null;
const ownerIs = (id, name) => eventually(() => owner(id), (it) => it === name);

const asks = async (words) => (await server.asking(words)).conversation;

// Whoever is given away is not in the next test's count.
async function resolves(ids) {
  for (const id of ids) {
    const held = (await view(id)).owner;
    const agent = held?.id === bo.agent.id ? bo : ana;
    if (!held) await ana.command(id, { type: "claim" });
    await agent.command(id, { type: "resolve" });
  }
}

test("by turns, among whoever is available, and the learner hears of nobody before they are there", async () => {
  await routing({});
  const [list] = await Promise.all([inbox(ana), inbox(bo)]);
  const ids = [];
  const owners = [];
  for (let number = 0; number < 4; number += 1) {
    const id = await asks();
    ids.push(id);
    owners.push(await eventually(() => owner(id), Boolean));
  }
  assert.deepEqual(owners.slice(0, 2), owners.slice(2));
  assert.notEqual(owners[0], owners[1]);
  const { entries } = (await ana.ask("GET", `/api/conversations/${ids[0]}`)).data;
  assert.ok(JSON.stringify(entries).includes(JSON.stringify({ kind: "routed", to: owners[0] })), JSON.stringify(entries));
  // Busy: the other gets the next two.
  list.send({ type: "available", availability: "busy" });
  await list.until((frame) => frame.present?.some((it) => it.name === "Ana" && it.availability === "busy"));
  for (let number = 0; number < 2; number += 1) {
    const id = await asks();
    ids.push(id);
    await ownerIs(id, "Bo");
  }
  await resolves(ids);
  list.send({ type: "available", availability: "available" });
  await list.until((frame) => frame.present?.every((it) => it.availability === "available"), list.frames.length);
});

test("nobody has more than they may; what is done makes room for who waits longest", async () => {
  await routing({ by: "least_loaded", most_open: 1 });
  await inbox(ana);
  // The team's settings are known for a minute, and anew with whoever comes.
  const first = await asks();
  await ownerIs(first, "Ana");
  const second = await asks();
  const third = await asks();
  assert.equal(await owner(second), null);
  await ana.command(first, { type: "resolve" });
  await ownerIs(second, "Ana");
  assert.equal(await owner(third), null);
  // Whoever comes has room.
  await inbox(bo);
  await ownerIs(third, "Bo");
  await resolves([second, third]);
});

test("who let go of it does not get it again, and who knows about its tag comes first", async () => {
  await routing({ by_tag: [{ tag: "billing", agents: [bo.agent.id] }] });
  await inbox(ana);
  const id = await asks();
  await ownerIs(id, "Ana");
  await ana.command(id, { type: "release" });
  await inbox(bo);
  await ownerIs(id, "Bo");
  const learner = await server.learner();
  const socket = await learner.socket();
  socket.say("Hello");
  await socket.message("assistant");
  await ana.command(learner.conversation, { type: "tag", tag: "billing" });
  socket.say("I want to talk to a person");
  await socket.message("system");
  await ownerIs(learner.conversation, "Bo");
  await socket.close();
  await resolves([id, learner.conversation]);
});

test("idle in every tab is away: nothing is given, until they are back", async () => {
  await routing({});
  const tabs = [await inbox(ana), await inbox(ana)];
  const seen = await inbox(bo);
  seen.send({ type: "available", availability: "away" });
  tabs[0].send({ type: "idle", is_idle: true });
  tabs[1].send({ type: "idle", is_idle: true });
  await seen.until((frame) => frame.present?.length === 2 && frame.present.every((it) => it.availability === "away"));
  const id = await asks();
  // Whoever chose to be away is so in a browser opened later.
  const late = await inbox(bo);
  const hello = await late.until((frame) => frame.type === "hello");
  assert.equal(hello.present.find((it) => it.name === "Bo").availability, "away");
  assert.equal(await owner(id), null);
  tabs[1].send({ type: "idle", is_idle: false });
  await ownerIs(id, "Ana");
  seen.send({ type: "available", availability: "available" });
  await resolves([id]);
});

test("who has left is not here: a learner is asked for an address; who comes back idle is given nothing", async () => {
  await routing({});
  const said = async () => {
    const learner = await server.learner();
    const socket = await learner.socket();
    socket.say("I want to talk to a person");
    const message = await socket.message("system");
    await socket.close();
    return { id: learner.conversation, text: message.event.text };
  };
  const list = await inbox(ana);
  await list.until((frame) => frame.present?.length === 1);
  const first = await said();
  assert.doesNotMatch(first.text, /Leave your e-mail address/);
  await ownerIs(first.id, "Ana");
  await list.close();
  // The next that is handed over is told so; the object hears of the end a moment later.
  const left = await eventually(said, (it) => /Leave your e-mail address/.test(it.text));
  assert.equal(await owner(left.id), null);
  const idle = await inbox(ana, "?idle=1");
  const hello = await idle.until((frame) => frame.type === "hello");
  assert.equal(hello.present[0].availability, "away");
  assert.equal(await owner(left.id), null);
  idle.send({ type: "idle", is_idle: false });
  await ownerIs(left.id, "Ana");
  await resolves((await ana.conversations()).filter((it) => it.status === "open").map((it) => it.id));
});

test("an unknown agent's frame and a wrong setting are refused in words", async () => {
  const list = await inbox(ana);
  list.send({ type: "available", availability: "asleep" });
  const refused = await list.until((frame) => frame.type === "refused");
  assert.match(refused.problem.message, /could not be read/);
  const wrong = await routing({ most_open: 0 });
  assert.equal(wrong.status, 422);
  assert.match(wrong.data.message, /open conversations of an agent: 1 to 100/);
});
