// A model server on loopback that does what its script says: one step a request.
import { createServer } from "node:http";

/** Events of a plain answer, cut into pieces. */
export const answer = (text) => [
  ...text.match(/.{1,12}/gs).map((content) => chunk({ content })),
  chunk({}, "stop"),
  "data: [DONE]\n\n",
];

/** Events of a call of the hand-over tool. */
export const handOff = (reason) => [
  chunk({ tool_calls: [{ index: 0, function: { name: "hand_off", arguments: "" } }] }),
  chunk({ tool_calls: [{ index: 0, function: { arguments: JSON.stringify({ reason }) } }] }),
  chunk({}, "tool_calls"),
  "data: [DONE]\n\n",
];

/** The model calls a tool. */
export const tool = (name, args) => [
  chunk({ tool_calls: [{ index: 0, function: { name, arguments: JSON.stringify(args) } }] }),
  chunk({}, "tool_calls"),
  "data: [DONE]\n\n",
];

export function chunk(delta, finish_reason = null) {
  return `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
}

export class ModelServer {
  static async start() {
    const model = new ModelServer();
    model.requests = [];
    model.script = async (response) => {
      response.writeHead(500).end();
    };
    model.server = createServer(async (request, response) => {
      let body = "";
      for await (const piece of request) body += piece;
      model.requests.push({ body: JSON.parse(body), headers: request.headers, url: request.url });
      await model.script(response, model.requests.length);
    });
    await new Promise((resolve) => model.server.listen(0, "127.0.0.1", resolve));
    model.url = `http://127.0.0.1:${model.server.address().port}/v1`;
    return model;
  }

  /** The next answers stream these events. */
  streams(events) {
    this.script = async (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const event of events) response.write(event);
      response.end();
    };
  }

  /** The next answers have this status. */
  fails(status, headers = {}) {
    this.script = async (response) => {
      response.writeHead(status, headers).end('{"error":{"message":"no"}}');
    };
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
