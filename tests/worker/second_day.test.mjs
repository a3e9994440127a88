// The state that people have: the demo centre once the encoder has embedded all of it. README's
// first story and the chat's own suggestions, right by the facts (A1, A7, B3, T1).
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { demoArticles, eventually } from "../support/api.mjs";
import { start } from "../support/harness.mjs";

const file = (path) => new URL(`../../${path}`, import.meta.url);
const skip = !existsSync(fileURLToPath(file("build/assets/models/minilm.bin"))) && "the encoder was not built: no pip";
/** What embedding the demo takes on a slow machine, in ms. */
const PATIENCE = 400_000;

let server, ana;
before(async () => {
  if (skip) return;
  server = await start({ vars: { EMBEDDINGS: "embedded", QUESTION_EMBEDDINGS: "encoder" } });
  ({ ana } = await server.setUp());
  await server.putArticles(ana, await demoArticles());
  const status = async () => (await ana.ask("GET", "/api/knowledge")).data;
  await eventually(status, ({ embedded, passages }) => passages > 200 && embedded === passages, PATIENCE);
});
after(() => server?.stop());

/** What a learner gets who says this in a new conversation. */
async function asked(...texts) {
  const learner = await server.learner();
  let transcript;
  for (const text of texts) {
    const { entries: known } = transcript ?? { entries: [] };
    await learner.say(text);
    transcript = await eventually(
      () => learner.transcript(),
      ({ entries }) => entries.slice(known.length + 1).some(({ event }) => event.type === "message"),
    );
  }
  const said = transcript.entries.map(({ event }) => event).filter(({ type }) => type === "message");
  return { learner, view: transcript.view, said };
}

test("every suggestion is answered rightly, and nobody is called", { skip }, async () => {
  const lines = (await readFile(file("demo/questions.jsonl"), "utf8")).trim().split("\n");
  const questions = lines.map((line) => JSON.parse(line));
  for (const text of JSON.parse(await readFile(file("demo/suggestions.json"), "utf8"))) {
    const question = questions.find((it) => it.text === text);
    const { said, view } = await asked(text);
    assert.equal(view.status, "pending", text);
    const answer = said.at(-1);
    assert.equal(answer.author.kind, "assistant", text);
    assert.deepEqual(answer.quick_replies ?? [], [], `${text}: it is sure`);
    assert.deepEqual(answer.citations.map(({ article }) => article), question.articles, text);
    const plain = answer.text.replace(/[*_]/g, "");
    for (const fact of question.facts) assert.ok(fact.some((it) => plain.includes(it)), `${text}: ${plain}`);
  }
});

test("README's story: an answer, then a person with everything they need", { skip }, async () => {
  const { learner, said, view } = await asked("How do I reset my password?", "my course completion never synced, can I talk to a person?");
  assert.match(said[1].text, /Forgot password/);
  assert.equal(view.status, "open");
  const { data } = await ana.ask("GET", `/api/conversations/${learner.conversation}`);
  const packet = data.view.handoff;
  assert.equal(packet.reason, "asked_for_person");
  assert.equal(packet.open_question, "my course completion never synced");
  const considered = packet.tried.flatMap(({ considered }) => considered.map(({ article }) => article));
  assert.ok(considered.some((it) => it.startsWith("course-completion")), JSON.stringify(considered));
});

test("on is not off, and trouble is never off topic", { skip }, async () => {
  const { said } = await asked("turn on two-step verification");
  assert.deepEqual(said[1].citations.map(({ article }) => article), ["turn-on-two-step-verification"]);
  assert.doesNotMatch(said[1].text, /Turn it off/);
  for (const trouble of ["I can't access my quiz", "where can i find my transcript"]) {
    const { said } = await asked(trouble);
    assert.doesNotMatch(said.at(-1).text, /I can only answer what/, trouble);
  }
});
