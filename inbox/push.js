// Notifications of the inbox while no tab of it is looked at: what the team's server pushes (RFC 8030) is shown, and a
// press on it opens the conversation, or takes it over first. The worker's `notify/push.rs` writes what is read here.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("push", (event) => event.waitUntil(show(event.data?.json() ?? {})));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data ?? {}, event.action));
});

const pages = () => self.clients.matchAll({ type: "window", includeUncontrolled: true });

/**
 * What the inbox keeps here of the agent's language (`loader/boot.js`): sentences of alerts and reasons, in pairs with
 * their English form, those with most words of their own first. Nothing for English.
 */
const kept = () => self.caches.match("/push-words").then((answer) => answer?.json()).catch(() => undefined);

/** A sentence of ours in the agent's language, with what fills its blanks; as it is, where there are no words for it. */
function inWords(pairs, text) {
  for (const [english, own] of pairs) {
    const names = [];
    const parts = english.split(/\{(\w+)\}/).map((part, at) => {
      if (at % 2 === 0) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      names.push(part);
      return "([^]*)";
    });
    const found = new RegExp(`^${parts.join("")}$`).exec(text);
    if (!found) continue;
    return own.replace(/\{(\w+)\}/g, (_, name) => {
      const value = found[names.indexOf(name) + 1];
      // What fills a blank may be ours, too: "A learner".
      return pairs.find(([it]) => it === value)?.[1] ?? value;
    });
  }
  return text;
}

async function show({ title = "Inbox", why = "", body = "", conversation }) {
  const { alerts = [], reasons = [], claim = "Take over" } = (await kept()) ?? {};
  // An agent who looks at the inbox sees it there.
  const isSeen = (await pages()).some((page) => page.focused && page.visibilityState === "visible");
  if (conversation && isSeen) return;
  await self.registration.showNotification(inWords(alerts, title), {
    body: body || inWords([...alerts, ...reasons], why),
    data: { conversation },
    // What came of the same conversation before is replaced.
    ...(conversation && { tag: conversation, renotify: true, actions: [{ action: "claim", title: claim }] }),
  });
}

async function open({ conversation }, action) {
  // A browser lets a page be opened for a moment after the press: nothing is waited for before.
  const opened = page(conversation).catch(() => {});
  if (conversation && action === "claim") {
    // Where it fails, the inbox says whose it is, or asks to sign in.
    await fetch(`/api/conversations/${encodeURIComponent(conversation)}/commands`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ type: "claim" }),
    }).catch(() => {});
  }
  await opened;
}

/** The inbox before the eyes, with the conversation open if there is one. */
async function page(conversation) {
  const [open] = (await pages()).filter((it) => new URL(it.url).pathname.startsWith("/inbox"));
  if (open && !conversation) return open.focus();
  const address = conversation ? `/inbox#c=${encodeURIComponent(conversation)}` : "/inbox";
  // A page that this script does not control cannot be navigated.
  const moved = await open?.navigate(address).catch(() => null);
  return moved ? moved.focus() : self.clients.openWindow(address);
}
