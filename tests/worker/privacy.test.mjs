// What leaves a trace and what leaves none: the audit log; a person blocked, exported, imported, erased;
// conversations whose time is over (L3; T10, T18).
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { ANA, TEAM, eventually } from "../support/api.mjs";
import { start } from "../support/harness.mjs";
import { Hook } from "../support/hook.mjs";
import { claims, hs256 } from "../support/jwt.mjs";

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

let server, ana, bo, secret;
before(async () => {
  server = await start();
  ({ ana, bo } = await server.setUp());
  secret = (await ana.ask("POST", "/api/identity/secrets")).data.secret;
});
after(() => server.stop());

const audit = async (query = "") => (await ana.ask("GET", `/api/audit${query}`)).data;
const listed = (id) => eventually(() => ana.conversations(), (all) => all.some((it) => it.id === id));
const listedAs = (id, status) => eventually(() => ana.conversations(), (all) => all.some((it) => it.id === id && it.status === status));
const unlisted = (id) => eventually(() => ana.conversations(), (all) => all.every((it) => it.id !== id));

/** A learner with people, and their conversation. */
async function waiting() {
  const learner = await server.learner();
  await learner.say("hello");
  await learner.ask("POST", "/api/learner/handoff");
  await listedAs(learner.conversation, "open");
  return learner;
}

test("who did what is written down, in order, with nothing of what people wrote", async () => {
  const learner = await waiting();
  const id = learner.conversation;
  await server.ask("POST", "/api/agents/sign-in", { body: { team: TEAM, email: ANA.email, password: "not-hers-at-all" } });
  await server.ask("POST", "/api/agents/sign-in", { body: { team: TEAM, email: "nobody@riverside.example", password: "not-hers-at-all" } });
  const { headers: session } = await server.ask("POST", "/api/agents/sign-in", { body: { team: TEAM, email: ANA.email, password: ANA.password } });
  assert.ok(session.get("set-cookie"));
  const key = (await ana.ask("POST", "/api/keys", { body: { label: "Tool", scopes: ["articles:write"] } })).data;
  const byKey = { headers: { authorization: `Bearer ${key.secret}` } };
  await server.ask("PUT", "/api/articles/quiz", { ...byKey, body: { title: "Quizzes", text: "CANARY of an article" } });
  await ana.ask("PUT", "/api/settings/budget", { body: { turns: 20, answer_tokens: 600, answer_seconds: 60 } });
  await ana.ask("PUT", "/api/settings/budget", { body: { turns: 0, answer_tokens: 600, answer_seconds: 60 } });
  await bo.ask("GET", `/api/conversations/${id}`);
  await bo.command(id, { type: "claim" });
  await bo.command(id, { type: "reply", client_id: randomUUID(), text: "CANARY of a reply" });
  await bo.command(id, { type: "resolve" });
  const { items } = await audit();
  const told = items.map(({ action, by, target }) => [action, by.name ?? by.kind, target]).reverse();
  const from = told.findIndex(([action]) => action === "sign_in_failed");
  assert.deepEqual(told.slice(from), [
    // Of an address that is nobody's there is nothing: anybody could fill the log.
    ["sign_in_failed", "nobody", ana.agent.id],
    ["signed_in", "Ana", undefined],
    ["key_made", "Ana", undefined],
    ["article_put", "key", "quiz"],
    ["settings_changed", "Ana", "budget"],
    ["conversation_read", "Bo", id],
    ["conversation_claimed", "Bo", id],
    ["conversation_resolved", "Bo", id],
  ]);
  assert.equal(items.find(({ action }) => action === "article_put").by.id, key.key.id);
  assert.ok(!JSON.stringify(items).includes("CANARY"));
  assert.deepEqual(items.map(({ number }) => number), items.map((_, at) => items[0].number - at), "no gap");
  // In pages, and for admins alone.
  const first = await audit("?limit=2");
  assert.deepEqual(first.items, items.slice(0, 2));
  assert.deepEqual((await audit(`?limit=2&cursor=${first.next}`)).items, items.slice(2, 4));
  assert.equal((await ana.ask("GET", "/api/audit?cursor=x")).status, 422);
  assert.equal((await bo.ask("GET", "/api/audit")).status, 403);
});

test("a socket that an agent opens is one reading, however often its line is lost", async () => {
  const learner = await waiting();
  const readings = async () => (await audit()).items.filter(({ action, target }) => action === "conversation_read" && target === learner.conversation).length;
  for (let count = 0; count < 3; count += 1) await (await openAs(bo, learner.conversation)).close();
  assert.equal(await readings(), 1);
});

