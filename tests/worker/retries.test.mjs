// Nobody is online and every address fails nine times, on the built worker, with 50 evictions in between: the learner
// is told the truth and can be reached, and Slack, Teams, e-mail, push and a webhook are told, once (I1, I2; T14, T15).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Webhook } from "standardwebhooks";
import { eventually } from "../support/api.mjs";
import { start } from "../support/harness.mjs";
import { Hook } from "../support/hook.mjs";
import { Catcher } from "../support/mail.mjs";
import { PushService } from "../support/push.mjs";

const FAILURES = 9;
const EVICTIONS = 50;
let server, ana, catcher, slack, teams, webhook, push;
before(async () => {
  catcher = await Catcher.start();
  [slack, teams, webhook] = await Promise.all([Hook.start(), Hook.start(), Hook.start()]);
  push = await PushService.start();
  server = await start({
    vars: {
      PUBLIC_URL: "https://baton.riverside.example/",
      MAIL_FROM: "help@riverside.example",
      // The deployment's own take two days.
      ALERT_RETRIES: Array(FAILURES).fill("2").join(),
    },
    secrets: { MAIL_URL: `smtp://127.0.0.1:${catcher.port}` },
  });
  ({ ana } = await server.setUp());
});
after(async () => {
  await server?.stop();
  await Promise.all([catcher, slack, teams, webhook, push].map((it) => it?.stop()));
});

const put = async (section, body) => {
  const { status, data } = await ana.ask("PUT", `/api/settings/${section}`, { body });
  assert.equal(status, 200, JSON.stringify(data));
};

// Nobody is there today.
const HOURS = { time_zone: "UTC", open: [{ day: (new Date().getUTCDay() + 2) % 7, from: 600, to: 720 }] };

test("nine failures and fifty evictions lose no alert and double none", async () => {
  await put("hours", HOURS);
  const on = ["handed_off"];
  await put("alerts", [
    { name: "Slack", kind: "slack", address: `${slack.url}/slack`, on },
    { name: "Teams", kind: "teams", address: `${teams.url}/teams`, on },
    { name: "Mail", kind: "email", address: "desk@riverside.example", on },
    { name: "CRM", kind: "webhook", address: `${webhook.url}/crm`, on },
  ]);
  // As a browser does: it asks for the team's key, which is made with it.
  assert.equal((await ana.ask("GET", "/api/agents/me/push")).status, 200);
  const browser = push.browser();
  assert.equal((await ana.ask("PUT", "/api/agents/me/push", { body: browser.subscription })).status, 204);
  const { data: { secret } } = await ana.ask("GET", "/api/webhook-secret");
  for (const hook of [slack, teams, webhook, push]) hook.statuses = Array(FAILURES).fill(503);
  catcher.refusals = Array.from({ length: FAILURES }, () => ({ code: 451, words: "come again" }));

  const learner = await server.learner();
  const socket = await learner.socket();
  socket.say("I want to talk to a person about my transcript");
  const { event } = await socket.message("system");
  assert.match(event.text, /Nobody on the team is here right now/);
  assert.equal(event.asks_address, true, "there is a way to be reached");
  const { reply_by } = await socket.until((frame) => frame.type === "promise");
  assert.ok(reply_by > Date.now());
  await socket.close();

  // Five evictions after each round of attempts: an object that is at work is not evicted, here or at the edge.
  const attempts = () => Math.min(...[slack, teams, webhook, push].map((hook) => hook.posts.length), catcher.ended);
  for (let round = 1; round <= FAILURES + 1; round += 1) {
    await eventually(attempts, (count) => count >= round);
    for (let eviction = 0; eviction < EVICTIONS / (FAILURES + 1); ) {
      await learner.transcript();
      eviction += Number(await server.evict(learner.conversation));
    }
  }

  for (const hook of [slack, teams, webhook, push]) assert.equal(hook.posts.length, FAILURES + 1, hook.posts[0].url);
  assert.equal(catcher.mails.length, 1);
  assert.match(slack.posts.at(-1).body, /transcript/);
  assert.match(teams.posts.at(-1).body, /transcript/);
  assert.match(catcher.mails[0].text, /transcript/);
  assert.equal(browser.read(browser.posts().at(-1)).conversation, learner.conversation);
  const ids = new Set(webhook.posts.map((post) => post.headers["webhook-id"]));
  assert.equal(ids.size, 1, "whoever took it already would know it");
  const last = webhook.posts.at(-1);
  assert.equal(new Webhook(secret).verify(last.body, last.headers).type, "handoff.requested");
  assert.deepEqual((await ana.ask("GET", "/api/alerts/undelivered")).data, []);
});
