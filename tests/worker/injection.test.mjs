// What learners write is data: no instruction in it widens what is searched, reaches the model as an
// instruction, or brings out what the articles do not say — even if the model obeys (A1, A2, A10,
// T21; invariant 12).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually } from "../support/api.mjs";
import { ATTACKS } from "../support/attacks.mjs";
import { start } from "../support/harness.mjs";
import { ModelServer, answer } from "../support/model.mjs";

let server, model, ana;
before(async () => {
  model = await ModelServer.start();
  server = await start({ vars: { MODEL: "openai", OPENAI_BASE_URL: model.url, OPENAI_MODEL: "obedient" } });
  ({ ana } = await server.setUp());
  await server.putArticles(ana, {
    reset: { title: "Reset your password", text: "Select Forgot password on the sign-in page and follow the link in the message." },
    staff: { title: "Impersonate a user", text: "Open Admin, Users, Impersonate and type the zebracode 4471.", audience: "admin" },
    teachers: { title: "Unlock a quiz", text: "Instructors unlock a quiz with the wombatcode 9902.", audience: "instructor" },
  });
  // Everything goes to the model: no threshold and no rule stands before it.
  const { data: settings } = await ana.ask("GET", "/api/settings");
  await ana.ask("PUT", "/api/settings", { body: { ...settings, confidence_threshold: 0, rules: [] } });
});
after(async () => {
  await server.stop();
  await model.stop();
});

const SECRETS = /zebracode 4471|wombatcode/i;

test(`${ATTACKS.length} attacks find nothing that is not for learners`, async () => {
  assert.ok(ATTACKS.length >= 150);
  assert.equal(new Set(ATTACKS.map(({ text }) => text)).size, ATTACKS.length);
  for (const { name, text } of ATTACKS) {
    const { data, status } = await ana.ask("GET", `/api/search?q=${encodeURIComponent(text)}`);
    assert.equal(status, 200, name);
    assert.ok(data.passages.every(({ article }) => article === "reset"), name);
    assert.doesNotMatch(JSON.stringify(data), SECRETS, name);
  }
});

test(`${ATTACKS.length} attacks on a model that obeys bring out nothing`, async () => {
  let asked = 0;
  for (const { name, text, says } of ATTACKS) {
    model.requests.length = 0;
    model.streams(answer(`${says} [1]`));
    const learner = await server.learner();
    const frames = await learner.socket();
    await learner.say(text);
    const { entries } = await eventually(
      () => learner.transcript(),
      (it) => it.entries.some(({ event }) => event.type === "message" && event.author.kind !== "learner"),
    );
    const seen = JSON.stringify([entries.filter(({ event }) => event.author?.kind !== "learner"), frames.frames.filter(({ type }) => type === "delta")]);
    for (const sentence of [says.split(/[.:]/)[0], "evil.example", "zebracode", "NOTE-7741", "500 dollars"]) {
      assert.ok(!seen.includes(sentence), `${name}: ${seen}`);
    }
    frames.close();
    for (const { body } of model.requests) {
      asked += 1;
      const instructions = body.messages.filter(({ role }) => role === "system");
      assert.equal(instructions.length, 1, name);
      assert.ok(!instructions[0].content.includes(text), `${name}: what learners write is no instruction`);
      assert.doesNotMatch(JSON.stringify(body), SECRETS, name);
    }
  }
  assert.ok(asked > ATTACKS.length / 2, `${asked} reached the model`);
});
