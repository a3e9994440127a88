// An admin alone: from an empty team to a chat that answers on an LMS page, in the browser, with no command line
// (D1–D3, G4, L3). Every press is counted.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { ANA, SETUP_SECRET, eventually } from "../support/api.mjs";
import { DESK, InboxPage, complaints, launch } from "../support/browser.mjs";
import { DevServer } from "../support/server.mjs";

let server, browser, lms;
before(async () => {
  server = await DevServer.start();
  browser = await launch();
  // An LMS of another origin, whose page has the line that the admin copied.
  lms = { line: "" };
  lms.server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end(`<!doctype html><html lang="en"><title>Course</title><body><h1>Course</h1>${lms.line}</body></html>`);
  });
  await new Promise((resolve) => lms.server.listen(0, "127.0.0.1", resolve));
  lms.origin = `http://127.0.0.1:${lms.server.address().port}`;
});
after(async () => {
  await browser?.close();
  await server?.stop();
  lms?.server.close();
});

test("from an empty team to an answering chat in under 40 presses", async (t) => {
  const context = await browser.newContext({ viewport: DESK });
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: server.url });
  const page = await context.newPage();
  const said = complaints(page);
  let presses = 0;
  const press = async (locator) => {
    presses += 1;
    await locator.click();
  };
  const named = (name) => page.getByRole("button", { name, exact: true });
  const menu = page.getByRole("navigation", { name: "Settings" });

  await page.goto(`${server.url}/inbox#setup`);
  await page.getByLabel("Setup secret").fill(SETUP_SECRET);
  await page.getByLabel("Team id").fill("riverside");
  await page.getByLabel("Team name").fill("Riverside Support");
  await page.getByLabel("Your name").fill("Ana");
  await page.getByLabel("Email").fill("ana@riverside.example");
  await page.getByLabel("Password").fill("amber-tulip-ana");
  await press(page.getByRole("button", { name: /Set up|Create/ }));
  await named("Settings").or(menu).first().waitFor();
  if (!(await menu.isVisible())) await press(named("Settings"));
  const steps = page.locator(".steps");
  await steps.getByText("No articles yet: every question goes to people.").waitFor();

  // Articles: one written, two from files; what cannot be read is said by its name.
  await press(steps.getByRole("button", { name: "Add your help articles" }));
  await press(named("Write an article"));
  const articles = page.getByRole("region", { name: "Articles" });
  await articles.getByLabel("Title").fill("Reset your password");
  await articles
    .getByLabel("Text, as Markdown")
    .fill("To reset your password:\n\n1. Select **Forgot password** on the sign-in page.\n2. Enter your e-mail address.\n3. Open the link in the e-mail within 60 minutes.\n");
  await press(named("Save the article"));
  await articles.getByRole("button", { name: "Reset your password" }).waitFor();
  await articles.locator('input[type="file"]').setInputFiles([
    { name: "certificates.md", mimeType: "text/markdown", buffer: Buffer.from("---\ntitle: Download a certificate\n---\nOpen **Achievements** and select *Download*.\n") },
    { name: "late.html", mimeType: "text/html", buffer: Buffer.from("<h1>Hand in late work</h1><p>Late work loses ten points a day.</p>") },
    { name: "plan.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4") },
  ]);
  await articles.getByText("2 articles added.").waitFor();
  await articles.getByText(/^plan\.pdf: only Markdown, HTML and text/).waitFor();
  await articles.getByRole("button", { name: "Hand in late work" }).waitFor();
  // One is read, changed, asked about; one is deleted, after a question.
  await press(articles.getByRole("button", { name: "Download a certificate" }));
  assert.match(await articles.getByLabel("Text, as Markdown").inputValue(), /Achievements/);
  await articles.getByLabel(/What does the assistant answer now/).fill("How do I reset my password?");
  await press(articles.getByRole("button", { name: "Ask" }));
  await articles.getByText("Forgot password").waitFor();
  await press(named("Cancel"));
  await press(articles.getByRole("button", { name: "Hand in late work" }));
  await press(articles.getByRole("button", { name: "Delete" }));
  await press(page.getByRole("dialog").getByRole("button", { name: "Delete" }));
  await articles.getByRole("button", { name: "Hand in late work" }).waitFor({ state: "detached" });
  // It comes back as it was, and goes again.
  await press(articles.getByRole("button", { name: "Undo" }));
  await press(articles.getByRole("button", { name: "Hand in late work" }));
  assert.match(await articles.getByLabel("Text, as Markdown").inputValue(), /late/i);
  await press(articles.getByRole("button", { name: "Delete" }));
  await press(page.getByRole("dialog").getByRole("button", { name: "Delete" }));
  await articles.getByRole("button", { name: "Hand in late work" }).waitFor({ state: "detached" });

  // The LMS's page is allowed, and gets the line.
  await press(menu.getByRole("button", { name: "Chat", exact: true }));
  const chat = page.getByRole("region", { name: "Chat" });
  await chat.getByLabel(/^Allowed sites/).fill(lms.origin);
  await press(chat.getByRole("button", { name: "Save", exact: true }));
  await chat.getByText("Saved.").waitFor();
  // It looks like the team's, and the chat beside the form shows it before it is saved.
  await press(menu.getByRole("button", { name: "Appearance", exact: true }));
  const appearance = page.getByRole("region", { name: "Appearance" });
  await appearance.getByLabel("Colour").fill("#7a1f5c");
  await appearance.getByLabel("Position").selectOption("Bottom left");
  const preview = appearance.frameLocator("iframe");
  await preview.getByRole("heading", { name: "Riverside Support", includeHidden: true }).waitFor();
  await page.waitForFunction(() => {
    const root = document.querySelector(".preview iframe").contentDocument.documentElement;
    return root.style.getPropertyValue("--team") === "#7a1f5c";
  });
  await press(appearance.getByRole("button", { name: "Save", exact: true }));
  await appearance.getByText("Saved.").waitFor();
  await press(menu.getByRole("button", { name: "Install", exact: true }));
  const tag = page.getByRole("region", { name: "Install" });
  assert.match(await tag.locator("pre").innerText(), /^<script async src="http:\/\/localhost:\d+\/widget\.js" data-team="riverside"><\/script>$/);
  await press(named("Copy"));
  await page.getByRole("button", { name: "Copied" }).waitFor();
  lms.line = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(lms.line, /data-team="riverside"><\/script>$/);

  const learner = await (await browser.newContext({ viewport: DESK })).newPage();
  await learner.goto(`${lms.origin}/`);
  const launcher = learner.getByRole("button", { name: "Open chat" });
  await launcher.waitFor();
  assert.ok((await launcher.boundingBox()).x < 100, "on the left");
  assert.equal(await launcher.evaluate((it) => getComputedStyle(it).backgroundColor), "rgb(122, 31, 92)");
  await launcher.click();
  const frame = learner.frameLocator("iframe");
  await frame.getByRole("heading", { name: "Riverside Support" }).waitFor();
  assert.equal(await frame.locator(":root").evaluate((root) => getComputedStyle(root).getPropertyValue("--team").trim()), "#7a1f5c");
  await frame.getByRole("textbox", { name: "Message" }).fill("How do I reset my password?");
  await frame.getByRole("button", { name: "Send" }).click();
  // What is written as it comes gives way to the whole answer.
  const answer = frame.getByRole("log").getByText("Forgot password");
  await eventually(() => answer.count(), (count) => count === 1);

  // And the admin sees where it is.
  await press(menu.getByRole("button", { name: "Articles", exact: true }));
  await press(menu.getByRole("button", { name: "Install", exact: true }));
  await page.getByRole("region", { name: "Install" }).getByText(lms.origin).last().waitFor();
  await steps.locator("li.done").nth(3).waitFor();
  t.diagnostic(`${presses} presses`);
  assert.ok(presses < 40, `${presses} presses`);
  assert.deepEqual(said.filter((it) => !it.includes("/api/agents/me")), []);
});

