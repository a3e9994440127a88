// Real input, end to end: a BEIR folder synced through `baton`, and its queries asked through
// the public API, each by a learner of their own. Prints how many answers cite the right page.
//
//   cargo xtask eval answers DIR [--show-title] [--queries 40]
//
// DIR holds corpus.jsonl.gz, queries.jsonl and qrels.tsv. Titles are hidden unless asked for,
// as in such sets a query often is a page's title.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { eventually } from "../support/api.mjs";
import { DevServer } from "../support/server.mjs";

const run = promisify(execFile);
const BATON = fileURLToPath(new URL("../../target/debug/baton", import.meta.url));
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { "show-title": { type: "boolean" }, queries: { type: "string", default: "40" } },
});
const folder = resolve(positionals[0] ?? ".");
const lines = (text) => text.trim().split("\n").map((line) => JSON.parse(line));
const idOf = (id) => id.replace(/[^A-Za-z0-9._~-]/g, "-").slice(-128);

const corpus = lines(gunzipSync(await readFile(join(folder, "corpus.jsonl.gz"))).toString());
const queries = lines(await readFile(join(folder, "queries.jsonl"), "utf8"));
const right = new Map();
for (const line of (await readFile(join(folder, "qrels.tsv"), "utf8")).trim().split("\n").slice(1)) {
  const [query, page, score] = line.split("\t");
  if (Number(score) > 0) right.set(query, [...(right.get(query) ?? []), idOf(page)]);
}

const articles = await mkdtemp(join(tmpdir(), "eval-"));
const server = await DevServer.start();
try {
  await mkdir(articles, { recursive: true });
  for (const { _id, title, text } of corpus) {
    const shown = values["show-title"] && title ? title : "Article";
    await writeFile(join(articles, `${idOf(_id)}.txt`), `---\ntitle: ${shown}\n---\n${text}`);
  }
  const { ana } = await server.setUp();
  const { data: key } = await ana.ask("POST", "/api/keys", { body: { label: "eval", scopes: ["articles:read", "articles:write"] } });
  const began = performance.now();
  const { stdout } = await run(BATON, ["--url", server.url, "--key", key.secret, "articles", "sync", articles], { maxBuffer: 1e8 });
  console.log(stdout.trim().split("\n").at(-1));
  console.log(`sync_seconds ${((performance.now() - began) / 1000).toFixed(1)}`);

  const asked = queries.filter(({ _id }) => right.has(_id));
  const count = Math.min(Number(values.queries), asked.length);
  const step = asked.length / count;
  let answered = 0;
  let correct = 0;
  const examples = [];
  for (let number = 0; number < count; number += 1) {
    const { _id, text } = asked[Math.floor(number * step)];
    const learner = await server.learner();
    await learner.say(text);
    const { entries, view } = await eventually(
      () => learner.transcript(),
      (it) => it.view.status === "open" || it.entries.some(({ event }) => event.citations),
    );
    const answer = entries.find(({ event }) => event.citations)?.event;
    const cites = answer?.citations.map(({ article }) => article) ?? [];
    const isRight = cites.some((article) => right.get(_id).includes(article));
    answered += view.status === "pending" ? 1 : 0;
    correct += isRight ? 1 : 0;
    if (isRight && examples.length < 3) examples.push({ question: text, answer: answer.text, cites });
  }
  console.log(`asked ${count}`);
  console.log(`answered ${answered}`);
  console.log(`cited_right_page ${correct}`);
  for (const { question, answer, cites } of examples) console.log(`\nQ: ${question}\nA: ${answer}\nCites: ${cites.join(", ")}`);
} finally {
  await server.stop();
  await rm(articles, { recursive: true, force: true });
}
