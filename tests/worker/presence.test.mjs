// Who has read what, who writes, who looks: told at once, and only reading is stored
// (E5, E8, T6). Tags by hand (F2, E7), and what else a learner wrote (D5).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Socket, eventually } from "../support/api.mjs";
import { start } from "../support/harness.mjs";

let server, ana, bo;
before(async () => {
  server = await start();
  ({ ana, bo } = await server.setUp());
});
after(() => server.stop());

const opened = (agent, path) => Socket.open(server.url + path, [], { cookie: agent.cookie, origin: server.url });
const watch = (agent, id) => opened(agent, `/api/conversations/${id}/socket`);
const inbox = (agent) => opened(agent, "/api/inbox/socket");
const read = async (agent, id) => (await agent.ask("GET", `/api/conversations/${id}`)).data;

async function withAna() {
  const learner = await server.learner();
  const socket = await learner.socket();
  socket.say("I want to talk to a person");
  await socket.message("system");
  const id = learner.conversation;
  await ana.command(id, { type: "claim" });
  return { learner, socket, id };
}

test("an agent reads, the learner sees it, and the inbox knows who has", async () => {
  const { learner, socket, id } = await withAna();
  const [watching, list] = await Promise.all([watch(ana, id), inbox(ana)]);
  const { last_seq } = watching.frames[0];
  watching.send({ type: "receipt", delivered: last_seq, read: last_seq });
  const receipt = await socket.until((frame) => frame.type === "receipt");
  // The handoff is not in the learner's stream: four events for her are five for Ana.
  assert.deepEqual(receipt, { type: "receipt", delivered: last_seq - 1, read: last_seq - 1 });
  await list.until((frame) => frame.id === id && frame.read_by.includes(ana.agent.id));
  const from = list.frames.length;
  socket.say("Are you there?");
  const unread = await list.until((frame) => frame.id === id && frame.read_by.length === 0, from);
  assert.equal(unread.learner_spoke_last, true);
  await server.evict(id);
  assert.deepEqual((await learner.transcript()).view.receipt, { delivered: last_seq - 1, read: last_seq - 1 }, "it is stored");
  await Promise.all([socket, watching, list].map((it) => it.close()));
});

test("a reply is sent, delivered, read, each when it is so", async () => {
  const { socket, id } = await withAna();
  const watching = await watch(bo, id);
  await ana.command(id, { type: "note", client_id: "n-1", text: "Between two of the learner's." });
  await ana.command(id, { type: "reply", client_id: "r-1", text: "Hello." });
  const reply = await socket.message("agent");
  const seq = (await read(bo, id)).last_seq;
  socket.send({ type: "receipt", delivered: reply.seq, read: 0 });
  assert.deepEqual(await watching.until((frame) => frame.type === "receipt"), { type: "receipt", delivered: seq, read: 0 });
  socket.send({ type: "receipt", delivered: reply.seq, read: reply.seq });
  await watching.until((frame) => frame.type === "receipt" && frame.read === seq);
  socket.send({ type: "receipt", delivered: 4_000_000_000, read: 4_000_000_000 });
  await eventually(async () => (await read(bo, id)).view.receipt.read, (it) => it === seq);
  await Promise.all([socket.close(), watching.close()]);
});

test("the learner sees the owner write, the team sees everybody, and nothing of it is stored", async () => {
  const { learner, socket, id } = await withAna();
  const [byAna, byBo] = await Promise.all([watch(ana, id), watch(bo, id)]);
  const before = await read(ana, id);
  byBo.send({ type: "typing" });
  assert.equal((await byAna.until((frame) => frame.type === "typing")).name, "Bo");
  byAna.send({ type: "typing" });
  assert.equal((await byBo.until((frame) => frame.name === "Ana")).type, "typing");
  assert.equal((await socket.until((frame) => frame.type === "typing")).name, "Ana");
  assert.ok(!socket.frames.some((frame) => frame.name === "Bo"), "Bo only thinks");
  socket.send({ type: "typing" });
  assert.deepEqual(await byBo.until((frame) => frame.type === "typing" && !frame.name), { type: "typing" });
  assert.deepEqual(await read(ana, id), before);
  assert.ok(!JSON.stringify(await learner.transcript()).includes("typing"));
  // A browser that will not stop is not passed on.
  for (let times = 0; times < 50; times += 1) socket.send({ type: "typing" });
  socket.send({ type: "identify", name: "Lea" });
  await eventually(() => read(ana, id), ({ view }) => view.learner.name === "Lea");
  assert.ok(byBo.frames.filter((frame) => frame.type === "typing" && !frame.name).length < 10);
  await Promise.all([socket, byAna, byBo].map((it) => it.close()));
});

