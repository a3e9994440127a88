// Embedding in the background, and every vendor of vectors against a double that answers as its
// documentation says: good, late, broken (A1–A7; invariant 5).
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { existsSync } from "node:fs";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { demoArticles, eventually } from "../support/api.mjs";
import { start } from "../support/harness.mjs";

const ENCODER = fileURLToPath(new URL("../../build/assets/models/minilm.bin", import.meta.url));
const servers = [];
after(() => Promise.all(servers.map((server) => server.stop())));

/** A worker with these variables and a team. */
async function withTeam(options) {
  const server = await start(options);
  servers.push(server);
  const { ana } = await server.setUp();
  const status = async () => (await ana.ask("GET", "/api/knowledge")).data;
  const search = async (question, rest = {}) => (await ana.ask("POST", "/api/search", { body: { question, ...rest } })).data;
  const whole = () => eventually(status, ({ embedded, passages }) => embedded === passages, 20_000);
  return { server, ana, status, search, whole };
}

const ARTICLES = {
  reset: { title: "Reset your password", text: "Select Forgot password on the sign-in page." },
  certificate: { title: "Get your certificate", text: "Download the certificate when the course is complete." },
  staff: { title: "Impersonate a learner", text: "Open Admin and choose a zebra.", audience: "admin" },
};

test("passages are found by the table at once, and embedded by the encoder in the background", { skip: !existsSync(ENCODER) && "the encoder was not built: no pip" }, async () => {
  const { server, ana, status, search, whole } = await withTeam({ vars: { EMBEDDINGS: "embedded" } });
  await server.putArticles(ana, ARTICLES);
  const before = await search("proof that I finished");
  assert.equal(before.passages[0].article, "certificate");
  const { model, passages } = await status();
  assert.deepEqual([model, passages], ["minilm", 3]);
  await whole();
  const later = await search("proof that I finished");
  assert.equal(later.passages[0].article, "certificate");
  assert.notEqual(later.evidence.cosine, before.evidence.cosine, "the encoder's vectors are others");
  await server.worker.evictDurableObject("KnowledgeObject", { name: "riverside" });
  assert.deepEqual(await search("proof that I finished"), later, "what was embedded is stored");
  // Put again, it is of the table until the encoder has been there; then as before.
  await server.putArticles(ana, { certificate: { ...ARTICLES.certificate, tags: ["pdf"] } });
  await whole();
  await ana.ask("DELETE", "/api/articles/reset");
  assert.equal((await whole()).passages, 2);
});

test("the encoder embeds questions too where the deployment asks for it", { skip: !existsSync(ENCODER) && "the encoder was not built: no pip" }, async () => {
  const found = async (vars) => {
    const { server, ana, search, whole } = await withTeam({ vars: { EMBEDDINGS: "embedded", ...vars } });
    await server.putArticles(ana, ARTICLES);
    await whole();
    const first = await search("proof that I finished");
    await server.worker.evictDurableObject("KnowledgeObject", { name: "riverside" });
    assert.deepEqual(await search("proof that I finished"), first, "what was embedded is stored, word by word");
    // An article that waits for the encoder takes nothing from the others, and then all is as if it had been there.
    await server.putArticles(ana, { fees: { title: "Fees", text: "Pay the walrus fee by card." } });
    assert.equal((await search("walrus fee")).passages[0].article, "fees");
    await whole();
    await ana.ask("DELETE", "/api/articles/fees");
    assert.deepEqual(await search("proof that I finished"), first);
    return first;
  };
  const [table, encoder] = [await found({}), await found({ QUESTION_EMBEDDINGS: "encoder" })];
  assert.equal(encoder.passages[0].article, "certificate");
  assert.notEqual(encoder.evidence.cosine, table.evidence.cosine, "another vector of the question");
});

