// Who may call what: denied by default, and the denial is tested (T8, T9, T11, T12; E12).
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { ANA, BO, SETUP_SECRET, Socket, TEAM } from "../support/api.mjs";
import { start } from "../support/harness.mjs";
import { claims, hs256 } from "../support/jwt.mjs";

let server, ana, bo, learner;
before(async () => {
  server = await start({ vars: { BATON_TEAMS: "riverside,other" } });
  ({ ana, bo } = await server.setUp());
  learner = await server.learner();
  await learner.say("hello");
});
after(() => server.stop());

const conversation = () => `/api/conversations/${learner.conversation}`;

const learnerRoutes = [
  ["GET", "/api/learner/conversation"],
  ["POST", "/api/learner/messages", { client_id: "c", text: "x" }],
  ["POST", "/api/learner/handoff"],
  ["GET", "/api/learner/articles/x"],
];

/** Every endpoint with who may call it, as the worker's own table says (`worker/src/endpoint.rs`). */
const endpoints = JSON.parse(await readFile(new URL("endpoints.json", import.meta.url), "utf8"));
const MAY = {
  learner_socket: [],
  agent: ["agent", "admin", "another team's admin"],
  admin: ["admin", "another team's admin"],
  article_reader: ["agent", "admin", "another team's admin", "reading key"],
  article_writer: ["admin", "another team's admin", "writing key"],
  learner: ["learner", "learner who is an admin of the platform", "another team's learner"],
};
/** Who opens which socket: the others are refused by its address. */
const OPENS = {
  "/api/inbox/socket": ["agent", "admin", "another team's admin"],
  "/api/conversations/{conversation}/socket": ["agent", "admin"],
  "/api/learner/socket": ["ticket"],
};

/** Callers who may do nothing any more, though they could. */
async function ended() {
  const join = async (name, role) => {
    const { token } = (await ana.ask("POST", "/api/invites", { body: { role } })).data;
    const agent = { name, email: `${name}@riverside.example`, password: "amber-tulip-cabinet" };
    const joined = await server.ask("POST", "/api/invites/accept", { body: { token, agent } });
    const cookie = joined.headers.getSetCookie().find((it) => it.startsWith("__Host-baton=")).split(";")[0];
    return { id: joined.data.agent.id, headers: { cookie, origin: server.url } };
  };
  const does = async (method, path, options, status) =>
    assert.equal((await server.ask(method, path, options)).status, status, `${method} ${path}`);
  const byAna = { headers: { cookie: ana.cookie, origin: server.url } };
  const [signedOut, gone, former] = [await join("kai", "agent"), await join("lou", "agent"), await join("max", "admin")];
  const made = await server.ask("POST", "/api/keys", { headers: former.headers, body: { label: "max", scopes: ["articles:write"] } });
  const revoked = (await ana.ask("POST", "/api/keys", { body: { label: "old", scopes: ["articles:write"] } })).data;
  await does("POST", "/api/agents/sign-out", { headers: signedOut.headers }, 204);
  await does("PATCH", `/api/agents/${gone.id}`, { ...byAna, body: { is_inactive: true } }, 200);
  await does("PATCH", `/api/agents/${former.id}`, { ...byAna, body: { role: "agent" } }, 200);
  await does("DELETE", `/api/keys/${revoked.key.id}`, byAna, 204);
  const [left, erased] = [await server.learner(), await server.learner()];
  await erased.say("hello");
  await does("POST", "/api/learner/session/end", { body: { renewal: left.renewal } }, 204);
  const erases = await ana.ask("DELETE", `/api/conversations/${erased.conversation}/learner`);
  assert.ok([200, 202, 204].includes(erases.status), JSON.stringify(erases.data));
  return {
    "who has signed out": signedOut.headers,
    "who was deactivated": gone.headers,
    "who was an admin": former.headers,
    "key of who was an admin": { authorization: `Bearer ${made.data.secret}` },
    "revoked key": { authorization: `Bearer ${revoked.secret}` },
    "learner whose session was ended": { authorization: `Bearer ${left.token}` },
    "learner who was erased": { authorization: `Bearer ${erased.token}` },
    "renewal of a learner": { authorization: `Bearer ${learner.renewal}` },
  };
}

/** An access token of somebody whom the LMS signed for as an admin. */
async function signedAsAdmin() {
  const { secret } = (await ana.ask("POST", "/api/identity/secrets")).data;
  const { data } = await server.session({ identity: hs256(claims("dean", { role: "admin" }), secret) });
  assert.equal(data.refused, undefined);
  return data.token;
}