test("a website's pages become articles; what an article said before is put back", async () => {
  const paths = {
    "/sitemap.xml": () => `<urlset>${["/help/fees", "/help/rooms", "/help/moved"].map((path) => `<url><loc>${site.url}${path}</loc></url>`).join("")}</urlset>`,
    "/help/fees": () => "<title>Pay your fees | Help</title><nav>Menu</nav><main><h1>Pay your fees</h1><p>Pay by bank transfer within 14 days of the invoice.</p></main>",
    "/help/rooms": () => "<title>Book a room | Help</title><main><h1>Book a room</h1><p>Rooms are booked at the front desk.</p></main>",
  };
  const asked = [];
  const site = createServer((request, response) => {
    asked.push(request.url);
    if (request.url === "/help/moved") return response.writeHead(302, { location: "/elsewhere" }).end();
    const page = paths[request.url]?.();
    response.writeHead(page ? 200 : 404, { "content-type": "text/html" }).end(page);
  });
  await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));
  site.url = `http://127.0.0.1:${site.address().port}`;
  try {
    const inbox = await InboxPage.signIn(await browser.newContext({ viewport: DESK }), server.url, ANA);
    const { page } = inbox;
    await inbox.settings("Articles");
    const articles = page.getByRole("region", { name: "Articles" });
    await articles.getByText("Read a website", { exact: true }).click();
    await articles.getByLabel("Address of the sitemap").fill("http://help.example/sitemap.xml");
    await articles.getByRole("button", { name: "Read the website" }).click();
    await articles.getByText(/begins with https/).waitFor();
    await articles.getByLabel("Address of the sitemap").fill(`${site.url}/sitemap.xml`);
    await articles.getByRole("button", { name: "Read the website" }).click();
    await articles.getByText(/^Read .*: 2 pages\.$/).waitFor();
    await articles.getByText("1 address left out").click();
    await articles.getByText("it has moved to /elsewhere").waitFor();
    assert.ok(!asked.includes("/elsewhere"), "nobody is sent where an address sends them");
    await articles.getByRole("button", { name: "Pay your fees" }).click();
    const text = articles.getByLabel("Text, as Markdown");
    assert.match(await text.inputValue(), /^Pay by bank transfer within 14 days/);
    await text.fill("Pay by card.");
    await articles.getByRole("button", { name: "Save the article" }).click();
    await articles.getByRole("button", { name: "Pay your fees" }).click();
    assert.equal(await text.inputValue(), "Pay by card.");
    await articles.getByText("Earlier versions").click();
    const versions = articles.getByRole("list", { name: "Versions" }).getByRole("listitem");
    await versions.nth(1).waitFor();
    assert.match(await versions.nth(0).innerText(), /now[^]*Ana/);
    await versions.nth(1).getByRole("button").click();
    await articles.getByRole("region", { name: "Version 1" }).getByText("bank transfer").waitFor();
    await articles.getByRole("button", { name: "Put this into the editor" }).click();
    assert.match(await text.inputValue(), /^Pay by bank transfer/);
    await articles.getByRole("button", { name: "Save the article" }).click();
    await articles.getByRole("button", { name: "Pay your fees" }).waitFor();
    // But for the address that was refused, and that nobody was signed in at first.
    assert.deepEqual(inbox.complaints.filter((it) => !it.includes("422") && !it.includes("/api/agents/me")), []);
  } finally {
    site.close();
  }
});