async function openAs(agent, id) {
  const { Socket } = await import("../support/api.mjs");
  const url = `${server.url}/api/conversations/${id}/socket?since=0`;
  return Socket.open(url, [], { cookie: agent.cookie, origin: server.url });
}

test("a person for whom the chat is closed is out on every device within a second, and in again when it is opened", async () => {
  const [phone, laptop] = [await server.learner(), await server.learner()];
  const token = () => hs256(claims("troll"), secret);
  const signedIn = async (learner) => learner.enter((await server.session({ identity: token(), renewal: learner.renewal })).data);
  await phone.say("spam");
  await listed(phone.conversation);
  await signedIn(phone);
  await signedIn(laptop);
  const socket = await laptop.socket();
  await laptop.ask("POST", "/api/learner/handoff");
  await listedAs(phone.conversation, "open");
  const innocent = await waiting();

  assert.equal((await bo.ask("POST", `/api/conversations/${phone.conversation}/block`)).status, 204);
  await eventually(() => socket.ws.readyState, (state) => state >= WebSocket.CLOSING);
  for (const learner of [phone, laptop]) {
    assert.equal((await learner.say("more spam")).status, 403);
    assert.equal((await learner.ask("POST", "/api/learner/handoff")).status, 403);
    assert.equal((await server.session({ renewal: learner.renewal })).status, 403);
    assert.equal((await learner.ask("POST", "/api/learner/conversations")).status, 403);
    assert.equal((await learner.ask("GET", "/api/learner/conversation")).status, 403);
    await assert.rejects(learner.socket(), "by the ticket they still have");
  }
  assert.equal((await server.session({ identity: token() })).status, 403, "whoever the LMS says they are");
  await listedAs(phone.conversation, "resolved");
  const { view } = (await bo.ask("GET", `/api/conversations/${phone.conversation}`)).data;
  assert.equal(view.is_blocked, true);
  assert.equal((await innocent.say("and I?")).status, 202);

  assert.equal((await bo.ask("DELETE", `/api/conversations/${phone.conversation}/block`)).status, 204);
  const again = await server.session({ identity: token() });
  assert.equal(again.data.conversation, phone.conversation);
  laptop.enter(again.data);
  assert.equal((await laptop.say("I am sorry")).status, 202);
  const told = (await audit()).items.map(({ action }) => action);
  assert.ok(told.includes("learner_blocked") && told.includes("learner_unblocked"));
  assert.equal((await bo.ask("POST", "/api/conversations/l-nobody.1/block")).status, 404);
});

test("closed by mistake and opened again, an anonymous learner is where they were; meanwhile the next conversation is closed too", async () => {
  const learner = await waiting();
  const first = { ...learner };
  learner.enter((await learner.ask("POST", "/api/learner/conversations")).data);
  assert.notEqual(learner.conversation, first.conversation);
  const empty = await learner.socket();
  assert.equal((await bo.ask("POST", `/api/conversations/${first.conversation}/block`)).status, 204);
  await eventually(() => empty.ws.readyState, (state) => state >= WebSocket.CLOSING);
  assert.equal((await learner.say("in the one that nobody had written in")).status, 403);
  assert.equal((await bo.ask("DELETE", `/api/conversations/${first.conversation}/block`)).status, 204);
  const back = await server.session({ renewal: first.renewal });
  assert.deepEqual([back.status, back.data.conversation], [200, first.conversation]);
  learner.enter(back.data);
  assert.equal((await learner.say("thank you")).status, 202);
});

/** Somebody with something in every field that can hold a word. */
async function planted(canary) {
  const learner = await server.learner();
  const socket = await learner.socket();
  socket.send({ type: "identify", name: `${canary}-name`, email: `${canary}@x.example` });
  socket.send({ type: "say", client_id: randomUUID(), text: `${canary}-said`, page: { url: `https://lms.example/${canary}`, title: `${canary}-page` } });
  await socket.until((frame) => frame.event?.text?.includes(`${canary}-said`));
  const upload = await learner.ask("POST", "/api/learner/attachments", { raw: PNG, headers: { "content-type": "image/png", "x-file-name": `${canary}.png` } });
  assert.equal(upload.status, 201);
  await learner.ask("POST", "/api/learner/messages", { body: { client_id: randomUUID(), text: `${canary}-file`, attachments: [upload.data.id] } });
  await learner.ask("POST", "/api/learner/handoff");
  await listedAs(learner.conversation, "open");
  const id = learner.conversation;
  await ana.command(id, { type: "claim" });
  await ana.command(id, { type: "note", client_id: randomUUID(), text: `${canary}-note` });
  await ana.command(id, { type: "tag", tag: `${canary}-tag`.toLowerCase() });
  const said = await learner.ask("POST", "/api/learner/conversations");
  const first = { ...learner };
  learner.enter(said.data);
  await learner.say(`${canary}-second`);
  await listed(learner.conversation);
  await socket.close();
  return { learner, first, file: upload.data.id };
}