test("every endpoint refuses whoever may not call it, and nobody else", async () => {
  const origin = server.url;
  const key = async (scope) => (await ana.ask("POST", "/api/keys", { body: { label: scope, scopes: [scope] } })).data.secret;
  await server.ask("POST", "/api/setup", {
    body: { secret: SETUP_SECRET, team: "other", team_name: "Other", admin: { ...ANA, email: "eve@other.example" } },
  });
  const eve = await server.ask("POST", "/api/agents/sign-in", {
    body: { team: "other", email: "eve@other.example", password: ANA.password },
  });
  const callers = {
    nobody: {},
    "forged session": { cookie: "__Host-baton=riverside:AAAA", origin },
    "no session at all": { cookie: "__Host-baton=../x:AAAA", origin },
    "another team's session": { cookie: ana.cookie.replace("riverside", "other"), origin },
    "unknown key": { authorization: "Bearer baton_riverside_AAAA" },
    "token of nobody": { authorization: "Bearer v1.x.y" },
    learner: { authorization: `Bearer ${learner.token}` },
    "reading key": { authorization: `Bearer ${await key("articles:read")}` },
    "writing key": { authorization: `Bearer ${await key("articles:write")}` },
    agent: { cookie: bo.cookie, origin },
    admin: { cookie: ana.cookie, origin },
    "another team's admin": { cookie: eve.headers.get("set-cookie").split(";")[0], origin },
    "learner who is an admin of the platform": { authorization: `Bearer ${await signedAsAdmin()}` },
    "another team's learner": {
      authorization: `Bearer ${(await server.ask("POST", "/api/learner/session", { body: { team: "other" } })).data.token}`,
    },
    ...(await ended()),
  };
  let asked = 0;
  // Sockets first: an admin erases the learner on the way.
  const isSocket = ([, template]) => template.endsWith("/socket");
  for (const [method, template, who] of endpoints.toSorted((a, b) => isSocket(b) - isSocket(a))) {
    // Signing out would end the session that the rest is asked by; twice is once.
    if (template.endsWith("/sign-out")) continue;
    if (template.endsWith("/socket")) {
      const url = `${server.url}${template.replace("{conversation}", learner.conversation)}`;
      const ticket = (await server.session({ renewal: learner.renewal })).data.ticket;
      const opening = Object.entries(callers).map(([caller, headers]) => [caller, [], headers]);
      for (const [caller, protocols, headers] of [...opening, ["ticket", ["baton.v1", ticket], { origin }]]) {
        const opened = await Socket.open(url, protocols, headers).then(
          (socket) => socket.close().then(() => true),
          () => false,
        );
        assert.equal(opened, OPENS[template].includes(caller), `${template} by ${caller}`);
        asked += 1;
      }
      continue;
    }
    const path = template
      .replace("{article}", "no-such-article")
      .replace("{conversation}", learner.conversation)
      .replace("{attachment}", "no-such-file")
      .replace("{key}", "no-such-key")
      .replace("{section}", "budget")
      .replace("{agent}", "no-such-agent")
      .replace("{session}", "no-such-session")
      .replace("{invite}", "no-such-invite")
      .replace("{alert}", "4000000")
      .replace("{version}", "4000000")
      .replace("{question}", "4000000")
      .replace("{secret}", "no-such-secret");
    const body = method === "POST" || method === "PUT" ? {} : undefined;
    for (const [caller, headers] of Object.entries(callers)) {
      const { status } = await server.ask(method, path, { body, headers });
      const isRefused = status === 401 || status === 403;
      const may = who === "anybody" || MAY[who].includes(caller);
      assert.equal(isRefused, !may, `${method} ${path} by ${caller}: ${status}`);
      assert.ok(status < 500, `${method} ${path} by ${caller}: ${status}`);
      asked += 1;
    }
  }
  assert.ok(asked > 900, `${asked} pairs of endpoint and caller`);
});

test("an address says which methods it takes, which field it misses, and that an id is none", async () => {
  const wrong = await ana.ask("PATCH", "/api/settings", { body: {} });
  assert.deepEqual([wrong.status, wrong.data.code, wrong.headers.get("allow")], [405, "wrong_method", "GET, PUT"]);
  const lacking = await ana.ask("POST", "/api/keys", { body: { label: "x" } });
  assert.deepEqual([lacking.status, lacking.data.message], [422, "the body lacks scopes"]);
  const odd = await ana.ask("POST", "/api/keys", { body: { label: "x", scopes: ["everything"] } });
  assert.equal(odd.data.message, "the field scopes[0] takes articles:read or articles:write");
  const none = await ana.ask("GET", "/api/conversations/a%20b");
  assert.deepEqual([none.status, none.data.message], [404, "what stands in the address is no conversation's id"]);
});

