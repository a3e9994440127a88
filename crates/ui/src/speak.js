// Before an app starts: which language it speaks, and the words of it. English is a part of the program.
const root = document.documentElement;
const code = (tag) => tag.split("-")[0].toLowerCase();

/**
 * Fetches the words of the first of these languages that there are words for, and says it on the page: its language,
 * its direction, and the locale of its times. `addresses` is `es /assets/… de /assets/…`; nothing comes for English,
 * or where the words could not be had.
 */
export async function speak(tags, addresses) {
  const parts = addresses.split(" ");
  const known = new Map(parts.flatMap((part, at) => (at % 2 ? [[parts[at - 1], part]] : [])));
  const tag = tags.find((it) => it && (code(it) === "en" || known.has(code(it))));
  const language = tag ? code(tag) : "en";
  // Whatever is wrong with the words, the app is there.
  const words = known.has(language)
    ? await fetch(known.get(language)).then((answer) => (answer.ok ? answer.json() : undefined)).catch(() => undefined)
    : undefined;
  root.lang = words ? language : "en";
  root.dir = ["ar", "fa", "he", "ur"].includes(root.lang) ? "rtl" : "ltr";
  // Times follow the whole tag; one that is none makes the browser's formats throw.
  try {
    root.dataset.locale = Intl.getCanonicalLocales(tag)[0] ?? root.lang;
  } catch {
    root.dataset.locale = root.lang;
  }
  return words;
}