test("what is exported is all there is, and imported it is the same conversation", async () => {
  const { first, learner } = await planted("kiwi");
  const plain = (value) => JSON.parse(JSON.stringify(value));
  const path = `/api/conversations/${first.conversation}/learner`;
  const { data: exported } = await ana.ask("GET", path);
  assert.equal(exported.format, "baton.learner.v1");
  assert.deepEqual(exported.conversations.map(({ conversation }) => conversation).sort(), [first.conversation, learner.conversation].sort());
  const text = JSON.stringify(exported);
  for (const field of ["name", "said", "page", "file", "note", "tag", "second"]) assert.ok(text.includes(`kiwi-${field}`), field);
  assert.equal((await bo.ask("GET", path)).status, 403);

  const whole = exported.conversations.find(({ conversation }) => conversation === first.conversation);
  const put = (body) => ana.ask("POST", "/api/conversations/import", { body });
  assert.equal((await put(whole)).status, 409, "it is there");
  // Under another learner's id it is a conversation of its own.
  const moved = JSON.parse(JSON.stringify(whole).replaceAll(first.conversation.slice(0, -2), "l-imported"));
  assert.equal((await put({ ...moved, entries: moved.entries.slice(1) })).status, 422);
  assert.equal((await put({ ...moved, format: "something" })).status, 422);
  assert.equal((await put({ ...moved, conversation: "l-other.1" })).status, 422);
  assert.equal((await put(moved)).status, 204);
  await listed("l-imported.1");
  const back = await ana.ask("GET", "/api/conversations/l-imported.1/learner");
  assert.deepEqual(plain(back.data.conversations), [moved]);
  const one = (await ana.ask("GET", `/api/conversations/${first.conversation}`)).data;
  const two = (await ana.ask("GET", "/api/conversations/l-imported.1")).data;
  assert.deepEqual(JSON.parse(JSON.stringify(two).replaceAll("l-imported", first.conversation.slice(0, -2))), plain(one));
});

test("erased, a person is in no store, no list and no session; others are as they were", async () => {
  const { first, learner, file } = await planted("mango");
  const other = await waiting();
  const inbox = await openInbox(ana);
  assert.equal((await bo.ask("DELETE", `/api/conversations/${first.conversation}/learner`)).status, 403);
  const socket = await learner.socket();
  const { status, data: receipt } = await ana.ask("DELETE", `/api/conversations/${first.conversation}/learner`);
  assert.equal(status, 200);
  assert.deepEqual([receipt.learners.length, receipt.conversations, receipt.files], [1, 2, 1]);
  assert.ok(receipt.events >= 8);
  await eventually(() => socket.ws.readyState, (state) => state >= WebSocket.CLOSING);
  await inbox.until((frame) => frame.type === "gone" && frame.conversations.includes(first.conversation));
  for (const id of [first.conversation, learner.conversation]) {
    await unlisted(id);
    assert.equal((await ana.ask("GET", `/api/conversations/${id}`)).status, 404);
    assert.equal((await ana.ask("GET", `/api/conversations/${id}/learner`)).status, 404);
  }
  assert.equal((await ana.ask("GET", `/api/conversations/${first.conversation}/attachments/${file}`)).status, 404);
  // Their tokens are of nobody, and nothing can be written where they were.
  for (const tokens of [first, learner]) {
    const headers = { authorization: `Bearer ${tokens.token}` };
    const body = { client_id: randomUUID(), text: "mango-again" };
    assert.equal((await server.ask("POST", "/api/learner/messages", { body, headers })).status, 401);
    const renewed = await server.session({ renewal: tokens.renewal });
    assert.notEqual(renewed.data.conversation, tokens.conversation);
  }
  // Nothing of theirs is in anything that can be read.
  const everything = JSON.stringify([
    await ana.conversations(),
    await audit("?limit=200"),
    (await ana.ask("GET", "/api/settings")).data,
    (await (await openInbox(ana)).until((frame) => frame.type === "hello")),
  ]);
  assert.ok(!everything.includes("mango"));
  assert.equal((await other.transcript()).view.status, "open");
  // Twice is once.
  assert.equal((await ana.ask("DELETE", `/api/conversations/${first.conversation}/learner`)).status, 404);
  const [done] = (await audit("?limit=1")).items;
  assert.deepEqual([done.action, done.target, done.by.name], ["learner_erased", first.conversation, "Ana"]);
  await inbox.close();
});

