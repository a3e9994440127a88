// Random disconnects, half-open sockets and evictions: the learner's and the agent's views
// equal the log byte for byte, nothing lost, nothing twice (T3, T4; invariants 3, 4, 5).
// The long run: PROOF=10 cargo xtask test worker faults. SEED plays a failure again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Follower, Socket, eventually, random, times } from "../support/api.mjs";
import { start } from "../support/harness.mjs";

const FAULTS = times(50);
const seed = Number(process.env.SEED ?? Date.now() % 1e9);

let server, ana;
before(async () => {
  server = await start();
  ({ ana } = await server.setUp());
});
after(() => server.stop());

test(`${FAULTS} faults leave both views equal to the log (SEED=${seed})`, async () => {
  const next = random(seed);
  const chance = (share) => next() < share;
  const guest = await server.learner();
  const id = guest.conversation;
  await guest.ask("POST", "/api/learner/handoff");
  await ana.command(id, { type: "claim" });
  const learner = new Follower((since) => guest.socket(since));
  const agent = new Follower((since) =>
    Socket.open(`${server.url}/api/conversations/${id}/socket?since=${since}`, [], { cookie: ana.cookie, origin: server.url }),
  );
  await Promise.all([learner.resume(), agent.resume()]);

  const said = { learner: [], agent: [] };
  for (let fault = 0, step = 0; fault < FAULTS; step += 1) {
    // The learner's limit is twenty a minute: agents may write as much as they like.
    if (said.learner.length < 19 && chance(0.2)) {
      const text = `learner ${said.learner.length}`;
      said.learner.push(text);
      learner.say(text);
    } else {
      const text = `agent ${said.agent.length}`;
      said.agent.push(text);
      const command = { type: "reply", client_id: `r-${step}`, text };
      const sent = ana.command(id, command);
      // Some answers are lost on the way back: the browser sends the same again.
      if (chance(0.3)) await Promise.all([sent, ana.command(id, command)]);
      else await sent;
    }
    if (chance(0.6)) {
      fault += 1;
      const victim = chance(0.5) ? learner : agent;
      const kind = Math.floor(next() * 3);
      if (kind === 0) victim.drop();
      else if (kind === 1) await server.evict(id);
      else {
        // Half open: it believes to be connected and hears nothing any more.
        victim.socket = { ...victim.socket, ws: { readyState: WebSocket.OPEN, close() {}, send() {} }, say() {} };
      }
      if (chance(0.7)) await victim.resume();
    }
  }
  await Promise.all([learner.resume(), agent.resume()]);
  await eventually(() => learner.unacknowledged.size, (left) => left === 0);

  const all = async (ask, path) => {
    const entries = [];
    for (;;) {
      const { data } = await ask("GET", `${path}since=${entries.at(-1)?.seq ?? 0}`);
      entries.push(...data.entries);
      if (entries.length === data.last_seq) return entries;
    }
  };
  const logs = [
    [learner, await all((...args) => guest.ask(...args), "/api/learner/conversation?")],
    [agent, await all((...args) => ana.ask(...args), `/api/conversations/${id}?`)],
  ];
  for (const [view, log] of logs) {
    await eventually(() => view.entries.length, (length) => length === log.length);
    assert.equal(JSON.stringify(view.entries), JSON.stringify(log));
    assert.deepEqual(log.map(({ seq }) => seq), log.map((_, index) => index + 1));
    const texts = log.map(({ event }) => event.text).filter(Boolean);
    for (const text of [...said.learner, ...said.agent]) {
      assert.equal(texts.filter((it) => it === text).length, 1, text);
    }
    assert.deepEqual(texts.filter((text) => text.startsWith("agent")), said.agent, "in the order they were said");
  }
});