test("another site's page does nothing with an agent's cookie", async () => {
  for (const origin of ["https://evil.example", "null", undefined]) {
    const headers = { cookie: ana.cookie, ...(origin && { origin }) };
    const claim = await server.ask("POST", `${conversation()}/commands`, { body: { type: "claim" }, headers });
    assert.equal(claim.status, 403);
    await assert.rejects(Socket.open(`${server.url}/api/inbox/socket`, [], headers));
    await assert.rejects(Socket.open(`${server.url}${conversation()}/socket`, [], headers));
  }
  const signIn = await server.ask("POST", "/api/agents/sign-in", { body: ANA, headers: { origin: "https://evil.example" } });
  assert.equal(signIn.status, 403);
  const session = await server.ask("POST", "/api/learner/session", { body: { team: TEAM }, headers: { origin: "https://evil.example" } });
  assert.equal(session.status, 403);
});

test("a learner's routes want a token that is ours and unchanged", async () => {
  const [head, claims, mac] = learner.token.split(".");
  const other = JSON.stringify({ ...JSON.parse(Buffer.from(claims, "base64url")), learner: "l-somebody" });
  const tokens = ["", "x", `${head}.${Buffer.from(other).toString("base64url")}.${mac}`, `${head}.${claims}.`, ana.cookie];
  for (const [method, path, body] of learnerRoutes) {
    for (const token of tokens) {
      const { status } = await server.ask(method, path, { body, headers: { authorization: `Bearer ${token}` } });
      assert.equal(status, 401, `${method} ${path}`);
    }
  }
  await assert.rejects(Socket.open(`${server.url}/api/learner/socket`, ["baton.v1", "v1.x.y"]));
  await assert.rejects(Socket.open(`${server.url}/api/learner/socket`, ["baton.v1"]));
  await assert.rejects(Socket.open(`${server.url}/api/learner/socket?token=${learner.token}`, []), "no token in the address");
});

test("a learner reaches their own conversation and no other", async () => {
  const stranger = await server.learner();
  const { data } = await stranger.ask("GET", "/api/learner/conversation");
  assert.deepEqual(data.entries, []);
  assert.notEqual(stranger.conversation, learner.conversation);
});

test("another team's admin sees nothing of this one", async () => {
  // With several teams, who signs in says to which.
  const ambiguous = await server.ask("POST", "/api/agents/sign-in", { body: { email: "eve@other.example", password: ANA.password } });
  assert.equal(ambiguous.status, 422);
  const signedIn = await server.ask("POST", "/api/agents/sign-in", {
    body: { team: "other", email: "eve@other.example", password: ANA.password },
  });
  const headers = { cookie: signedIn.headers.get("set-cookie").split(";")[0], origin: server.url };
  const { items } = (await server.ask("GET", "/api/conversations", { headers })).data;
  assert.ok(items.every(({ id }) => id !== learner.conversation));
  assert.equal((await server.ask("GET", conversation(), { headers })).status, 404);
  const claim = await server.ask("POST", `${conversation()}/commands`, { body: { type: "claim" }, headers });
  assert.equal(claim.status, 404);
  const eve = await server.ask("POST", "/api/keys", { body: { label: "x", scopes: ["articles:read"] }, headers });
  const stolen = eve.data.secret.replace("baton_other", "baton_riverside");
  assert.equal((await server.ask("GET", "/api/articles", { headers: { authorization: `Bearer ${stolen}` } })).status, 401);
});

test("the set-up secret works once, and nothing else makes a team", async () => {
  const admin = { ...BO, email: "mallory@riverside.example" };
  const body = { secret: SETUP_SECRET, team: TEAM, team_name: "Mine now", admin };
  assert.equal((await server.ask("POST", "/api/setup", { body })).status, 409);
  assert.equal((await server.ask("POST", "/api/setup", { body: { ...body, secret: "guess" } })).status, 403);
  assert.equal((await server.ask("POST", "/api/setup", { body: { ...body, team: "unknown" } })).status, 404);
});

