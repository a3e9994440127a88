// Forms that the assistant runs, on the built worker: asked one by one, read, kept through an eviction,
// and then the tag, the webhook, the packet, sales or the right person (B6, B11, D7, G1–G3, H1, H2);
// and what the assistant may use in a day.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { demoArticles, eventually, labels } from "../support/api.mjs";
import { start } from "../support/harness.mjs";
import { Hook } from "../support/hook.mjs";
import { ModelServer, answer, chunk } from "../support/model.mjs";

const PNG = Buffer.concat([
  // Its header says that it has 16 pixels by 16.
  Buffer.from("89504e470d0a1a0a0000000d4948445200000010000000100802000000", "hex"),
  Buffer.from("a picture, as far as anybody looks"),
]);

let server, ana, bo, settings, hook, model;
before(async () => {
  [hook, model] = await Promise.all([Hook.start(), ModelServer.start()]);
  server = await start();
  ({ ana, bo } = await server.setUp());
  await server.putArticles(ana, await demoArticles());
  settings = (await ana.ask("GET", "/api/settings")).data;
  settings.actions = [
    {
      name: "Error report",
      opening: "Let us look at that error.",
      fields: [
        { name: "Where", question: "Where does it come up?", kind: { choice: ["Lesson", "Exam"] } },
        { name: "Since", question: "Since which day?", kind: "date" },
        { name: "Screenshot", question: "Can you add a screenshot?", kind: "file" },
      ],
      confirm: true,
      then: { route: "assistant", tags: ["technical"], webhook: `${hook.url}/errors`, reply: "Our engineers have it." },
    },
    {
      name: "Move",
      fields: [{ name: "To", question: "Which course do you want?", kind: "text" }],
      then: { route: "support" },
    },
    {
      name: "Demo",
      fields: [
        { name: "E-mail", question: "What's your email?", kind: "email" },
        { name: "Consent", question: "May our sales team write to you?", kind: "consent" },
      ],
      then: { route: "sales", tags: ["sales"] },
    },
  ];
  settings.rules = [
    { name: "Errors", when: { phrase: ["error code"] }, then: { run: "error-report" } },
    { name: "Moving", when: { phrase: ["another course"] }, then: { run: "move", urgent: true, hand_off: "topic", assign: { id: bo.agent.id, name: bo.agent.name } } },
    { name: "Buyers", when: { phrase: ["a demo of"] }, then: { run: "demo" } },
    { name: "Locked out", when: { phrase: ["locked out of the exam"] }, then: { hand_off: "keyword", urgent: true, alert: `${hook.url}/pager` } },
  ];
  assert.equal((await put({})).status, 200);
});
after(() => Promise.all([server.stop(), hook.stop(), model.stop()]));

const put = (changes) => ana.ask("PUT", "/api/settings", { body: { ...settings, ...changes } });

/** A learner who says something and waits for what comes back. */
async function chat() {
  const learner = await server.learner();
  const socket = await learner.socket();
  const said = async (text, attachments) => {
    const from = socket.frames.length;
    const message = { type: "say", client_id: randomUUID(), text, ...(attachments && { attachments }) };
    socket.send(message);
    const isWord = ({ event }) => event?.type === "message" && event.author.kind !== "learner";
    return (await socket.until(isWord, from)).event;
  };
  const view = async () => (await ana.ask("GET", `/api/conversations/${learner.conversation}`)).data;
  return { learner, socket, said, view, id: learner.conversation };
}

