// What learners are promised and who is told, on the built worker: one time for both sides, hours and
// holidays, alerts in each form, once, through failures (C4, H2, I1, I2; T14, T15, T16).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Socket, eventually } from "../support/api.mjs";
import { start } from "../support/harness.mjs";
import { Webhook } from "standardwebhooks";
import { Hook } from "../support/hook.mjs";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
let server, ana, bo, hook;
before(async () => {
  server = await start({ vars: { PUBLIC_URL: "https://baton.riverside.example/" } });
  ({ ana, bo } = await server.setUp());
  hook = await Hook.start();
});
after(async () => {
  await server?.stop();
  await hook?.stop();
});

const put = async (section, body) => {
  const { status, data } = await ana.ask("PUT", `/api/settings/${section}`, { body });
  assert.equal(status, 200, JSON.stringify(data));
};
/** A learner who asks for a person, once they are told by when one replies. */
async function waiting(text = "I want to talk to a person about my transcript") {
  const learner = await server.learner();
  const socket = await learner.socket();
  socket.say(text);
  const message = await socket.message("system");
  const promise = await socket.until((frame) => frame.type === "promise");
  return { learner, socket, id: learner.conversation, message, promise: promise.reply_by };
}
const row = (id, is = (it) => it.reply_by !== undefined) =>
  eventually(async () => (await ana.conversations()).find((it) => it.id === id), (it) => it !== undefined && is(it));
/** Whether a promise is a whole minute, half a working day after a wait that began then, or within ten seconds. */
const isHalfADay = (promise, began) => promise % MINUTE === 0 && promise - began - 240 * MINUTE >= 0 && promise - began - 241 * MINUTE < 30_000;
/** Minutes after midnight, and the day of the week from Monday, in Greenwich. */
const dayOf = (at) => (new Date(at).getUTCDay() + 6) % 7;
const text = (date) => new Date(date).toISOString().slice(0, 10);

test("a tag's own hours decide whether somebody is there for it, and what is promised", async () => {
  const today = dayOf(Date.now());
  // Closed today, for all but what is about exams; and the promise counts in that week's hours.
  const open = [{ day: (today + 3) % 7, from: 540, to: 1_020 }];
  const exams = [0, 1, 2, 3, 4, 5, 6].map((day) => ({ day, from: 0, to: 1_440 }));
  await put("hours", { time_zone: "UTC", open, by_tag: [{ tag: "exams", open: exams }] });
  await put("tags", [{ tag: "exams", description: "Exams and proctoring" }]);
  // Somebody has the inbox open: whether they are there is for the hours to say.
  const inbox = await Socket.open(`${server.url}/api/inbox/socket`, [], { cookie: ana.cookie, origin: server.url });
  try {
    const other = await waiting();
    assert.match(other.message.event.text, /Nobody on the team is here right now/);
    assert.ok(other.promise - Date.now() > 2 * DAY);
    const tagged = await server.learner();
    const socket = await tagged.socket();
    socket.say("Hello");
    await socket.message("assistant");
    await ana.command(tagged.conversation, { type: "tag", tag: "exams" });
    socket.say("I want to talk to a person about my transcript");
    const message = await socket.message("system");
    assert.match(message.event.text, /I am bringing in a person/);
    const { reply_by } = await socket.until((frame) => frame.type === "promise" && frame.reply_by);
    assert.ok(isHalfADay(reply_by, Date.now() - 20_000), `${reply_by}`);
    await socket.close();
  } finally {
    await inbox.close();
    await put("hours", null);
    await put("tags", []);
  }
});

test("learner and team have one time: half a working day, five minutes for what is urgent, a tag's own", async () => {
  const began = Date.now();
  const { learner, socket, id, promise } = await waiting();
  assert.ok(isHalfADay(promise, began), `${promise}`);
  assert.equal((await row(id)).reply_by, promise);
  assert.equal((await learner.transcript()).view.reply_by, promise, "and whoever comes later has it too");
  await put("promises", { reply_minutes: 240, urgent_minutes: 5, by_tag: [{ tag: "exam", minutes: 30 }] });
  const tagged = await waiting();
  await bo.command(tagged.id, { type: "tag", tag: "exam" });
  // The team's word is read anew within a minute, and with the next search: another learner has it at once.
  const moved = await eventually(
    async () => (await ana.conversations()).find((it) => it.id === tagged.id),
    (it) => it.tags.includes("exam"),
  );
  assert.ok(moved.reply_by <= tagged.promise);
  // Answered, nobody waits; the next word begins another wait.
  await bo.command(id, { type: "claim" });
  await bo.command(id, { type: "reply", client_id: "r1", text: "I am here." });
  await socket.until((frame) => frame.type === "promise" && frame.reply_by === undefined);
  await row(id, (it) => it.reply_by === undefined);
  const before = socket.frames.length;
  socket.say("thank you, and when is it sent?");
  const next = await socket.until((frame) => frame.type === "promise" && frame.reply_by >= promise, before);
  assert.equal((await row(id)).reply_by, next.reply_by);
  await socket.close();
  await tagged.socket.close();
});

