// Before the chat starts: which language it speaks, and the words of it. The first of the page's, the
// browser's and the team's that there are words for; English is a part of the program.
const root = document.documentElement;
const fragment = new URLSearchParams(location.hash.slice(1));
// The page hears at once that this is the chat's frame, and no refusal in its place.
if (parent !== window && fragment.get("origin")) parent.postMessage({ type: "boot" }, fragment.get("origin"));
const { words, language: team } = root.dataset;
const parts = words.split(" ");
const addresses = new Map(parts.flatMap((part, at) => (at % 2 ? [[parts[at - 1], part]] : [])));
const page = fragment.get("language");
const code = (tag) => tag.split("-")[0].toLowerCase();
const tag = [page, ...navigator.languages, team].find((it) => it && (code(it) === "en" || addresses.has(code(it))));
const language = tag ? code(tag) : "en";

const load = async () => {
  if (language === "en") return undefined;
  // Whatever is wrong with the words, the chat is there.
  try {
    const answer = await fetch(addresses.get(language));
    const list = answer.ok ? await answer.json() : undefined;
    return Array.isArray(list) ? list : undefined;
  } catch {
    return undefined;
  }
};
globalThis.batonWords = await load();
root.lang = globalThis.batonWords ? language : "en";
root.dir = ["ar", "fa", "he", "ur"].includes(root.lang) ? "rtl" : "ltr";
// Times follow the whole tag; one that is none makes the browser's formats throw.
try {
  root.dataset.locale = Intl.getCanonicalLocales(tag)[0] ?? root.lang;
} catch {
  root.dataset.locale = root.lang;
}
