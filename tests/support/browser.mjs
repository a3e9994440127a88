// Chromium, and the pages of the story as objects: what a person sees and presses.
import { chromium } from "playwright-core";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const DESK = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ARGUMENTS });
}

/** Collects what a page complains of; tests assert that there is nothing. */
export function complaints(page) {
  const list = [];
  page.on("pageerror", (error) => list.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") list.push(`${message.text()} ${message.location().url}`);
  });
  return list;
}

/** What stands on the chat's own parts. */
const WORDS = {
  en: { open: "Open chat", message: "Message", send: "Send" },
  es: { open: "Abrir el chat", message: "Mensaje", send: "Enviar" },
  de: { open: "Chat öffnen", message: "Nachricht", send: "Senden" },
  fr: { open: "Ouvrir le chat", message: "Message", send: "Envoyer" },
  pt: { open: "Abrir o chat", message: "Mensagem", send: "Enviar" },
  ar: { open: "فتح الدردشة", message: "الرسالة", send: "إرسال" },
};

/** The course page with the learner's chat on it. */
export class CoursePage {
  constructor(page, url, language) {
    this.page = page;
    this.url = url;
    this.words = WORDS[language];
    this.frame = page.frameLocator("iframe");
    this.launcher = page.getByRole("button", { name: this.words.open });
    this.log = this.frame.getByRole("log");
    this.box = this.frame.getByRole("textbox", { name: this.words.message });
    this.status = this.frame.locator(".status");
  }

  /** The demo page in a language that its switch knows, or in none: then the chat follows the browser. */
  static async open(context, url, language = "en", spoken = language) {
    const course = new CoursePage(await context.newPage(), url, spoken);
    course.complaints = complaints(course.page);
    if (language !== "en") {
      await course.page.addInitScript((it) => localStorage.setItem("demo:language", it), language);
    }
    await course.page.goto(`${url}/`);
    return course;
  }

  async openChat() {
    await this.launcher.click();
    await this.box.waitFor();
  }

  async say(text) {
    await this.box.fill(text);
    await this.frame.getByRole("button", { name: this.words.send }).click();
  }

  /** The conversation that the learner is in, as their token says. */
  async conversation() {
    const kept = await this.page.evaluate(() => Object.entries(localStorage).find(([key]) => key.startsWith("baton:") && !key.endsWith(":look"))[1]);
    const { claims } = JSON.parse(Buffer.from(JSON.parse(kept).renewal.split(".")[1], "base64url"));
    return `${claims.learner}.${claims.ordinal}`;
  }

  /** Messages of an author that are stored, not being written. */
  by(author) {
    return this.log.locator(`[data-author="${author}"]:not([data-partial])`);
  }

  /** Waits until the newest words are in view. */
  async seesTheEnd() {
    await this.log.evaluate(
      (log) =>
        new Promise((resolve, reject) => {
          const end = performance.now() + 5_000;
          const look = () => {
            if (log.scrollHeight - log.scrollTop - log.clientHeight < 2) resolve();
            else if (performance.now() > end) reject(new Error("the log is not at its end"));
            else requestAnimationFrame(look);
          };
          look();
        }),
    );
  }

  /** What the log says, a line a message. */
  async texts() {
    return this.log.locator("[data-author]:not([data-partial]) .bubble").allInnerTexts();
  }
}

/** The inbox in an agent's browser. */
export class InboxPage {
  constructor(page) {
    this.page = page;
    this.list = page.getByRole("list", { name: "Conversations" });
    this.rows = this.list.getByRole("listitem");
    this.log = page.getByRole("log");
    this.reply = page.getByRole("textbox", { name: "Reply" });
    this.packet = page.getByRole("region", { name: "Handoff" });
  }

  /** Signs in; tests look at everything that is open, unless they say otherwise. */
  static async signIn(context, url, { email, password }, view = "All open") {
    const inbox = new InboxPage(await context.newPage());
    inbox.complaints = complaints(inbox.page);
    await inbox.page.goto(`${url}/inbox`);
    await inbox.page.getByLabel("Email").fill(email);
    await inbox.page.getByLabel("Password").fill(password);
    await inbox.page.getByRole("button", { name: "Sign in", exact: true }).click();
    await inbox.list.waitFor({ state: "attached" });
    if (view) await inbox.page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: view }).click();
    return inbox;
  }

  /** Opens a screen of the settings, from wherever. */
  async settings(name) {
    const menu = this.page.getByRole("navigation", { name: "Settings" });
    await this.button("Settings").or(menu).first().waitFor();
    // It may be on its way already.
    if (!(await menu.isVisible())) await this.button("Settings").click({ timeout: 3_000 }).catch(() => {});
    await menu.waitFor();
    await menu.getByRole("button", { name, exact: true }).click();
  }

  /** Back from the settings. The page follows its address, which changes a moment after the click. */
  async leaveSettings() {
    await this.button("Inbox").click();
    await this.page.getByRole("navigation", { name: "Settings" }).waitFor({ state: "hidden" });
  }

  button(name) {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** Opens a conversation by its address, wherever it stands in the list. */
  show(conversation) {
    return this.page.evaluate((id) => (location.hash = `c=${id}`), conversation);
  }

  async say(text) {
    await this.reply.fill(text);
    await this.reply.press("Enter");
  }
}
