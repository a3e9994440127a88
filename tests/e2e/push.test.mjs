// An agent is told by their browser while the inbox is closed, and takes the conversation over from the notification
// (E11, I2; T16). There is no push service here: the browser's own is put in its place, and what it would be pushed is
// delivered to the page's script by the browser's tools.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { BO, eventually } from "../support/api.mjs";
import { DESK, InboxPage, launch } from "../support/browser.mjs";
import { PushService } from "../support/push.mjs";
import { DevServer } from "../support/server.mjs";

let server, browser, service, bo;
before(async () => {
  service = await PushService.start();
  server = await DevServer.start();
  ({ bo } = await server.setUp());
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await service?.stop();
});

test("notifications are turned on, chosen, tried; one is shown while the inbox is closed; a press on it takes over", async () => {
  const context = await browser.newContext({ viewport: DESK });
  await context.grantPermissions(["notifications"], { origin: server.url });
  const theirs = service.browser();
  await context.addInitScript(({ endpoint, p256dh, auth }) => {
    const subscription = { endpoint, toJSON: () => ({ endpoint, keys: { p256dh, auth } }) };
    let isOn = false;
    PushManager.prototype.subscribe = async ({ applicationServerKey, userVisibleOnly }) => {
      if (!userVisibleOnly || applicationServerKey.length !== 87) throw new Error("no key");
      isOn = true;
      return subscription;
    };
    PushManager.prototype.getSubscription = async () => (isOn ? subscription : null);
  }, theirs.subscription);
  const inbox = await InboxPage.signIn(context, server.url, BO, null);
  const { page } = inbox;
  const cdp = await context.newCDPSession(page);
  const registrations = [];
  cdp.on("ServiceWorker.workerRegistrationUpdated", ({ registrations: all }) => registrations.push(...all));
  await cdp.send("ServiceWorker.enable");
  await page.getByRole("button", { name: "Account" }).click();
  const card = page.getByRole("region", { name: "Notifications" });
  await card.getByRole("button", { name: "Turn on" }).click();
  await card.getByText("Notify me when").waitFor();
  await card.getByLabel("A reply is due soon").check();
  await card.getByLabel("Only between").check();
  await card.getByLabel("From").fill("00:00");
  await card.getByLabel("To", { exact: true }).fill("23:59");
  await card.getByRole("button", { name: "Save" }).click();
  const { data: { browsers: [kept] } } = await eventually(
    () => bo.ask("GET", "/api/agents/me/push"),
    ({ data }) => data.browsers[0]?.choices.on.includes("soon"),
  );
  assert.deepEqual([kept.choices.hours.from, kept.choices.hours.to, kept.choices.urgent_always], [0, 1_439, true]);
  await card.getByRole("button", { name: "Send a test" }).click();
  await card.getByText("Sent.").waitFor();
  assert.equal(theirs.read(theirs.posts()[0]).title, "This is a test");
  // Any other refusal would stand in the console: the page trusts no text as a script's address.
  assert.deepEqual(inbox.complaints.filter((it) => !it.includes("/api/agents/me")), []);

  // The inbox is closed.
  await page.goto("about:blank");
  const learner = await server.learner();
  const socket = await learner.socket();
  socket.send({ type: "identify", name: "Maya" });
  socket.say("I want to talk to a person");
  await socket.message("system");
  const [, post] = await eventually(() => theirs.posts(), (posts) => posts.length > 1);
  const said = theirs.read(post);
  const worker = context.serviceWorkers().find((it) => it.url().endsWith("/push.js"));
  const { registrationId } = registrations.find((it) => it.scopeURL.endsWith("/inbox"));
  const other = await context.newCDPSession(page);
  await other.send("ServiceWorker.enable");
  // As a push service does, until it is there: a session that has just begun may not know the registration yet.
  const deliver = () => other.send("ServiceWorker.deliverPushMessage", { origin: server.url, registrationId, data: JSON.stringify(said) });
  const shown = await eventually(
    () => deliver().then(() => worker.evaluate(async () => (await self.registration.getNotifications()).map(({ title, tag, actions }) => ({ title, tag, actions: actions.map((it) => it.action) })))),
    (all) => all.length > 0,
  );
  assert.deepEqual(shown, [{ title: "Maya waits for a person", tag: learner.conversation, actions: ["claim"] }]);
  // In Spanish, if that is what the agent reads: what is ours, and not what the learner wrote.
  await page.goto(`${server.url}/inbox`);
  await page.getByRole("button", { name: "Account" }).click();
  await page.getByRole("combobox", { name: "Language of the inbox" }).selectOption("es");
  await page.locator("html[lang=es]").waitFor();
  await eventually(() => page.evaluate(async () => Boolean(await caches.match("/push-words"))).catch(() => false), (is) => is);
  await page.goto("about:blank");
  const shows = async (push, expected) => {
    const data = JSON.stringify({ ...push, conversation: learner.conversation });
    const all = await eventually(
      async () => {
        await other.send("ServiceWorker.deliverPushMessage", { origin: server.url, registrationId, data });
        return worker.evaluate(async () => (await self.registration.getNotifications()).map(({ title, body, actions }) => [title, body, actions[0].title]));
      },
      ([one]) => one?.[0] === expected[0],
    );
    assert.deepEqual(all, [expected]);
  };
  await shows({ title: "A learner wrote to you", why: "", body: "A learner waits for a person" }, ["Un estudiante te ha escrito", "A learner waits for a person", "Tomar"]);
  await shows(said, ["Maya espera a una persona", "El estudiante ha pedido hablar con una persona.", "Tomar"]);

  // A press on its button, as the system would tell of it.
  await worker.evaluate(async () => {
    const [notification] = await self.registration.getNotifications();
    self.dispatchEvent(new NotificationEvent("notificationclick", { notification, action: "claim" }));
  });
  const taken = await eventually(async () => (await bo.ask("GET", `/api/conversations/${learner.conversation}`)).data.view, (view) => view.owner !== null);
  assert.equal(taken.owner.name, "Bo");
  await socket.close();

  // Signed out, nothing is pushed here any more.
  await page.goto(`${server.url}/inbox`);
  await inbox.button("Cerrar sesión").click();
  await page.getByRole("heading", { name: "Inicia sesión en la bandeja" }).waitFor();
  await eventually(() => bo.ask("GET", "/api/agents/me/push"), ({ data }) => data.browsers.length === 0);
  await context.close();
});

test("where the browser cannot be reached, it says so, and goes on as before", async () => {
  const context = await browser.newContext({ viewport: DESK });
  await context.grantPermissions(["notifications"], { origin: server.url });
  await context.addInitScript(() => {
    PushManager.prototype.subscribe = () => Promise.reject(new DOMException("no service", "AbortError"));
  });
  const { page } = await InboxPage.signIn(context, server.url, BO, null);
  await page.getByRole("button", { name: "Account" }).click();
  const card = page.getByRole("region", { name: "Notifications" });
  await card.getByText("They are on while the inbox is open in a tab.").waitFor();
  await card.getByRole("button", { name: "Turn on" }).click();
  await card.getByText("This browser cannot be reached while the inbox is closed.").waitFor();
  await context.close();
});
