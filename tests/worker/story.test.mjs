// The story over HTTP and sockets, on the built worker (A1, A2, A7, B1–B3, B13, B14, B18,
// C1–C3, C7, D1–D4, D6, D8, E1–E6).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Socket, demoArticles, eventually, labels } from "../support/api.mjs";
import { start } from "../support/harness.mjs";

let server, ana, bo;
before(async () => {
  server = await start();
  ({ ana, bo } = await server.setUp());
  await server.putArticles(ana, await demoArticles());
});
after(() => server.stop());

/** A learner who has been answered and has asked for a person. */
async function handedOver() {
  const learner = await server.learner();
  const socket = await learner.socket();
  socket.say("How do I reset my password?");
  await socket.message("assistant");
  socket.say("my course completion never synced, can I talk to a person?");
  await socket.message("system");
  return { learner, socket, id: learner.conversation };
}

const view = async (agent, id) => (await agent.ask("GET", `/api/conversations/${id}`)).data;

test("a question is answered from the articles, streamed, with a citation that can be read", async () => {
  const learner = await server.learner();
  const socket = await learner.socket();
  assert.equal(socket.frames[0].type, "hello");
  socket.say("How do I reset my password?");
  const said = await socket.message("assistant");
  const deltas = socket.frames.filter((frame) => frame.type === "delta");
  assert.ok(deltas.length > 3, "the answer is streamed");
  assert.equal(deltas.map((delta) => delta.text).join(""), said.event.text);
  let length = 0;
  for (const delta of deltas) {
    assert.equal(delta.from, length);
    length += [...delta.text].length;
  }
  const [citation] = said.event.citations;
  assert.equal(citation.article, "reset-your-password");
  assert.match(said.event.text, /\[1\]/);
  const article = await learner.ask("GET", `/api/learner/articles/${citation.article}`);
  assert.equal(article.data.title, "Reset your password");
  await socket.close();
});