async function openInbox(agent) {
  const { Socket } = await import("../support/api.mjs");
  return Socket.open(`${server.url}/api/inbox/socket`, [], { cookie: agent.cookie, origin: server.url });
}

test("systems that want to hear of it are told who was erased, signed, until they take it, and nothing else of them", async () => {
  const hook = await Hook.start();
  try {
    const alert = { name: "CRM", kind: "webhook", address: `${hook.url}/crm`, on: ["erased"] };
    assert.equal((await ana.ask("PUT", "/api/settings/alerts", { body: [alert] })).status, 200);
    const learner = await waiting();
    hook.statuses.push(503);
    const { status, data } = await ana.ask("DELETE", `/api/conversations/${learner.conversation}/learner`);
    assert.equal(status, 200);
    const posts = await eventually(() => hook.posts, (all) => all.length === 2);
    const { data: { secret: key } } = await ana.ask("GET", "/api/webhook-secret");
    for (const post of posts) {
      assert.ok(Hook.isSigned(post, key));
      const body = JSON.parse(post.body);
      assert.equal(body.type, "learner.erased");
      assert.deepEqual(body.data, { team: TEAM, learners: data.learners });
    }
    assert.equal(posts[0].headers["webhook-id"], posts[1].headers["webhook-id"]);
    // Only systems hear of it.
    const chat = { ...alert, kind: "slack" };
    assert.equal((await ana.ask("PUT", "/api/settings/alerts", { body: [chat] })).status, 422);
  } finally {
    await ana.ask("PUT", "/api/settings/alerts", { body: [] });
    await hook.stop();
  }
});

test("a conversation whose time is over is erased, one that people have is not; its learner begins anew", async () => {
  const { data: sample } = await ana.ask("GET", `/api/conversations/${(await waiting()).conversation}/learner`);
  const [open] = sample.conversations;
  const resolvedBy = await waiting();
  await ana.command(resolvedBy.conversation, { type: "claim" });
  await ana.command(resolvedBy.conversation, { type: "resolve" });
  const [resolved] = (await ana.ask("GET", `/api/conversations/${resolvedBy.conversation}/learner`)).data.conversations;
  const aged = (whole, name, days) => {
    const then = Date.now() - days * 24 * 60 * 60 * 1000;
    const text = JSON.stringify({ ...whole, state: { ...whole.state, updated_at: then } });
    return JSON.parse(text.replaceAll(whole.conversation.slice(0, -2), name));
  };
  for (const [whole, name, days] of [[resolved, "l-old", 40], [resolved, "l-new", 20], [open, "l-open", 40]]) {
    assert.equal((await ana.ask("POST", "/api/conversations/import", { body: aged(whole, name, days) })).status, 204);
    await listed(`${name}.1`);
  }
  const keep = (days) => ana.ask("PUT", "/api/settings/retention", { body: { days } });
  assert.equal((await keep(6)).status, 422);
  assert.equal((await keep(30)).status, 200);
  await unlisted("l-old.1");
  assert.equal((await ana.ask("GET", "/api/conversations/l-old.1")).status, 404);
  const left = (await ana.conversations()).map(({ id }) => id);
  assert.ok(left.includes("l-new.1") && left.includes("l-open.1"));
  assert.equal((await ana.ask("POST", "/api/conversations/import", { body: aged(resolved, "l-old", 1) })).status, 204, "it may come back");
});

test("looking leaves nothing", async () => {
  const learner = await server.learner();
  const socket = await learner.socket();
  socket.send({ type: "identify", name: "Lea" });
  await socket.close();
  assert.equal((await ana.ask("GET", `/api/conversations/${learner.conversation}`)).status, 404);
  assert.equal((await ana.ask("GET", "/api/conversations/l-made-up.1")).status, 404);
});
