// The HTTP and WebSocket API as tests speak it. Owns no expectations: tests assert.
import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { checkPackets } from "./packet.mjs";

export const SETUP_SECRET = "setup-secret-of-the-tests";
export const SECRETS = {
  BATON_SECRET: "0123456789abcdef0123456789abcdef",
  BATON_SETUP_SECRET: SETUP_SECRET,
};
export const TEAM = "riverside";
export const ANA = { name: "Ana", email: "ana@riverside.example", password: "amber-tulip-ana" };
export const BO = { name: "Bo", email: "bo@riverside.example", password: "amber-tulip-bo" };

/** A server: where it is, and how to ask it. `url` has no slash at its end. */
export class Server {
  constructor(url) {
    this.url = String(url).replace(/\/$/, "");
  }

  /** Asks; answers status, parsed body and headers. */
  async ask(method, path, { body, headers = {}, raw } = {}) {
    const response = await fetch(this.url + path, {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
      redirect: "manual",
    });
    const text = await response.text();
    let data = text;
    try {
      data = JSON.parse(text);
    } catch {
      // Not everything is JSON.
    }
    checkPackets(data);
    return { status: response.status, data, headers: response.headers };
  }

  /** Makes the team with Ana as admin and Bo as agent; answers their sessions. */
  async setUp() {
    const made = await this.ask("POST", "/api/setup", {
      body: { secret: SETUP_SECRET, team: TEAM, team_name: "Riverside Support", admin: ANA },
    });
    if (made.status !== 201) throw new Error(`set-up: ${JSON.stringify(made.data)}`);
    const ana = await this.signIn(ANA);
    const invite = await ana.ask("POST", "/api/invites", { body: { role: "agent" } });
    const joined = await this.ask("POST", "/api/invites/accept", {
      body: { token: invite.data.token, agent: BO },
    });
    if (joined.status !== 200) throw new Error(`invite: ${JSON.stringify(joined.data)}`);
    return { ana, bo: await this.signIn(BO) };
  }

  async signIn({ email, password }) {
    const answer = await this.ask("POST", "/api/agents/sign-in", { body: { team: TEAM, email, password } });
    if (answer.status !== 200) throw new Error(`sign-in: ${JSON.stringify(answer.data)}`);
    const cookie = answer.headers.get("set-cookie").split(";")[0];
    return new Agent(this, cookie, answer.data.agent);
  }

  /** An anonymous learner with a token of their own. */
  async learner() {
    const answer = await this.session();
    if (answer.status !== 200) throw new Error(`session: ${JSON.stringify(answer.data)}`);
    return new Learner(this, answer.data);
  }

  /** A learner who has asked for a person, and was told that one comes. `name` is what the page says. */
  async asking(words = "I want to talk to a person", name = null) {
    const learner = await this.learner();
    const socket = await learner.socket();
    if (name) socket.send({ type: "identify", name });
    socket.say(words);
    await socket.message("system");
    await socket.close();
    return learner;
  }

  /** Begins or renews a learner's session. */
  session(asked = {}) {
    return this.ask("POST", "/api/learner/session", { body: { team: TEAM, ...asked } });
  }

  /** Puts articles with an admin's session: `{ id: { title, text, … } }`. */
  async putArticles(admin, articles) {
    for (const [id, draft] of Object.entries(articles)) {
      const put = await admin.ask("PUT", `/api/articles/${id}`, { body: draft });
      if (put.status !== 200) throw new Error(`${id}: ${JSON.stringify(put.data)}`);
    }
  }
}

/** A signed-in agent. */
export class Agent {
  constructor(server, cookie, agent) {
    Object.assign(this, { server, cookie, agent });
  }

  ask(method, path, options = {}) {
    const headers = { cookie: this.cookie, origin: this.server.url, ...options.headers };
    return this.server.ask(method, path, { ...options, headers });
  }

  command(conversation, command) {
    return this.ask("POST", `/api/conversations/${conversation}/commands`, { body: command });
  }

  async conversations() {
    return (await this.ask("GET", "/api/conversations")).data.items;
  }
}

/** A learner with a session. */
export class Learner {
  constructor(server, session) {
    this.server = server;
    this.enter(session);
  }

  /** Goes on with this session: its tokens, and the conversation it is in. */
  enter({ token, renewal, ticket, conversation }) {
    Object.assign(this, { token, renewal, ticket, conversation });
  }

  ask(method, path, options = {}) {
    const headers = { authorization: `Bearer ${this.token}`, ...options.headers };
    return this.server.ask(method, path, { ...options, headers });
  }

  say(text, client_id = randomUUID()) {
    return this.ask("POST", "/api/learner/messages", { body: { client_id, text } });
  }

  async transcript(since = 0) {
    return (await this.ask("GET", `/api/learner/conversation?since=${since}`)).data;
  }

