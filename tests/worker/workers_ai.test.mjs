// The platform's own chat models, against a double that streams as the documentation says: answers,
// tools, and every way it fails ends in a handoff that the learner sees (invariant 10).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually, labels } from "../support/api.mjs";
import { start } from "../support/harness.mjs";

let server, ana;
before(async () => {
  server = await start({ vars: { MODEL: "workers_ai", MODEL_TIMEOUT_MS: "700" }, doubles: { AI: "ai" } });
  ({ ana } = await server.setUp());
  await server.putArticles(ana, { reset: { title: "Reset your password", text: "Select Forgot password on the sign-in page." } });
  const { data: settings } = await ana.ask("GET", "/api/settings");
  await ana.ask("PUT", "/api/settings", { body: { ...settings, answers: { ...settings.answers, confidence_threshold: 0 }, rules: [] } });
});
after(() => server.stop());

async function asked(how) {
  const learner = await server.learner();
  await learner.say(`how do I reset my password in case ${how}`);
  const { entries, view } = await eventually(() => learner.transcript(), (it) => it.entries.length > 1 && it.entries.at(-1).event.author?.kind !== "learner", 20_000);
  const { data } = await ana.ask("GET", `/api/conversations/${learner.conversation}`);
  return { said: entries.map(({ event }) => event).filter(({ author }) => author && author.kind !== "learner"), status: view.status, packet: data.view.handoff };
}

test("its model is named", async () => {
  assert.match((await server.ask("GET", "/healthz")).data.model, /^@cf\//);
});

for (const how of ["good", "openai"]) {
  test(`it answers, streamed in ${how === "good" ? "its own words" : "OpenAI's"}`, async () => {
    const { said, status } = await asked(how);
    assert.equal(status, "pending");
    assert.equal(said[0].text, "Select Forgot password on the sign-in page [1].");
    assert.equal(said[0].citations[0].article, "reset");
  });
}

test("it hands over by its tool, and asks back by its tool", async () => {
  const { packet } = await asked("tool");
  assert.equal(packet.reason, "topic");
  const { said, status } = await asked("back");
  assert.equal(status, "pending");
  assert.deepEqual(labels(said[0]), ["Talk to a person"]);
});

for (const [how, reason] of Object.entries({
  cut: "model_failure", malformed: "model_failure", empty: "model_failure", stalled: "model_failure",
  endless: "model_failure", busy: "model_failure", allowance: "model_failure", invented: "no_answer",
})) {
  test(`${how} ends in a handoff that the learner sees`, async () => {
    const { said, status, packet } = await asked(how);
    assert.equal(status, "open");
    assert.equal(packet.reason, reason);
    assert.equal(said.at(-1).author.kind, "system");
    assert.ok(said.every(({ author }) => author.kind !== "assistant"));
  });
}
