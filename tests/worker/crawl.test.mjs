// A website's pages as articles, on the built worker: what its sitemap lists, read in the background, answered from; what
// is left out says why; what changes changes, what is gone goes (A10; T12). The harness's own fetch follows redirects: that
// the worker does not is shown in tests/e2e/admin.test.mjs.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { eventually } from "../support/api.mjs";
import { start } from "../support/harness.mjs";

let server, ana, bo, site;
/** What the website answers, by path: a page, or a status with headers. */
let pages = {};
const hits = [];
before(async () => {
  site = createServer((request, response) => {
    hits.push(request.url);
    const page = pages[request.url];
    if (page === undefined) return response.writeHead(404).end("not here");
    if (typeof page === "string") {
      const type = request.url.endsWith(".xml") ? "application/xml" : "text/html; charset=utf-8";
      return response.writeHead(200, { "content-type": type }).end(page);
    }
    response.writeHead(page.status ?? 200, page.headers).end(page.body);
  });
  await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));
  site.url = `http://127.0.0.1:${site.address().port}`;
  server = await start();
  ({ ana, bo } = await server.setUp());
});
after(async () => {
  await server?.stop();
  await new Promise((resolve) => site.close(resolve));
});
beforeEach(() => hits.splice(0));

const html = (title, text) =>
  `<!doctype html><html lang="en"><head><title>${title} | Help</title></head><body><nav>Menu</nav><main><h1>${title}</h1>${text}</main><footer>Imprint</footer></body></html>`;
const sitemap = (...paths) =>
  `<urlset>${paths.map((path) => `<url><loc>${/^https?:/.test(path) ? path : site.url + path}</loc></url>`).join("")}</urlset>`;
const begin = (body, who = ana) => who.ask("PUT", "/api/crawl", { body });
const crawled = async (body) => {
  const { status, data } = await begin(body);
  assert.equal(status, 200, JSON.stringify(data));
  return eventually(async () => (await ana.ask("GET", "/api/crawl")).data, (it) => it.ended_at !== undefined);
};
const articles = async () => (await ana.ask("GET", "/api/articles")).data.items.map((it) => it.id);
const article = async (id) => (await ana.ask("GET", `/api/articles/${id}`)).data;

