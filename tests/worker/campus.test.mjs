// A campus is one address: many learners begin there at once, a loop is stopped (T10).
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { Learner, Socket, eventually } from "../support/api.mjs";
import { start } from "../support/harness.mjs";
import { claims, hs256 } from "../support/jwt.mjs";
import { solved } from "../support/proof.mjs";

let server;
before(async () => {
  server = await start({ vars: { LEARNERS_PER_ADDRESS: "60" } });
  await server.setUp();
});
after(() => server.stop());

const begin = (renewal) => server.session({ renewal });

test("learners begin freely up to a high ceiling; then they are told when to try again", async () => {
  const { data } = await begin();
  const answers = await Promise.all(Array.from({ length: 140 }, () => begin()));
  const refused = answers.filter(({ status }) => status === 429);
  // A minute may end on the way, and then another sixty begin.
  assert.ok(refused.length >= 20 && refused.length <= 81, `${refused.length}`);
  for (const { data: problem, headers } of refused) {
    assert.equal(problem.code, "too_fast");
    assert.ok(problem.retry_after >= 1 && problem.retry_after <= 60);
    assert.equal(headers.get("retry-after"), String(problem.retry_after));
  }
  assert.equal((await begin(data.renewal)).status, 200, "who has begun comes back all the same");
});

/** Learners of one network. */
const at = (network) => ({ headers: { "cf-connecting-ip": network } });

test("a campus of 500 behind one address begins within a minute, and each is answered", { timeout: 120_000 }, async (t) => {
  const campus = await start();
  try {
    const { ana } = await campus.setUp();
    await campus.putArticles(ana, { quiz: { title: "Take a quiz", text: "Open the quiz and select Start quiz." } });
    const begun = Date.now();
    const sessions = await Promise.all(
      Array.from({ length: 500 }, () => campus.ask("POST", "/api/learner/session", { body: { team: "riverside" }, ...at("192.0.2.1") })),
    );
    assert.ok(sessions.every(({ status }) => status === 200));
    t.diagnostic(`500 sessions in ${Date.now() - begun} ms`);
    // Some of them ask, one wants a person: none is braked.
    const learners = sessions.slice(0, 50).map(({ data }) => new Learner(campus, data));
    const said = await Promise.all(learners.map((it) => it.ask("POST", "/api/learner/messages", { body: { client_id: randomUUID(), text: "How do I take a quiz?" }, ...at("192.0.2.1") })));
    assert.ok(said.every(({ status }) => status === 202));
    await learners[0].ask("POST", "/api/learner/handoff", at("192.0.2.1"));
    await eventually(() => learners[0].transcript(), ({ view }) => view.status === "open");
  } finally {
    await campus.stop();
  }
});