test("who looks at a conversation is seen in the list, until they look away or leave", async () => {
  const { socket, id } = await withAna();
  const [one, two] = await Promise.all([inbox(ana), inbox(bo)]);
  const views = (frame, id) => frame.present?.some((it) => it.name === "Bo" && it.viewing === id);
  two.send({ type: "viewing", conversation: id });
  await one.until((frame) => views(frame, id));
  const from = one.frames.length;
  two.send({ type: "viewing" });
  await one.until((frame) => frame.type === "present" && views(frame, undefined), from);
  two.send({ type: "viewing", conversation: id });
  await one.until((frame) => views(frame, id), one.frames.length);
  const left = one.frames.length;
  await two.close();
  await one.until((frame) => frame.type === "present" && frame.present.every((it) => it.name !== "Bo"), left);
  await Promise.all([socket.close(), one.close()]);
});

test("frames that mean nothing are refused, and change nothing", async () => {
  const { socket, id } = await withAna();
  const [watching, list] = await Promise.all([watch(ana, id), inbox(ana)]);
  for (const bad of ["", "{}", "[]", '{"type":"claim"}', '{"type":"receipt","delivered":-1,"read":0}', '{"type":"viewing","conversation":"../x"}', "x".repeat(2_000)]) {
    for (const open of [watching, list]) {
      const from = open.frames.length;
      open.send(bad);
      const refused = await open.until((frame) => frame.type === "refused", from);
      assert.equal(refused.problem.code, "bad_request", bad);
    }
  }
  await Promise.all([socket, watching, list].map((it) => it.close()));
});

test("any agent tags by hand; the learner hears nothing, the list can be filtered", async () => {
  const { learner, socket, id } = await withAna();
  const list = await inbox(bo);
  const heard = socket.frames.length;
  assert.deepEqual((await bo.command(id, { type: "tag", tag: " Billing  Dispute" })).data.tags, ["billing dispute"]);
  assert.deepEqual((await bo.command(id, { type: "tag", tag: "billing dispute" })).data.tags, ["billing dispute"]);
  await list.until((frame) => frame.id === id && frame.tags[0] === "billing dispute");
  for (let count = 1; count < 20; count += 1) await ana.command(id, { type: "tag", tag: `tag ${count}` });
  const full = await ana.command(id, { type: "tag", tag: "one more" });
  assert.deepEqual([full.status, full.data.code], [409, "too_many"]);
  for (const tag of ["", "   ", "x".repeat(41)]) {
    assert.equal((await ana.command(id, { type: "tag", tag })).status, 422, tag);
  }
  assert.equal((await ana.command(id, { type: "untag", tag: "billing dispute" })).data.tags.length, 19);
  const events = (await read(ana, id)).entries.filter(({ event }) => event.type === "tagged");
  assert.equal(events.length, 21);
  assert.equal(socket.frames.length, heard);
  assert.ok(!JSON.stringify(await learner.transcript()).includes("billing"));
  await Promise.all([socket.close(), list.close()]);
});