test("what an admin writes is checked, and nothing changes", async () => {
  const action = settings.actions[1];
  const field = action.fields[0];
  const { agent } = ana;
  for (const [changes, why] of [
    [{ actions: [{ ...action, fields: [] }] }, /1 to 12 questions/],
    [{ actions: [{ ...action, fields: [field, field] }] }, /two questions are called “To”/],
    [{ actions: [...settings.actions, action] }, /name is taken/],
    [{ actions: [{ ...action, then: { webhook: "http://10.0.0.1/x" } }] }, /https/],
    [{ actions: [] }, /there is no form with the id error-report/],
    [{ rules: [{ name: "x", when: "complex", then: { run: "move", hand_off: "topic", confirm: true } }] }, /leave out confirm/],
    [{ rules: [{ name: "x", when: "complex", then: { urgent: true } }] }, /nobody takes over/],
    [{ rules: [{ name: "x", when: "complex", then: { alert: "https://pager.example.org" } }] }, /nobody takes over/],
    [{ rules: [{ name: "x", when: "complex", then: { hand_off: "topic", alert: "ftp://pager.example.org" } }] }, /https/],
    [{ rules: [{ name: "x", when: "complex", then: { hand_off: "topic", assign: { id: "nobody", name: "Nobody" } } }] }, /names an agent of the team/],
    [{ rules: [{ name: "x", when: "complex", then: { hand_off: "topic", assign: { id: agent.id, name: "The Dean" } } }] }, /names an agent of the team/],
    [{ hours: { time_zone: "Europe/Atlantis", open: [{ day: 0, from: 540, to: 600 }] } }, /IANA time zone/],
    [{ hours: { time_zone: "Europe/Berlin", open: [] } }, /hours have at least one part/],
    [{ hours: { time_zone: "Europe/Berlin", open: [{ day: 0, from: 600, to: 540 }] } }, /later one of the same day/],
    [{ budget: { turns: 0, answer_tokens: 600, answer_seconds: 60 } }, /answers in a row: 1 to 200/],
    [{ budget: { turns: 9, answer_tokens: 600, answer_seconds: 60, conversations_a_day: 4294967295 } }, /1000000/],
    [{ rules: [{ name: "x", when: { collected: { field: "To" } }, then: { run: "move" } }] }, /not to more questions/],
  ]) {
    const { status, data } = await put(changes);
    assert.deepEqual([status, data.code], [422, "invalid"], JSON.stringify(changes));
    assert.match(data.message, why);
  }
  // An id that was left out is made of the name.
  const withIds = (list) => list.map((it) => ({ id: it.name.toLowerCase().replaceAll(" ", "-"), ...it }));
  const expected = { ...settings, actions: withIds(settings.actions), rules: withIds(settings.rules) };
  assert.deepEqual((await ana.ask("GET", "/api/settings")).data, expected);
  // A webhook's address may be a secret: agents who are no admins see none.
  const seen = (await bo.ask("GET", "/api/settings")).data;
  assert.ok(seen.actions.length === 3 && seen.actions.every(({ then }) => then?.webhook === undefined));
  assert.ok(seen.rules.length === 4 && seen.rules.every(({ then }) => then.alert === undefined));
});

test("a rule alerts the system it names of the handoff, signed, with the packet (B5, B6)", async () => {
  const { learner, id } = await chat();
  await learner.say("I am locked out of the exam that began at nine");
  const post = await eventually(() => hook.posts.find(({ url }) => url === "/pager"), Boolean);
  const { data: { secret } } = await ana.ask("GET", "/api/webhook-secret");
  assert.ok(Hook.isSigned(post, secret));
  const { type, data } = JSON.parse(post.body);
  assert.deepEqual([type, data.conversation], ["handoff.requested", id]);
  const { view } = (await ana.ask("GET", `/api/conversations/${id}`)).data;
  assert.deepEqual(data.packet, view.handoff);
  assert.equal(data.packet.reason, "keyword");
  assert.match(data.packet.why, /Locked out/);
});

