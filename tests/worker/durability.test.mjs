// What survives: sends repeated, sockets that slept, turns that were overtaken (T2, T3, T7;
// invariants 3, 4, 5, 8).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually, times } from "../support/api.mjs";
import { start } from "../support/harness.mjs";
import { ModelServer, answer, chunk } from "../support/model.mjs";

let server, model, ana;
before(async () => {
  model = await ModelServer.start();
  server = await start({ vars: { MODEL: "openai", OPENAI_BASE_URL: model.url, OPENAI_MODEL: "scripted" } });
  ({ ana } = await server.setUp());
  await server.putArticles(ana, {
    reset: { title: "Reset your password", text: "Select Forgot password on the sign-in page." },
  });
});
after(async () => {
  await server.stop();
  await model.stop();
});

test("a message sent twice is stored once, over HTTP and over the socket", async () => {
  model.streams(answer("Select it [1]."));
  const learner = await server.learner();
  await learner.say("how do I reset my password", "same");
  await learner.say("how do I reset my password", "same");
  const socket = await learner.socket();
  socket.say("how do I reset my password", "same");
  const echo = await socket.until((frame) => frame.type === "entry" && frame.event.client_id === "same");
  assert.equal(echo.seq, 1);
  const { entries } = await eventually(() => learner.transcript(), (it) => it.entries.length >= 2);
  assert.equal(entries.filter(({ event }) => event.author?.kind === "learner").length, 1);
  await socket.close();
});

test("an object that was evicted wakes with everything, on the same socket", async () => {
  model.streams(answer("Select it [1]."));
  const learner = await server.learner();
  const socket = await learner.socket();
  socket.say("how do I reset my password", "one");
  await socket.message("assistant");
  await server.evict(learner.conversation);
  const from = socket.frames.length;
  socket.say("how do I reset my password", "two");
  await socket.message("assistant", from);
  const seqs = socket.frames.filter((frame) => frame.type === "entry").map(({ seq }) => seq);
  assert.deepEqual(seqs, [1, 2, 3, 4]);
  await socket.close();
});

test("a socket that was open before anything was said survives an eviction too", async () => {
  model.streams(answer("Select it [1]."));
  const learner = await server.learner();
  const socket = await learner.socket();
  await server.evict(learner.conversation);
  socket.say("how do I reset my password");
  await socket.message("assistant");
  await socket.close();
});

test("pings are answered without waking the object", async () => {
  const learner = await server.learner();
  const socket = await learner.socket();
  await server.evict(learner.conversation);
  socket.send("ping");
  assert.equal(await socket.until((frame) => frame === "pong"), "pong");
  await socket.close();
});

test("two tabs and a resumed socket see one log, without gap or double", async () => {
  model.streams(answer("Select it [1]."));
  const learner = await server.learner();
  const [one, two] = await Promise.all([learner.socket(), learner.socket()]);
  one.say("how do I reset my password");
  await Promise.all([one.message("assistant"), two.message("assistant")]);
  const entries = (socket) => socket.frames.filter((frame) => frame.type === "entry");
  assert.deepEqual(entries(one), entries(two));
  const resumed = await learner.socket(1);
  const { entries: missed, last_seq } = resumed.frames[0];
  assert.deepEqual(missed.map(({ seq }) => seq), [2]);
  assert.equal(last_seq, 2);
  await Promise.all([one.close(), two.close(), resumed.close()]);
});

test("a takeover in the middle of a streaming answer leaves no word of the assistant after it", async () => {
  for (let round = 0; round < times(25); round += 1) {
    let finish;
    const held = new Promise((resolve) => (finish = resolve));
    model.script = async (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(chunk({ content: "Select Forgot password on the sign-in page. [1] Then" }));
      await held;
      response.write(chunk({ content: " sign in [1]." }));
      response.write(chunk({}, "stop"));
      response.end("data: [DONE]\n\n");
    };
    const learner = await server.learner();
    const socket = await learner.socket();
    socket.say("how do I reset my password");
    await socket.until((frame) => frame.type === "delta");
    // Half the rounds race the rest of the answer against the claim.
    if (round % 2) finish();
    const claimed = await ana.command(learner.conversation, { type: "claim" });
    finish();
    assert.equal(claimed.status, 200);
    await ana.command(learner.conversation, { type: "reply", client_id: "r-1", text: "Ana here." });
    await socket.message("agent");
    const { entries } = await learner.transcript();
    const joined = entries.findIndex(({ event }) => event.activity?.kind === "joined");
    assert.ok(joined > 0);
    const after = entries.slice(joined).filter(({ event }) => event.author?.kind === "assistant");
    assert.deepEqual(after, []);
    await socket.close();
  }
});

test("asking for a person in the middle of an answer stops it", async () => {
  let finish;
  const held = new Promise((resolve) => (finish = resolve));
  model.script = async (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(chunk({ content: "Select Forgot password on the sign-in page. [1] Then" }));
    await held;
    response.end();
  };
  const learner = await server.learner();
  const socket = await learner.socket();
  socket.say("how do I reset my password");
  await socket.until((frame) => frame.type === "delta");
  socket.say("I want to talk to a person");
  await socket.message("system");
  finish();
  const { entries, view } = await learner.transcript();
  assert.equal(view.status, "open");
  assert.ok(entries.every(({ event }) => event.author?.kind !== "assistant"));
  await socket.close();
});

test("a second question waits for the first answer, and is answered too", async () => {
  let calls = 0;
  model.script = async (response) => {
    calls += 1;
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const event of answer(["Select Forgot password [1].", "It is on the sign-in page [1]."][calls - 1])) response.write(event);
    response.end();
  };
  const learner = await server.learner();
  const socket = await learner.socket();
  socket.say("how do I reset my password");
  socket.say("password reset on the sign-in page");
  await socket.until((frame) => frame.event?.text === "It is on the sign-in page [1].");
  await socket.close();
});

test("too many messages within a minute are refused with the time to wait", async () => {
  const learner = await server.learner();
  const socket = await learner.socket();
  for (let count = 0; count < 25; count += 1) socket.say("thanks", `burst-${count}`);
  const refused = await socket.until((frame) => frame.type === "refused");
  assert.equal(refused.problem.code, "too_fast");
  assert.ok(refused.problem.retry_after >= 1 && refused.problem.retry_after <= 60);
  assert.equal(refused.client_id, "burst-20");
  await socket.close();
});
