// What a person gets, over HTTP: help centres synced through `baton` as they are, each question
// asked by a learner of their own, and what came of it beside what `eval help` says.
//
//   cargo xtask eval answers DIR... [--table] [--questions 40] [--predictions FILE]
//
// Each DIR holds questions.jsonl and articles/. The worker waits until the encoder has been
// everywhere; with --table the table is on both sides.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { DevServer } from "../support/server.mjs";

const run = promisify(execFile);
const root = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { table: { type: "boolean" }, questions: { type: "string" }, predictions: { type: "string" } },
});
const lines = (text) => text.split("\n").filter((line) => line.trim()).map((line) => JSON.parse(line));
/** Learners that ask at once. */
const AT_ONCE = 4;
/** What the assistant says of what is no business of the platform's, in the domain's words. */
const OUTSIDE = /^I can only answer what/;

const vars = values.table ? { EMBEDDINGS: "table" } : { EMBEDDINGS: "embedded", QUESTION_EMBEDDINGS: "encoder" };
const folder = await mkdtemp(join(tmpdir(), "eval-"));
const predicted = [];
const native = new Map();
try {
  for (const dir of positionals.map((it) => resolve(it))) {
    const server = await DevServer.start(vars);
    try {
      const { ana } = await server.setUp();
      const { data: key } = await ana.ask("POST", "/api/keys", { body: { label: "eval", scopes: ["articles:read", "articles:write"] } });
      const began = performance.now();
      const { stdout } = await run(root("target/debug/baton"), ["--url", server.url, "--key", key.secret, "articles", "sync", join(dir, "articles")], { maxBuffer: 1e8 });
      console.log(`${basename(dir)}: ${stdout.trim().split("\n").at(-1)}`);
      const titles = await titlesOf(ana);
      for (;;) {
        const { data } = await ana.ask("GET", "/api/knowledge");
        if (data.problem) throw new Error(data.problem);
        if (data.embedded >= data.passages) break;
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
      console.log(`${basename(dir)}: ready after ${((performance.now() - began) / 1000).toFixed(0)} s`);
      let questions = lines(await readFile(join(dir, "questions.jsonl"), "utf8"));
      if (values.questions) {
        const step = Math.max(1, questions.length / Number(values.questions));
        questions = questions.filter((_, number) => Math.floor(number % step) === 0);
      }
      const waiting = [...questions];
      const ask = async () => {
        for (let question = waiting.shift(); question; question = waiting.shift()) {
          predicted.push(await asked(server, titles, question));
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, ask));
    } finally {
      await server.stop();
    }
  }
  const file = join(folder, "native.jsonl");
  const args = ["help", ...positionals.map((it) => resolve(it)), "--shipped", "--predictions", file];
  await run(root("target/eval/eval"), values.table ? [...args, "--table"] : args, { maxBuffer: 1e8 });
  for (const line of lines(await readFile(file, "utf8"))) native.set(line.id, line);
  let same = 0;
  for (const { id, outcome } of predicted) {
    if (native.get(id)?.outcome === outcome) same += 1;
    else console.log(`${id}: ${outcome} over HTTP, ${native.get(id)?.outcome} by eval help`);
  }
  console.log(`asked ${predicted.length}`);
  console.log(`agree ${same}`);
  console.log(`agree_percent ${((100 * same) / predicted.length).toFixed(1)}`);
  if (values.predictions) await writeFile(values.predictions, `${predicted.map((it) => JSON.stringify(it)).join("\n")}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Ids of all articles by their titles. */
async function titlesOf(admin) {
  const titles = new Map();
  for (let after = ""; ; ) {
    const { data } = await admin.ask("GET", `/api/articles?limit=100${after && `&cursor=${encodeURIComponent(after)}`}`);
    for (const { id, title } of data.items) titles.set(title, id);
    if (!data.next) return titles;
    after = data.next;
  }
}

/** What came of a question, as `score.py` of the data reads it. */
async function asked(server, titles, { id, text }) {
  const learner = await server.learner();
  await learner.say(text);
  for (;;) {
    const { entries, view } = await learner.transcript();
    const said = entries.map(({ event }) => event).find(({ type, author }) => type === "message" && author.kind !== "learner");
    if (!said && view.status === "pending") {
      await new Promise((resolve) => setTimeout(resolve, 50));
      continue;
    }
    const cited = (said?.citations ?? []).map(({ article }) => article);
    const offered = (said?.quick_replies ?? []).map((reply) => titles.get(reply.label ?? reply)).filter(Boolean);
    const outcome = outcomeOf(view, said, offered);
    return { id, outcome, text: said?.text ?? "", articles: outcome === "offered" ? [...cited, ...offered] : cited };
  }
}

function outcomeOf(view, said, offered) {
  if (view.status !== "pending") return "handed_over";
  if (said.citations?.length) return said.quick_replies?.length ? "offered" : "answered";
  if (OUTSIDE.test(said.text)) return "outside";
  return offered.length || said.quick_replies?.length ? "asked_back" : "outside";
}
