// The inbox in an agent's own language: chosen once, everything in it but what people wrote, from right to left where
// that is how one reads; and the rating that learners give (G4, C7).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFile } from "node:fs/promises";
import { ANA } from "../support/api.mjs";
import { CoursePage, DESK, PHONE, launch } from "../support/browser.mjs";
import { DevServer } from "../support/server.mjs";

const axe = await readFile(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
let server, browser, ana, bo, ids;
before(async () => {
  server = await DevServer.start();
  ({ ana, bo } = await server.setUp());
  await server.putArticles(ana, {
    password: { title: "Zqreset your password", text: "# Zqreset your password\n\n1. Open **Zqpage**.\n" },
  });
  const put = async (section, body) => {
    const { status, data } = await ana.ask("PUT", `/api/settings/${section}`, { body });
    assert.equal(status, 200, JSON.stringify(data));
  };
  await put("saved_replies", [{ name: "Zqhello", text: "Hi {learner}." }]);
  await put("alerts", [{ name: "Zqdesk", kind: "slack", address: "https://hooks.slack.com/services/x", on: ["handed_off"] }]);
  await put("ratings", { is_asked: true });
  ids = [];
  for (const [name, text] of [["Zqmaya", "I want to talk to a person about zqrefund"], ["Zqli", "where is the moon base"]]) {
    const learner = await server.learner();
    const socket = await learner.socket();
    socket.send({ type: "identify", name });
    socket.say(text);
    await socket.message("system");
    ids.push(learner.conversation);
  }
  await bo.command(ids[0], { type: "note", client_id: "n1", text: "Zqnote" });
  await ana.command(ids[0], { type: "claim" });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** The inbox in a language, signed in; `words` changes what the page fetches for it. */
async function signedIn(language, { words, ...options } = {}) {
  const context = await browser.newContext({ viewport: DESK, reducedMotion: "reduce", ...options });
  await context.addInitScript((code) => localStorage.getItem("baton:language") ?? localStorage.setItem("baton:language", code), language);
  if (words) {
    await context.route("**/assets/inbox-*.json", async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ json: words(await answer.json()) });
    });
  }
  const page = await context.newPage();
  await page.goto(`${server.url}/inbox`);
  await page.locator("[autocomplete=username]").fill(ANA.email);
  await page.locator("[type=password]").fill(ANA.password);
  await page.locator("[type=submit]").click();
  await page.locator(".row").first().waitFor();
  return page;
}
const go = async (page, hash) => {
  await page.evaluate((hash) => (location.hash = hash), hash);
  await page.waitForFunction((hash) => location.hash.endsWith(hash) && !document.querySelector("[aria-busy]"), hash);
};
const SCREENS = ["install", "articles", "appearance", "chat", "answers", "rules", "forms", "tags", "replies", "limits", "peak-hours", "usage", "routing", "alerts", "agents", "keys", "sign-in", "identity", "data", "audit"];

