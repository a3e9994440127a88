// A double of Workers AI, with the method its documentation names:
// https://developers.cloudflare.com/workers-ai/models/bge-small-en-v1.5/.
import { WorkerEntrypoint } from "cloudflare:workers";

const meaning = (text) => [/passw|sign|key/i.test(text) ? 1 : 0.05, /certif|proof|diploma/i.test(text) ? 1 : 0.05, /zebra|imperson/i.test(text) ? 1 : 0.05, 0.1];

export default class Ai extends WorkerEntrypoint {
  run(model, { text }) {
    if (!model.startsWith("@cf/")) throw new Error("5007: No such model");
    if (text.some((one) => one === "fail-the-model")) throw new Error("3040: Capacity temporarily exceeded");
    return { shape: [text.length, 4], data: text.map(meaning), pooling: "mean" };
  }
}
