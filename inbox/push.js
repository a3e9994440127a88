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

async function show({ title = "Inbox", body = "", conversation }) {
  // An agent who looks at the inbox sees it there.
  const isSeen = (await pages()).some((page) => page.focused && page.visibilityState === "visible");
  if (conversation && isSeen) return;
  await self.registration.showNotification(title, {
    body,
    data: { conversation },
    // What came of the same conversation before is replaced.
    ...(conversation && { tag: conversation, renotify: true, actions: [{ action: "claim", title: "Take over" }] }),
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
