// How the chat looks: kept by the server, told to the loader of any page, written into the frame under a policy that
// allows nothing else (L3).
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import { start } from "../support/harness.mjs";

let server, ana, bo;
before(async () => {
  server = await start();
  ({ ana, bo } = await server.setUp());
});
after(() => server.stop());

const look = async (team) => {
  const answer = await fetch(`${server.url}/widget/look?team=${team}`);
  return { answer, said: answer.ok ? await answer.json() : null };
};
const frame = async () => {
  const answer = await fetch(`${server.url}/widget/frame?team=riverside`);
  return { policy: answer.headers.get("content-security-policy"), html: await answer.text() };
};
const directive = (policy, name) => policy.split(";").map((it) => it.trim().split(/\s+/)).filter(([own]) => own === name);

test("nothing is chosen: the tag decides, and the page has no rule of its own", async () => {
  const { answer, said } = await look("riverside");
  assert.deepEqual(said, { color: "", side: "right" });
  assert.equal(answer.headers.get("access-control-allow-origin"), "*");
  assert.match(answer.headers.get("cache-control"), /max-age=300/);
  const { policy, html } = await frame();
  assert.doesNotMatch(html, /<style/);
  assert.deepEqual(directive(policy, "style-src"), [["style-src", "'self'"]]);
});

test("colour, side and logo stand in the frame, under a policy that names exactly them", async () => {
  const body = { color: "#0B6B61", side: "left", logo: "https://lms.example.edu/a/logo.png?v=2" };
  assert.equal((await bo.ask("PUT", "/api/settings/appearance", { body })).status, 403, "an agent may not");
  const put = await ana.ask("PUT", "/api/settings/appearance", { body });
  assert.equal(put.status, 200, JSON.stringify(put.data));
  assert.deepEqual((await look("riverside")).said, { color: "#0b6b61", side: "left" });
  const { policy, html } = await frame();
  const [, rules] = html.match(/<style>(.*)<\/style>/);
  assert.match(rules, /--team:#0b6b61/);
  assert.ok(rules.includes('url("https://lms.example.edu/a/logo.png?v=2")'), rules);
  const digest = createHash("sha256").update(rules).digest("base64");
  assert.deepEqual(directive(policy, "style-src"), [["style-src", "'self'", `'sha256-${digest}'`]]);
  const [pictures] = directive(policy, "img-src");
  assert.ok(pictures.includes("https://lms.example.edu/a/logo.png"), policy);
  assert.deepEqual(directive(policy, "script-src"), [["script-src", "'self'", "'wasm-unsafe-eval'"]]);
});

test("an address that could be more than one is refused, and what stood stays", async () => {
  for (const logo of ['https://x.example/a");}*{', "https://x.example/a; script-src *", "http://x.example/a.png", "https://x.example/</style><script>", "data:image/png,x"]) {
    const { status, data } = await ana.ask("PUT", "/api/settings/appearance", { body: { color: "", side: "right", logo } });
    assert.equal(status, 422, logo);
    assert.match(data.message, /the logo's address/);
  }
  const { status } = await ana.ask("PUT", "/api/settings/appearance", { body: { color: "red", side: "right" } });
  assert.equal(status, 422);
  assert.equal((await look("riverside")).said.color, "#0b6b61");
});

test("a team that is not there has no look", async () => {
  assert.equal((await look("nowhere")).answer.status, 404);
  assert.equal((await fetch(`${server.url}/widget/look`)).status, 404);
});
