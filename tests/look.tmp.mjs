import { createServer } from "node:http";
import { ANA } from "./support/api.mjs";
import { DESK, PHONE, InboxPage, launch } from "./support/browser.mjs";
import { DevServer } from "./support/server.mjs";
const server = await DevServer.start();
const { ana } = await server.setUp();
const many = Array.from({ length: 30 }, (_, n) => `/help/a-page-with-a-rather-long-address-that-goes-on/${n}`);
const site = createServer((request, response) => {
  if (request.url === "/sitemap.xml") return response.writeHead(200, { "content-type": "text/xml" }).end(`<urlset>${many.map((path) => `<url><loc>${site.url}${path}</loc></url>`).join("")}</urlset>`);
  if (/[05]$/.test(request.url)) return response.writeHead(404).end();
  response.writeHead(200, { "content-type": "text/html" }).end(`<title>x</title><main><h1>How to do thing number ${request.url.split("/").pop()} with a long title that wraps</h1><p>Words and <b>steps</b>.</p><ol><li>One</li><li>Two</li></ol></main>`);
});
await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));
site.url = `http://127.0.0.1:${site.address().port}`;
await ana.ask("PUT", "/api/crawl", { body: { sitemap: `${site.url}/sitemap.xml` } });
for (;;) { const { data } = await ana.ask("GET", "/api/crawl"); if (data.ended_at) break; await new Promise((k) => setTimeout(k, 300)); }
const id = (await ana.ask("GET", "/api/articles")).data.items[0].id;
const { data: a } = await ana.ask("GET", `/api/articles/${id}`);
for (let n = 0; n < 3; n++) await ana.ask("PUT", `/api/articles/${id}`, { body: { title: a.title, text: a.text + "\n\nMore " + n } });
const browser = await launch();
for (const [name, viewport] of [["desk", DESK], ["phone", PHONE]]) for (const colorScheme of ["light", "dark"]) {
  const context = await browser.newContext({ viewport, colorScheme });
  const inbox = await InboxPage.signIn(context, server.url, ANA, null);
  await inbox.page.goto(`${server.url}/inbox#settings/articles`).catch(() => {});
  if (!(await inbox.page.getByRole("region", { name: "Articles" }).isVisible().catch(() => false))) await inbox.settings("Articles").catch(() => {});
  const { page } = inbox;
  await page.getByText("Read a website", { exact: true }).waitFor({ timeout: 8000 });
  await page.getByText("Read a website", { exact: true }).click();
  await page.getByText(/left out$/).click();
  await page.waitForTimeout(400);
  await page.screenshot({ path: `/tmp/look-crawl-${name}-${colorScheme}.png` });
  await page.getByRole("list", { name: "Articles" }).getByRole("button").first().click();
  await page.getByText("Earlier versions").click();
  await page.getByRole("list", { name: "Versions" }).getByRole("button").nth(1).click();
  await page.getByText("Put this into the editor").scrollIntoViewIfNeeded();
  await page.waitForTimeout(300);
  await page.screenshot({ path: `/tmp/look-history-${name}-${colorScheme}.png` });
  await context.close();
}
await browser.close(); await server.stop(); site.close(); process.exit(0);
