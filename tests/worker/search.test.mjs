// The inbox's search, on the built worker: words wherever they were said, filters, hostile queries, other
// teams, what was erased (E7, L3; T18).
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { ANA, SETUP_SECRET, eventually } from "../support/api.mjs";
import { start } from "../support/harness.mjs";

let server, ana, bo;
before(async () => {
  server = await start({ vars: { BATON_TEAMS: "riverside,other" } });
  ({ ana, bo } = await server.setUp());
});
after(() => server.stop());

const search = async (text, rest = {}) => (await ana.ask("POST", "/api/conversations/search", { body: { text, ...rest } })).data;
const ids = async (text) => (await search(text)).items.map(({ summary }) => summary.id);
const marked = (hit) => hit.excerpt.filter((part) => part.is_match).map((part) => part.text);
/** What a search finds once the inbox has heard of it: words follow what was said by a moment. */
const finds = (text, id) => eventually(() => ids(text), (found) => found.includes(id)).catch((error) => { throw new Error(`${text}: ${error.message}`); });

/** A learner with people. */
async function waiting(said) {
  const learner = await server.learner();
  await learner.say(said);
  await learner.ask("POST", "/api/learner/handoff");
  return { learner, id: learner.conversation };
}

test("a word is found wherever it was said, with its line; each of several somewhere", async () => {
  const { learner, id } = await waiting("My resit of marine biology is not listed");
  const other = await waiting("My resit of chemistry is not listed");
  await bo.command(id, { type: "claim" });
  await bo.command(id, { type: "note", client_id: randomUUID(), text: "Ask the Würzburg office" });
  await bo.command(id, { type: "reply", client_id: randomUUID(), text: "It begins on Thursday.\n\nBring a calculator." });
  await bo.command(id, { type: "tag", tag: "exam office" });
  for (const text of ["marine", "RESIT", "wurzburg", "Würzburg", "calculator", "thursday", "exam office", "calc", "marine thursday", "resit wurz"]) {
    await finds(text, id);
  }
  assert.deepEqual((await ids("resit")).sort(), [id, other.id].sort());
  assert.deepEqual(await ids("marine chemistry"), []);
  assert.deepEqual(await ids("calc "), [], "a word that is done is whole");
  const [hit] = (await search("marine")).items;
  assert.deepEqual(marked(hit), ["marine"]);
  assert.equal(hit.excerpt.map((part) => part.text).join(""), "My resit of marine biology is not listed");
  await learner.say("我的密码不能重置");
  await finds("密码", id);
  await learner.say("it can't be opened");
  await finds("can't", id);
});

test("filters: who, tag, whose turn, when", async () => {
  const { learner, id } = await waiting("where is the observatory");
  const socket = await learner.socket();
  socket.send({ type: "identify", name: "Zoë Okonkwo", email: "zoe@riverside.example" });
  await finds("observatory from:zoe", id);
  await finds("from:zoe@riverside.example", id);
  // A slip in a name finds who is meant; a word that somebody has is that word, and what is no name stays wrong.
  for (const slip of ["okonkow", "Okonkvo", "okonwko observatory", "from:okonkow"]) await finds(slip, id);
  assert.deepEqual(marked((await search("okonkow")).items[0]), ["Okonkwo"]);
  await finds("Ökonkow", id);
  for (const none of ["obzervatory", "oko", "zzzonkwo", "from:observatory"]) assert.deepEqual(await ids(`${none} `), [], none);
  await bo.command(id, { type: "tag", tag: "night sky" });
  await finds('tag:"night sky"', id);
  await finds("is:open observatory", id);
  const day = (ms) => new Date(Date.now() + ms).toISOString().slice(0, 10);
  const DAY = 86_400_000;
  assert.deepEqual(await ids(`observatory after:${day(-DAY)} before:${day(DAY)}`), [id]);
  for (const none of ["observatory from:ana", "observatory tag:billing", "observatory is:resolved", `observatory before:${day(-DAY)}`, `observatory after:${day(2 * DAY)}`]) {
    assert.deepEqual(await ids(none), [], none);
  }
  await bo.command(id, { type: "claim" });
  await bo.command(id, { type: "resolve" });
  await finds("is:resolved observatory", id);
  await socket.close();
});

test("pages follow one another, each conversation once", async () => {
  const all = new Set();
  for (let number = 0; number < 7; number++) all.add((await waiting(`the planetarium is closed, ${number}`)).id);
  await eventually(() => ids("planetarium"), (found) => found.length === 7);
  const seen = [];
  let cursor;
  do {
    const page = await search("planetarium", { limit: 3, cursor });
    seen.push(...page.items.map(({ summary }) => summary.id));
    cursor = page.next;
  } while (cursor);
  assert.deepEqual([seen.length, new Set(seen)], [7, all]);
});

test("no query breaks it: operators are words, what cannot be read says why", async () => {
  const { id } = await waiting('say "hello" OR NOT near( text: * ^ {x} - +');
  await finds("hello", id);
  for (const text of ['"', '""', 'a"b', "NEAR(a b)", "text:hello", "apart : x", "hello*", "hello OR", "NOT hello", "^hello", "{text}:x", "hello + near", "'; DROP TABLE line; --", "\u0000\u0002", "…", "%", "_"]) {
    const { status, data } = await ana.ask("POST", "/api/conversations/search", { body: { text } });
    assert.ok([200, 422].includes(status), `${text}: ${status} ${JSON.stringify(data)}`);
  }
  for (const text of ["", "  ", "x".repeat(201), "a b c d e f g h i", "before:soon", "is:lost", "tag:"]) {
    const { status, data } = await ana.ask("POST", "/api/conversations/search", { body: { text } });
    assert.equal(status, 422, text);
    assert.ok(data.message.length > 5);
  }
  assert.equal((await ana.ask("POST", "/api/conversations/search", { body: { text: "hello", cursor: "nonsense" } })).status, 422);
  assert.deepEqual((await ids("hello")), [id]);
});

test("another team finds nothing, and nobody what was erased", async () => {
  const { learner, id } = await waiting("a cormorant sat on the exam");
  const socket = await learner.socket();
  socket.send({ type: "identify", name: "Cordelia Vance" });
  await finds("cormorant from:cordelia", id);
  await socket.close();
  const owner = { name: "Eve", email: "eve@other.example", password: ANA.password };
  const made = await server.ask("POST", "/api/setup", { body: { secret: SETUP_SECRET, team: "other", team_name: "Other", admin: owner } });
  assert.equal(made.status, 201, JSON.stringify(made.data));
  const signedIn = await server.ask("POST", "/api/agents/sign-in", { body: { team: "other", email: owner.email, password: owner.password } });
  const eve = { headers: { cookie: signedIn.headers.get("set-cookie").split(";")[0], origin: server.url } };
  const theirs = await server.ask("POST", "/api/conversations/search", { ...eve, body: { text: "cormorant" } });
  assert.deepEqual([theirs.status, theirs.data.items], [200, []]);
  await ana.ask("DELETE", `/api/conversations/${id}/learner`);
  await eventually(() => ids("cormorant"), (found) => found.length === 0);
  assert.deepEqual(await ids("from:cordelia"), []);
});