  /** Opens a socket by a new ticket; answers once its first frame is here. */
  async socket(since = 0, language = "en") {
    const url = `${this.server.url}/api/learner/socket?since=${since}&language=${language}`;
    const { data } = await this.server.session({ renewal: this.renewal });
    return Socket.open(url, ["baton.v1", data.ticket ?? this.ticket]);
  }
}

/** A socket that keeps every frame, and waits for one instead of sleeping. */
export class Socket {
  static async open(url, protocols, headers) {
    const socket = new Socket();
    const options = headers ? { protocols, headers } : protocols;
    socket.ws = new WebSocket(url.replace(/^http/, "ws"), options);
    socket.frames = [];
    socket.waiting = [];
    socket.ws.addEventListener("message", ({ data }) => {
      const frame = data === "pong" ? data : JSON.parse(data);
      socket.frames.push(frame);
      socket.waiting = socket.waiting.filter((check) => !check());
    });
    socket.closed = new Promise((resolve) => socket.ws.addEventListener("close", resolve));
    await new Promise((resolve, reject) => {
      socket.ws.addEventListener("open", resolve);
      socket.ws.addEventListener("error", () => reject(new Error("the socket was refused")));
    });
    await socket.until(() => true);
    return socket;
  }

  /** The first frame, at or after `from`, that is wanted; waits for it if it is not here yet. */
  until(wanted, from = 0, patience = 20_000) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`no such frame among ${JSON.stringify(this.frames.slice(from))}`)),
        patience,
      );
      const check = () => {
        const found = this.frames.slice(from).find(wanted);
        if (found === undefined) return false;
        clearTimeout(timer);
        resolve(found);
        return true;
      };
      if (!check()) this.waiting.push(check);
    });
  }

  /** Waits for a message of this author. */
  message(author, from = 0) {
    return this.until((frame) => frame.event?.type === "message" && frame.event.author.kind === author, from);
  }

  send(command) {
    checkPackets(this.frames);
    this.ws.send(typeof command === "string" ? command : JSON.stringify(command));
  }

  say(text, client_id = randomUUID()) {
    this.send({ type: "say", client_id, text });
    return client_id;
  }

  close() {
    checkPackets(this.frames);
    this.ws.close();
    return this.closed;
  }
}

/** How often a proof is repeated: `few` times, or `PROOF` times as many in the long run. */
export const times = (few) => few * Number(process.env.PROOF ?? 1);

/** Random numbers from a seed, so that a failure can be played again: mulberry32. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A browser's memory in miniature: follows a stream over whatever sockets it gets. */
export class Follower {
  constructor(connect) {
    Object.assign(this, { connect, entries: [], socket: null, unacknowledged: new Map() });
  }

  get lastSeq() {
    return this.entries.at(-1)?.seq ?? 0;
  }

  /** Connects from where it is, and sends again what nobody acknowledged. */
  async resume() {
    const socket = await this.connect(this.lastSeq);
    this.socket = socket;
    const take = (entry) => {
      if (entry.seq !== this.lastSeq + 1) return;
      this.entries.push(entry);
      this.unacknowledged.delete(entry.event.client_id);
    };
    const hear = (frame) => {
      if (frame.type === "hello") frame.entries.forEach(take);
      else if (frame.type === "entry") take({ seq: frame.seq, at: frame.at, event: frame.event });
    };
    socket.frames.forEach(hear);
    socket.ws.addEventListener("message", ({ data }) => this.socket === socket && data !== "pong" && hear(JSON.parse(data)));
    for (const [client_id, text] of this.unacknowledged) socket.say(text, client_id);
  }

  say(text, client_id = randomUUID()) {
    this.unacknowledged.set(client_id, text);
    if (this.socket?.ws.readyState === WebSocket.OPEN) this.socket.say(text, client_id);
  }

  /** Loses the line without a goodbye: nothing that comes on it is heard any more. */
  drop() {
    const lost = this.socket;
    this.socket = null;
    lost?.ws.close();
  }
}

/** What stands on a message's quick replies. */
export const labels = (message) => (message.quick_replies ?? []).map((reply) => reply.label ?? reply);

/** Waits until a question put again and again has the answer wanted. */
export async function eventually(ask, wanted, patience = 20_000) {
  const end = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** The demo help centre, as drafts by id. */
export async function demoArticles() {
  const folder = new URL("../../demo/articles/", import.meta.url);
  const articles = {};
  for (const file of await readdir(folder)) {
    const text = await readFile(new URL(file, folder), "utf8");
    const [, matter, body] = text.match(/^---\n([\s\S]*?)\n---\n([\s\S]*)$/);
    const field = (name) => matter.match(new RegExp(`^${name}: (.*)$`, "m"))?.[1];
    const list = (name) => (field(name) ?? "").split(",").map((word) => word.trim()).filter(Boolean);
    articles[file.replace(/\.md$/, "")] = {
      title: field("title").replace(/^"|"$/g, ""),
      audience: field("audience"),
      tags: list("tags"),
      synonyms: list("synonyms"),
      text: body.trim(),
    };
  }
  return articles;
}