test("a form is asked one by one, survives an eviction, and its details are posted and signed", async () => {
  const { learner, said, view, id } = await chat();
  const first = await said("I get error code 500 in my lesson");
  assert.match(first.text, /^Let us look at that error\.\n\nWhere does it come up\?$/);
  assert.deepEqual(labels(first), ["Lesson", "Exam", "Cancel"]);
  assert.match((await said("in the browser")).text, /choose one of these/);
  assert.equal((await said("lesson")).text, "Since which day?");
  await server.evict(id);
  assert.match((await said("yesterday")).text, /year-month-day/);
  assert.equal((await said("31.03.2026")).text, "Can you add a screenshot?");
  const { data: shot } = await learner.ask("POST", "/api/learner/attachments", {
    raw: PNG,
    headers: { "content-type": "application/octet-stream", "x-file-name": "error.png" },
  });
  const review = await said("", [shot.id]);
  assert.match(review.text, /\*\*Where\*\*: Lesson\n- \*\*Since\*\*: 2026-03-31\n- \*\*Screenshot\*\*: error\.png/);
  assert.equal((await said("Yes, send it")).text, "Our engineers have it.");

  const { view: now, entries } = await view();
  assert.equal(now.status, "pending");
  assert.deepEqual(now.tags, ["technical"]);
  const collected = entries.find(({ event }) => event.type === "collected");
  const fields = [["Where", "Lesson"], ["Since", "2026-03-31"], ["Screenshot", "error.png"]];
  assert.deepEqual(collected.event, { type: "collected", action: "Error report", fields, is_complete: true });
  const seen = await learner.transcript();
  assert.ok(seen.entries.every(({ event }) => event.type !== "collected"));

  const post = await eventually(() => hook.posts.find(({ url }) => url === "/errors"), Boolean);
  const { data: { secret } } = await ana.ask("GET", "/api/webhook-secret");
  assert.ok(Hook.isSigned(post, secret));
  assert.equal(post.headers["webhook-id"], `${id}-${collected.seq}-action.completed`);
  assert.ok(Math.abs(Date.now() / 1000 - post.headers["webhook-timestamp"]) < 300);
  const body = JSON.parse(post.body);
  assert.deepEqual([body.type, body.data.team, body.data.conversation], ["action.completed", "riverside", id]);
  assert.deepEqual(body.data.fields, fields.map(([name, value]) => ({ name, value })));
});

test("a webhook's secret that is replaced signs for a day beside the new one", async () => {
  const { data: old } = await ana.ask("GET", "/api/webhook-secret");
  const made = await ana.ask("POST", "/api/webhook-secret");
  assert.equal(made.status, 201);
  assert.notEqual(made.data.secret, old.secret);
  assert.deepEqual((await ana.ask("GET", "/api/webhook-secret")).data, made.data);
  const before = hook.posts.length;
  const { learner } = await chat();
  await learner.say("I am locked out of the exam that began at nine");
  const [post] = await eventually(() => hook.posts.slice(before), (posts) => posts.length > 0);
  assert.ok(Hook.isSigned(post, old.secret) && Hook.isSigned(post, made.data.secret));
  assert.ok(!Hook.isSigned(post, `whsec_${Buffer.from("guessed").toString("base64")}`));
});

test("what the team decided outlives an eviction: its rules see what a form collected", async () => {
  const algebra = { name: "Algebra", when: { collected: { field: "To", is: ["Algebra II"] } }, then: { hand_off: "topic", urgent: true, tags: ["algebra"] } };
  assert.equal((await put({ rules: [...settings.rules, algebra] })).status, 200);
  const { said, view, id } = await chat();
  await said("I want to change to another course");
  await server.evict(id);
  await said("Algebra II");
  const { view: now } = await view();
  assert.equal((await put({})).status, 200);
  assert.match(now.handoff.why, /Rule “Algebra”/);
  assert.ok(now.handoff.urgent && now.tags.includes("algebra"));
});

test("what an endpoint does not take is posted again, under the same id; a redirect is not followed", async () => {
  const before = hook.posts.length;
  hook.statuses = [302];
  const { said, id } = await chat();
  await said("error code 12");
  await said("exam");
  const { learner, socket } = await chat();
  assert.ok(learner && socket);
  await said("2026-01-02");
  assert.match((await said("I cannot take one")).text, /add a file/);
  assert.match((await said("no camera")).text, /add a file/);
  // Three answers that are none: a person helps, with what there is, and nothing is posted.
  const handed = await said("really not");
  assert.equal(handed.author.kind, "system");
  assert.equal(hook.posts.length, before);

  const whole = await chat();
  await whole.said("error code 13");
  await whole.said("exam");
  await whole.said("2026-01-02");
  const { data: shot } = await whole.learner.ask("POST", "/api/learner/attachments", {
    raw: PNG,
    headers: { "content-type": "application/octet-stream", "x-file-name": "x.png" },
  });
  await whole.said("", [shot.id]);
  await whole.said("yes");
  const [first, second] = await eventually(() => hook.posts.slice(before), (posts) => posts.length >= 2);
  assert.notEqual(id, whole.id);
  assert.deepEqual([first.url, second.url], ["/errors", "/errors"]);
  assert.equal(first.headers["webhook-id"], second.headers["webhook-id"]);
  assert.equal(first.body, second.body);
});