// A9: what people call an article is embedded by itself, and kept.
test("a question that means one of an article's synonyms finds it, after an eviction too", { skip: !existsSync(ENCODER) && "the encoder was not built: no pip" }, async () => {
  const { server, ana, search, whole } = await withTeam({ vars: { EMBEDDINGS: "embedded", QUESTION_EMBEDDINGS: "encoder" } });
  const scores = async () => {
    const { passages } = await search("my phone is broken");
    return Object.fromEntries(passages.map(({ article, score }) => [article, score]));
  };
  await server.putArticles(ana, ARTICLES);
  await whole();
  const without = await scores();
  // Words that are not in the question: only their vectors can tell.
  await server.putArticles(ana, { certificate: { ...ARTICLES.certificate, synonyms: ["smashed smartphone", "diploma"] } });
  await whole();
  const called = await scores();
  assert.ok(called.certificate > 10 * without.certificate, JSON.stringify([without, called]));
  await server.worker.evictDurableObject("KnowledgeObject", { name: "riverside" });
  assert.deepEqual(await scores(), called);
  await server.putArticles(ana, { certificate: ARTICLES.certificate });
  await whole();
  assert.deepEqual(await scores(), without);
});

/** An embeddings endpoint: three places, one for each thing it knows. */
class Endpoint {
  static async start() {
    const endpoint = new Endpoint();
    endpoint.requests = [];
    endpoint.behave = null;
    endpoint.server = createServer(async (request, response) => {
      let body = "";
      for await (const piece of request) body += piece;
      const asked = JSON.parse(body);
      endpoint.requests.push({ url: request.url, headers: request.headers, asked });
      if (endpoint.behave) return endpoint.behave(response, asked);
      response.setHeader("content-type", "application/json");
      // Last first: the order is in the index.
      const data = asked.input.map((text, index) => ({ object: "embedding", index, embedding: meaning(text) })).reverse();
      response.end(JSON.stringify({ object: "list", data, model: asked.model, usage: { prompt_tokens: 1, total_tokens: 1 } }));
    });
    await new Promise((done) => endpoint.server.listen(0, "127.0.0.1", done));
    endpoint.url = `http://127.0.0.1:${endpoint.server.address().port}/v1`;
    endpoint.stop = () => new Promise((done) => { endpoint.server.closeAllConnections(); endpoint.server.close(done); });
    return endpoint;
  }
}
const meaning = (text) => [/passw|sign|key/i.test(text) ? 1 : 0.05, /certif|proof|diploma/i.test(text) ? 1 : 0.05, /zebra|imperson/i.test(text) ? 1 : 0.05, 0.1];

test("an embeddings endpoint of OpenAI's dialect embeds passages and questions; its failures leave words", async () => {
  const endpoint = await Endpoint.start();
  servers.push(endpoint);
  const { server, ana, search, status, whole } = await withTeam({
    vars: { EMBEDDINGS: "openai", EMBEDDINGS_BASE_URL: endpoint.url, EMBEDDINGS_MODEL: "made-up", EMBEDDINGS_DIMENSIONS: "4", EMBEDDINGS_TIMEOUT_MS: "300" },
    secrets: { OPENAI_API_KEY: "the-key" },
  });
  await server.putArticles(ana, ARTICLES);
  assert.equal((await whole()).model, "openai:made-up:4");
  const [{ url, headers, asked }] = endpoint.requests;
  assert.equal(url, "/v1/embeddings");
  assert.equal(headers.authorization, "Bearer the-key");
  assert.deepEqual([asked.model, asked.dimensions, asked.encoding_format, Array.isArray(asked.input)], ["made-up", 4, "float", true]);
  assert.equal((await search("diploma")).passages[0].article, "certificate", "no word in common");

  const failures = {
    "500": (response) => { response.statusCode = 500; response.end(); },
    "401": (response) => { response.statusCode = 401; response.end("{}"); },
    "another shape": (response) => response.end('{"data":[{"embedding":"x"}]}'),
    "no JSON": (response) => response.end("<html>"),
    "too few": (response) => response.end('{"data":[]}'),
    "a broken line": (response) => response.destroy(),
    "no answer in time": () => {},
  };
  for (const [name, behave] of Object.entries(failures)) {
    endpoint.behave = behave;
    const { passages } = await search("certificate of the course");
    assert.equal(passages[0].article, "certificate", name);
  }
  // A passage that cannot be embedded is found by its words, and the admin is told why it waits.
  endpoint.behave = failures["401"];
  await server.putArticles(ana, { fees: { title: "Fees", text: "Pay the walrus fee by card." } });
  const waits = await eventually(status, ({ problem }) => problem, 20_000);
  assert.match(waits.problem, /401/);
  assert.ok(waits.embedded < waits.passages);
  assert.equal((await search("walrus fee")).passages[0].article, "fees");
});