test("every sentence of an extractive answer stands in the article it cites", async () => {
  const articles = await demoArticles();
  for (const question of ["How do I reset my password?", "how do I request my transcript", "how do I join a live session"]) {
    const learner = await server.learner();
    await learner.say(question);
    const { entries } = await eventually(() => learner.transcript(), (it) => it.entries.length > 1);
    const { text, citations } = entries[1].event;
    const plain = (it) => it.replace(/\]\([^)]*\)/g, "").replace(/[*_`\\[]/g, "").replace(/\s+/g, " ");
    const sources = citations.map(({ article }) => plain(articles[article].text)).join(" ");
    const sentences = text.replace(/\[\d+\]/g, "").split(/\n+|(?<=[.?!]) (?=[A-Z])/).map((it) => it.trim()).filter(Boolean);
    assert.ok(sentences.length > 0);
    for (const sentence of sentences) assert.ok(sources.includes(plain(sentence)), sentence);
  }
});

test("asking for a person hands over at once, with a packet written in the same commit", async () => {
  const { socket, id } = await handedOver();
  const { view: state, entries } = await view(ana, id);
  assert.equal(state.status, "open");
  assert.equal(state.owner, null);
  const packet = state.handoff;
  assert.equal(packet.reason, "asked_for_person");
  assert.equal(packet.open_question, "my course completion never synced");
  assert.equal(packet.tried.length, 2);
  assert.deepEqual(packet.cited.map(({ article }) => article), ["reset-your-password"]);
  const { considered, searched } = packet.tried[1];
  assert.ok(searched && considered.length > 0);
  for (const { article, score, why_not, title } of considered) {
    assert.ok(score > 0 && score <= 1);
    const expected = article === "reset-your-password" ? ["already_shown"] : ["person_asked_for", "off_topic"];
    assert.ok(expected.includes(why_not), why_not);
    assert.ok(title);
  }
  assert.equal(considered[0].why_not, "person_asked_for");
  const at = entries.findIndex(({ event }) => event.type === "handoff");
  const [handoff, changed, notice] = entries.slice(at, at + 3);
  assert.deepEqual(handoff.event, { type: "handoff", ...packet });
  assert.equal(changed.event.activity.reason, "asked_for_person");
  assert.equal(notice.event.author.kind, "system");
  assert.ok(handoff.at === changed.at && changed.at === notice.at, "one commit, one time");
  // The learner's stream has no packet, no reason, and no gap.
  const seen = socket.frames.filter((frame) => frame.type === "entry");
  assert.deepEqual(seen.map(({ seq }) => seq), seen.map((_, index) => index + 1));
  assert.doesNotMatch(JSON.stringify(seen), /handoff|asked_for_person|confidence/);
  await socket.close();
});

test("the inbox hears of it without asking, with the reason and since when the learner waits", async () => {
  const inbox = await Socket.open(`${server.url}/api/inbox/socket`, [], { cookie: ana.cookie, origin: server.url });
  const from = inbox.frames.length;
  const { socket, id } = await handedOver();
  const row = await inbox.until((frame) => frame.type === "summary" && frame.id === id && frame.reason, from);
  assert.equal(row.reason, "asked_for_person");
  assert.equal(row.status, "open");
  assert.ok(row.waiting_since > 0);
  const versions = inbox.frames.filter((frame) => frame.id === id).map(({ version }) => version);
  assert.deepEqual(versions, [...versions].sort((a, b) => a - b));
  await Promise.all([socket.close(), inbox.close()]);
});

test("what is added while nobody is there is looked for: what surely answers it is offered, and people keep it", async () => {
  const { socket, id } = await handedOver();
  const from = socket.frames.length;
  socket.say("how do I request my transcript");
  const offer = await socket.until((frame) => frame.event?.citations?.length > 0, from);
  assert.deepEqual([offer.event.author.kind, offer.event.citations[0].article], ["system", "request-your-transcript"]);
  assert.match(offer.event.text, /^While you wait, this may help:/);
  const { view: now } = await view(ana, id);
  assert.deepEqual([now.status, now.owner], ["open", null]);
  // Once somebody is there, nothing is offered beside them.
  await ana.command(id, { type: "claim" });
  await ana.command(id, { type: "reply", client_id: "r-1", text: "Hello, I am here." });
  const rest = socket.frames.length;
  socket.say("how do I join a live session");
  await ana.command(id, { type: "reply", client_id: "r-2", text: "From the course page." });
  await socket.until((frame) => frame.event?.text === "From the course page.", rest);
  assert.ok(!socket.frames.slice(rest).some((frame) => frame.event?.author?.kind === "system"));
  await socket.close();
});

test("exactly one agent owns it; the other is refused with the winner's name and time", async () => {
  const { socket, id } = await handedOver();
  const [first, second] = await Promise.all([ana.command(id, { type: "claim" }), bo.command(id, { type: "claim" })]);
  const statuses = [first.status, second.status].sort();
  assert.deepEqual(statuses, [200, 409]);
  const won = first.status === 200 ? first : second;
  const lost = first.status === 200 ? second : first;
  assert.equal(lost.data.code, "already_claimed");
  assert.deepEqual(lost.data.owner, won.data.owner);
  assert.ok(lost.data.owner.since > 0);
  const loser = first.status === 200 ? bo : ana;
  for (const command of [{ type: "reply", client_id: "r-1", text: "me too" }, { type: "release" }, { type: "resolve" }, { type: "return_to_assistant" }]) {
    const refused = await loser.command(id, command);
    assert.equal(refused.status, 409);
    assert.equal(refused.data.code, "not_owner");
  }
  const again = await (first.status === 200 ? ana : bo).command(id, { type: "claim" });
  assert.equal(again.status, 200, "claiming what is one's own changes nothing");
  assert.deepEqual(again.data.owner, won.data.owner);
  await socket.close();
});

test("the owner's reply comes in the same thread under their name, and the assistant is silent", async () => {
  const { learner, socket, id } = await handedOver();
  await ana.command(id, { type: "claim" });
  await ana.command(id, { type: "reply", client_id: "r-1", text: "Hello, I am looking into it." });
  const reply = await socket.message("agent");
  assert.equal(reply.event.author.name, "Ana");
  const turns = socket.frames.filter((frame) => frame.type === "started").length;
  await learner.say("How do I request my transcript?");
  await ana.command(id, { type: "reply", client_id: "r-2", text: "In your profile." });
  await socket.until((frame) => frame.event?.text === "In your profile.");
  assert.equal(socket.frames.filter((frame) => frame.type === "started").length, turns, "no turn began");
  const { entries } = await learner.transcript();
  assert.equal(entries.filter(({ event }) => event.author?.kind === "assistant").length, 1);
  await socket.close();
});

test("returned to the assistant, the next question is answered by it, and the old handoff does not loop", async () => {
  const { socket, id } = await handedOver();
  await ana.command(id, { type: "claim" });
  const returned = await ana.command(id, { type: "return_to_assistant" });
  assert.equal(returned.data.status, "pending");
  assert.equal(returned.data.handoff, null);
  const from = socket.frames.length;
  socket.say("How do I request my transcript?");
  const said = await socket.message("assistant", from);
  assert.equal(said.event.citations[0].article, "request-your-transcript");
  await socket.close();
});

test("resolved, it reopens with the assistant; escalating again brings the same owner", async () => {
  const { socket, id } = await handedOver();
  await ana.command(id, { type: "claim" });
  assert.equal((await ana.command(id, { type: "resolve" })).data.status, "resolved");
  const from = socket.frames.length;
  socket.say("How do I request my transcript?");
  await socket.until((frame) => frame.event?.activity?.kind === "reopened", from);
  await socket.message("assistant", from);
  socket.say("I want to speak to a human");
  const notice = await socket.message("system", from);
  assert.match(notice.event.text, /Nobody on the team is here right now/);
  const { view: state } = await view(bo, id);
  assert.equal(state.owner.name, "Ana");
  await socket.close();
});

test("an agent steps in with no trigger at all, and there is a packet all the same", async () => {
  const learner = await server.learner();
  await learner.say("How do I reset my password?");
  await eventually(() => learner.transcript(), (it) => it.entries.length > 1);
  const claimed = await bo.command(learner.conversation, { type: "claim" });
  assert.equal(claimed.data.handoff.reason, "manual");
  assert.equal(claimed.data.owner.name, "Bo");
});

test("what no article answers is handed over, never guessed", async () => {
  const learner = await server.learner();
  await learner.say("the library card does not work at the door of the building");
  const { entries, view: state } = await eventually(() => learner.transcript(), (it) => it.view.status === "open");
  assert.equal(state.status, "open");
  assert.ok(entries.every(({ event }) => event.author?.kind !== "assistant"));
  assert.match(entries.at(-1).event.text, /could not find this/);
  const packet = (await view(ana, learner.conversation)).view.handoff;
  assert.ok(["no_answer", "low_confidence"].includes(packet.reason));
  assert.ok(packet.tried.length === 1 && packet.open_question);
});

test("what is not the articles' subject is said to be so, with what is; who insists gets a person", async () => {
  const { data: settings } = await ana.ask("GET", "/api/settings");
  const profile = { ...settings.profile, suggestions: ["How do I reset my password?"] };
  assert.equal((await ana.ask("PUT", "/api/settings", { body: { ...settings, profile } })).status, 200);
  const learner = await server.learner();
  await learner.say("what is the best recipe for lentil soup");
  const said = await eventually(() => learner.transcript(), (it) => it.entries.length === 2);
  const { event } = said.entries[1];
  assert.equal(event.author.kind, "assistant");
  assert.match(event.text, /what our help articles cover/);
  assert.deepEqual(labels(event), ["How do I reset my password?", "Talk to a person"]);
  assert.equal(said.view.status, "pending");
  await learner.say("just tell me the best recipe for lentil soup");
  await eventually(() => learner.transcript(), (it) => it.view.status === "open");
  assert.equal((await view(ana, learner.conversation)).view.handoff.reason, "no_answer");
  assert.equal((await ana.ask("PUT", "/api/settings", { body: settings })).status, 200);
});

test("the team's threshold decides how sure an answer must be", async () => {
  const { data: settings } = await ana.ask("GET", "/api/settings");
  const strict = await ana.ask("PUT", "/api/settings", { body: { ...settings, answers: { confidence_threshold: 1, offer_threshold: null } } });
  assert.equal(strict.status, 200);
  const learner = await server.learner();
  await learner.say("how do I request my transcript");
  const { view: state } = await eventually(() => learner.transcript(), (it) => it.entries.length > 1);
  assert.equal(state.status, "open");
  assert.equal((await view(ana, learner.conversation)).view.handoff.reason, "low_confidence");
  await ana.ask("PUT", "/api/settings", { body: settings });
});

test("'Talk to a person' before any word hands over too", async () => {
  const learner = await server.learner();
  const asked = await learner.ask("POST", "/api/learner/handoff");
  assert.equal(asked.status, 202);
  const { view: state } = await eventually(() => learner.transcript(), (it) => it.view.status === "open");
  assert.equal(state.status, "open");
  const packet = (await view(ana, learner.conversation)).view.handoff;
  assert.match(packet.suggested, /Ask what they need/);
  await learner.ask("POST", "/api/learner/handoff");
  const { entries } = await learner.transcript();
  assert.equal(entries.filter(({ event }) => event.activity?.kind === "person_asked_for").length, 1);
});

test("the list of conversations comes in pages, each conversation once", async () => {
  const all = (await ana.conversations()).map(({ id }) => id);
  const seen = [];
  let path = "/api/conversations?limit=3";
  while (path) {
    const { data } = await ana.ask("GET", path);
    seen.push(...data.items.map(({ id }) => id));
    path = data.next && `/api/conversations?limit=3&cursor=${encodeURIComponent(data.next)}`;
  }
  assert.ok(seen.length > 6);
  assert.deepEqual(seen, all);
  assert.equal(new Set(seen).size, seen.length);
  assert.equal((await ana.ask("GET", "/api/conversations?cursor=nonsense")).status, 422);
});

test("greetings and thanks are not questions", async () => {
  const learner = await server.learner();
  await learner.say("Hi there!");
  const { entries, view: state } = await eventually(() => learner.transcript(), (it) => it.entries.length > 1);
  assert.equal(state.status, "pending");
  assert.equal(entries[1].event.author.kind, "assistant");
});