// K4, D5: what no article answered is given to the one that does, and the next learner who asks alike is answered.
test("a learner's words are added to the article that answers, by keyboard", async () => {
  const inbox = await InboxPage.signIn(await browser.newContext({ viewport: DESK }), server.url, ANA);
  const { page } = inbox;
  const question = "How do I cancel my membership?";
  const asks = async (text) => {
    const { data } = await server.session();
    const headers = { authorization: `Bearer ${data.token}` };
    await server.ask("POST", "/api/learner/messages", { headers, body: { client_id: crypto.randomUUID(), text } });
    return headers;
  };
  const article = { title: "Plans", text: "To end a plan, open **Settings** and select **Stop the plan**. It runs until the end of the month." };
  await page.evaluate((body) => fetch("/api/articles/plans", { method: "PUT", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }), article);
  await asks(question);
  await page.getByRole("listitem").filter({ hasText: question }).first().waitFor();
  await inbox.settings("Unanswered questions");
  const screen = page.getByRole("region", { name: "Unanswered questions" });
  const row = screen.getByRole("listitem").filter({ hasText: question });
  await row.getByRole("button", { name: "Add to an article" }).press("Enter");
  const words = row.getByLabel("Words to add");
  await eventually(() => words.evaluate((it) => it === document.activeElement), Boolean);
  assert.equal(await words.inputValue(), question);
  await words.fill("cancel my membership");
  await words.press("Tab");
  const select = row.getByLabel("Article that answers");
  assert.ok(await select.evaluate((it) => it === document.activeElement));
  await select.selectOption({ label: "Plans" });
  await row.getByRole("button", { name: "Add to the article" }).press("Enter");
  await page.getByText("Added to “Plans”.").waitFor();
  await screen.getByText("No unanswered questions.").waitFor();
  const headers = await asks(question);
  await eventually(
    () => server.ask("GET", "/api/learner/conversation?since=0", { headers }),
    ({ data }) => JSON.stringify(data).includes("Stop the plan"),
  );

  // What no article answers begins a new one, and is listed until it is dismissed.
  const other = "Who repairs the charger of my laptop?";
  await inbox.leaveSettings();
  await asks(other);
  await page.getByRole("listitem").filter({ hasText: other }).first().waitFor();
  await inbox.settings("Unanswered questions");
  await screen.getByRole("heading", { name: "No article comes close (1 question)" }).waitFor();
  const write = screen.getByRole("button", { name: "Write an article" });
  await write.press("Enter");
  const articles = page.getByRole("region", { name: "Articles" });
  assert.equal(await articles.getByLabel("Title").inputValue(), other);
  await inbox.settings("Unanswered questions");
  await write.press("Enter");
  await page.getByText("An article is being written: save or cancel it first.").waitFor();
  await screen.getByRole("button", { name: "Dismiss" }).press("Enter");
  await screen.getByText("No unanswered questions.").waitFor();
  assert.deepEqual(inbox.complaints.filter((it) => !it.includes("/api/agents/me")), []);
});