test("what a sitemap lists is read, answered from, and read again", async () => {
  assert.deepEqual((await ana.ask("GET", "/api/crawl")).data, null);
  assert.equal((await ana.ask("DELETE", "/api/crawl")).status, 404);
  pages = {
    "/index.xml": `<sitemapindex><sitemap><loc>${site.url}/help.xml</loc></sitemap></sitemapindex>`,
    "/help.xml": sitemap("/help/zebra", "/help/yak.html", "/help/gone", "/help/file", "/help/private", "/help/broken", "/blog/news", "https://elsewhere.example/x"),
    "/help/zebra": html("Feed the zebra", `<p>Open the <a href="/help/yak.html">yak</a> page first.</p><ol><li>Press <b>Feed</b>.</li><li>Wait for the whistle.</li></ol>`),
    "/help/yak.html": html("Comb the yak", "<p>Comb it on Tuesdays with the green comb.</p>"),
    "/help/file": { headers: { "content-type": "application/pdf" }, body: "%PDF" },
    "/help/private": `<meta name="robots" content="noindex">${html("Private", "<p>Nobody.</p>")}`,
    "/help/broken": { status: 500 },
    "/blog/news": html("News", "<p>None.</p>"),
  };
  const asked = { sitemap: `${site.url}/index.xml`, under: `${site.url}/help/` };
  const done = await crawled(asked);
  assert.deepEqual([done.taken, done.waiting, done.skipped, done.removed, done.is_stopped], [2, 0, 4, 0, false]);
  const why = Object.fromEntries(done.left_out.map((it) => [it.url.slice(site.url.length), it.why]));
  assert.match(why["/help/gone"], /does not have it/);
  assert.match(why["/help/file"], /application\/pdf/);
  assert.match(why["/help/private"], /not to be indexed/);
  assert.match(why["/help/broken"], /status 500/);
  assert.ok(!hits.includes("/blog/news"), "it is not under what was asked for");
  assert.deepEqual(await articles(), ["web.help-yak", "web.help-zebra"]);
  const zebra = await article("web.help-zebra");
  assert.deepEqual([zebra.title, zebra.url, zebra.language], ["Feed the zebra", `${site.url}/help/zebra`, "en"]);
  assert.ok(zebra.text.includes(`[yak](${site.url}/help/yak.html)`) && zebra.text.includes("1. Press **Feed**."), zebra.text);
  assert.doesNotMatch(zebra.text, /Menu|Imprint/);
  const found = await ana.ask("POST", "/api/search", { body: { question: "when is the yak combed?" } });
  assert.equal(found.data.passages[0].article, "web.help-yak");
  // What the team added to an article stays.
  const { id, updated_at, ...draft } = await article("web.help-yak");
  assert.equal((await ana.ask("PUT", "/api/articles/web.help-yak", { body: { ...draft, synonyms: ["hairy cow"] } })).status, 200);
  assert.equal((await ana.ask("PUT", "/api/articles/by-hand", { body: { title: "By hand", text: "Stays." } })).status, 200);

  pages["/help.xml"] = sitemap("/help/yak.html", "/help/gnu", "/help/broken");
  pages["/help/yak.html"] = html("Comb the yak", "<p>Comb it on Fridays.</p>");
  pages["/help/gnu"] = html("Groom the gnu", "<p>Gently.</p>");
  const again = await crawled(asked);
  assert.deepEqual([again.taken, again.removed], [2, 1]);
  assert.deepEqual(await articles(), ["by-hand", "web.help-gnu", "web.help-yak"]);
  const yak = await article("web.help-yak");
  assert.match(yak.text, /Fridays/);
  assert.deepEqual(yak.synonyms, ["hairy cow"]);
  const versions = (await ana.ask("GET", "/api/articles/web.help-yak/versions")).data;
  assert.deepEqual(versions.map((it) => [it.number, it.by.kind]), [[3, "team"], [2, "agent"], [1, "team"]]);

  // A site that fails takes nothing away.
  pages["/help/gnu"] = { status: 503 };
  pages["/help/yak.html"] = { status: 503 };
  const failed = await crawled(asked);
  assert.deepEqual([failed.taken, failed.removed], [0, 0]);
  pages["/index.xml"] = "<html>maintenance</html>";
  const none = await crawled(asked);
  assert.match(none.left_out[0].why, /no sitemap/);
  assert.deepEqual(await articles(), ["by-hand", "web.help-gnu", "web.help-yak"]);
});

test("a site that is read beside another leaves its articles; a sitemap that cannot be read takes nothing away", async () => {
  pages = {
    "/a.xml": sitemap("/a/one"), "/a/one": html("One of A", "<p>A.</p>"),
    "/b.xml": `<sitemapindex><sitemap><loc>${site.url}/b1.xml</loc></sitemap><sitemap><loc>${site.url}/b2.xml</loc></sitemap></sitemapindex>`,
    "/b1.xml": sitemap("/b/one"), "/b2.xml": sitemap("/b/two"),
    "/b/one": html("One of B", "<p>B1.</p>"), "/b/two": html("Two of B", "<p>B2.</p>"),
  };
  await crawled({ sitemap: `${site.url}/a.xml` });
  await crawled({ sitemap: `${site.url}/b.xml` });
  const own = async () => (await articles()).filter((id) => /^web\.[ab]-/.test(id));
  assert.deepEqual(await own(), ["web.a-one", "web.b-one", "web.b-two"]);
  pages["/b2.xml"] = { status: 503 };
  const half = await crawled({ sitemap: `${site.url}/b.xml` });
  assert.deepEqual([half.taken, half.removed], [1, 0]);
  pages["/b2.xml"] = sitemap();
  assert.equal((await crawled({ sitemap: `${site.url}/b.xml` })).removed, 1);
  assert.deepEqual(await own(), ["web.a-one", "web.b-one"]);
  const { data } = await ana.ask("GET", "/api/audit");
  const told = (action) => data.items.filter((it) => it.action === action).map((it) => it.target);
  assert.ok(told("article_deleted").includes("web.b-two") && told("crawl_begun").includes(`${site.url}/b.xml`));
  // None of what it lists is its own.
  pages["/c.xml"] = sitemap("https://www.elsewhere.example/x");
  const none = await crawled({ sitemap: `${site.url}/c.xml` });
  assert.match(none.left_out[0].why, /none of its 1 addresses is of 127\.0\.0\.1/);
});

