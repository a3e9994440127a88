// The life of an account: whatever ends a session ends it everywhere, at once, with every socket it opened;
// and what an agent owned is nobody's any more (E10; T8, T12).
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { ANA, BO, Socket, TEAM, eventually } from "../support/api.mjs";
import { codeOf } from "../support/totp.mjs";
import { start } from "../support/harness.mjs";

let server, ana;
before(async () => {
  server = await start();
  ({ ana } = await server.setUp());
});
after(() => server.stop());

const PASSWORD = "amber-tulip-cabinet";
let made = 0;

/** A new agent with a session. */
async function agent(role = "agent") {
  made += 1;
  const email = `agent-${made}@riverside.example`;
  const invite = (await ana.ask("POST", "/api/invites", { body: { role } })).data;
  const body = { token: invite.token, agent: { name: `Agent ${made}`, email, password: PASSWORD } };
  assert.equal((await server.ask("POST", "/api/invites/accept", { body })).status, 200);
  return server.signIn({ email, password: PASSWORD });
}

/** A conversation that people have. */
async function handedOver() {
  const learner = await server.learner();
  await learner.ask("POST", "/api/learner/handoff");
  await learner.say("I need a person");
  return learner.conversation;
}

const socketsOf = async (who, conversation) => {
  const headers = { cookie: who.cookie, origin: server.url };
  return Promise.all([
    Socket.open(`${server.url}/api/inbox/socket`, [], headers),
    Socket.open(`${server.url}/api/conversations/${conversation}/socket?since=0`, [], headers),
  ]);
};

const GETS = ["/api/agents/me", "/api/agents", "/api/settings", "/api/conversations", "/api/agents/me/sessions"];

/** Nothing of this session's works any more. */
async function isOut(who, conversation, sockets, what) {
  // The server's word that it closes; when the line itself ends is the runtime's to say.
  for (const socket of sockets) await eventually(() => socket.ws.readyState, (state) => state >= WebSocket.CLOSING);
  for (const path of GETS) assert.equal((await who.ask("GET", path)).status, 401, `${what}: ${path}`);
  const claim = await who.command(conversation, { type: "claim" });
  assert.equal(claim.status, 401, what);
  const headers = { cookie: who.cookie, origin: server.url };
  await assert.rejects(Socket.open(`${server.url}/api/inbox/socket`, [], headers), what);
  await assert.rejects(Socket.open(`${server.url}/api/conversations/${conversation}/socket`, [], headers), what);
}

test("where no e-mail is sent, who forgot their password is told of an admin", async () => {
  const body = { team: TEAM, email: ANA.email };
  const { status, data } = await server.ask("POST", "/api/agents/forgotten-password", { body });
  assert.deepEqual([status, data.code], [409, "conflict"]);
  assert.match(data.message, /an admin of your team/);
});

test("a team keeps an admin", async () => {
  const path = `/api/agents/${ana.agent.id}`;
  for (const change of [{ role: "agent" }, { is_inactive: true }]) {
    const refused = await ana.ask("PATCH", path, { body: change });
    assert.deepEqual([refused.status, refused.data.code], [409, "conflict"]);
    assert.match(refused.data.message, /no admin/);
  }
  assert.equal((await ana.ask("PATCH", "/api/agents/nobody", { body: { role: "agent" } })).status, 404);
});

