// The story's screens as pictures, for the README and for whoever changed a style.
//
//   cargo xtask screenshots [FOLDER]
//
// docs/images holds those that the documents show; a folder of one's own gets every screen, light and dark,
// desk and phone.
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ANA, BO, demoArticles, eventually } from "../support/api.mjs";
import { CoursePage, DESK, InboxPage, PHONE, launch } from "../support/browser.mjs";
import { DevServer } from "../support/server.mjs";

const README = [
  "learner-desk-light",
  "learner-phone-light",
  "inbox-desk-light",
  "inbox-phone-light",
  "commands-desk-light",
  "install-desk-light",
  "appearance-desk-light",
  "articles-desk-light",
  "unanswered-desk-light",
  "routing-desk-light",
  "peak-hours-desk-light",
  "hours-desk-light",
  "alerts-desk-light",
  "away-phone-light",
];
const PICTURE = new URL("../../docs/images/learner-phone-light.png", import.meta.url);
const LOG = { name: "console.log", mimeType: "text/plain", buffer: Buffer.from("GET /sync 504\n".repeat(90)) };
const folder = process.argv[2];
const target = folder ?? "docs/images";
await mkdir(target, { recursive: true });

// The state that people have: everything embedded.
const server = await DevServer.start({ EMBEDDINGS: "embedded", QUESTION_EMBEDDINGS: "encoder" });
const browser = await launch();
try {
  const { ana: admin } = await server.setUp();
  await server.putArticles(admin, await demoArticles());
  const status = async () => (await admin.ask("GET", "/api/knowledge")).data;
  await eventually(status, ({ embedded, passages }) => embedded === passages, 400_000);
  const { data: settings } = await admin.ask("GET", "/api/settings");
  settings.profile.suggestions = ["How do I reset my password?", "Where is my completion certificate?"];
  settings.tags = [{ tag: "technical", description: "Errors and pages that do not open", color: "violet" }];
  await admin.ask("PUT", "/api/settings", { body: settings });

  const shoot = async (page, name) => {
    if (!folder && !README.includes(name)) return;
    // What came last is laid out, and in view, two frames later.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    await page.screenshot({ path: join(target, `${name}.png`) });
  };
  // A team's weeks, as its counts would be: nobody waits that long here.
  const weeks = Array.from({ length: 168 }, (_, at) => {
    const [day, hour] = [Math.floor(at / 24), at % 24];
    const busy = 14 * Math.exp(-((hour - 11) ** 2) / 8) + (hour > 18 && hour < 23 ? 4 : 0) - (day > 4 ? 6 : 0);
    const waits = Math.max(0, Math.round(busy));
    return { waits, ended: waits, mean_minutes: 6 + 3 * waits, is_open: day < 5 && hour > 8 && hour < 17 };
  });
  // What a week leaves: nobody asks these here.
  const unanswered = [
    ["Where do I get a parking permit for the campus?", null],
    ["is the library open on sundays", null],
    ["oh no, i sent in the wrong essay. can i swap it for the right one", "submit-an-assignment"],
    ["4 of us work on one project, must everybody upload it", "submit-an-assignment"],
    ["no places left in the class i want!! what now", "enrol-in-a-course"],
  ].map(([question, id], at) => {
    const nearest = id && { id, title: id === "enrol-in-a-course" ? "Enrol in a course" : "Submit an assignment" };
    return { number: at + 1, conversation: `l-${at}.1`, at: Date.now() - (at * 5 + 2) * 3_600_000, question, ...(nearest && { nearest }) };
  });
  const counted = { weeks: 4, time_zone: "Europe/Berlin", hours: weeks };
  for (const colorScheme of folder ? ["light", "dark"] : ["light"]) {
    for (const [device, viewport] of [["desk", DESK], ["phone", PHONE]]) {
      const isPhone = device === "phone";
      const options = { viewport, colorScheme, isMobile: isPhone, hasTouch: isPhone };
      const name = (screen) => `${screen}-${device}-${colorScheme}`;
      const course = await CoursePage.open(await browser.newContext(options), server.url);
      await shoot(course.page, name("course"));
      await course.openChat();
      await course.frame.getByText("How do I reset").waitFor();
      await shoot(course.page, name("empty"));
      await course.say("How do I reset my password?");
      await course.by("assistant").waitFor();
      await shoot(course.page, name("answer"));
      await course.frame.locator(".source").first().click();
      await course.frame.locator("article h2").waitFor();
      await shoot(course.page, name("article"));
      await course.frame.getByRole("button", { name: "Back to the chat" }).click();
      await course.say("grades");
      await course.frame.locator(".chip").first().waitFor();
      await shoot(course.page, name("asked-back"));
      await course.say("my course completion never synced, can I talk to a person?");
      await course.by("system").waitFor();
      await shoot(course.page, name("waiting"));

      const desk = await browser.newContext(options);
      await desk.route("**/api/insights/hours*", (route) => route.fulfill({ json: counted }));
      await desk.route("**/api/insights/unanswered", (route) => route.fulfill({ json: unanswered }));
      const inbox = await InboxPage.signIn(desk, server.url, ANA);
      await inbox.rows.first().getByText("Asked for a person").waitFor();
      await shoot(inbox.page, name("list"));
      // Those of the pictures before wait for longer.
      const asked = await course.conversation();
      await inbox.show(asked);
      // On a phone it is a line, until it is opened.
      await (isPhone ? inbox.page.locator(".beside summary") : inbox.packet).waitFor();
      await shoot(inbox.page, name("packet"));
      await inbox.button("Take over").click();
      await inbox.button("Resolve").waitFor();
      const bo = await InboxPage.signIn(await browser.newContext(options), server.url, BO);
      await bo.show(asked);
      await bo.button("Take over").click();
      await bo.page.getByRole("dialog").getByText("Ana has had this").waitFor();
      await shoot(bo.page, name("asked-first"));
      await bo.button("Cancel").click();
      await inbox.say("Hello Maya. The sync failed last night; I have started it again. It takes about 15 minutes.");
      await course.by("agent").waitFor();
      await inbox.log.getByText("I have started it again").waitFor();
      await shoot(course.page, name("learner"));
      await shoot(inbox.page, name("inbox"));
      if (!isPhone) {
        await inbox.page.keyboard.press("Escape");
        await inbox.page.keyboard.press("Control+k");
        await inbox.page.getByRole("listbox").waitFor();
        await shoot(inbox.page, name("commands"));
        await inbox.page.keyboard.press("Escape");
        await inbox.page.getByRole("listbox").waitFor({ state: "detached" });
      }
      if (isPhone) await inbox.page.getByRole("button", { name: "Back to the list" }).click();
      await inbox.settings("Appearance");
      await inbox.page.frameLocator(".preview iframe").locator(".chip").first().waitFor();
      await shoot(inbox.page, name("appearance"));
      await inbox.settings("Install");
      await inbox.page.locator(".steps button").first().waitFor();
      await shoot(inbox.page, name("install"));
      await inbox.settings("Articles");
      await inbox.page.getByRole("button", { name: "Reset your password" }).waitFor();
      await shoot(inbox.page, name("articles"));
      await inbox.settings("Unanswered questions");
      await inbox.page.locator(".unanswered").nth(2).getByRole("button", { name: "Add to an article" }).click();
      await inbox.page.getByLabel("Article that answers").waitFor();
      await shoot(inbox.page, name("unanswered"));
      await inbox.settings("Routing");
      await inbox.page.getByLabel("Assign to").selectOption("least_loaded");
      await shoot(inbox.page, name("routing"));
      await inbox.settings("Peak hours");
      await inbox.page.locator("table.hours").waitFor();
      await shoot(inbox.page, name("peak-hours"));
      await inbox.settings("Usage");
      await inbox.page.locator("table").first().waitFor();
      await shoot(inbox.page, name("usage"));
      await inbox.settings("Alerts");
      await inbox.button("Add an alert").click();
      await inbox.page.getByLabel("Name", { exact: true }).fill("Finance office");
      await inbox.page.getByLabel("URL or e-mail address").fill("https://hooks.slack.com/services/T0/B0/riverside");
      await inbox.page.getByLabel("Only for these tags").fill("billing, technical");
      await inbox.page.getByRole("heading", { name: "Alerts" }).scrollIntoViewIfNeeded();
      await shoot(inbox.page, name("alerts"));
      await inbox.settings("Hours and limits");
      await inbox.button("Set hours").click();
      await inbox.page.getByRole("heading", { name: "Hours and limits" }).scrollIntoViewIfNeeded();
      await shoot(inbox.page, name("hours"));
      // What a learner reads while nobody is there.
      const hours = { time_zone: "Europe/Berlin", open: [{ day: (new Date().getUTCDay() + 1) % 7, from: 540, to: 1020 }] };
      await admin.ask("PUT", "/api/settings/hours", { body: hours });
      const away = await CoursePage.open(await browser.newContext(options), server.url);
      await away.openChat();
      await away.say("I want to talk to a person about my transcript");
      await away.by("system").first().waitFor();
      await shoot(away.page, name("away"));
      // Whoever waits would stand first in the next pictures.
      const left = await away.conversation();
      await admin.command(left, { type: "claim" });
      await admin.command(left, { type: "resolve" });
      await away.page.context().close();
      await admin.ask("PUT", "/api/settings/hours", { body: null });
      await inbox.leaveSettings();
      if (isPhone) await inbox.show(await course.conversation());
      // What the documents show is taken.
      if (!folder) {
        await inbox.page.context().close();
        await course.page.context().close();
        continue;
      }
      await course.frame.locator('input[type="file"]').setInputFiles([
        { name: "error.png", mimeType: "image/png", buffer: await readFile(PICTURE) },
        LOG,
      ]);
      await course.frame.getByRole("progressbar").first().waitFor({ state: "detached" });
      await course.box.fill("It shows this, and here is the console.");
      await shoot(course.page, name("attaching"));
      await course.frame.getByRole("button", { name: "Send" }).click();
      await inbox.log.getByRole("img", { name: /png/ }).waitFor();
      await inbox.page.getByRole("combobox", { name: "Add a tag" }).fill("certificates");
      await inbox.page.keyboard.press("Enter");
      await inbox.page.getByRole("button", { name: "Remove the tag certificates" }).waitFor();
      await inbox.button("Note").click();
      await inbox.page.getByRole("textbox", { name: "Note" }).fill("Vendor confirmed: the nightly sync was late. Watch it on Monday.");
      await shoot(inbox.page, name("note"));
      await inbox.button("Add note").click();
      await inbox.log.getByText("Watch it on Monday").waitFor();
      await inbox.button("Reply").click();
      await inbox.reply.pressSequentially("Thank you, ");
      await course.log.getByText("Ana is writing").waitFor();
      await course.seesTheEnd();
      await shoot(course.page, name("files"));
      await shoot(inbox.page, name("files-inbox"));
      await inbox.say("Thank you, that helps.");
      await course.log.getByText("that helps").waitFor();
      await inbox.button("Resolve").click();
      await course.frame.getByText("This chat is resolved").waitFor();
      await shoot(course.page, name("resolved"));
      await course.frame.getByRole("button", { name: "Start a new conversation" }).click();
      await course.log.getByText("that helps").waitFor({ state: "detached" });
      await course.say("I want to talk to a person about my grade");
      await course.by("system").waitFor();
      if (isPhone) await inbox.page.getByRole("button", { name: "Back to the list" }).click();
      await inbox.rows.first().getByText("my grade").waitFor();
      await inbox.rows.first().click();
      if (!isPhone) await inbox.page.locator(".earlier").waitFor();
      await shoot(inbox.page, name("earlier"));
      if (isPhone) await inbox.page.getByRole("button", { name: "Back to the list" }).click();
      await inbox.settings("Chat");
      await inbox.page.getByRole("heading", { name: "Chat" }).waitFor();
      await shoot(inbox.page, name("settings"));
      await inbox.settings("Answers");
      await inbox.page.getByLabel("Test a question").fill("how do i resset my pasword");
      await inbox.button("Test").click();
      await inbox.page.getByText("How this score is calculated").click();
      await inbox.page.getByText("Test a question").scrollIntoViewIfNeeded();
      await shoot(inbox.page, name("tester"));
      await inbox.settings("Rules");
      await inbox.page.getByLabel("Test a message").fill("I was charged twice for this course");
      await inbox.button("Test").click();
      await inbox.page.getByText("A person takes over: topic.").waitFor();
      await inbox.button("Add a rule").click();
      await inbox.page.getByLabel("Name of the rule").fill("Locked out of an exam");
      await inbox.page.locator(".editor").getByLabel("When").selectOption("all");
      await inbox.page.getByLabel("Phrases, one a line").fill("exam\nquiz");
      await inbox.button("Add a condition").click();
      await inbox.page.getByRole("heading", { name: "Rules" }).scrollIntoViewIfNeeded();
      await shoot(inbox.page, name("rules"));
      await inbox.page.locator(".editor").getByLabel("When").nth(1).scrollIntoViewIfNeeded();
      await shoot(inbox.page, name("rule-editor"));
      await inbox.page.locator(".editor").getByLabel("Then").scrollIntoViewIfNeeded();
      await inbox.page.getByLabel("Webhook URL").fill("https://pager.example.org/exams");
      await inbox.page.getByLabel("Tags (comma-separated)").scrollIntoViewIfNeeded();
      await shoot(inbox.page, name("rule-editor-end"));
      await inbox.button("Cancel").click();
      await inbox.settings("Forms");
      await inbox.button("Add a demo-request form").click();
      await inbox.page.getByRole("heading", { name: "Forms" }).scrollIntoViewIfNeeded();
      await inbox.page.getByLabel("Name of the form").scrollIntoViewIfNeeded();
      await shoot(inbox.page, name("form-editor"));
      await inbox.button("Cancel").click();
      await inbox.settings("Tags");
      await inbox.button("Add a tag").click();
      await inbox.page.getByLabel("Name of the tag").fill("Grading");
      await inbox.page.getByRole("region", { name: "Tags", exact: true }).getByLabel("Colour").selectOption("violet");
      await inbox.page.getByLabel("Example messages (one per line)").fill("my quiz score is wrong\nwhen do I see my grade");
      await shoot(inbox.page, name("tag-editor"));
      await inbox.button("Cancel").click();
      // What a learner sees of a form.
      const { data: now } = await admin.ask("GET", "/api/settings");
      now.actions = [{ name: "Error report", opening: "Let us look at that error.", confirm: true, then: { tags: ["technical"] }, fields: [{ name: "Where", question: "Where does it come up?", kind: { choice: ["Lesson", "Exam"] } }, { name: "Since", question: "Since which day?", kind: "date" }] }];
      now.rules = [{ name: "Errors", when: { phrase: ["error code"] }, then: { run: "error-report", hand_off: "topic", urgent: true } }];
      await admin.ask("PUT", "/api/settings", { body: now });
      const form = await CoursePage.open(await browser.newContext(options), server.url);
      await form.openChat();
      await form.say("I get error code 500 in my lesson");
      await form.frame.locator(".chip", { hasText: "Exam" }).click();
      await form.by("assistant").getByText("Since which day?").waitFor();
      await form.say("2026-03-31");
      await form.by("assistant").getByText("Is this right?").waitFor();
      await shoot(form.page, name("form"));
      await form.frame.locator(".chip", { hasText: "Yes, send it" }).click();
      await form.by("system").first().waitFor();
      await inbox.leaveSettings();
      const urgent = inbox.rows.filter({ hasText: "Urgent" }).first();
      await urgent.waitFor();
      await shoot(inbox.page, name("urgent"));
      await urgent.click();
      if (isPhone) await inbox.page.locator(".beside summary").click();
      await inbox.packet.getByText("Where: Exam").waitFor();
      await shoot(inbox.page, name("form-packet"));
      // Whoever waits would stand first in the next pictures.
      await inbox.button("Take over").click();
      await inbox.button("Resolve").click();
      if (isPhone) await inbox.page.getByRole("button", { name: "Back to the list" }).click();
      await inbox.settings("Hours and limits");
      await form.page.context().close();
      await admin.ask("PUT", "/api/settings", { body: { ...now, actions: [], rules: undefined } });
      await inbox.page.getByRole("heading", { name: "Hours and limits" }).scrollIntoViewIfNeeded();
      await inbox.page.getByLabel("Conversations per day").scrollIntoViewIfNeeded();
      await shoot(inbox.page, name("limits"));
      await inbox.settings("Rules");
      await shoot(inbox.page, name("rules-tested"));
      if (!isPhone) {
        const gate = await (await browser.newContext(options)).newPage();
        await gate.goto(`${server.url}/inbox`);
        await gate.getByLabel("Email").waitFor();
        await shoot(gate, name("sign-in"));
      }
    }
  }
} finally {
  await browser.close();
  await server.stop();
}