test("a flood of requests for a person from one network ends in words; others are served meanwhile (T10)", { timeout: 300_000 }, async (t) => {
  const flooded = await start();
  try {
    const { ana } = await flooded.setUp();
    const { secret } = (await ana.ask("POST", "/api/identity/secrets")).data;
    const [begin, many] = [1_000, 800];
    const from = (network, more = {}) => flooded.ask("POST", "/api/learner/session", { body: { team: "riverside", ...more }, ...at(network) });
    const flood = [];
    for (let count = 0; count < begin; count += 50) {
      flood.push(...(await Promise.all(Array.from({ length: 50 }, () => from("192.0.2.66")))));
    }
    const refused = flood.filter(({ status }) => status !== 200);
    assert.ok(refused.every(({ status, data }) => status === 429 && data.retry_after > 0));
    t.diagnostic(`${begin} sessions of one network: ${begin - refused.length} begun, ${refused.length} told to come again`);
    const begun = Date.now();
    const answered = flood.filter(({ status }) => status === 200).slice(0, many);
    assert.equal(answered.length, many);
    const learners = answered.map(({ data }) => new Learner(flooded, data));
    for (let count = 0; count < many; count += 25) {
      await Promise.all(learners.slice(count, count + 25).map((it) => it.ask("POST", "/api/learner/handoff", at("192.0.2.66"))));
    }
    const seconds = (Date.now() - begun) / 1000;
    const told = async (learner) => {
      const { view, entries } = await eventually(() => learner.transcript(), (it) => it.entries.length > 0);
      return view.status === "open" ? "passed on" : entries.at(-1).event.text;
    };
    const outcomes = await Promise.all(learners.map(told));
    const passed = outcomes.filter((it) => it === "passed on").length;
    t.diagnostic(`${many} requests in ${seconds} s: ${passed} passed on, ${many - passed} told to come again`);
    // 120 at once and one a second, until the last was decided.
    const most = 120 + Math.ceil((Date.now() - begun) / 1000);
    assert.ok(passed >= 120 && passed <= most, `${passed} of ${most}`);
    assert.ok(outcomes.every((it) => it === "passed on" || /so this takes a moment. If I do not bring one in, try again in a few minutes/.test(it)));

    // A thousand frames at once, by one socket: what is beyond its brake is refused before it is read, and kept nowhere.
    const loud = await learners.at(-1).socket();
    for (let count = 0; count < 1_000; count += 1) loud.send({ type: "identify", name: `Name ${count}` });
    await loud.until((frame) => frame.type === "refused" && loud.frames.filter((it) => it.type === "refused").length >= 900);
    t.diagnostic(`1,000 frames at once: ${loud.frames.filter((frame) => frame.type === "refused").length} refused`);
    await loud.close();

    // Somebody elsewhere, and somebody of that network whom the LMS signed for.
    const elsewhere = new Learner(flooded, (await from("198.51.100.7")).data);
    const signed = new Learner(flooded, (await from("192.0.2.66", { identity: hs256(claims("maya"), secret) })).data);
    for (const [learner, network] of [[elsewhere, "198.51.100.7"], [signed, "192.0.2.66"]]) {
      await learner.ask("POST", "/api/learner/handoff", at(network));
      await eventually(() => learner.transcript(), ({ view }) => view.status === "open");
    }
    // The inbox of it all is a frame that opens.
    const inbox = await Socket.open(`${flooded.url}/api/inbox/socket`, [], { cookie: ana.cookie, origin: flooded.url });
    const hello = await inbox.until(({ type }) => type === "hello");
    assert.equal(new Set(hello.summaries.map(({ id }) => id)).size, hello.summaries.length, "each once");
    t.diagnostic(`the inbox opens with ${hello.summaries.length} rows, ${JSON.stringify(hello).length} bytes, ${hello.counts.open} with people`);
    await inbox.close();
  } finally {
    await flooded.stop();
  }
});

test("newcomers of one network upload so many files; whoever is elsewhere or signed for goes on", async () => {
  const braked = await start({ vars: { UPLOADS_PER_ADDRESS: "3" } });
  try {
    const { ana } = await braked.setUp();
    const { secret } = (await ana.ask("POST", "/api/identity/secrets")).data;
    const learner = async (more = {}) => new Learner(braked, (await braked.session(more)).data);
    const upload = async (by, network) => {
      const { status, data } = await by.ask("POST", "/api/learner/attachments", {
        raw: Buffer.from("a line of a log"),
        headers: { "content-type": "text/plain", "x-file-name": "log.txt", "cf-connecting-ip": network },
      });
      return [status, data];
    };
    for (let count = 0; count < 3; count += 1) assert.equal((await upload(await learner(), "192.0.2.66"))[0], 201);
    const [status, problem] = await upload(await learner(), "192.0.2.66");
    assert.deepEqual([status, problem.code, problem.retry_after], [429, "too_fast", 12]);
    assert.equal((await upload(await learner(), "198.51.100.7"))[0], 201);
    assert.equal((await upload(await learner({ identity: hs256(claims("maya"), secret) }), "192.0.2.66"))[0], 201);
  } finally {
    await braked.stop();
  }
});