test("without a promise nothing is said of time", async () => {
  await put("promises", {});
  const learner = await server.learner();
  const socket = await learner.socket();
  socket.say("I want to talk to a person about my transcript");
  await socket.message("system");
  const listed = await row(learner.conversation, (it) => it.status === "open");
  assert.equal(listed.reply_by, undefined);
  assert.equal((await learner.transcript()).view.reply_by, undefined);
  await socket.close();
});

test("closed, the promise is of the next opening; a holiday is no opening", async () => {
  await put("promises", { reply_minutes: 60 });
  const tomorrow = Date.now() + DAY;
  const later = Date.now() + 3 * DAY;
  const at = (day) => ({ day: dayOf(day), from: 600, to: 720 });
  const hours = { time_zone: "UTC", open: [at(tomorrow), at(later)] };
  await put("hours", hours);
  const opens = (day) => Date.parse(`${text(day)}T11:00:00Z`);
  const one = await waiting();
  assert.match(one.message.event.text, /Nobody on the team is here/);
  assert.equal(one.promise, opens(tomorrow), "an hour of open time after ten");
  await put("hours", { ...hours, exceptions: [{ from: text(tomorrow), to: text(tomorrow), name: "Founders' day" }] });
  const other = await waiting();
  assert.equal(other.promise, opens(later));
  for (const [exceptions, why] of [
    [[{ from: "12-24", to: "12-26" }], "is no day"],
    [[{ from: "2027-01-01", to: "2026-12-24" }], "is after"],
    [[{ from: "2026-12-24", to: "2026-12-24", open: [{ from: 600, to: 660 }, { from: 630, to: 700 }] }], "overlap"],
  ]) {
    const { status, data } = await ana.ask("PUT", "/api/settings/hours", { body: { ...hours, exceptions } });
    assert.equal(status, 422);
    assert.match(data.message, new RegExp(why));
  }
  assert.equal((await ana.ask("PUT", "/api/settings/hours", { body: { ...hours, time_zone: "Mars/Olympus" } })).status, 422);
  await ana.ask("PUT", "/api/settings/hours", { body: null });
  await one.socket.close();
  await other.socket.close();
});

test("Slack, Teams and a webhook are told once each, in their own form, though the first attempt fails", async () => {
  await put("promises", { reply_minutes: 240 });
  const alert = (name, kind, on) => ({ name, kind, address: `${hook.url}/${name}`, on });
  await put("alerts", [
    alert("slack", "slack", ["handed_off"]),
    alert("teams", "teams", ["handed_off", "late"]),
    alert("own", "webhook", ["handed_off"]),
    alert("late", "slack", ["late"]),
  ]);
  assert.equal((await bo.ask("GET", "/api/settings")).data.alerts, undefined, "the addresses are for admins");
  hook.posts.length = 0;
  hook.statuses.push(500, 302);
  const { id, socket } = await waiting("my <@U123> transcript has a wrong name, I want to talk to a person");
  const posts = await eventually(() => hook.posts, (all) => new Set(all.map(({ url }) => url)).size === 3 && all.length >= 5, 60_000);
  const to = (name) => posts.filter(({ url }) => url === `/${name}`);
  assert.equal(to("late").length, 0);
  assert.equal(posts.filter(({ url }) => url === "/elsewhere").length, 0, "no redirect is followed");
  const slack = JSON.parse(to("slack").at(-1).body);
  assert.equal(slack.text, "A learner waits for a person");
  assert.ok(slack.blocks.some((block) => block.text?.text.includes("<@U123>") && block.text.type === "plain_text"));
  assert.equal(slack.blocks.at(-1).text.text, `<https://baton.riverside.example/inbox#c=${id}|Open the inbox>   <https://baton.riverside.example/inbox#c=${id}&amp;take=1|Take over>`);
  assert.ok(slack.blocks.slice(0, -1).every((block) => !JSON.stringify(block).includes("mrkdwn")));
  const teams = JSON.parse(to("teams").at(-1).body);
  assert.equal(teams.attachments[0].content.type, "AdaptiveCard");
  assert.deepEqual(teams.attachments[0].content.actions.map(({ title }) => title), ["Open the inbox", "Take over"]);
  const [secret] = [(await ana.ask("GET", "/api/webhook-secret")).data.secret];
  assert.ok(to("own").every((post) => Hook.isSigned(post, secret)));
  assert.equal(JSON.parse(to("own").at(-1).body).type, "handoff.requested");
  // Taken, they are not sent again: each address once more than it failed.
  assert.equal(posts.length, 5);
  // A test tells it now, and says what came of it.
  hook.posts.length = 0;
  hook.statuses.push(200, 404);
  const tested = (kind, address = `${hook.url}/test`) => ana.ask("POST", "/api/alerts/test", { body: { kind, address } });
  assert.deepEqual((await tested("slack")).data, { status: 200 });
  assert.deepEqual((await tested("webhook")).data, { status: 404 });
  assert.ok(Hook.isSigned(hook.posts[1], secret));
  assert.equal((await tested("teams", "http://10.0.0.1/")).status, 422);
  // Where nobody listens; the harness answers for the network.
  assert.ok(((await tested("teams", "http://127.0.0.1:9/")).data.status ?? 500) >= 500);
  assert.equal((await bo.ask("POST", "/api/alerts/test", { body: { kind: "slack", address: `${hook.url}/test` } })).status, 403);
  await socket.close();
});