test("whatever ends a session ends it on every route and closes every socket it opened", async () => {
  const sessionOf = async (who, of) => {
    const { data } = await who.ask("GET", "/api/agents/me/sessions");
    return data.find((it) => it.is_current === of).id;
  };
  const link = async (who) => {
    const made = await ana.ask("POST", `/api/agents/${who.agent.id}/password-link`);
    assert.equal(made.status, 201);
    return made.data.link.split("#password=")[1];
  };
  const endings = {
    "signing out": (who) => who.ask("POST", "/api/agents/sign-out"),
    "signing in again in the same browser": (who) =>
      server.ask("POST", "/api/agents/sign-in", {
        body: { team: TEAM, email: who.agent.email, password: PASSWORD },
        headers: { cookie: who.cookie, origin: server.url },
      }),
    "ending it by its name": async (who, other) => other.ask("DELETE", `/api/agents/me/sessions/${await sessionOf(other, false)}`),
    "signing out everywhere else": (who, other) => other.ask("DELETE", "/api/agents/me/sessions"),
    "another password": (who, other) =>
      other.ask("PUT", "/api/agents/me/password", { body: { old: PASSWORD, new: "velvet-harbour-lamp" } }),
    "a password by a link": async (who) =>
      server.ask("POST", "/api/agents/password", { body: { token: await link(who), password: "velvet-harbour-lamp" } }),
    "another role": (who) => ana.ask("PATCH", `/api/agents/${who.agent.id}`, { body: { role: "admin" } }),
    deactivation: (who) => ana.ask("PATCH", `/api/agents/${who.agent.id}`, { body: { is_inactive: true } }),
  };
  for (const [what, end] of Object.entries(endings)) {
    const who = await agent();
    const conversation = await handedOver();
    const sockets = await socketsOf(who, conversation);
    // Signed in elsewhere, by which some of them are done.
    const other = await server.signIn({ email: who.agent.email, password: PASSWORD });
    const ended = await end(who, other);
    assert.ok([200, 204].includes(ended.status), `${what}: ${ended.status} ${JSON.stringify(ended.data)}`);
    await isOut(who, conversation, sockets, what);
    const bystander = await ana.ask("GET", "/api/agents/me");
    assert.equal(bystander.status, 200, `${what} ends nobody else's`);
  }
});

test("who may not sign in any more owns nothing, is given nothing, and comes back by an admin alone", async () => {
  const who = await agent();
  const conversation = await handedOver();
  assert.equal((await who.command(conversation, { type: "claim" })).status, 200);
  await who.command(conversation, { type: "reply", client_id: randomUUID(), text: "I will look." });
  const path = `/api/agents/${who.agent.id}`;
  assert.equal((await ana.ask("PATCH", path, { body: { is_inactive: true } })).data.is_inactive, true);
  const { data } = await ana.ask("GET", `/api/conversations/${conversation}`);
  assert.deepEqual([data.view.status, data.view.owner], ["open", null]);
  const given = await ana.command(conversation, { type: "assign", to: who.agent.id });
  assert.ok(given.status >= 400, "nobody gives them a conversation");
  const signIn = () => server.ask("POST", "/api/agents/sign-in", { body: { team: TEAM, email: who.agent.email, password: PASSWORD } });
  assert.deepEqual([(await signIn()).status, (await signIn()).data.message], [401, "the email or the password is incorrect"]);
  assert.equal((await ana.ask("PATCH", path, { body: { is_inactive: false } })).status, 200);
  assert.equal((await signIn()).status, 200);
  assert.equal((await who.ask("GET", "/api/agents/me")).status, 401, "what ended stays so");
});

test("an invite and a link for a password work once, are listed or replaced, and can be taken back", async () => {
  const invite = (await ana.ask("POST", "/api/invites", { body: { role: "agent" } })).data;
  const open = (await ana.ask("GET", "/api/invites")).data;
  assert.deepEqual([open[0].role, open[0].invited_by], ["agent", "Ana"]);
  assert.ok(!JSON.stringify(open).includes(invite.token.split(":")[1]), "the list opens nothing");
  assert.equal((await ana.ask("DELETE", `/api/invites/${open[0].id}`)).status, 204);
  assert.equal((await ana.ask("DELETE", `/api/invites/${open[0].id}`)).status, 404);
  const body = { token: invite.token, agent: { name: "Late", email: "late@riverside.example", password: PASSWORD } };
  assert.equal((await server.ask("POST", "/api/invites/accept", { body })).data.code, "conflict");

  const who = await agent();
  const link = async () => (await ana.ask("POST", `/api/agents/${who.agent.id}/password-link`)).data.link.split("#password=")[1];
  const use = (token, password) => server.ask("POST", "/api/agents/password", { body: { token, password } });
  const [old, token] = [await link(), await link()];
  assert.equal((await use(old, "velvet-harbour-lamp")).data.code, "conflict", "an older link ends");
  assert.equal((await use(token, "password12")).status, 422, "and what is easy to guess does not use it up");
  assert.equal((await use(token, "velvet-harbour-lamp")).status, 204);
  assert.equal((await use(token, "velvet-harbour-lamp")).data.code, "conflict");
  await server.signIn({ email: who.agent.email, password: "velvet-harbour-lamp" });
  const wrong = await who.ask("POST", `/api/agents/${who.agent.id}/password-link`);
  assert.equal(wrong.status, 401);
});