test("a new conversation stands beside the old one; both are its learner's, and the team sees so", async () => {
  const { learner, socket, id } = await withAna();
  const unused = await server.learner();
  const same = await unused.ask("POST", "/api/learner/conversations");
  unused.enter(same.data);
  assert.ok(unused.conversation.endsWith(".1"), "nothing was said: it stays");

  const [one, two] = await Promise.all([1, 2].map(() => learner.ask("POST", "/api/learner/conversations")));
  const first = { token: learner.token, renewal: learner.renewal, conversation: id };
  learner.enter(one.data);
  const next = learner.conversation;
  learner.enter(two.data);
  assert.equal(learner.conversation, next, "two tabs begin one");
  assert.equal(next, id.replace(/1$/, "2"));
  await learner.say("hello");
  assert.equal((await learner.transcript()).entries.length, 2);
  const renewed = await server.session({ renewal: learner.renewal });
  learner.enter(renewed.data);
  assert.equal(learner.conversation, next, "a renewed session stays in it");
  const earlier = await eventually(() => ana.ask("GET", `/api/conversations/${next}/earlier`), ({ data }) => data.items.length === 1);
  assert.equal(earlier.data.items[0].id, id);
  assert.equal((await ana.ask("GET", `/api/conversations/${id}/earlier`)).data.items[0].id, next);
  // A tab that knows nothing of the new one, and holds the old one's token, comes to it.
  const late = await server.session({ renewal: first.renewal });
  assert.equal(late.data.conversation, next);
  assert.equal((await unused.ask("GET", `/api/conversations/${id}/earlier`)).status, 401);

  // One after another, until too many are open.
  for (let ordinal = 3; ordinal <= 5; ordinal += 1) {
    learner.enter((await learner.ask("POST", "/api/learner/conversations")).data);
    assert.ok(learner.conversation.endsWith(`.${ordinal}`));
    await learner.say("hello");
    await eventually(() => ana.ask("GET", `/api/conversations/${id}/earlier`), ({ data }) => data.items.length === ordinal - 1);
  }
  const refused = await learner.ask("POST", "/api/learner/conversations");
  assert.deepEqual([refused.status, refused.data.code], [409, "too_many"]);
  learner.enter(first);
  assert.equal((await learner.transcript()).view.person, "Ana", "the old token is of the old one");
  await ana.command(id, { type: "resolve" });
  await eventually(() => ana.conversations(), (all) => all.find((it) => it.id === id).status === "resolved");
  assert.equal((await learner.ask("POST", "/api/learner/conversations")).status, 200, "one less is open");
  await socket.close();
});

test("a flood of requests over HTTP meets the same brake; reading does not", async () => {
  const learner = await server.learner();
  await learner.say("hello");
  const asked = await Promise.all(Array.from({ length: 150 }, () => learner.ask("POST", "/api/learner/handoff")));
  const refused = asked.filter(({ status }) => status === 429);
  assert.ok(asked.every(({ status }) => status === 202 || status === 429));
  assert.ok(refused.length >= 20, `${refused.length} of 150`);
  assert.deepEqual([refused[0].data.code, refused[0].data.retry_after], ["too_fast", 1]);
  assert.equal((await learner.transcript()).view.status, "open", "and what came through counts");
});

test("a flood of frames is braked before it is read, and so are sockets; another learner is served", async () => {
  const learner = await server.learner();
  await learner.say("hello");
  const socket = await learner.socket();
  for (let count = 0; count < 300; count += 1) socket.send({ type: "identify", name: `Name ${count}` });
  await socket.until((frame) => frame.type === "refused" && frame.problem.code === "too_fast");
  const view = (await ana.ask("GET", `/api/conversations/${learner.conversation}`)).data.view;
  const last = Number(view.learner.name.split(" ")[1]);
  // The word over HTTP was one of the sixty.
  assert.ok(last >= 58 && last < 200, `taken until ${last}: sixty at once, and two a second`);

  const sockets = [socket];
  for (let count = 1; count < 20; count += 1) sockets.push(await learner.socket());
  sockets.push(await learner.socket());
  await eventually(() => sockets[0].ws.readyState, (state) => state >= WebSocket.CLOSING);
  assert.ok(sockets.slice(1).every(({ ws }) => ws.readyState === WebSocket.OPEN), "only the oldest goes");
  const other = await server.learner();
  assert.equal((await other.say("How do I reset my password?")).status, 202);
  for (const open of sockets) open.ws.close();
});

test("a note that names an agent is in their list until they have read it, whoever has the conversation", async () => {
  const { socket, id } = await withAna();
  const stranger = "a-nobody";
  await ana.command(id, { type: "note", client_id: "m-1", text: "Yours, @Bo?", mentions: [bo.agent.id, ana.agent.id, stranger] });
  await ana.command(id, { type: "resolve" });
  const named = await eventually(
    async () => (await ana.conversations()).find((it) => it.id === id),
    (it) => it.status === "resolved" && it.mentions !== undefined,
  );
  assert.deepEqual(named.mentions, [bo.agent.id], "not who wrote it, and nobody else's");
  const list = await inbox(bo);
  const hello = await list.until((frame) => frame.type === "hello");
  assert.deepEqual(hello.summaries.find((it) => it.id === id).mentions, [bo.agent.id]);
  const watching = await watch(bo, id);
  const { last_seq } = watching.frames[0];
  watching.send({ type: "receipt", delivered: last_seq, read: last_seq });
  await list.until((frame) => frame.id === id && frame.mentions === undefined);
  await Promise.all([socket, watching, list].map((it) => it.close()));
});