test("an article deleted or changed while it is embedded leaves nothing of what it was", async () => {
  const endpoint = await Endpoint.start();
  servers.push(endpoint);
  const { server, ana, search, whole } = await withTeam({
    vars: { EMBEDDINGS: "openai", EMBEDDINGS_BASE_URL: endpoint.url, EMBEDDINGS_MODEL: "made-up", EMBEDDINGS_DIMENSIONS: "4", EMBEDDINGS_TIMEOUT_MS: "20000" },
    secrets: { OPENAI_API_KEY: "the-key" },
  });
  const held = [];
  endpoint.behave = (response, asked) => held.push(() => response.end(JSON.stringify({ data: asked.input.map((text, index) => ({ index, embedding: meaning(text) })) })));
  await server.putArticles(ana, ARTICLES);
  await eventually(() => held.length, (count) => count > 0, 20_000);
  // Its passages are on their way to the endpoint now.
  await ana.ask("DELETE", "/api/articles/certificate");
  await server.putArticles(ana, { reset: { title: "Fees", text: "Pay the walrus fee by card." } });
  endpoint.behave = null;
  held.forEach((answer) => answer());
  const { passages, embedded } = await whole();
  assert.deepEqual([passages, embedded], [2, 2]);
  for (const question of ["diploma", "certificate", "forgot password sign-in"]) {
    const found = (await search(question)).passages;
    assert.ok(found.every(({ article, text }) => article !== "certificate" && !/Forgot/.test(text)), question);
  }
  await server.worker.evictDurableObject("KnowledgeObject", { name: "riverside" });
  assert.equal((await search("walrus fee")).passages[0].title, "Fees");
});

for (const [name, vars] of Object.entries({
  "Workers AI": { EMBEDDINGS: "workers_ai", EMBEDDINGS_MODEL: "@cf/baai/bge-small-en-v1.5" },
  "Workers AI with Vectorize": { EMBEDDINGS: "workers_ai", VECTORS: "vectorize" },
})) {
  test(`${name}, as its documentation says`, async () => {
    const { server, ana, search, whole } = await withTeam({ vars, doubles: { AI: "ai", VECTORIZE: "vectorize" } });
    await server.putArticles(ana, ARTICLES);
    assert.match((await whole()).model, /^workers_ai:@cf/);
    // Vectorize finds what was put only later.
    const found = await eventually(() => search("diploma"), ({ passages }) => passages[0]?.article === "certificate", 20_000);
    assert.ok(found.evidence.cosine > 0.5);
    for (const question of ["zebra", "impersonate"]) {
      const { passages } = await search(question);
      assert.ok(passages.every(({ article }) => article !== "staff"), "a learner sees nothing for admins");
      assert.equal((await search(question, { audience: "admin" })).passages[0].article, "staff");
    }
    await ana.ask("DELETE", "/api/articles/certificate");
    const gone = await search("diploma");
    assert.ok(gone.passages.every(({ article }) => article !== "certificate"), "what was deleted is gone at once");
    await server.putArticles(ana, { broken: { title: "Broken", text: "fail-the-model now" } });
    const broken = await search("fail-the-model");
    assert.equal(broken.passages[0].article, "broken", "words alone");
  });
}

test("every passage of the demo centre waits for nothing: the table has them all", async () => {
  const { server, ana, whole } = await withTeam({});
  await server.putArticles(ana, await demoArticles());
  const { model, passages, articles } = await whole();
  assert.equal(model, "table");
  assert.ok(passages >= articles && articles > 40);
});
