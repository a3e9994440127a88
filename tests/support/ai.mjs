// A double of Workers AI, with the method its documentation names:
// https://developers.cloudflare.com/workers-ai/models/bge-small-en-v1.5/ and
// https://developers.cloudflare.com/workers-ai/models/llama-3.3-70b-instruct-fp8-fast/.
import { WorkerEntrypoint } from "cloudflare:workers";

const meaning = (text) => [/passw|sign|key/i.test(text) ? 1 : 0.05, /certif|proof|diploma/i.test(text) ? 1 : 0.05, /zebra|imperson/i.test(text) ? 1 : 0.05, 0.1];

const event = (value) => `data: ${typeof value === "string" ? value : JSON.stringify(value)}\n\n`;
const DONE = event("[DONE]");

/** What the question asks for is how it goes. */
function chat(messages, stream, tools) {
  if (!stream || messages[0].role !== "system" || !tools.some(({ function: { name } }) => name === "hand_off")) throw new Error("5006: bad input");
  const question = messages.at(-1).content;
  const how = /case (\w+)/.exec(question)?.[1];
  const scripts = {
    good: [event({ response: "Select Forgot password" }), event({ response: " on the sign-in page [1]." }), event({ response: "", usage: { total_tokens: 9 } }), DONE],
    openai: [event({ choices: [{ delta: { content: "Select Forgot password on the sign-in page [1]." } }] }), event({ choices: [{ delta: {}, finish_reason: "stop" }] }), DONE],
    tool: [event({ response: "", tool_calls: [{ name: "hand_off", arguments: { reason: "topic" } }] }), DONE],
    back: [event({ response: "", tool_calls: [{ name: "ask_back", arguments: { question: "Which password?", options: ["Mine", "A learner's"] } }] }), DONE],
    cut: [event({ response: "Select Forgot" })],
    malformed: [event("{broken")],
    empty: [DONE],
    stalled: [event({ response: "Select" }), null],
    invented: [event({ response: "Call the secret hotline for a discount voucher [1]." }), DONE],
    endless: Array.from({ length: 3_000 }, () => event({ response: "word word word word " })),
  };
  if (how === "busy") throw new Error("3040: Capacity temporarily exceeded, please try again.");
  if (how === "allowance") throw new Error("3036: You have used up your daily free allocation");
  const encoder = new TextEncoder();
  return new ReadableStream({
    type: "bytes",
    async start(controller) {
      for (const piece of scripts[how]) {
        if (piece === null) return;
        // Cut wherever it falls, in the middle of an event too.
        const bytes = encoder.encode(piece);
        const middle = Math.ceil(bytes.length / 2);
        for (const part of [bytes.slice(0, middle), bytes.slice(middle)]) if (part.length) controller.enqueue(part);
      }
      controller.close();
    },
  });
}

export default class Ai extends WorkerEntrypoint {
  run(model, { text, messages, stream, tools }) {
    if (!model.startsWith("@cf/")) throw new Error("5007: No such model");
    if (messages) return chat(messages, stream, tools);
    if (text.some((one) => one === "fail-the-model")) throw new Error("3040: Capacity temporarily exceeded");
    return { shape: [text.length, 4], data: text.map(meaning), pooling: "mean" };
  }
}
