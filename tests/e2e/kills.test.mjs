// kill -9 of the runtime in the middle of traffic, on disk: no acknowledged message is lost, none
// is doubled (invariant 3). The long run: PROOF=7 cargo xtask test e2e kills.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Follower, eventually, times } from "../support/api.mjs";
import { DevServer } from "../support/server.mjs";

const KILLS = times(3);
let server;
before(async () => {
  server = await DevServer.start();
  await server.setUp();
});
after(() => server?.stop());

test(`${KILLS} kills lose and double nothing that was acknowledged`, async () => {
  const guests = await Promise.all(Array.from({ length: 4 }, () => server.learner()));
  // Told to wait for a person, so that nothing but the learners' words is written.
  await Promise.all(guests.map((guest) => guest.ask("POST", "/api/learner/handoff")));
  const followers = guests.map((guest) => new Follower((since) => guest.socket(since)));
  let acknowledged = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    await Promise.all(followers.map((follower) => follower.resume()));
    // Two a kill and learner: within their limit of twenty a minute over all kills.
    for (let count = 0; count < 2; count += 1) {
      for (const [index, follower] of followers.entries()) follower.say(`learner ${index}, kill ${kill}, message ${count}`);
      // Some are acknowledged when the power goes, some are not.
      if (count === 0) await eventually(() => followers.map(({ entries }) => entries.length), (n) => Math.max(...n) > 2 + 2 * kill);
    }
    const seen = followers.map((follower) => JSON.stringify(follower.entries));
    acknowledged += seen.join("").split("client_id").length - 1;
    await server.kill();
    await server.up();
    for (const [index, guest] of guests.entries()) {
      const { entries } = await guest.transcript();
      const stored = JSON.stringify(entries);
      assert.ok(stored.startsWith(seen[index].slice(0, -1)), "what was seen is there, unchanged");
    }
  }
  await Promise.all(followers.map((follower) => follower.resume()));
  for (const [index, guest] of guests.entries()) {
    await eventually(() => followers[index].unacknowledged.size, (left) => left === 0);
    const { entries } = await guest.transcript();
    const texts = entries.map(({ event }) => event.text).filter((text) => text?.startsWith("learner"));
    assert.equal(texts.length, KILLS * 2);
    assert.equal(new Set(texts).size, texts.length, "none is doubled");
  }
  assert.ok(acknowledged > 0, "something was at stake");
});