test("what an admin made ends with their being one", async () => {
  const who = await agent("admin");
  const invite = (await who.ask("POST", "/api/invites", { body: { role: "admin" } })).data;
  const made = (await who.ask("POST", `/api/agents/${ana.agent.id}/password-link`)).data;
  const key = (await who.ask("POST", "/api/keys", { body: { label: "Articles", scopes: ["articles:read"] } })).data;
  const reads = () => server.ask("GET", "/api/articles", { headers: { authorization: `Bearer ${key.secret}` } });
  const mine = async () => (await ana.ask("GET", "/api/keys")).data.find((it) => it.id === key.key.id);
  assert.equal((await mine()).last_used_at, undefined);
  assert.equal((await reads()).status, 200);
  assert.deepEqual([(await mine()).made_by, typeof (await mine()).last_used_at], [who.agent.id, "number"]);
  assert.equal((await ana.ask("PATCH", `/api/agents/${who.agent.id}`, { body: { is_inactive: true } })).status, 200);
  assert.deepEqual([(await reads()).status, await mine()], [401, undefined]);
  const back = { name: "Back", email: "back@riverside.example", password: PASSWORD };
  const accepted = await server.ask("POST", "/api/invites/accept", { body: { token: invite.token, agent: back } });
  assert.equal(accepted.data.code, "conflict");
  const token = made.link.split("#password=")[1];
  const taken = await server.ask("POST", "/api/agents/password", { body: { token, password: "velvet-harbour-lamp" } });
  assert.equal(taken.data.code, "conflict");
  assert.equal((await ana.ask("GET", "/api/agents/me")).status, 200);
});

test("guesses from one network lock nobody out who signs in from another", async () => {
  const from = (network) => (email, password) =>
    server.ask("POST", "/api/agents/sign-in", { body: { team: TEAM, email, password }, headers: { "cf-connecting-ip": network } });
  const attacker = from("198.51.100.7");
  let refused;
  for (let guess = 0; guess < 11; guess += 1) refused = await attacker(BO.email, `guess-number-${guess}`);
  assert.deepEqual([refused.status, refused.data.code], [429, "too_fast"]);
  assert.equal((await attacker(BO.email, BO.password)).status, 429, "nor does the attacker with the right one");
  // In a browser that has signed in before, nobody waits for what others guess from the same network.
  const signedIn = await from("203.0.113.9")(BO.email, BO.password);
  const [mark] = signedIn.headers.getSetCookie().filter((cookie) => cookie.startsWith("__Host-baton-browser=")).map((cookie) => cookie.split(";")[0]);
  const known = (password, network = "198.51.100.7") =>
    server.ask("POST", "/api/agents/sign-in", { body: { team: TEAM, email: BO.email, password }, headers: { "cf-connecting-ip": network, cookie: mark } });
  assert.equal((await known(BO.password)).status, 200);
  assert.equal((await attacker(BO.email, BO.password)).status, 429, "who has no such cookie still waits");
  // Nor may it guess on for ever, and what is known of one account is nothing of another.
  for (let guess = 0; guess < 11; guess += 1) refused = await known(`guess-number-${guess}`, `198.51.100.${guess}`);
  assert.deepEqual([refused.status, refused.data.code], [429, "too_fast"]);
  assert.ok(Number(refused.headers.get("retry-after")) <= 11, "the first wait is short");
  const asAna = await server.ask("POST", "/api/agents/sign-in", {
    body: { team: TEAM, email: ANA.email, password: ANA.password },
    headers: { "cf-connecting-ip": "198.51.100.77", cookie: mark },
  });
  assert.equal(asAna.status, 200);
  // Signing in rightly fails nothing, however often: a campus is one network.
  for (let times = 0; times < 12; times += 1) assert.equal((await from("203.0.113.9")(BO.email, BO.password)).status, 200);
  // Spraying: many accounts from one network, an IPv6 network being a /64.
  let last;
  for (let guess = 0; guess < 101; guess += 1) {
    last = await from(`2001:db8:0:1::${guess.toString(16)}`)(`nobody-${guess}@riverside.example`, "guess-guess");
    if (last.status === 429) break;
  }
  assert.equal(last.data.code, "too_fast");
});

