// kill -9 of the runtime in the middle of traffic, on disk: no acknowledged message is lost, none
// is doubled (invariant 3). The long run: PROOF=7 cargo xtask test e2e kills.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ANA, Follower, eventually, times } from "../support/api.mjs";
import { Hook } from "../support/hook.mjs";
import { DevServer } from "../support/server.mjs";

const KILLS = times(3);
let server;
before(async () => {
  server = await DevServer.start({ ALERT_RETRIES: Array(9).fill("1").join() });
  await server.setUp();
});
after(() => server?.stop());

test(`${KILLS} kills lose and double nothing that was acknowledged`, async () => {
  // Three crews take turns, so that nobody writes more than twenty messages a minute.
  const guests = await Promise.all(Array.from({ length: 12 }, () => server.learner()));
  // Told to wait for a person, so that nothing but the learners' words is written.
  await Promise.all(guests.map((guest) => guest.ask("POST", "/api/learner/handoff")));
  const followers = guests.map((guest) => new Follower((since) => guest.socket(since)));
  const said = guests.map(() => []);
  let acknowledged = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    await Promise.all(followers.map((follower) => follower.resume()));
    const crew = guests.keys().filter((index) => index % 3 === kill % 3).toArray();
    const before = Math.max(...crew.map((index) => followers[index].entries.length));
    for (let count = 0; count < 2; count += 1) {
      for (const index of crew) {
        const text = `learner ${index}, kill ${kill}, message ${count}`;
        said[index].push(text);
        followers[index].say(text);
      }
      // Some are acknowledged when the power goes, some are not.
      if (count === 0) {
        await eventually(() => crew.map((index) => followers[index].entries.length), (n) => Math.max(...n) > before);
      }
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
    assert.deepEqual(texts, said[index], "none is lost, none is doubled, none is out of order");
  }
  assert.ok(acknowledged > 0, "something was at stake");
});

test("an alert goes out through five kills and an address that fails nine times, as one event", async () => {
  const hook = await Hook.start();
  try {
    const ana = await server.signIn(ANA);
    const alerts = [{ name: "CRM", kind: "webhook", address: `${hook.url}/crm`, on: ["handed_off"] }];
    assert.equal((await ana.ask("PUT", "/api/settings/alerts", { body: alerts })).status, 200);
    hook.statuses = Array(9).fill(503);
    await server.asking();
    for (let kill = 0; kill < 5; kill += 1) {
      await eventually(() => hook.posts.length, (count) => count > kill);
      await server.kill();
      await server.up();
    }
    await eventually(() => hook.statuses.length, (left) => left === 0);
    await eventually(() => hook.posts.length, (count) => count >= 10);
    const ids = new Set(hook.posts.map((post) => post.headers["webhook-id"]));
    assert.equal(ids.size, 1, "whoever took it already would know it");
    assert.deepEqual((await ana.ask("GET", "/api/alerts/undelivered")).data, []);
  } finally {
    await hook.stop();
  }
});
