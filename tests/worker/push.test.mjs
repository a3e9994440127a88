// Push notifications to agents' browsers, on the built worker: what a push service gets is for the browser alone and
// signed; who is told of what, when; what ends it (E11, I2; T16).
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { ANA, BO, Socket, eventually } from "../support/api.mjs";
import { start } from "../support/harness.mjs";
import { PushService } from "../support/push.mjs";

let server, ana, bo, service;
before(async () => {
  service = await PushService.start();
  server = await start({ vars: { PUBLIC_URL: "https://baton.riverside.example/" } });
  ({ ana, bo } = await server.setUp());
});
after(async () => {
  await server?.stop();
  await service?.stop();
});
beforeEach(async () => {
  for (const agent of [ana, bo]) {
    for (const { endpoint } of (await browsers(agent)).browsers) await agent.ask("DELETE", "/api/agents/me/push", { body: { endpoint } });
  }
  service.posts.length = 0;
  service.statuses.length = 0;
});

const browsers = async (agent) => (await agent.ask("GET", "/api/agents/me/push")).data;
async function tells(agent, choices) {
  const browser = service.browser(choices);
  const { status, data } = await agent.ask("PUT", "/api/agents/me/push", { body: browser.subscription });
  assert.equal(status, 204, JSON.stringify(data));
  return browser;
}
/** A learner asks for a person, in a conversation that knows the team as it is now. */
const asks = (words) => server.asking(words, "Maya");
const told = (browser, count = 1) => eventually(() => browser.posts(), (posts) => posts.length >= count);

test("a browser is told who waits, by a message for it alone, signed by the team's key", async () => {
  const browser = await tells(ana);
  const { key, browsers: known } = await browsers(ana);
  assert.deepEqual(known, [{ endpoint: browser.subscription.endpoint, choices: browser.subscription.choices }]);
  const learner = await asks();
  const [post] = await told(browser);
  const { conversation, title, why, body } = browser.read(post);
  assert.deepEqual([conversation, title], [learner.conversation, "Maya waits for a person"]);
  assert.match(why, /asked for a person/i);
  assert.equal(body, "", "nothing was asked yet");
  assert.ok(!post.body.includes("Maya"), "its service reads nothing of it");
  assert.equal(post.headers["content-encoding"], "aes128gcm");
  assert.equal(post.headers.ttl, "86400");
  assert.match(post.headers.topic, /^[\w-]{32}$/);
  const claims = service.claims(post, key);
  assert.deepEqual([claims.header, claims.aud, claims.sub], [{ typ: "JWT", alg: "ES256" }, service.url, "https://baton.riverside.example"]);
  const left = claims.exp - Date.now() / 1_000;
  assert.ok(left > 0 && left <= 86_400, `${left}`);
  assert.equal(browser.posts().length, 1);
});

test("of a conversation that is somebody's, they alone are told; of what its learner says, while they are away", async () => {
  const [hers, his] = [await tells(ana), await tells(bo)];
  const learner = await asks();
  await told(hers);
  await told(his);
  await bo.command(learner.conversation, { type: "claim" });
  await learner.say("It is about my grade");
  const posts = await told(his, 2);
  assert.deepEqual([his.read(posts[1]).title, his.read(posts[1]).body], ["Maya wrote to you", "It is about my grade"]);
  assert.equal(hers.posts().length, 1);
  // While he is at the inbox, what she says stands before him.
  const inbox = await Socket.open(`${server.url}/api/inbox/socket`, [], { cookie: bo.cookie, origin: server.url });
  await learner.say("And about my certificate");
  await bo.command(learner.conversation, { type: "reply", client_id: "r-1", text: "I am looking." });
  await inbox.close();
  await eventually(async () => {
    await learner.say("Thank you, and one more thing");
    return his.posts().length;
  }, (count) => count > 2, 30_000);
  const said = his.posts().slice(2).map((post) => his.read(post).body);
  assert.ok(said.every((text) => text === "Thank you, and one more thing"), said.join());
  // What was ended is told nothing, though a conversation may not have heard of it.
  await bo.ask("DELETE", "/api/agents/me/push", { body: { endpoint: his.subscription.endpoint } });
  const before = his.posts().length;
  const other = await tells(bo);
  await learner.say("Are you still there?");
  await bo.command(learner.conversation, { type: "resolve" });
  await asks();
  await told(other);
  assert.equal(his.posts().length, before);
});