test("the details are in the packet, urgent, and past the queue to the right person", async () => {
  const { said, view, id } = await chat();
  assert.equal((await said("I want to be moved to another course")).text, "Which course do you want?");
  const word = await said("Algebra II");
  assert.match(word.text, /Nobody on the team is here right now/);
  const { view: now } = await view();
  assert.equal(now.owner.name, "Bo");
  assert.deepEqual(now.handoff.collected, [["To", "Algebra II"]]);
  assert.deepEqual([now.handoff.reason, now.handoff.urgent], ["topic", true]);
  const row = await eventually(
    async () => (await ana.conversations()).find((row) => row.id === id),
    (row) => row?.urgent,
  );
  assert.equal(row.owner.name, "Bo");
});

test("a buyer is a lead for sales; without consent nothing is sent", async () => {
  const { said, view } = await chat();
  await said("can I see a demo of your platform");
  assert.deepEqual(labels(await said("mia@example.org")), ["I agree", "I do not agree", "Cancel"]);
  assert.match((await said("I agree")).text, /our sales team/);
  const { view: lead } = await view();
  assert.deepEqual([lead.handoff.reason, lead.tags], ["lead", ["sales"]]);
  assert.deepEqual(lead.handoff.collected, [["E-mail", "mia@example.org"], ["Consent", "Yes"]]);

  const other = await chat();
  await other.said("can I see a demo of your platform");
  await other.said("kim@example.org");
  assert.match((await other.said("no")).text, /nothing was sent/);
  const { view: none, entries } = await other.view();
  assert.deepEqual([none.status, none.tags, none.handoff], ["pending", [], null]);
  assert.ok(entries.every(({ event }) => event.type !== "collected"));
});

test("out of hours, a rule asks for an address before it hands over", async () => {
  const rules = [{ name: "Away", when: { all: ["out_of_hours", "asks_for_person"] }, then: { run: "demo" } }];
  // Three days from now, for an hour.
  const closed = { time_zone: "UTC", open: [{ day: (new Date().getUTCDay() + 2) % 7, from: 540, to: 600 }] };
  const always = { time_zone: "Pacific/Chatham", open: [0, 1, 2, 3, 4, 5, 6].map((day) => ({ day, from: 0, to: 1440 })) };
  assert.equal((await put({ rules, hours: closed })).status, 200);
  const away = await chat();
  assert.equal((await away.said("my transcript is wrong, can I talk to a person")).text, "What's your email?");
  assert.equal((await put({ rules, hours: always })).status, 200);
  const there = await chat();
  assert.equal((await there.said("my transcript is wrong, can I talk to a person")).author.kind, "system");
  assert.equal((await put({})).status, 200);
});