test("a password is refused for its length before its account is looked for", async () => {
  const signIn = (email) => server.ask("POST", "/api/agents/sign-in", { body: { team: TEAM, email, password: "x".repeat(300) } });
  const [known, unknown] = [await signIn(ANA.email), await signIn("nobody-at-all@riverside.example")];
  assert.deepEqual([known.status, known.data], [422, unknown.data]);
  const wrong = await ana.ask("PUT", "/api/agents/me/password", { body: { old: "not it at all", new: "velvet-harbour-lamp" } });
  assert.deepEqual([wrong.status, wrong.data.message], [403, "the password is wrong"]);
});

test("with two-step sign-in a password alone opens nothing; codes work once, and an admin ends it for who lost the app", async () => {
  const who = { name: "Ida", email: "ida@riverside.example", password: "copper-lantern-ida" };
  const invite = await ana.ask("POST", "/api/invites", { body: { role: "agent" } });
  await server.ask("POST", "/api/invites/accept", { body: { token: invite.data.token, agent: who } });
  const [ida, elsewhere] = [await server.signIn(who), await server.signIn(who)];
  const signIn = (code) =>
    server.ask("POST", "/api/agents/sign-in", { body: { team: "riverside", email: who.email, password: who.password, code } });

  assert.equal((await ida.ask("POST", "/api/agents/me/second-factor", { body: { password: "wrong-password" } })).status, 403);
  assert.equal((await ida.ask("PUT", "/api/agents/me/second-factor", { body: { code: "000000" } })).status, 409, "nothing was begun");
  const { data: begun } = await ida.ask("POST", "/api/agents/me/second-factor", { body: { password: who.password } });
  assert.match(begun.uri, new RegExp(`^otpauth://totp/Riverside%20Support:ida%40riverside.example\\?secret=${begun.secret}&`));
  assert.equal((await signIn()).status, 200, "it counts once it is confirmed");
  assert.equal((await ida.ask("PUT", "/api/agents/me/second-factor", { body: { code: "12345" } })).status, 422);
  const on = await ida.ask("PUT", "/api/agents/me/second-factor", { body: { code: codeOf(begun.secret) } });
  assert.equal(on.status, 200);
  assert.equal(new Set(on.data.codes).size, 10);
  assert.equal((await elsewhere.ask("GET", "/api/agents/me")).status, 401, "all other sessions end");
  assert.equal((await ida.ask("POST", "/api/agents/me/second-factor", { body: { password: who.password } })).status, 409);

  for (const code of [undefined, "", "000000", codeOf(begun.secret), codeOf(begun.secret, Date.now() - 300_000)]) {
    const { status, data } = await signIn(code);
    assert.deepEqual([status, data.code], [401, "second_factor"], `${code}: used, wrong or missing`);
  }
  const wrong = await server.ask("POST", "/api/agents/sign-in", {
    body: { team: "riverside", email: who.email, password: "not-her-password", code: on.data.codes[0] },
  });
  assert.deepEqual([wrong.status, wrong.data.code], [401, "unauthenticated"], "nothing tells that there is a second step");
  assert.equal((await signIn(codeOf(begun.secret, Date.now() + 30_000))).status, 200, "the app's next code");
  const [first] = on.data.codes;
  assert.equal((await signIn(first.toUpperCase().replace("-", " "))).status, 200);
  assert.equal((await signIn(first)).status, 401, "once");

  // Whoever knows the password does not try all codes.
  let tried = 0;
  for (; tried < 40; tried += 1) {
    const guess = await server.ask("POST", "/api/agents/sign-in", {
      body: { team: "riverside", email: who.email, password: who.password, code: "000000" },
      headers: { "cf-connecting-ip": `203.0.113.${tried}` },
    });
    if (guess.status === 429) break;
  }
  assert.ok(tried <= 20, `${tried}`);

  const listed = (await ana.ask("GET", "/api/agents")).data.find(({ email }) => email === who.email);
  assert.equal(listed.has_second_factor, true);
  const set = (body) => ana.ask("PATCH", `/api/agents/${listed.id}`, { body });
  assert.equal((await set({ has_second_factor: false })).data.has_second_factor ?? false, false);
  assert.equal((await set({ has_second_factor: true })).data.has_second_factor ?? false, false, "turned on by its owner alone");
  const back = await signIn();
  assert.equal(back.status, 200);
});
