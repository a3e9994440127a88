// Before the inbox starts: the language that the agent chose in this browser, else the first of the browser's.
import { speak } from "../../crates/ui/src/speak.js";

// The same name stands in `inbox/src/browser.rs`.
const kept = () => {
  try {
    return localStorage.getItem("baton:language");
  } catch {
    return null;
  }
};
const chosen = kept();
// A region of the browser's own, where it has one of the language chosen: "en" is read as "en-GB".
const regional = chosen && navigator.languages.find((it) => it.split("-")[0] === chosen);
const words = await speak([regional, chosen, ...navigator.languages], document.documentElement.dataset.words).catch(() => {});
// Whose language there are no words for reads English, and times as they are written where they live: "en" in a browser
// of "nl-NL" is "en-NL".
const { dataset } = document.documentElement;
const region = () => {
  try {
    return new Intl.Locale(navigator.language).region;
  } catch {
    return undefined;
  }
};
if (dataset.locale === "en" && region()) dataset.locale = `en-${region()}`;
globalThis.batonWords = words?.panel;
globalThis.batonNotices = words?.notices;
globalThis.batonServer = words?.server;
globalThis.batonReasons = words?.reasons;
globalThis.batonSentences = words?.sentences;
// Notifications come while no page is open: their words are kept for `push.js`.
const ofPushes = words && { alerts: words.alerts, reasons: words.reasons, claim: words.sentences["Take over"] };
globalThis.caches
  ?.open("baton")
  .then((cache) => (ofPushes ? cache.put("/push-words", Response.json(ofPushes)) : cache.delete("/push-words")))
  // In a window that keeps nothing they are in English.
  .catch(() => {});