test("hours are on the clocks of the team's zone", async () => {
  const rules = [{ name: "Away", when: "out_of_hours", then: { tags: ["away"] } }];
  for (const time_zone of ["Asia/Kolkata", "America/St_Johns", "Europe/Berlin", "Pacific/Chatham", "Asia/Kathmandu", "UTC"]) {
    const format = new Intl.DateTimeFormat("en-US", { timeZone: time_zone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const parts = Object.fromEntries(format.formatToParts(new Date()).map(({ type, value }) => [type, value]));
    const day = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(parts.weekday);
    const minute = Number(parts.hour) * 60 + Number(parts.minute);
    // Ten minutes around now, cut at midnight.
    const around = { day, from: Math.max(0, minute - 5), to: Math.min(1440, minute + 5) };
    const fired = async (open) => {
      assert.equal((await put({ rules, hours: { time_zone, open } })).status, 200);
      const tested = await ana.ask("POST", "/api/rules/test", { body: { message: "How do I reset my password?" } });
      return tested.data.fired.map(({ id }) => id);
    };
    assert.deepEqual(await fired([around]), [], `${time_zone}: they are there`);
    assert.deepEqual(await fired([{ ...around, day: (day + 3) % 7 }]), ["away"], `${time_zone}: they are away`);
  }
  assert.equal((await put({})).status, 200);
});

test("a day's conversations, and a conversation's turns, end with a person and a reason", async (t) => {
  // Of a day in which nobody has asked yet.
  const [busy, admin] = [server, ana];
  server = await start();
  t.after(async () => {
    await server.stop();
    [server, ana] = [busy, admin];
  });
  ({ ana } = await server.setUp());
  await server.putArticles(ana, await demoArticles());
  const budget = { turns: 1, answer_tokens: 600, answer_seconds: 60 };
  const put = (body) => ana.ask("PUT", "/api/settings/budget", { body });
  assert.equal((await put(budget)).status, 200);
  const one = await chat();
  assert.equal((await one.said("How do I reset my password?")).author.kind, "assistant");
  assert.equal((await one.said("How do I request my transcript?")).author.kind, "system");
  assert.equal((await one.view()).view.handoff.reason, "limit");

  // The one before counts, though there was no limit when it began.
  assert.equal((await put({ ...budget, turns: 30, conversations_a_day: 2 })).status, 200);
  const taken = await chat();
  assert.equal((await taken.said("How do I reset my password?")).author.kind, "assistant");
  const next = await chat();
  assert.equal((await next.said("How do I reset my password?")).author.kind, "system");
  const { handoff } = (await next.view()).view;
  assert.deepEqual([handoff.reason, /today/.test(handoff.why)], ["limit", true]);
  // Nor does the next turn slip through; who was taken on is answered on.
  const late = await chat();
  assert.equal((await late.said("How do I reset my password?")).author.kind, "system");
  assert.equal((await taken.said("How do I request my transcript?")).author.kind, "assistant");
  const { items } = (await ana.ask("GET", "/api/audit")).data;
  assert.ok(items.some(({ action, by }) => action === "budget_nearly_spent" && by.kind === "team"));
});

test("a model may run the team's forms by the tool, and no other", async () => {
  const other = await start({ vars: { MODEL: "openai", OPENAI_BASE_URL: model.url, OPENAI_MODEL: "m" }, secrets: { OPENAI_API_KEY: "k" } });
  try {
    const { ana: admin } = await other.setUp();
    await other.putArticles(admin, await demoArticles());
    const before = (await admin.ask("GET", "/api/settings")).data;
    const actions = [{ ...settings.actions[1], description: "Wants to change courses" }];
    const body = { ...before, actions, budget: { turns: 30, answer_tokens: 77, answer_seconds: 5 } };
    assert.equal((await admin.ask("PUT", "/api/settings", { body })).status, 200);
    const calls = (action) => [chunk({ tool_calls: [{ index: 0, function: { name: "run_action", arguments: JSON.stringify({ action }) } }] }), chunk({}, "tool_calls"), "data: [DONE]\n\n"];
    const word = async (question) => {
      const learner = await other.learner();
      const socket = await learner.socket();
      socket.say(question);
      const isWord = ({ event }) => event?.type === "message" && event.author.kind !== "learner";
      return { event: (await socket.until(isWord)).event, learner };
    };
    model.streams(calls("Move"));
    assert.equal((await word("How do I reset my password?")).event.text, "Which course do you want?");
    const asked = model.requests.at(-1).body;
    // Twice the budget: the quotes count too.
    assert.equal(asked.max_tokens, 154);
    const tool = asked.tools.find((tool) => tool.function.name === "run_action").function;
    assert.deepEqual(tool.parameters.properties.action.enum, ["Move"]);
    assert.match(tool.description, /Wants to change courses/);
    model.streams(calls("Delete everything"));
    assert.equal((await word("How do I reset my password?")).event.author.kind, "system");

    // However lively it streams, an answer takes no longer than its seconds.
    model.script = async (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      const timer = setInterval(() => response.write(chunk({ content: " so" })), 100);
      response.on("close", () => clearInterval(timer));
    };
    const { event, learner } = await word("How do I reset my password?");
    assert.equal(event.author.kind, "system");
    const { data } = await admin.ask("GET", `/api/conversations/${learner.conversation}`);
    assert.equal(data.view.handoff.reason, "model_failure");
    model.streams(answer("Select Forgot password? [1]"));
  } finally {
    await other.stop();
  }
});
