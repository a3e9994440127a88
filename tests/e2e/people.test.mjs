// What people do beside words, in Chromium: files both ways, who writes and who has read,
// tags, who looks, a second conversation (D5, D7, E5, E7, E8, F2, G3; T6, T20, T22).
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { ANA, BO, eventually } from "../support/api.mjs";
import { CoursePage, DESK, InboxPage, launch } from "../support/browser.mjs";
import { DevServer } from "../support/server.mjs";

const PICTURE = new URL("../../docs/images/learner-phone-light.png", import.meta.url);

let server, browser;
before(async () => {
  server = await DevServer.start();
  ({ ana: server.ana } = await server.setUp());
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const context = () => browser.newContext({ viewport: DESK });

/** A learner who talks with Ana. */
async function together() {
  const course = await CoursePage.open(await context(), server.url);
  await course.openChat();
  await course.say("I want to talk to a person");
  await course.by("system").waitFor();
  const ana = await InboxPage.signIn(await context(), server.url, ANA);
  // Those of the stories before wait for longer.
  await ana.show(await course.conversation());
  await ana.button("Take over").click();
  await ana.button("Resolve").waitFor();
  return { course, ana };
}

/** Pastes or drops a file into an element. */
const give = (locator, kind, name, content) =>
  locator.evaluate(
    (element, [kind, name, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(content)], name));
      const options = { bubbles: true, cancelable: true };
      element.dispatchEvent(
        kind === "paste"
          ? new ClipboardEvent("paste", { ...options, clipboardData: data })
          : new DragEvent("drop", { ...options, dataTransfer: data }),
      );
    },
    [kind, name, [...content]],
  );

/** Waits until a picture is really there. */
async function seesPicture(log, name) {
  const picture = log.getByRole("img", { name });
  await picture.waitFor();
  const width = await picture.evaluate(
    (image) =>
      new Promise((resolve) => {
        if (image.naturalWidth) resolve(image.naturalWidth);
        else image.addEventListener("load", () => resolve(image.naturalWidth), { once: true });
      }),
  );
  assert.ok(width > 100);
}

/** What pages complained of, but for the inbox's first question, who is signed in. */
const complained = (...pages) =>
  pages.flatMap(({ complaints }) => complaints.filter((line) => !line.includes("/api/agents/me")));

test("a picture picked and one pasted go to the owner, a text comes back; nobody repeats anything", async () => {
  const { course, ana } = await together();
  const picture = await readFile(PICTURE);
  await course.frame.locator('input[type="file"]').setInputFiles({ name: "error.png", mimeType: "image/png", buffer: picture });
  await give(course.box, "paste", "second.png", picture);
  const tray = course.frame.getByRole("list", { name: "Attachments" });
  await tray.getByText("second.png").waitFor();
  await tray.getByRole("progressbar").first().waitFor({ state: "detached" });
  await tray.getByRole("progressbar").waitFor({ state: "detached" });
  await course.say("It shows this");
  await seesPicture(course.log, "error.png");
  await seesPicture(ana.log, "error.png");
  await seesPicture(ana.log, "second.png");
  await tray.waitFor({ state: "hidden" });

  await give(ana.reply, "drop", "steps.txt", Buffer.from("1. Sign out.\n2. Sign in."));
  await ana.page.getByRole("list", { name: "Attachments" }).getByText("steps.txt").waitFor();
  await ana.page.getByRole("button", { name: "Send", exact: true }).click();
  const file = course.log.getByRole("link", { name: /steps\.txt/ });
  await file.waitFor();
  await course.frame.locator('a[download="steps.txt"][href^="blob:"]').waitFor();
  const [download] = await Promise.all([course.page.waitForEvent("download"), file.click()]);
  assert.equal(await readFile(await download.path(), "utf8"), "1. Sign out.\n2. Sign in.");

  await course.page.reload();
  await course.openChat();
  await seesPicture(course.log, "error.png");
  assert.deepEqual(complained(course, ana), []);
});