test("an alert for a tag hears of no other conversation; a target of the team's own is in the row and no learner's (H2, I2)", async () => {
  await put("promises", { reply_minutes: 240, resolve_minutes: 480 });
  const alert = (name, tags) => ({ name, kind: "webhook", address: `${hook.url}/${name}`, on: ["tags"], tags });
  await put("alerts", [alert("finance", ["billing"]), alert("all", [])]);
  const tagged = async (tag) => {
    const asked = await waiting();
    await bo.command(asked.id, { type: "tag", tag });
    return asked;
  };
  hook.posts.length = 0;
  const [exam, billing] = [await tagged("exam"), await tagged("billing")];
  const told = (name) =>
    new Set(hook.posts.filter(({ url }) => url === `/${name}`).map(({ body }) => JSON.parse(body).data.conversation));
  await eventually(() => told("all"), (all) => all.has(exam.id) && all.has(billing.id));
  assert.deepEqual([...(await eventually(() => told("finance"), (all) => all.size > 0))], [billing.id]);
  const listed = await row(exam.id, (it) => it.resolve_by !== undefined);
  assert.ok(listed.resolve_by > listed.reply_by, "eight open hours are later than four");
  assert.ok(!JSON.stringify(await exam.learner.transcript()).includes("resolve_by"));
  const refused = await ana.ask("PUT", "/api/settings/promises", { body: { resolve_minutes: 0 } });
  assert.equal(refused.status, 422);
  await put("alerts", []);
  await put("promises", { reply_minutes: 240 });
  await Promise.all([exam.socket.close(), billing.socket.close()]);
});

test("a system hears of everything that it chose, each event by a name and an id of its own, signed as the standard says", async () => {
  const on = ["created", "handed_off", "claimed", "message", "tags", "resolved"];
  await put("alerts", [{ name: "CRM", kind: "webhook", address: `${hook.url}/crm`, on }]);
  // What only systems want to hear of is taken off what people read.
  await put("alerts", [
    { name: "CRM", kind: "webhook", address: `${hook.url}/crm`, on },
    { name: "Desk", kind: "slack", address: `${hook.url}/desk`, on: ["message", "late"] },
  ]);
  const kept = (await ana.ask("GET", "/api/settings")).data.alerts;
  assert.deepEqual(kept[1].on, ["late"]);
  hook.posts.length = 0;
  const { id, socket } = await waiting();
  await bo.command(id, { type: "tag", tag: "vip" });
  await bo.command(id, { type: "claim" });
  await bo.command(id, { type: "reply", client_id: "r-all", text: "Here it is." });
  await bo.command(id, { type: "note", client_id: "n-all", text: "A note is the team's own." });
  await bo.command(id, { type: "resolve" });
  const bodies = () => hook.posts.filter(({ url }) => url === "/crm").map(({ body }) => JSON.parse(body));
  await eventually(bodies, (all) => all.some(({ type }) => type === "conversation.resolved"));
  const types = bodies().map(({ type }) => type).sort();
  assert.deepEqual(types, [
    "conversation.created",
    "conversation.resolved",
    "handoff.claimed",
    "handoff.requested",
    "message.created",
    "message.created",
    "message.created",
    "tags.changed",
  ]);
  assert.ok(!hook.posts.some(({ body }) => body.includes("the team's own")), "notes leave no team");
  const ids = hook.posts.map(({ headers }) => headers["webhook-id"]);
  assert.equal(new Set(ids).size, ids.length);
  // By the standard's own library.
  const standard = new Webhook((await ana.ask("GET", "/api/webhook-secret")).data.secret);
  for (const { body, headers } of hook.posts) {
    assert.deepEqual(standard.verify(body, headers), JSON.parse(body));
    assert.throws(() => standard.verify(body.replace("conversation", "konversation"), headers));
  }
  await put("alerts", []);
  await socket.close();
});
