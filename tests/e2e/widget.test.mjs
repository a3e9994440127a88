// The chat on the page: by keyboard alone, under strict policies, on a phone, offline,
// hostile text, the public API (T13, T19, T20, T22, T23; embed conventions).
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { demoArticles, eventually, TEAM } from "../support/api.mjs";
import { CoursePage, DESK, PHONE, complaints, launch } from "../support/browser.mjs";
import { DevServer } from "../support/server.mjs";

let server, browser, admin;
before(async () => {
  server = await DevServer.start();
  ({ ana: admin } = await server.setUp());
  await server.putArticles(admin, await demoArticles());
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const open = async (options = {}) => CoursePage.open(await browser.newContext({ viewport: DESK, ...options }), server.url);

test("by keyboard alone: open, ask, read the source, go back, close", async () => {
  const course = await open();
  const { keyboard } = course.page;
  await course.launcher.focus();
  await keyboard.press("Enter");
  await course.box.waitFor();
  await course.frame.locator("textarea:focus").waitFor();
  await keyboard.type("How do I reset my password?");
  await keyboard.press("Enter");
  await course.by("assistant").waitFor();
  const source = course.frame.locator(".source").first();
  for (let presses = 0; presses < 20; presses += 1) {
    if (await source.evaluate((element) => element === document.activeElement)) break;
    await keyboard.press("Shift+Tab");
  }
  await keyboard.press("Enter");
  await course.frame.getByRole("heading", { name: "Reset your password" }).waitFor();
  await keyboard.press("Escape");
  await course.box.waitFor();
  await course.frame.locator("textarea:focus").waitFor();
  await keyboard.press("Escape");
  await course.launcher.waitFor();
  assert.ok(await course.page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.getAttribute("aria-label") === "Open chat"));
});

test("the chat speaks the page's language, of what was said before too; a tap does the same in each (T17)", async () => {
  const context = await browser.newContext({ viewport: PHONE });
  const spanish = await CoursePage.open(context, server.url, "es");
  await spanish.openChat();
  await spanish.frame.getByText("Hola. Pregúntame sobre cursos").waitFor();
  await spanish.frame.getByText("Suele responder al instante").waitFor();
  await spanish.say("grades");
  await spanish.frame.getByText("Puede que sea esto:").waitFor();
  await spanish.frame.getByRole("button", { name: "Me sirvió" }).click();
  await spanish.frame.getByText("Me alegra haberte ayudado").waitFor();
  await spanish.say("quiero hablar con una persona");
  await spanish.frame.getByText("Ahora mismo no hay nadie del equipo").waitFor();
  await spanish.frame.getByText("Esperando a una persona del equipo").waitFor();
  assert.deepEqual(spanish.complaints, []);
  // The team reads it in English.
  const { data } = await admin.ask("GET", `/api/conversations/${await spanish.conversation()}`);
  const texts = data.entries.map((it) => it.event.text);
  assert.ok(texts.includes("That helped") && texts.some((it) => it?.startsWith("Nobody on the team is here right now")));
  await spanish.page.close();

  const arabic = await CoursePage.open(context, server.url, "ar");
  await arabic.openChat();
  await arabic.frame.getByText("لا يوجد أحد من الفريق الآن").waitFor();
  for (const said of ["قد يكون هذا هو المطلوب:", "هذا ما أحتاج إليه", "يسعدني أن ذلك أفادك", "في انتظار شخص من الفريق"]) {
    await arabic.frame.getByText(said).first().waitFor();
  }
  const html = arabic.frame.locator("html");
  assert.deepEqual([await html.getAttribute("dir"), await html.getAttribute("lang")], ["rtl", "ar"]);
  assert.deepEqual(arabic.complaints, []);
  await context.close();
});

test("who reads no language that the chat speaks has the team's, or English", async () => {
  const { data: settings } = await admin.ask("GET", "/api/settings");
  const status = async (team, page, spoken, locale = "pl-PL") => {
    const profile = { ...settings.profile, language: team };
    assert.equal((await admin.ask("PUT", "/api/settings", { body: { ...settings, profile } })).status, 200);
    const context = await browser.newContext({ viewport: PHONE, locale });
    const course = await CoursePage.open(context, server.url, page, spoken);
    await course.page.locator("button[aria-expanded]").click();
    await course.box.waitFor();
    const status = await course.status.innerText();
    await context.close();
    return status;
  };
  try {
    assert.equal(await status("es", "none", "es"), "Suele responder al instante", "the team's");
    assert.equal(await status("", "none", "en"), "Replies instantly", "English");
    assert.equal(await status("ar", "none", "es", "es-AR"), "Suele responder al instante", "the browser's");
    assert.equal(await status("es", "en", "en"), "Replies instantly", "the page's");
    for (const [language, said] of [["de", "Antwortet meist sofort"], ["fr", "Répond en général tout de suite"], ["pt", "Costuma responder na hora"]]) {
      assert.equal(await status("", "none", language, `${language}-${language === "pt" ? "BR" : language.toUpperCase()}`), said);
    }
    const odd = { ...settings, profile: { ...settings.profile, language: "tlh" } };
    assert.equal((await admin.ask("PUT", "/api/settings", { body: odd })).status, 422);
  } finally {
    await admin.ask("PUT", "/api/settings", { body: settings });
  }
});

test("launcher, frame, log and messages have their names and roles", async () => {
  const course = await open();
  assert.equal(await course.launcher.getAttribute("aria-expanded"), "false");
  await course.openChat();
  await course.page.getByRole("button", { name: "Close chat", exact: true }).first().waitFor();
  assert.equal(await course.log.getAttribute("aria-live"), "polite");
  await course.say("thanks");
  await course.by("assistant").waitFor();
  await course.by("learner").waitFor();
  await course.frame.getByRole("button", { name: "Talk to a person" }).waitFor();
  assert.equal(await course.frame.locator("textarea").evaluate((it) => getComputedStyle(it).fontSize), "16px");
});

test("a page under a strict policy and Trusted Types reports nothing; another site's page gets no frame until it is allowed", async () => {
  // A host page of another origin, as strict as an LMS can be.
  const host = createServer((request, response) => {
    response.setHeader("content-type", "text/html");
    response.setHeader(
      "content-security-policy",
      `default-src 'none'; script-src ${server.url}; frame-src ${server.url}; connect-src ${server.url}; require-trusted-types-for 'script'; trusted-types 'none'`,
    );
    response.end(`<!doctype html><title>LMS</title><script src="${server.url}/widget.js" data-team="${TEAM}"></script>`);
  });
  await new Promise((resolve) => host.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${host.address().port}`;
  try {
    const denied = await (await browser.newContext()).newPage();
    const refusals = complaints(denied);
    await denied.goto(origin);
    const refused = denied.waitForEvent("console", (message) => /frame-ancestors/.test(message.text()));
    await denied.getByRole("button", { name: "Open chat" }).click();
    await refused;
    assert.ok(refusals.some((line) => /frame-ancestors/.test(line)));
    // Learners see no broken chat; whoever builds the page reads why.
    await denied.getByRole("button", { name: "Open chat" }).or(denied.locator("iframe")).first().waitFor({ state: "detached" });
    assert.ok(refusals.some((line) => /Is there a team "riverside", and is .* among the allowed origins/.test(line)));

    const { data: settings } = await admin.ask("GET", "/api/settings");
    await admin.ask("PUT", "/api/settings", { body: { ...settings, allowed_origins: [origin] } });
    const page = await (await browser.newContext()).newPage();
    const list = complaints(page);
    await page.goto(origin);
    await page.getByRole("button", { name: "Open chat" }).click();
    const frame = page.frameLocator('iframe[title="Chat"]');
    await frame.getByRole("textbox", { name: "Message" }).fill("thanks");
    await frame.getByRole("button", { name: "Send" }).click();
    await frame.locator('[data-author="assistant"]').waitFor();
    assert.deepEqual(list.filter((line) => !/favicon/.test(line)), []);
    const kept = await page.evaluate(() => Object.keys(localStorage));
    assert.deepEqual(kept.sort(), [`baton:${TEAM}`, `baton:${TEAM}:look`], "the token is in the page's own storage");
    assert.deepEqual(await page.context().cookies(), []);
    for (const { url } of page.frames().map((it) => ({ url: it.url() }))) assert.doesNotMatch(url, /v1\./);
  } finally {
    host.close();
  }
});

test("hostile text is text, in the learner's own message and in an article", async () => {
  await server.putArticles(admin, {
    hostile: {
      title: "Gnu <img src=x onerror=alert(1)>",
      text: "Gnu gnu gnus <script>alert(2)</script> [press](javascript:alert(3)) ![x](x) **bold**.",
    },
  });
  const course = await open();
  let dialogs = 0;
  course.page.on("dialog", (dialog) => ((dialogs += 1), dialog.dismiss()));
  await course.openChat();
  await course.say("gnu gnus <b>bold</b> <img src=x onerror=alert(0)>");
  await course.by("learner").waitFor();
  assert.equal(await course.log.locator("img, script, b").count(), 0);
  await course.say("which gnu gnus are there");
  await course.by("assistant").first().waitFor();
  await course.frame.locator(".source").first().click();
  await course.frame.getByRole("heading", { name: /Gnu <img/ }).waitFor();
  assert.equal(await course.frame.locator("article img, article script, article a[href^=javascript]").count(), 0);
  assert.equal(dialogs, 0);
});

test("written offline, sent once when the line is back", async () => {
  const course = await open();
  await course.openChat();
  await course.say("thanks");
  await course.by("assistant").waitFor();
  await server.kill();
  await course.frame.getByText("No connection").waitFor();
  await course.say("hello");
  await course.frame.getByText("Sending…").waitFor();
  // The page itself goes away and comes back before the server does.
  await course.page.close();
  await server.up();
  const again = await CoursePage.open(course.page.context(), server.url);
  await again.openChat();
  await again.by("learner").nth(1).waitFor();
  await again.by("assistant").nth(1).waitFor();
  assert.equal(await again.by("learner").count(), 2);
});

test("asking for a person offline is asked when the line is back", async () => {
  const course = await open();
  await course.openChat();
  await course.say("thanks");
  await course.by("assistant").waitFor();
  await server.kill();
  await course.frame.getByText("No connection").waitFor();
  await course.frame.getByRole("button", { name: "Talk to a person" }).click();
  await server.up();
  await course.by("system").waitFor();
  assert.equal(await course.by("system").count(), 1);
});

test("two tabs show one conversation", async () => {
  const one = await open();
  await one.openChat();
  await one.say("thanks");
  await one.by("assistant").waitFor();
  const two = await CoursePage.open(one.page.context(), server.url);
  await two.openChat();
  await two.by("assistant").waitFor();
  await two.say("hello");
  await one.by("learner").nth(1).waitFor();
  await one.by("assistant").nth(1).waitFor();
});

test("the page's API: queued calls, open, close, toggle, on, unread, shutdown", async () => {
  const course = await open();
  const { page } = course;
  await page.evaluate(() => {
    window.heard = [];
    for (const name of ["open", "close", "unread"]) window.baton.on(name, (detail) => window.heard.push([name, detail]));
    window.baton.open();
  });
  await course.box.waitFor();
  await course.say("I want to talk to a person");
  await course.by("system").waitFor();
  await page.evaluate(() => window.baton.toggle());
  await course.launcher.waitFor();
  const id = await course.conversation();
  await admin.command(id, { type: "claim" });
  await admin.command(id, { type: "reply", client_id: "r-1", text: "Hello." });
  await page.waitForFunction(() => window.heard.some(([name, count]) => name === "unread" && count >= 1));
  assert.match(await course.launcher.getAttribute("aria-description"), /unread/);
  const kept = () => page.evaluate(() => Object.values(localStorage).map((it) => it.match(/"renewal":"([^"]+)"/)?.[1]).find(Boolean));
  const renewal = await eventually(kept, Boolean);
  const renews = () => server.session({ renewal }).then(({ data }) => data.conversation);
  const before = await renews();
  await page.evaluate(() => window.baton.shutdown());
  // A copy of what was kept opens nothing any more: the page has said so to the server.
  await eventually(renews, (it) => it !== before);
  assert.equal(await page.locator("iframe").count(), 0);
  assert.equal(await page.evaluate((key) => localStorage.getItem(key), `baton:${TEAM}`), null);
  await course.openChat();
  await course.frame.getByText("Ask me about courses").waitFor();
  assert.equal(await course.by("learner").count(), 0, "nothing of the one before stays");
  const queued = await page.evaluate(async () => {
    const script = document.createElement("iframe");
    return typeof window.baton.push === "function" && !!script;
  });
  assert.ok(queued);
});

test("on a phone it fills the screen and closes; in Arabic it reads from the right", async () => {
  const course = await open({ viewport: PHONE, isMobile: true, hasTouch: true });
  await course.openChat();
  const box = await course.page.locator("iframe").boundingBox();
  assert.deepEqual([box.x, box.y, box.width, box.height], [0, 0, PHONE.width, PHONE.height]);
  await course.frame.getByRole("button", { name: "Close chat" }).click();
  await course.launcher.waitFor();

  const arabic = await CoursePage.open(await browser.newContext({ viewport: DESK }), server.url, "ar");
  await arabic.openChat();
  assert.equal(await arabic.frame.locator("html").getAttribute("dir"), "rtl");
  await arabic.say("thanks");
  const mine = await arabic.by("learner").boundingBox();
  const panel = await arabic.page.locator("iframe").boundingBox();
  assert.ok(mine.x - panel.x < panel.width / 3, "the learner's words stand at the left");
});

test("any colour a team gives can be read", async () => {
  const course = await open();
  await course.openChat();
  const frame = course.page.frames().find((it) => it.url().includes("/widget/frame"));
  for (const scheme of ["light", "dark"]) {
    await course.page.emulateMedia({ colorScheme: scheme });
    const worst = await frame.evaluate(() => {
      const probe = document.body.appendChild(document.createElement("i"));
      const pixel = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
      const luminance = (color) => {
        pixel.fillStyle = color;
        pixel.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...pixel.getImageData(0, 0, 1, 1).data].map((c) => {
          const value = c / 255;
          return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const contrast = (a, b) => {
        const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
        return (high + 0.05) / (low + 0.05);
      };
      const shown = (name) => {
        probe.style.color = `var(${name})`;
        return getComputedStyle(probe).color;
      };
      let worst = { ratio: 21 };
      for (const r of [0, 64, 128, 192, 255])
        for (const g of [0, 64, 128, 192, 255])
          for (const b of [0, 64, 128, 192, 255]) {
            document.documentElement.style.setProperty("--team", `rgb(${r} ${g} ${b})`);
            for (const [text, ground] of [["--on-accent", "--accent"], ["--accent-text", "--ground"]]) {
              const ratio = contrast(shown(text), shown(ground));
              if (ratio < worst.ratio) worst = { ratio, team: [r, g, b], text };
            }
          }
      probe.remove();
      return worst;
    });
    assert.ok(worst.ratio >= 4.5, `${scheme}: ${JSON.stringify(worst)}`);
  }
});

test("who waits for a person sees on the next page that the reply is here", async () => {
  const course = await open();
  await course.openChat();
  await course.say("I want to talk to a person");
  await course.by("system").waitFor();
  const id = await course.conversation();
  await admin.command(id, { type: "claim" });
  await course.page.goto("about:blank");
  await admin.command(id, { type: "reply", client_id: "r-1", text: "Here is your answer." });
  await course.page.goto(`${server.url}/`);
  await course.page.locator('[aria-description="1 unread"]').waitFor();
  await course.openChat();
  await course.by("agent").waitFor();
  await course.seesTheEnd();
  await course.page.locator('[aria-description=""]').waitFor({ state: "attached" });
  await course.page.reload();
  await course.launcher.waitFor();
  await course.page.frameLocator('iframe[title="Chat"]').locator("textarea").waitFor({ state: "attached" });
  assert.equal(await course.launcher.getAttribute("aria-description"), "", "what was seen is not news again");
});

test("too many newcomers: the browser works once, begins, and its learner's request is passed on once (T10)", async (t) => {
  // Nobody begins here, and nobody is passed on, without work.
  const full = await DevServer.start({ LEARNERS_PER_ADDRESS: "0", HANDOFFS_PER_ADDRESS: "0" });
  const crowded = await DevServer.start({ HANDOFFS_PER_ADDRESS: "0" });
  try {
    for (const server of [full, crowded]) {
      const { ana } = await server.setUp();
      const course = await CoursePage.open(await browser.newContext({ viewport: PHONE }), server.url);
      let challenges = 0;
      await course.page.route("**/api/learner/challenge", async (route) => {
        challenges += 1;
        // The first time it cannot be had: the line goes on trying.
        if (server === full && challenges === 1) await route.fulfill({ status: 503, json: { code: "unavailable", message: "busy" } });
        else await route.continue();
      });
      const begun = Date.now();
      await course.openChat();
      await course.say("I want to talk to a person");
      await course.frame.getByText("Nobody on the team is here right now").waitFor();
      t.diagnostic(`passed on after ${Date.now() - begun} ms, ${challenges} challenges`);
      assert.equal(challenges, server === full ? 2 : 1);
      assert.equal(await course.frame.getByText("so this takes a moment").count(), server === full ? 0 : 1);
      const id = await course.conversation();
      const { entries } = (await ana.ask("GET", `/api/conversations/${id}`)).data;
      assert.equal(entries.filter(({ event }) => event.type === "handoff").length, 1);
      const { data } = await ana.ask("GET", "/api/conversations");
      assert.equal(data.items.length, 1, "one conversation");
      assert.deepEqual(course.complaints.filter((it) => !/429|503/.test(it)), []);
      await course.page.context().close();
    }
  } finally {
    await full.stop();
    await crowded.stop();
  }
});