test("a newcomer whose socket slept is a newcomer still", async () => {
  // Nobody at all is passed on here, so that no time has to pass.
  const closed = await start({ vars: { HANDOFFS_PER_ADDRESS: "0" } });
  try {
    await closed.setUp();
    const sleeper = await closed.learner();
    const socket = await sleeper.socket();
    socket.say("hello");
    await socket.message("assistant");
    await closed.evict(sleeper.conversation);
    const from = socket.frames.length;
    socket.send({ type: "ask_for_person", client_id: "ask" });
    assert.match((await socket.message("assistant", from)).event.text, /so this takes a moment/);
    await socket.close();
  } finally {
    await closed.stop();
  }
});

test("who is told to wait may work instead, and begins at once; a proof is good once, here, and if it is one", async () => {
  const full = await start({ vars: { LEARNERS_PER_ADDRESS: "0" } });
  try {
    await full.setUp();
    const from = (network, proof) => full.ask("POST", "/api/learner/session", { body: { team: "riverside", proof }, ...at(network) });
    const challenge = async (network = "192.0.2.1", team = "riverside") => full.ask("POST", "/api/learner/challenge", { body: { team }, ...at(network) });
    assert.equal((await from("192.0.2.1")).status, 429);
    const { status, data } = await challenge();
    assert.deepEqual([status, data.bits], [200, 16]);
    const proof = solved(data);
    for (const wrong of [solved(data, { is: false }), data.challenge, `${data.challenge}:`, `${data.challenge}:-1`, "v1.x.y:0", ":", "", proof.replace("v1.", "v1.A")]) {
      const { status, data: problem } = await from("192.0.2.1", wrong);
      assert.deepEqual([status, problem.code], [422, "invalid"], wrong);
    }
    assert.equal((await from("192.0.2.1", proof)).status, 200);
    assert.equal((await from("192.0.2.1", proof)).status, 429, "used");
    assert.equal((await challenge("192.0.2.1", "elsewhere")).status, 404, "a team that is not there");
    // Challenges kept from when they were easy, and shown elsewhere, gain nothing: 32 of a network double the next.
    const kept = await Promise.all(Array.from({ length: 70 }, async () => (await challenge()).data));
    const shown = [];
    for (const one of kept) shown.push((await from("203.0.113.5", solved(one))).status);
    assert.deepEqual([shown.indexOf(429), shown.lastIndexOf(200)], [63, 62], "one counted before, and up to two bits more");
    assert.equal((await challenge()).data.bits, 18);
    assert.equal((await challenge("198.51.100.7")).data.bits, 16, "there alone");
    const evil = await full.ask("POST", "/api/learner/challenge", { body: { team: "riverside" }, headers: { origin: "https://evil.example" } });
    assert.equal(evil.status, 403, "a page of another site");
  } finally {
    await full.stop();
  }
});

test("a newcomer who has worked is passed on, whatever crowd is there; who only renews is not", async () => {
  const crowded = await start({ vars: { HANDOFFS_PER_ADDRESS: "0" } });
  try {
    await crowded.setUp();
    const learner = await crowded.learner();
    const socket = await learner.socket();
    socket.send({ type: "ask_for_person", client_id: "ask" });
    const { event } = await socket.message("assistant");
    assert.deepEqual([event.asks_proof, /so this takes a moment/.test(event.text)], [true, true]);
    await socket.close();

    const again = await learner.socket();
    const from = again.frames.length;
    again.send({ type: "ask_for_person", client_id: "again" });
    assert.equal((await again.message("assistant", from)).event.asks_proof, true);
    await again.close();

    const { data } = await crowded.ask("POST", "/api/learner/challenge", { body: { team: "riverside" } });
    const worked = await crowded.session({ renewal: learner.renewal, proof: solved(data) });
    assert.deepEqual([worked.status, worked.data.conversation], [200, learner.conversation], "the same conversation");
    const proven = new Learner(crowded, worked.data);
    await proven.ask("POST", "/api/learner/handoff");
    await eventually(() => proven.transcript(), ({ view }) => view.status === "open");
  } finally {
    await crowded.stop();
  }
});