test("an upload shows its progress and can be stopped; what is not taken says why", async () => {
  const { course } = await together();
  let go;
  const held = new Promise((resolve) => (go = resolve));
  await course.page.route("**/api/learner/attachments", async (route) => {
    await held;
    await route.continue().catch(() => {});
  });
  const picker = course.frame.locator('input[type="file"]');
  const picture = await readFile(PICTURE);
  await picker.setInputFiles({ name: "slow.png", mimeType: "image/png", buffer: picture });
  await course.frame.getByRole("progressbar", { name: "Uploading" }).waitFor();
  await course.box.fill("with a file");
  assert.equal(await course.frame.getByRole("button", { name: "Send" }).isDisabled(), true, "the message waits for it");
  await course.frame.getByRole("button", { name: "Remove slow.png" }).click();
  await course.frame.getByText("slow.png").waitFor({ state: "detached" });
  assert.equal(await course.frame.getByRole("button", { name: "Send" }).isDisabled(), false);
  go();
  await course.page.unroute("**/api/learner/attachments");

  await picker.setInputFiles({ name: "page.html", mimeType: "text/html", buffer: Buffer.from("<html><script>") });
  await course.frame.getByRole("alert").getByText("Only PNG, JPEG").waitFor();
  await picker.setInputFiles({ name: "film.gif", mimeType: "image/gif", buffer: Buffer.alloc(10 * 1024 * 1024 + 1) });
  await course.frame.getByRole("alert").getByText("A file may have at most 10 MB.").waitFor();
  await course.frame.getByRole("button", { name: "Remove page.html" }).click();
  await course.frame.getByRole("button", { name: "Remove film.gif" }).click();
  await course.say("without");
  await course.log.getByText("without").waitFor();
});

test("writing is seen while it is written, reading when it is read", async () => {
  const { course, ana } = await together();
  await ana.reply.pressSequentially("Hel");
  await course.log.getByText("Ana is writing").waitFor();
  await ana.say("Hello.");
  await course.by("agent").waitFor();
  await course.log.getByText("Ana is writing").waitFor({ state: "detached" });
  await ana.log.getByText("Read", { exact: true }).waitFor();
  await course.box.pressSequentially("Tha");
  await ana.log.getByText("The learner is writing…").waitFor();
  await course.say("Thank you");
  await course.log.getByText("Seen", { exact: true }).waitFor();
  await ana.log.getByText("The learner is writing…").waitFor({ state: "detached" });

  // A closed panel reads nothing: what comes is delivered, and read when it is opened.
  await course.page.keyboard.press("Escape");
  await ana.say("Anything else?");
  await ana.log.getByText("Delivered", { exact: true }).waitFor();
  await course.launcher.click();
  await ana.log.getByText("Read", { exact: true }).waitFor();
});

test("tags are put on by hand and filter the list; who looks at a conversation is seen", async () => {
  const { course, ana } = await together();
  const bo = await InboxPage.signIn(await context(), server.url, BO);
  await bo.show(await course.conversation());
  await ana.page.getByText("Bo is looking at this too").waitFor();
  await bo.page.getByText("Ana is looking at this too").waitFor();
  await ana.page.getByRole("textbox", { name: "Add a tag" }).or(ana.page.getByRole("combobox", { name: "Add a tag" })).fill("Billing dispute");
  await ana.page.keyboard.press("Enter");
  await ana.log.getByText("Ana added the tag billing dispute").waitFor();
  const tag = bo.page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: "billing dispute" });
  await tag.click();
  await bo.page.getByRole("heading", { name: "All open · billing dispute" }).waitFor();
  assert.equal(await bo.rows.count(), 1);
  await tag.click();
  assert.ok((await bo.rows.count()) > 1);
  await ana.page.getByRole("button", { name: "Remove the tag billing dispute" }).click();
  await bo.log.getByText("Ana removed the tag billing dispute").waitFor();
  assert.ok(!(await course.log.innerText()).includes("billing"));
});

test("who writes too fast is told so politely, and nothing is lost", async () => {
  const { course } = await together();
  for (let count = 1; count <= 21; count += 1) await course.say(`line ${count}`);
  await course.log.getByText("You write faster than we can take it. This goes in a moment.").first().waitFor();
  assert.equal(await course.by("learner").count(), 22);
  await course.page.reload();
  await course.openChat();
  await course.log.getByText("line 21", { exact: true }).waitFor();
});

test("a long conversation comes whole, in order, to both sides", async () => {
  const { course, ana } = await together();
  const admin = await server.signIn(ANA);
  const id = (await admin.conversations())[0].id;
  for (let count = 1; count <= 450; count += 1) {
    const said = await admin.command(id, { type: "reply", client_id: `long-${count}`, text: `page ${count}` });
    assert.equal(said.status, 200);
  }
  for (const pages of [course.page, ana.page]) await pages.reload();
  await course.openChat();
  for (const log of [course.log, ana.log]) {
    await log.getByText("page 450", { exact: true }).waitFor();
    const texts = await log.locator('[data-author="agent"] .bubble').allInnerTexts();
    assert.deepEqual(texts, Array.from({ length: 450 }, (_, index) => `page ${index + 1}`));
  }
});