test("an invite works once", async () => {
  const { data: invite } = await ana.ask("POST", "/api/invites", { body: { role: "agent" } });
  const agent = { name: "Cy", email: "cy@riverside.example", password: "amber-tulip-cy" };
  const accept = (token, who) => server.ask("POST", "/api/invites/accept", { body: { token, agent: who } });
  assert.equal((await accept(invite.token, { ...agent, password: "short" })).status, 422);
  assert.equal((await accept(invite.token, { ...agent, email: ANA.email })).status, 409, "an address is an agent's once");
  assert.equal((await accept(invite.token, agent)).status, 200);
  assert.equal((await accept(invite.token, { ...agent, email: "dee@riverside.example" })).status, 409);
  assert.equal((await accept("riverside:guess", agent)).status, 409);
  assert.equal((await accept("nonsense", agent)).status, 404);
});

test("a key does what its scope says, until it is revoked", async () => {
  const { data: minted } = await ana.ask("POST", "/api/keys", { body: { label: "read", scopes: ["articles:read"] } });
  const ask = (method, path, body) => server.ask(method, path, { body, headers: { authorization: `Bearer ${minted.secret}` } });
  assert.equal((await ask("GET", "/api/articles")).status, 200);
  assert.equal((await ask("PUT", "/api/articles/x", { title: "x", text: "x" })).status, 403);
  assert.equal((await ask("GET", "/api/settings")).status, 401, "a key is no session");
  assert.equal((await ana.ask("DELETE", `/api/keys/${minted.key.id}`)).status, 204);
  assert.equal((await ask("GET", "/api/articles")).status, 401);
});

test("guessing passwords is slowed down, and an unknown address looks like a known one", async () => {
  const { data: unknown, status } = await server.ask("POST", "/api/agents/sign-in", { body: { team: TEAM, email: "nobody@riverside.example", password: "x" } });
  assert.equal(status, 401);
  const guess = () => server.ask("POST", "/api/agents/sign-in", { body: { team: TEAM, email: BO.email, password: "guess-guess" } });
  assert.deepEqual((await guess()).data, unknown);
  let last;
  for (let count = 0; count < 10; count += 1) last = await guess();
  assert.equal(last.status, 429);
  const wait = Number(last.headers.get("retry-after"));
  assert.ok(wait >= 1 && wait <= 11, `the first wait is short: ${wait}`);
});

test("signing out ends the session", async () => {
  const session = await server.ask("POST", "/api/agents/sign-in", { body: { team: TEAM, email: ANA.email, password: ANA.password } });
  const setCookie = session.headers.get("set-cookie");
  for (const part of ["__Host-baton=", "Secure", "HttpOnly", "SameSite=Strict", "Path=/"]) assert.ok(setCookie.includes(part), part);
  assert.ok(!/domain=/i.test(setCookie));
  const headers = { cookie: setCookie.split(";")[0], origin: server.url };
  assert.equal((await server.ask("GET", "/api/agents/me", { headers })).status, 200);
  assert.equal((await server.ask("POST", "/api/agents/sign-out", { headers })).status, 204);
  assert.equal((await server.ask("GET", "/api/agents/me", { headers })).status, 401);
});