test("what the team makes of an article stays until its page changes; an article of the same name is another", async () => {
  pages = { "/s.xml": sitemap("/über uns", "/kept"), [encodeURI("/über uns")]: html("Über uns", "<p>Wir.</p>"), "/kept": html("Kept", "<p>First.</p>") };
  await ana.ask("PUT", "/api/articles/web.kept", { body: { title: "Ours", text: "By hand." } });
  await crawled({ sitemap: `${site.url}/s.xml` });
  const ids = (await articles()).filter((id) => /kept|ber-20uns/.test(id));
  assert.equal(ids.length, 3, `${ids}`);
  const crawledId = ids.find((id) => id.startsWith("web.kept-"));
  const { id, updated_at, ...draft } = await article(crawledId);
  await ana.ask("PUT", `/api/articles/${crawledId}`, { body: { ...draft, text: "Corrected.", audience: "instructor", url: null } });
  await crawled({ sitemap: `${site.url}/s.xml` });
  assert.deepEqual((await articles()).filter((id) => /kept|ber-20uns/.test(id)), ids, "the same, whenever it is read");
  assert.deepEqual([(await article(crawledId)).text, (await article(crawledId)).audience], ["Corrected.", "instructor"]);
  pages["/kept"] = html("Kept", "<p>Second.</p>");
  await crawled({ sitemap: `${site.url}/s.xml` });
  assert.deepEqual([(await article(crawledId)).text, (await article(crawledId)).audience], ["Second.", "instructor"]);
  assert.equal((await article("web.kept")).text, "By hand.");
  // Deleted by hand, it is read again as a new one.
  await ana.ask("DELETE", `/api/articles/${crawledId}`);
  await crawled({ sitemap: `${site.url}/s.xml` });
  assert.equal((await article(crawledId)).text, "Second.");
});

test("it is stopped; another begins in its place", async () => {
  const many = Array.from({ length: 40 }, (_, number) => `/many/${number}`);
  pages = { "/many.xml": sitemap(...many) };
  for (const path of many) pages[path] = html(`Page ${path}`, "<p>Words.</p>");
  await begin({ sitemap: `${site.url}/many.xml` });
  await eventually(async () => (await ana.ask("GET", "/api/crawl")).data.taken, (count) => count > 0);
  const stopped = await ana.ask("DELETE", "/api/crawl");
  assert.deepEqual([stopped.status, stopped.data.is_stopped, stopped.data.waiting], [200, true, 0]);
  assert.ok(stopped.data.taken < many.length);
  const { data } = await ana.ask("GET", "/api/audit");
  assert.ok(["crawl_begun", "crawl_stopped"].every((action) => data.items.some((it) => it.action === action)));
});

test("an agent begins none, and no address but the public web's is asked", async () => {
  assert.equal((await begin({ sitemap: `${site.url}/s.xml` }, bo)).status, 403);
  assert.equal((await bo.ask("DELETE", "/api/crawl")).status, 403);
  for (const sitemap of ["http://help.example/s.xml", "https://10.0.0.1/s.xml", "https://wiki/s.xml", "ftp://help.example/s.xml", "help", ""]) {
    const { status, data } = await begin({ sitemap });
    assert.deepEqual([status, data.code], [422, "invalid"], sitemap);
  }
  const { status } = await begin({ sitemap: `${site.url}/s.xml`, under: "https://elsewhere.example/" });
  assert.equal(status, 422);
});