test("a conversation is found by a word of it, opened from what was found, and the list comes back", async () => {
  const { course, ana } = await together();
  await ana.say("Bring your zirconium ruler.");
  await course.by("agent").waitFor();
  const field = ana.page.getByRole("searchbox", { name: "Search conversations" });
  const found = ana.page.getByRole("list", { name: "Conversations found" }).getByRole("listitem");
  await field.fill("zircon");
  // The inbox hears of what is said a moment later: the words are typed again until it has.
  await eventually(async () => {
    await field.fill("");
    await field.fill("zirconium rul");
    await ana.page.getByText(/^(1 conversation|Nothing found\.)$/).waitFor();
    return found.count();
  }, (count) => count === 1);
  assert.deepEqual(await found.locator("mark").allInnerTexts(), ["zirconium", "ruler"]);
  await found.getByRole("button").press("Enter");
  await ana.log.getByText("Bring your zirconium ruler.").waitFor();
  // Articles are found beside conversations, and open as learners read them.
  await server.putArticles(server.ana, {
    rulers: { title: "Borrow a measuring tape", text: "<!-- internal: ask Bo -->\n\nGo to the *library desk*. You get a measuring tape for a day." },
  });
  await field.fill("how do I borrow a measuring tape");
  await ana.page.getByRole("button", { name: "Borrow a measuring tape" }).click();
  const article = ana.page.getByRole("dialog", { name: "Article" });
  await article.getByText("Go to the library desk. You get a measuring tape for a day.").waitFor();
  assert.equal(await article.getByText("internal").count(), 0);
  await article.getByRole("button", { name: "Close" }).click();
  await field.fill("before:soon");
  await ana.page.getByText("Cannot search: “soon” is no day: write it as 2026-11-30.").waitFor();
  await field.press("Escape");
  await ana.rows.first().waitFor();
  assert.equal(await field.inputValue(), "");
  // A word that cannot be read is refused by the server: the browser's console has the refusal, and nothing else.
  assert.deepEqual(complained(course, ana).filter((it) => !it.includes("422")), []);
});

test("a learner who begins to wait is shown by the system, once, and a click opens the conversation (I2)", async () => {
  const away = await context();
  // A browser that grants them, whose tab nobody looks at.
  await away.addInitScript(() => {
    Object.defineProperty(document, "hidden", { get: () => true });
    window.shown = [];
    window.Notification = class {
      static permission = "granted";
      constructor(title, options) {
        Object.assign(this, { title, options });
        window.shown.push(this);
      }
      close() {}
    };
  });
  const ana = await InboxPage.signIn(away, server.url, ANA);
  const course = await CoursePage.open(await context(), server.url);
  await course.openChat();
  await course.say("the vivarium is closed, I want to talk to a person");
  await course.by("system").waitFor();
  const shown = () => ana.page.evaluate(() => window.shown.map(({ title, options: { body, tag } }) => ({ title, body, tag })));
  const [first] = await eventually(shown, (all) => all.length > 0);
  assert.match(first.title, /is waiting$/);
  assert.match(first.body, /vivarium/);
  await course.say("hello?");
  await ana.rows.filter({ hasText: "hello?" }).waitFor();
  assert.equal((await shown()).filter(({ tag }) => tag === first.tag).length, 1, "once for a wait");
  await ana.page.evaluate(() => window.shown[0].onclick());
  await ana.log.getByText("the vivarium is closed").waitFor();
  assert.deepEqual(complained(course, ana), []);
});

test("resolved, a new conversation begins; the team sees the earlier one beside it", async () => {
  const { course, ana } = await together();
  await ana.say("All done.");
  await course.by("agent").waitFor();
  await ana.button("Resolve").click();
  await course.frame.getByRole("button", { name: "Start a new conversation" }).click();
  await course.log.getByText("All done.").waitFor({ state: "detached" });
  await course.say("I want to talk to a person again");
  await course.by("system").waitFor();
  // Not one that waited before: it is in the list before the new one has come.
  await ana.rows.filter({ hasText: "I want to talk to a person again" }).click();
  await ana.button("Take over").waitFor();
  const earlier = ana.page.getByRole("button", { name: /All done\..*Resolved/s });
  await earlier.click();
  await ana.log.getByText("All done.").waitFor();
  await course.page.reload();
  await course.openChat();
  await course.by("system").waitFor();
  assert.equal(await course.log.getByText("All done.").count(), 0);
  assert.deepEqual(complained(course, ana), []);
});