test("the frame may stand on the team's pages only, and our documents run only our files", async () => {
  const policy = async (path) => (await server.ask("GET", path)).headers.get("content-security-policy");
  const directive = (text, name) => text.split("; ").find((part) => part.startsWith(`${name} `));
  assert.equal(directive(await policy(`/widget/frame?team=${TEAM}`), "frame-ancestors"), "frame-ancestors 'self'");
  const { data: settings } = await ana.ask("GET", "/api/settings");
  const saved = await ana.ask("PUT", "/api/settings", { body: { ...settings, allowed_origins: ["https://LMS.example.edu/"] } });
  assert.deepEqual(saved.data.allowed_origins, ["https://lms.example.edu"]);
  assert.equal(
    directive(await policy(`/widget/frame?team=${TEAM}`), "frame-ancestors"),
    "frame-ancestors 'self' https://lms.example.edu",
  );
  for (const origin of ["*", "https://*", "https://a.edu; script-src *"]) {
    const refused = await ana.ask("PUT", "/api/settings", { body: { ...settings, allowed_origins: [origin] } });
    assert.equal(refused.status, 422, origin);
  }
  const inbox = await policy("/inbox");
  assert.equal(directive(inbox, "frame-ancestors"), "frame-ancestors 'none'");
  assert.equal(directive(inbox, "script-src"), "script-src 'self' 'wasm-unsafe-eval'");
  assert.doesNotMatch(inbox, /unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')/);
  assert.equal((await server.ask("GET", "/widget/frame?team=unknown")).status, 404);
  assert.equal((await server.ask("GET", "/widget/frame")).status, 404);
  assert.equal((await server.ask("GET", "/pages/inbox")).status, 404, "no document without its policy");
  assert.equal((await server.ask("GET", "/pages/widget.html")).status, 404);
});

test("what agents' browsers send to the inbox, and guesses of the set-up secret, have an end", async () => {
  const socket = await Socket.open(`${server.url}/api/inbox/socket`, [], { cookie: bo.cookie, origin: server.url });
  for (let n = 0; n < 900; n++) socket.send({ type: "idle", is_idle: n % 2 === 0 });
  const { problem } = await socket.until((frame) => frame.type === "refused");
  assert.deepEqual([problem.code, problem.retry_after], ["too_fast", 1]);
  await socket.close();
  const guess = { secret: "guess-of-the-secret", team: "other", team_name: "X", admin: ANA };
  const statuses = await Promise.all(
    Array.from({ length: 90 }, () => server.ask("POST", "/api/setup", { body: guess }).then(({ status }) => status)),
  );
  assert.ok(statuses.includes(429), "each second has few");
});

test("hostile frames and bodies are refused with a typed problem, and the socket lives on", async () => {
  const guest = await server.learner();
  const socket = await guest.socket();
  const frames = ["", "{", "null", "[]", '{"type":"drop"}', '{"type":"say"}', '{"type":"say","client_id":"a/b","text":"x"}',
    JSON.stringify({ type: "say", client_id: "c", text: "" }), JSON.stringify({ type: "say", client_id: "c", text: "x".repeat(8_001) }),
    JSON.stringify({ type: "say", client_id: "c", text: "x".repeat(200_000) })];
  for (const frame of frames) {
    const from = socket.frames.length;
    socket.send(frame);
    const refused = await socket.until((it) => it.type === "refused", from);
    assert.ok(["bad_request", "invalid", "too_large"].includes(refused.problem.code), frame.slice(0, 60));
  }
  assert.deepEqual((await guest.transcript()).entries, []);
  socket.say("thanks");
  await socket.message("assistant");
  await socket.close();
});

test("every answer says that it is no page of ours, and by https alone; what is a page says what it may load", async () => {
  const headers = {
    "strict-transport-security": /max-age=63072000/,
    "x-content-type-options": /^nosniff$/,
    "referrer-policy": /^(no-referrer|same-origin)$/,
    "content-security-policy": /default-src 'none'/,
  };
  const paths = ["/healthz", "/api/agents/me", "/api/openapi.json", "/api/no-such", "/inbox", "/", `/widget/frame?team=${TEAM}`, "/widget/frame?team=nobody"];
  for (const path of paths) {
    const answer = await server.ask("GET", path);
    for (const [name, value] of Object.entries(headers)) {
      assert.match(answer.headers.get(name) ?? "", value, `${path} ${name}`);
    }
  }
  const signedIn = await ana.ask("GET", "/api/agents");
  assert.match(signedIn.headers.get("content-security-policy"), /frame-ancestors 'none'/);
  assert.equal(signedIn.headers.get("cross-origin-resource-policy"), "same-origin");
});

test("the demo's page and its signing are nowhere but in a demo", async () => {
  const root = await server.ask("GET", "/");
  assert.deepEqual([root.status, new URL(root.headers.get("location")).pathname], [302, "/inbox"]);
  for (const path of ["/demo/identity?as=admin", "/index.html", "/pages/demo", "/pages/demo.html"]) {
    assert.equal((await server.ask("GET", path)).status, 404, path);
  }
});

test("addresses that something is posted to are the public web's", async () => {
  // The harness lets loopback in; nothing else.
  const put = (section, body) => ana.ask("PUT", `/api/settings/${section}`, { body });
  const rule = (alert) => [{ name: "Alert", when: { phrase: ["alert"] }, then: { hand_over: true, alert } }];
  for (const address of ["https://169.254.169.254/x", "https://2130706433/", "https://printer.local/", "https://[::1]/", "https://intranet/hook"]) {
    const refused = await put("rules", rule(address));
    assert.equal(refused.status, 422, address);
    assert.equal((await put("identity", { key_set: address })).status, 422, address);
  }
});