test("what was not chosen is not told, and outside its hours only what is urgent, if that was chosen", async () => {
  const zone = "Etc/GMT";
  const now = new Date();
  const minute = now.getUTCHours() * 60 + now.getUTCMinutes();
  // An hour of the day that is not now, far from midnight on either side.
  const hours = minute < 720 ? { from: 1_200, to: 1_260, time_zone: zone } : { from: 60, to: 120, time_zone: zone };
  const leads = await tells(ana, { on: ["lead"] });
  const closed = await tells(ana, { hours, urgent_always: false });
  const urgent = await tells(ana, { hours, urgent_always: true });
  const open = await tells(ana, { hours: { from: 0, to: 1_440, time_zone: zone } });
  await asks();
  await told(open);
  const put = await ana.ask("PUT", "/api/settings/rules", { body: [{ name: "Fire", when: { phrase: ["fire"] }, then: { hand_off: "keyword", urgent: true } }] });
  assert.equal(put.status, 200, JSON.stringify(put.data));
  await asks("there is a fire, I need a person");
  await told(open, 2);
  const [post] = await told(urgent);
  assert.match(urgent.read(post).title, /^Urgent/);
  assert.deepEqual([leads, closed, urgent].map((it) => it.posts().length), [0, 0, 1]);
  assert.equal((await ana.ask("PUT", "/api/settings/rules", { body: null })).status, 200);
});

test("a test is sent at once; what its service refuses is tried again, and a browser that is gone is forgotten", async () => {
  const browser = await tells(bo);
  const { endpoint } = browser.subscription;
  const tried = await bo.ask("POST", "/api/agents/me/push/test", { body: { endpoint } });
  assert.deepEqual([tried.status, tried.data], [200, { status: 200 }]);
  assert.equal(browser.read(browser.posts()[0]).title, "This is a test");
  assert.equal((await ana.ask("POST", "/api/agents/me/push/test", { body: { endpoint } })).status, 404, "another agent's");
  await ana.ask("DELETE", "/api/agents/me/push", { body: { endpoint } });
  assert.equal((await browsers(bo)).browsers.length, 1, "another agent's");
  service.statuses.push(503);
  await asks();
  const posts = await told(browser, 3);
  assert.deepEqual(browser.read(posts[1]), browser.read(posts[2]), "the same, once it is taken");
  service.statuses.push(404);
  await asks();
  await eventually(() => browsers(bo), ({ browsers: left }) => left.length === 0);
  assert.deepEqual((await ana.ask("GET", "/api/alerts/undelivered")).data, [], "no admin has anything to do");
});

test("signing out ends it, and so does whoever ends the session; another agent at the browser takes it along", async () => {
  const mine = await server.signIn(ANA);
  const browser = await tells(mine);
  assert.equal((await browsers(ana)).browsers.length, 1);
  await mine.ask("POST", "/api/agents/sign-out", { body: {} });
  assert.equal((await browsers(ana)).browsers.length, 0);
  const again = await server.signIn(ANA);
  await again.ask("PUT", "/api/agents/me/push", { body: browser.subscription });
  const his = await server.signIn(BO);
  await his.ask("PUT", "/api/agents/me/push", { body: browser.subscription });
  assert.deepEqual([(await browsers(ana)).browsers.length, (await browsers(bo)).browsers.length], [0, 1]);
  // Away for good: no push after it.
  const bos = (await ana.ask("GET", "/api/agents")).data.find((it) => it.name === "Bo");
  const off = await ana.ask("PATCH", `/api/agents/${bos.id}`, { body: { is_inactive: true } });
  assert.equal(off.status, 200, JSON.stringify(off.data));
  const other = await tells(ana);
  await asks();
  await told(other);
  assert.equal(browser.posts().length, 0);
  await ana.ask("PATCH", `/api/agents/${bos.id}`, { body: { is_inactive: false } });
  bo = await server.signIn(BO);
});

test("what is no subscription is refused, with what is wrong", async () => {
  const { subscription } = service.browser();
  const put = (change) => ana.ask("PUT", "/api/agents/me/push", { body: { ...subscription, ...change } });
  const choices = (change) => ({ choices: { ...subscription.choices, ...change } });
  for (const [change, why] of [
    [{ endpoint: "https://10.0.0.1/x" }, /IP address/],
    [{ endpoint: "http://push.example/x" }, /https/],
    [{ endpoint: "https://push.internal/x" }, /./],
    [{ p256dh: "AAAA" }, /keys/],
    [{ p256dh: Buffer.alloc(65, 4).toString("base64url") }, /keys/],
    [{ auth: "AAAA" }, /keys/],
    [choices({ on: [] }), /at least one/],
    [choices({ on: ["tags"] }), /at least one/],
    [choices({ hours: { from: 600, to: 600, time_zone: "Etc/GMT" } }), /later than the beginning/],
    [choices({ hours: { from: 0, to: 1_441, time_zone: "Etc/GMT" } }), /later than the beginning/],
    [choices({ hours: { from: 0, to: 600, time_zone: "Mars/Olympus" } }), /time zone/],
  ]) {
    const { status, data } = await put(change);
    assert.equal(status, 422, JSON.stringify([change, data]));
    assert.match(data.message, why);
  }
  for (let number = 0; number < 10; number += 1) await tells(ana);
  const more = await ana.ask("PUT", "/api/agents/me/push", { body: subscription });
  assert.deepEqual([more.status, /10 browsers/.test(more.data.message)], [409, true]);
  const alert = { name: "x", kind: "push", address: "https://push.example/x", on: ["late"] };
  assert.equal((await ana.ask("PUT", "/api/settings/alerts", { body: [alert] })).status, 422);
});
