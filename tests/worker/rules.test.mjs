// A team's rules and tags in the worker: refused outside their limits, tried before they are saved,
// met by learners, and replayed on what they said (B4–B17, F1, F2).
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ANA, demoArticles, eventually, labels } from "../support/api.mjs";
import { start } from "../support/harness.mjs";

const run = promisify(execFile);
const BATON = fileURLToPath(new URL("../../target/debug/baton", import.meta.url));
const DEMO = fileURLToPath(new URL("../../demo/articles", import.meta.url));

let server, ana, settings;
before(async () => {
  // Three hundred learners who all end with people, within seconds, are no flood here.
  server = await start({ vars: { HANDOFFS_PER_ADDRESS: "10000" } });
  ({ ana } = await server.setUp());
  await server.putArticles(ana, await demoArticles());
  settings = (await ana.ask("GET", "/api/settings")).data;
});
after(() => server.stop());

const put = (changes) => ana.ask("PUT", "/api/settings", { body: { ...settings, ...changes } });
const rule = (name, when, then) => ({ name, when, then });

/** What became of a message: the newest word that is not the learner's, the packet, the tags. */
async function said(learner, text) {
  const before = (await learner.transcript()).entries.length;
  await learner.say(text);
  const { entries, view } = await eventually(
    () => learner.transcript(),
    ({ entries }) => entries.length > before + 1 && entries.at(-1).event.type === "message" && entries.at(-1).event.author.kind !== "learner",
  );
  const { data } = await ana.ask("GET", `/api/conversations/${learner.conversation}`);
  return { message: entries.at(-1).event, status: view.status, packet: data.view.handoff, tags: data.view.tags };
}

test("what is outside the limits is refused with the rule's name, and nothing changes", async () => {
  for (const [rules, why] of [
    [[rule("x", { phrase: [] }, {})], /rule “x”: 1 to 200 texts/],
    [[rule("", "complex", {})], /name/],
    [[rule("x", { confidence_below: 7 }, {})], /between 0 and 1/],
    [[rule("x", "complex", { confirm: true })], /nothing to confirm/],
    [Array.from({ length: 51 }, () => rule("x", "complex", {})), /at most 50 rules/],
  ]) {
    const { status, data } = await put({ rules });
    assert.deepEqual([status, data.code], [422, "invalid"]);
    assert.match(data.message, why);
  }
  for (const rules of [[rule("x", { made_up: 1 }, {})], [rule("x", "dance", {})], "all"]) {
    assert.equal((await put({ rules })).data.code, "invalid");
  }
  const tags = [{ tag: "x", examples: Array.from({ length: 31 }, () => "x") }];
  assert.equal((await put({ tags })).data.code, "invalid");
  assert.deepEqual((await ana.ask("GET", "/api/settings")).data, settings);
});

test("a draft is tried with the reasons, and saves nothing", async () => {
  const tried = async (message, rules) => (await ana.ask("POST", "/api/rules/test", { body: { message, rules } })).data;
  const defaults = await tried("");
  assert.equal(defaults.rules.length, 4);
  const charged = await tried("I was charged twice");
  assert.deepEqual(charged.fired.map(({ name, why }) => [name, why]), [["Refunds, cancellations and disputes", "the message has “charged twice”"]]);
  const draft = [rule("Parking", { any: [{ phrase: ["parking permit"] }, { topic: ["where to park the car on campus"] }] }, { hand_off: "topic" })];
  assert.equal((await tried("I need a PARKING  permit", draft)).fired[0].name, "Parking");
  assert.equal((await tried("is there a place where I can park my car on the campus", draft)).fired[0].name, "Parking");
  assert.deepEqual((await tried("How do I reset my password?", draft)).fired, []);
  assert.equal((await tried("can I talk to a person")).asks_for_person, true);
  const outcomes = { "How do I reset my password?": ["answer"], "I was charged twice": ["hand_off", "topic"], "can I talk to a person": ["hand_off", "asked_for_person"], "password": ["offer"], "thanks!": ["says"], "what is the weather in Lisbon tomorrow": ["says"], "the library card does not work at the door of the building": ["hand_off", "no_answer"] };
  for (const [message, [outcome, reason]] of Object.entries(outcomes)) {
    const test = await tried(message);
    assert.deepEqual([test.outcome, test.reason], [outcome, reason], message);
  }
  assert.equal((await ana.ask("GET", "/api/settings")).data.rules, undefined);
});