test("nothing but what people wrote is left in English", async () => {
  // Every sentence between marks: what has none was not said by way of the words.
  const marked = (said) => (typeof said === "string" ? `⟦${said}⟧` : Object.fromEntries(Object.entries(said).map(([form, text]) => [form, `⟦${text}⟧`])));
  const all = (said) => Object.fromEntries(Object.entries(said).map(([name, text]) => [name, marked(text)]));
  const page = await signedIn("de", {
    words: ({ panel, notices, sentences, server, reasons }) => {
      const listed = (list) => list.map(([english, own]) => [english, marked(own)]);
      return { panel: panel.map(marked), notices: all(notices), sentences: all(sentences), server: listed(server), reasons: listed(reasons) };
    },
  });
  // What stays beside marks: what people wrote and are called, products, addresses, and what machines read.
  const data = new RegExp(
    [
      "Riverside Support|Zqmaya|Zqli|Ana|Bo|zqbilling|Zqhello|Zqdesk|Zqreset( your password)?|bo@riverside\\.example|ana@riverside\\.example",
      "I want to talk to a person about zqrefund|zqrefund|where is the moon base|Zqnote|1\\. Open \\*\\*Zqpage\\*\\*\\.|Hi \\{learner\\}\\.|zqtag|noday|zqrefund|reset password",
      "Locked out of a live class|Refunds, cancellations and disputes|Frustration|In circles",
      "English|Español|Deutsch|Français|Português|العربية|jetzt|vor \\d+ Minuten?|\\d+ Min\\.?",
      "Slack|Microsoft Teams|profile|ratings|tags|alerts|saved_replies|password|riverside",
      "[al]-[\\w-]{10,}(\\.\\d+)?|kid [\\w-]+|<script.*</script>|https?://\\S+|\\d{1,2}:\\d{2}( Uhr)?|[\\d.:–-]+",
      // Names of rooms in the browser's zone list.
      "UTC|[A-Z]\\w+/[\\w/]+|(Mo|Di|Mi|Do|Fr|Sa|So)|\\d{1,2}\\. \\p{L}{3,4}",
    ].join("|").replace(/^/, "^(").replace(/$/, ")$"),
    "u",
  );
  /** A text without what stands between marks, nested ones too, in its parts. */
  const unmarked = (text) => {
    let rest = text;
    for (let before; before !== rest; ) [before, rest] = [rest, rest.replace(/⟦[^⟦⟧]*⟧/gu, "\u0000")];
    return rest.split("\u0000").flatMap((part) => part.split(/ · |, | › |: |; /u)).map((part) => part.replace(/^[\s“”„«»"().,:;…–-]+|[\s“”„«»"().,:;…–-]+$/gu, ""));
  };
  const left = new Set();
  const look = async (name) => {
    const texts = await page.evaluate(() => {
      const texts = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const within = walker.currentNode.parentElement.closest("noscript, script, .evidence dl");
        if (!within) texts.push(walker.currentNode.textContent);
      }
      for (const element of document.body.querySelectorAll("[aria-label], [title], [placeholder]")) {
        for (const attribute of ["aria-label", "title", "placeholder"]) texts.push(element.getAttribute(attribute) ?? "");
      }
      return texts;
    });
    for (const text of texts) {
      const english = unmarked(text).filter((part) => /\p{L}{2}/u.test(part) && !data.test(part) && !data.test(text.trim()));
      for (const part of english) left.add(`${name}: ${part} (${text.trim().slice(0, 80)})`);
    }
  };
  await look("list");
  await go(page, `c=${ids[1]}`);
  await page.locator(".packet .tried").waitFor();
  await look("packet");
  await go(page, `c=${ids[0]}`);
  await page.getByText("Zqnote").waitFor();
  await look("conversation");
  await page.keyboard.press("Escape");
  await page.locator("main.thread").focus();
  await page.keyboard.press("i");
  await page.getByRole("searchbox").last().fill("reset password");
  await page.locator(".text strong").first().waitFor();
  await look("lookup");
  await page.locator("header .heading, .heading").first().waitFor();
  await page.getByRole("searchbox").first().fill("zqrefund");
  await page.locator(".found").first().waitFor();
  await look("search");
  await page.getByRole("searchbox").first().fill("before:noday");
  await page.getByText("noday").waitFor();
  await look("a search that is refused");
  await page.getByRole("searchbox").first().fill("");
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").waitFor();
  await look("commands");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await go(page, "account");
  await page.locator("section.card").nth(4).waitFor();
  await look("account");
  for (const screen of SCREENS) {
    await go(page, `settings/${screen}`);
    await page.locator("section.card:not([hidden])").first().waitFor();
    await look(screen);
  }
  assert.deepEqual([...left], []);
  await page.context().close();
});

test("the language is chosen under Account, in this browser, and stays; numbers have their forms", async () => {
  const page = await signedIn("en");
  await go(page, "account");
  await page.getByRole("combobox", { name: "Language of the inbox" }).selectOption("de");
  await page.getByRole("combobox", { name: "Sprache des Posteingangs" }).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "de");
  await go(page, "");
  const select = (name) => page.getByRole("checkbox", { name: new RegExp(name) });
  await select("Zqli").check();
  await page.getByText("1 Unterhaltung ausgewählt").waitFor();
  await select("Zqmaya").check();
  await page.getByText("2 Unterhaltungen ausgewählt").waitFor();
  await page.reload();
  await page.getByRole("button", { name: "Einstellungen" }).waitFor();
  await page.context().close();
});

for (const viewport of [DESK, PHONE]) {
  test(`in Arabic it reads from right to left, and axe-core finds nothing, ${viewport.width}`, async () => {
    const page = await signedIn("ar", { viewport });
    assert.equal(await page.locator("html").getAttribute("dir"), "rtl");
    const found = [];
    for (const hash of ["", `c=${ids[0]}`, "account", "settings/chat", "settings/limits", "settings/rules"]) {
      await go(page, hash);
      await page.locator("main").first().waitFor();
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (sideways > 0) found.push(`${hash}: ${sideways} pixels beside the page`);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      found.push(...violations.map(({ id, nodes }) => `${hash}: ${id} ${nodes[0].html.slice(0, 160)}`));
    }
    assert.deepEqual(found, []);
    await page.context().close();
  });
}

test("a learner is asked whether it helped; their tap opens nothing, and stands where agents and admins see it", async () => {
  const context = await browser.newContext({ viewport: DESK, reducedMotion: "reduce" });
  const course = await CoursePage.open(context, server.url, "en");
  await course.openChat();
  await course.say("I want to talk to a person");
  await course.frame.getByText("Nobody on the team is here right now").waitFor();
  const id = await course.conversation();
  for (const command of [{ type: "claim" }, { type: "reply", client_id: "r1", text: "Your transcript is on its way." }, { type: "resolve" }]) {
    const { status, data } = await ana.command(id, command);
    assert.equal(status, 200, JSON.stringify(data));
  }
  await course.frame.getByText("Did this help you?").waitFor();
  await course.frame.getByRole("button", { name: "Yes, it did" }).click();
  await course.frame.getByText("Thank you for telling us.").waitFor();
  const page = await signedIn("en");
  await go(page, `c=${id}`);
  await page.getByText("The learner said that it helped").waitFor();
  assert.equal((await ana.ask("GET", `/api/conversations/${id}`)).data.view.status, "resolved");
  await go(page, "settings/peak-hours");
  await page.getByText("Of 1 learner who answered, 100 % said that you helped.").waitFor();
  await page.context().close();
  await context.close();
});
