// Before the chat starts: the first of the page's, the browser's and the team's languages that there are words for.
import { speak } from "../../crates/ui/src/speak.js";

const { words, language, proof } = document.documentElement.dataset;
const fragment = new URLSearchParams(location.hash.slice(1));
// The page hears at once that this is the chat's frame, and no refusal in its place.
if (parent !== window && fragment.get("origin")) parent.postMessage({ type: "boot" }, fragment.get("origin"));
// `src/api.rs` calls it where the server says that too many newcomers are there.
globalThis.batonProof = async (team) => (await import(proof)).default(team);
globalThis.batonWords = await speak([fragment.get("language"), ...navigator.languages, language], words).catch(() => {});