test("rules and tags meet learners: tagged, confirmed once, handed over with the rule in the packet", async () => {
  await put({
    rules: [rule("Cancelling", { phrase: ["cancel my plan"] }, { hand_off: "topic", confirm: true, tags: ["cancellation risk"] })],
    tags: [
      { tag: "sign-in", description: "Passwords and signing in", examples: ["I forgot my password", "I cannot log in"] },
      { tag: "grading", description: "Scores and grades", examples: ["my quiz score is wrong", "how is the grade calculated"] },
    ],
  });
  const learner = await server.learner();
  const answered = await said(learner, "How do I reset my password?");
  assert.equal(answered.message.author.kind, "assistant");
  assert.deepEqual(answered.tags, ["sign-in"]);
  // An agent takes the tag off: it stays off.
  await ana.command(learner.conversation, { type: "untag", tag: "sign-in" });
  assert.deepEqual((await said(learner, "How do I reset my password when I forgot it?")).tags, []);
  const asked = await said(learner, "please cancel my plan");
  assert.deepEqual(labels(asked.message), ["Yes, please", "No, thank you"]);
  assert.deepEqual([asked.status, asked.tags], ["pending", ["cancellation risk"]]);
  const handed = await said(learner, "Yes, please");
  assert.equal(handed.status, "open");
  assert.equal(handed.packet.reason, "topic");
  assert.match(handed.packet.why, /Rule “Cancelling”: the message has “cancel my plan”/);
  assert.equal(handed.packet.open_question, "please cancel my plan");
});

