// Hostile bodies and frames on the built worker: every endpoint answers each with a typed
// problem, none with a failure of ours, and the worker lives on. SEED plays a run again.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { after, before, test } from "node:test";
import { Socket, random, times } from "../support/api.mjs";
import { start } from "../support/harness.mjs";

const ROUNDS = times(12);
const seed = Number(process.env.SEED ?? Date.now() % 1e9);
const HOSTILE = [null, true, -1, 0.5, 1e308, "", "\u0000\u202e<script>", "x".repeat(9_000), [], [[[[]]]], {}, { type: "say" }, "../..", 2 ** 53];

let server, ana, document;
before(async () => {
  server = await start();
  ({ ana } = await server.setUp());
  document = (await server.ask("GET", "/api/openapi.json")).data;
});
after(() => server.stop());

async function golden() {
  const folder = new URL("../wire/", import.meta.url);
  const frames = [];
  for (const file of await readdir(folder)) frames.push(...JSON.parse(await readFile(new URL(file, folder), "utf8")));
  return frames.filter((frame) => typeof frame === "object");
}

/** Bends one place of a frame. */
function bend(frame, next) {
  const pick = (list) => list[Math.floor(next() * list.length)];
  const names = Object.keys(frame);
  if (names.length === 0 || next() < 0.1) return pick(HOSTILE);
  const name = pick(names);
  const copy = Array.isArray(frame) ? [...frame] : { ...frame };
  if (typeof copy[name] === "object" && copy[name] !== null && next() < 0.5) copy[name] = bend(copy[name], next);
  else if (next() < 0.2) delete copy[name];
  else copy[name] = pick(HOSTILE);
  return copy;
}

const isProblem = ({ status, data, headers }) =>
  status >= 400 && status < 500 && typeof data.code === "string" && data.code !== "internal" &&
  headers.get("content-type") === "application/problem+json";

test(`every endpoint refuses what it cannot read, with a problem (SEED=${seed})`, async () => {
  const next = random(seed);
  const frames = await golden();
  const learner = await server.learner();
  await learner.say("hello");
  const raw = ["", "{", "null", "[]", "\u0000", '{"a":'.repeat(500), "\ud800"];
  const failed = [];
  for (const [path, methods] of Object.entries(document.paths)) {
    // Signing out would end the run; what binary bodies may hold is the attachments' test.
    if (path.endsWith("/sign-out") || path.endsWith("/attachments")) continue;
    for (const method of Object.keys(methods).filter((it) => it !== "parameters" && it !== "get")) {
      const address = path
        .replace("{conversation}", learner.conversation)
        .replace("{article}", "fuzzed")
        .replace("{attachment}", "f-1")
        .replace("{key}", "k-1")
        .replace("{section}", "rules")
        .replace("{agent}", "a-1")
        .replace("{session}", "s-1")
        .replace("{invite}", "i-1");
      const party = path.startsWith("/api/learner/") ? learner : ana;
      for (let round = 0; round < ROUNDS; round += 1) {
        const body = round < raw.length ? raw[round] : JSON.stringify(bend(frames[Math.floor(next() * frames.length)], next));
        const answer = await party.ask(method.toUpperCase(), address, { raw: body, headers: { "content-type": "application/json" } });
        // Bent at random, some bodies are whole still.
        if (answer.status >= 300 && !isProblem(answer)) failed.push([method, address, body.slice(0, 200), answer.status, answer.data]);
      }
    }
  }
  assert.deepEqual(failed, []);
  assert.equal((await server.ask("GET", "/healthz")).status, 200);
});

test(`addresses of hostile letters lead nowhere (SEED=${seed})`, async () => {
  for (const path of ["/api/articles/%00", "/api/articles/..%2f..", "/api/conversations/%F0%9F%92%A9", "/api/conversations/x", `/api/articles/${"x".repeat(2_000)}`, "/api/learner/attachments/%2e%2e", "/api//", "/api/conversations?cursor=x:y&limit=x"]) {
    const answer = await ana.ask("GET", path);
    assert.ok(isProblem(answer), `${path}: ${answer.status}`);
  }
});

test(`sockets refuse what they cannot read, and go on (SEED=${seed})`, async () => {
  const next = random(seed);
  const frames = await golden();
  const learner = await server.learner();
  await learner.say("hello");
  const headers = { cookie: ana.cookie, origin: server.url };
  const sockets = [
    await learner.socket(),
    await Socket.open(`${server.url}/api/conversations/${learner.conversation}/socket`, [], headers),
    await Socket.open(`${server.url}/api/inbox/socket`, [], headers),
  ];
  for (const socket of sockets) {
    for (let round = 0; round < 4 * ROUNDS; round += 1) {
      socket.send(JSON.stringify(bend(frames[Math.floor(next() * frames.length)], next)));
    }
    const from = socket.frames.length;
    socket.send("ping");
    socket.send("{");
    await socket.until((frame) => frame.type === "refused" && frame.problem.code === "bad_request", from);
    const internal = socket.frames.filter((frame) => frame.problem?.code === "internal");
    assert.deepEqual(internal, []);
  }
  for (const socket of sockets) {
    assert.equal(socket.ws.readyState, WebSocket.OPEN);
    await socket.close();
  }
});
