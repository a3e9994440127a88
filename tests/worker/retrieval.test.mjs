// The worker finds what the same code finds natively, where it is measured (`cargo xtask eval`).
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { demoArticles } from "../support/api.mjs";
import { start } from "../support/harness.mjs";

const run = promisify(execFile);
const EVAL = fileURLToPath(new URL("../../target/debug/eval", import.meta.url));
const ARTICLES = fileURLToPath(new URL("../../demo/articles", import.meta.url));

let server, ana, articles;
before(async () => {
  server = await start();
  ({ ana } = await server.setUp());
  articles = Object.fromEntries(Object.entries(await demoArticles()).sort(([a], [b]) => (a < b ? -1 : 1)));
  await server.putArticles(ana, articles);
});
after(() => server.stop());

/** Two hundred questions from the articles' own sentences: whole, in part, and with a slip. */
function questions() {
  const sentences = Object.values(articles).flatMap(({ title, text }) => [title, ...text.replace(/[#*`>|[\]()]/g, " ").split(/(?<=[.?!])\s+/)]);
  const usable = sentences.map((it) => it.replace(/\s+/g, " ").trim()).filter((it) => it.split(" ").length > 2 && it.length < 200);
  return Array.from({ length: 200 }, (_, number) => {
    const sentence = usable[Math.floor((number * usable.length) / 200)];
    if (number % 3 === 1) return sentence.split(" ").slice(0, 6).join(" ");
    if (number % 3 === 2) return sentence.replace(/([a-z]{3})([a-z])([a-z]{3})/, "$1$3");
    return sentence;
  });
}

test("200 questions are ranked in workerd as they are natively", async () => {
  const asked = questions();
  const folder = await mkdtemp(join(tmpdir(), "rank-"));
  try {
    await writeFile(join(folder, "questions"), asked.join("\n"));
    const { stdout } = await run(EVAL, ["rank", ARTICLES, join(folder, "questions")], { maxBuffer: 1e8 });
    const natively = stdout.trim().split("\n").map((line) => JSON.parse(line));
    assert.equal(natively.length, asked.length);
    const close = (a, b) => Math.abs(a - b) < 1e-4;
    for (const [number, question] of asked.entries()) {
      const { data } = await ana.ask("POST", "/api/search", { body: { question, limit: 10 } });
      const { hits, confidence } = natively[number];
      assert.deepEqual(data.passages.map(({ article, heading }) => [article, heading]), hits.map(([article, heading]) => [article, heading]), question);
      assert.ok(data.passages.every(({ score }, rank) => close(score, hits[rank][2])), question);
      assert.ok(close(data.confidence, confidence), question);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