test("past conversations are replayed against a draft, and what would change is named", async () => {
  await put({});
  const learner = await server.learner();
  await said(learner, "How do I request my transcript?");
  const folder = await mkdtemp(join(tmpdir(), "baton-backtest-"));
  try {
    const draft = join(folder, "draft.json");
    await writeFile(draft, JSON.stringify({ rules: [rule("Transcripts", { phrase: ["transcript"] }, { hand_off: "topic" })] }));
    const { stdout } = await run(BATON, ["--url", server.url, "backtest", draft, "--articles", DEMO, "--email", ANA.email, "--password", ANA.password]);
    assert.match(stdout, new RegExp(`${learner.conversation.replace(".", "\\.")}\n  How do I request my transcript\\?\n    now   answer\n    draft hand_off topic \\(Rule “Transcripts”`));
    assert.match(stdout, /2 conversations, \d would change; handed over \d now, \d with the draft/);
    await writeFile(draft, JSON.stringify({ rules: [rule("x", { phrase: [] }, {})] }));
    await assert.rejects(run(BATON, ["--url", server.url, "backtest", draft, "--articles", DEMO, "--email", ANA.email, "--password", ANA.password]), /1 to 200 texts/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("a draft is replayed on a past conversation: message by message, now and then, until people take over", async () => {
  assert.equal((await put({})).status, 200);
  const learner = await server.learner();
  await said(learner, "How do I reset my password?");
  await said(learner, "thanks!");
  await said(learner, "How do I request my transcript?");
  const replay = (rules, conversation = learner.conversation) =>
    ana.ask("POST", "/api/rules/replay", { body: { conversation, rules } });
  const { status, data } = await replay([rule("Transcripts", { phrase: ["transcript"] }, { hand_off: "topic" })]);
  assert.equal(status, 200);
  assert.deepEqual(data.said, ["How do I reset my password?", "thanks!", "How do I request my transcript?"]);
  assert.deepEqual(data.now, [{ outcome: "answer" }, { outcome: "says" }, { outcome: "answer" }]);
  assert.deepEqual(data.draft, [{ outcome: "answer" }, { outcome: "says" }, { outcome: "hand_off", reason: "topic" }]);
  // Who took over is where it ends.
  const early = await replay([rule("Passwords", { phrase: ["password"] }, { hand_off: "keyword" })]);
  assert.deepEqual(early.data.draft, [{ outcome: "hand_off", reason: "keyword" }]);
  // Nothing was said, and nothing is saved.
  assert.equal((await learner.transcript()).entries.length, 6);
  assert.equal((await ana.ask("GET", "/api/settings")).data.rules, undefined);
  assert.equal((await replay([], "nobody.1")).data.code, "not_found");
  assert.equal((await replay([rule("x", { phrase: [] }, {})])).data.code, "invalid");
});

test("tags catch up with what was said before they were there; what an agent took off stays off", async () => {
  assert.equal((await put({ tags: [] })).status, 200);
  const [one, two] = [await server.learner(), await server.learner()];
  await said(one, "my quiz score is wrong, who can look at the score of my quiz");
  await said(two, "my quiz score is wrong, who can look at the score of my quiz");
  const { id } = { id: two.conversation };
  await ana.command(id, { type: "tag", tag: "grading" });
  await ana.command(id, { type: "untag", tag: "grading" });
  const tags = [{ tag: "grading", examples: ["my quiz score is wrong", "when do I see my grade", "the grade of my essay is missing"] }];
  assert.equal((await put({ tags })).status, 200);
  const order = (await ana.conversations()).map((row) => row.id);
  const caught = { read: 0, tagged: 0 };
  let before;
  do {
    const { status, data } = await ana.ask("POST", "/api/tags/catch-up", { body: { before } });
    assert.equal(status, 200);
    caught.read += data.read;
    caught.tagged += data.tagged;
    before = data.next;
  } while (before);
  assert.equal(caught.read, order.length);
  assert.ok(caught.tagged >= 1);
  const tagsOf = async (learner) => (await ana.ask("GET", `/api/conversations/${learner.conversation}`)).data.view.tags;
  assert.deepEqual(await tagsOf(one), ["grading"]);
  assert.deepEqual(await tagsOf(two), []);
  // Nobody did anything: the list is in the order it was in.
  assert.deepEqual((await ana.conversations()).map((row) => row.id), order);
  assert.equal((await ana.ask("POST", "/api/tags/catch-up", { body: { before: "x" } })).data.code, "invalid");
  assert.equal((await put({})).status, 200);
});

test("settings that somebody changed since they were read are not overwritten", async () => {
  const first = await ana.ask("GET", "/api/settings");
  const since = first.headers.get("etag");
  assert.match(since, /^"[\w-]{20,}"$/);
  const change = (body, headers) => ana.ask("PUT", "/api/settings", { body: { ...settings, ...body }, headers });
  const mine = await change({ answers: { ...settings.answers, confidence_threshold: 0.65 } }, { "if-match": since });
  assert.equal(mine.status, 200);
  const late = await change({ answers: { ...settings.answers, confidence_threshold: 0.9 } }, { "if-match": since });
  assert.deepEqual([late.status, late.data.code], [409, "conflict"]);
  assert.equal((await ana.ask("GET", "/api/settings")).data.answers.confidence_threshold, 0.65);
  assert.equal((await change({}, { "if-match": mine.headers.get("etag") })).status, 200);
});

test("a section is saved by itself, checked by itself, and only if it is one", async () => {
  const before = (await ana.ask("GET", "/api/settings")).data;
  const budget = { ...before.budget, turns: 12 };
  const saved = await ana.ask("PUT", "/api/settings/budget", { body: budget });
  assert.deepEqual([saved.status, saved.data], [200, budget]);
  const now = await ana.ask("GET", "/api/settings");
  assert.deepEqual(now.data, { ...before, budget });
  assert.equal(saved.headers.get("etag"), now.headers.get("etag"));
  for (const [section, body, message] of [
    ["budget", { ...budget, turns: 0 }, "answers in a row: 1 to 200"],
    ["budget", { turns: "many" }, "the field turns takes u32"],
    ["hours", { time_zone: "Mars/Olympus", open: [{ day: 0, from: 540, to: 600 }] }, "the time zone is an IANA time zone, such as Europe/Berlin"],
    ["profile", { ...before.profile, language: "tlh" }, "the language is one of en, es, de, fr, pt, ar"],
    ["rules", [{ name: "Help", when: { phrase: ["help"] }, then: { run: "no-such-form" } }], "rule “Help”: there is no form with the id no-such-form"],
  ]) {
    const refused = await ana.ask("PUT", `/api/settings/${section}`, { body });
    assert.deepEqual([refused.status, refused.data.message], [422, message], section);
  }
  const none = await ana.ask("PUT", "/api/settings/secrets", { body: {} });
  assert.deepEqual([none.status, none.data.message], [404, "what stands in the address is no section's id"]);
  const late = await ana.ask("PUT", "/api/settings/budget", { body: before.budget, headers: { "if-match": '"old"' } });
  assert.equal(late.data.code, "conflict");
  assert.deepEqual((await ana.ask("GET", "/api/settings")).data, now.data, "what is refused changes nothing");
  assert.equal((await ana.ask("PUT", "/api/settings/budget", { body: before.budget })).status, 200);
});

// The tester plays the conversation itself: what it says is what a learner gets, by construction.
test("300 messages: what the tester foretells is what becomes of them", async () => {
  const texts = [];
  for (const file of ["demo/questions.jsonl", "tests/eval/talk/urgent.jsonl", "tests/eval/talk/innocent.jsonl", "tests/eval/talk/danger.jsonl", "tests/eval/talk/not-small-talk.jsonl"]) {
    const lines = (await readFile(new URL(`../../${file}`, import.meta.url), "utf8")).trim().split("\n");
    texts.push(...lines.map((line) => JSON.parse(line).text));
  }
  const some = [...new Set(texts)].filter((_, number, all) => Math.floor((number * 300) / all.length) !== Math.floor(((number - 1) * 300) / all.length)).slice(0, 300);
  assert.equal(some.length, 300);
  const outcomes = { hand_off: "open", answer: "pending", offer: "pending", says: "pending", ask_back: "pending", confirm: "pending", run_action: "pending" };
  const seen = new Set();
  const one = async (text) => {
    const { data: told } = await ana.ask("POST", "/api/rules/test", { body: { message: text } });
    const learner = await server.learner();
    const became = await said(learner, text);
    const name = `${text}: ${JSON.stringify([told.outcome, told.reason, told.fired.map(({ name }) => name)])}`;
    assert.equal(became.status, outcomes[told.outcome], name);
    assert.equal(became.packet?.reason, told.reason, name);
    assert.deepEqual([...became.tags].sort(), [...told.tags].sort(), name);
    // What fired and hands over is why people took over.
    const by = /^Rule “(.*?)”/.exec(became.packet?.why ?? "")?.[1];
    if (by) assert.ok(told.fired.some(({ name }) => name === by), name);
    seen.add(told.outcome);
  };
  const waiting = [...some];
  const work = async () => {
    for (let text = waiting.shift(); text !== undefined; text = waiting.shift()) await one(text);
  };
  await Promise.all([work(), work(), work(), work()]);
  assert.ok(seen.size >= 4, [...seen].join());
});

test("a tap does what its button says, once, and one that is offered no more is said", async () => {
  await put({ rules: [rule("Cancelling", { phrase: ["cancel my plan"] }, { hand_off: "topic", confirm: true })] });
  const learner = await server.learner();
  const socket = await learner.socket(0, "es-MX");
  const asks = async () => {
    const from = socket.frames.length;
    socket.say("please cancel my plan");
    return socket.until((it) => it.event?.quick_replies, from);
  };
  const tap = (client_id, seq, reply, text) => socket.send({ type: "tap", client_id, seq, reply, text });
  const said = async (from) => (await socket.message("assistant", from)).event;
  const first = await asks();
  assert.deepEqual(first.event.quick_replies, ["Sí, por favor", "No, gracias"]);
  // The button declines in any language, and a tap that is sent twice counts once.
  let from = socket.frames.length;
  tap("t-1", first.seq, 1, "No, gracias");
  tap("t-1", first.seq, 1, "No, gracias");
  assert.equal((await said(from)).text, "De acuerdo. ¿Qué más quieres saber?");
  const tapped = socket.frames.slice(from).filter((it) => it.event?.author?.kind === "learner");
  assert.deepEqual(tapped.map((it) => it.event.text), ["No, gracias"]);
  // The same button again, and one that never was: both are said.
  for (const [id, seq, reply] of [["t-2", first.seq, 0], ["t-3", 1, 0], ["t-4", first.seq, 4_000_000_000]]) {
    from = socket.frames.length;
    tap(id, seq, reply, "thanks");
    assert.match((await said(from)).text, /^Me alegra/, id);
  }
  socket.close();
  // The team has what was said, in English; who comes back with another language has it in that.
  const { entries } = (await ana.ask("GET", `/api/conversations/${learner.conversation}`)).data;
  const declined = entries.find((it) => it.event.notice?.says[0] === "no_thank_you").event;
  assert.equal(declined.text, "No, thank you");
  const asked = entries.find((it) => it.event.quick_replies).event;
  assert.deepEqual(asked.quick_replies.map((it) => it.does), ["yes", "no"]);
  const inLanguage = async (headers, query = "") => {
    const { data } = await learner.ask("GET", `/api/learner/conversation${query}`, { headers });
    return data.entries.find((it) => it.event.quick_replies).event.quick_replies[1];
  };
  assert.equal(await inLanguage({ "accept-language": "pl, ar-EG;q=0.8, en" }), "لا، شكرًا");
  assert.equal(await inLanguage({ "accept-language": "ar" }, "?language=es"), "No, gracias");
  assert.equal(await inLanguage({ "accept-language": "tlh" }, "?language=%00"), "No, thank you");
});
