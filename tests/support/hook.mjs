// A webhook's endpoint on loopback: keeps what it is sent, and answers what it is told to.
import { createHmac } from "node:crypto";
import { createServer } from "node:http";

export class Hook {
  static async start() {
    const hook = new this();
    hook.posts = [];
    /** Statuses of the next answers; 200 once they are used up. */
    hook.statuses = [];
    hook.server = createServer(async (request, response) => {
      const pieces = [];
      for await (const piece of request) pieces.push(piece);
      const bytes = Buffer.concat(pieces);
      hook.posts.push({ url: request.url, headers: request.headers, body: bytes.toString(), bytes });
      const status = hook.statuses.shift() ?? 200;
      response.writeHead(status, status === 302 ? { location: `${hook.url}/elsewhere` } : {}).end();
    });
    await new Promise((resolve) => hook.server.listen(0, "127.0.0.1", resolve));
    hook.url = `http://127.0.0.1:${hook.server.address().port}`;
    return hook;
  }

  /** Whether a post is signed with this secret, as Standard Webhooks says. */
  static isSigned({ headers, body }, secret) {
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
    const mac = createHmac("sha256", key).update(signed).digest("base64");
    return headers["webhook-signature"].split(" ").includes(`v1,${mac}`);
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
