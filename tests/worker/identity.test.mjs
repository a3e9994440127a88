// Who the LMS says a learner is: believed by signature alone, the same person on every device, and which
// articles they are answered from (A10, D5; T8, T9).
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createServer, request } from "node:http";
import { after, before, test } from "node:test";
import { Socket, eventually } from "../support/api.mjs";
import { start } from "../support/harness.mjs";
import { anId, claims, ec, hs256, jwk, now, part, pem, rsa, signed } from "../support/jwt.mjs";

let server, ana, bo, secret, kid;
before(async () => {
  server = await start();
  ({ ana, bo } = await server.setUp());
  const made = await ana.ask("POST", "/api/identity/secrets");
  assert.equal(made.status, 201);
  ({ secret, id: kid } = made.data);
  await server.putArticles(ana, {
    grading: { title: "Set up a grading scale", text: "Open Course settings and select Grading scale.", audience: "instructor" },
    quizzes: { title: "Take a quiz", text: "Open the quiz and select Start." },
  });
});
after(() => server.stop());

/** A session by a token of the LMS's. */
const session = (identity, renewal) => server.session({ identity, renewal });
const token = (sub, more, header) => hs256(claims(sub, more), secret, header);
const enter = async (learner, identity, renewal) => learner.enter((await session(identity, renewal)).data);
const learnerOf = async (conversation) => (await ana.ask("GET", `/api/conversations/${conversation}`)).data.view.learner;
const put = async (identity) => {
  const { status, data } = await ana.ask("PUT", "/api/settings/identity", { body: identity });
  assert.equal(status, 200, JSON.stringify(data));
};

test("who is signed for has a verified name, role and course; the page's own word does not change them", async () => {
  const learner = await server.learner();
  const said = { name: "Maya Okafor", email: "maya@riverside.example", role: "instructor", course: "Biology 101", locale: "de" };
  await enter(learner, token("maya", said));
  const socket = await learner.socket();
  socket.send({ type: "identify", name: "The Dean", email: "dean@riverside.example" });
  socket.say("hello");
  await socket.message("assistant");
  const kept = await learnerOf(learner.conversation);
  assert.deepEqual(
    { ...kept, id: undefined },
    { id: undefined, ...said, verified: true },
  );
  // A later token says something else.
  await enter(learner, token("maya", { name: "Maya O.", role: "learner" }));
  await learner.say("thanks");
  const { name, verified, email, role } = await learnerOf(learner.conversation);
  assert.deepEqual({ name, verified, email, role }, { name: "Maya O.", verified: true, email: undefined, role: undefined });
  await socket.close();
});

test("a role that is signed decides which articles are searched and read (A10)", async () => {
  const question = "How do I set up a grading scale?";
  const asked = async (more) => {
    const learner = await server.learner();
    if (more) await enter(learner, token(anId(), more));
    const article = await learner.ask("GET", "/api/learner/articles/grading");
    await learner.say(question);
    const { entries } = await eventually(() => learner.transcript(), (it) => it.entries.length > 1 && !it.partial);
    const cited = entries.flatMap(({ event }) => event.citations ?? []).map(({ article }) => article);
    return [article.status, cited.includes("grading")];
  };
  assert.deepEqual(await asked(), [404, false]);
  assert.deepEqual(await asked({ role: "learner" }), [404, false]);
  assert.deepEqual(await asked({ role: "instructor" }), [200, true]);
  assert.deepEqual(await asked({ role: "admin" }), [200, true]);
});

test("25 forgeries are refused, say why, and go on as nobody", async () => {
  const keys = { rsa: rsa(), other: rsa(), weak: rsa(1024), ec: ec(), p384: ec("P-384") };
  await put({ keys: [pem(keys.rsa.publicKey), JSON.stringify(jwk(keys.ec.publicKey, { kid: "ec-1" }))] });
  const fine = claims("mallory", { role: "admin" });
  const good = hs256(fine, secret);
  const [head, body, mac] = good.split(".");
  const rsaToken = signed(fine, keys.rsa.privateKey, { alg: "RS256" });
  const ecToken = signed(fine, keys.ec.privateKey, { alg: "ES256", kid: "ec-1" });
  for (const identity of [good, rsaToken, ecToken]) {
    const { data } = await session(identity);
    assert.equal(data.refused, undefined, "the tokens that the forgeries are made of are good");
  }
  const none = (alg) => `${part({ alg })}.${part(fine)}.`;
  const publicKey = pem(keys.rsa.publicKey);
  const confused = (key) => {
    const text = `${part({ alg: "HS256" })}.${part(fine)}`;
    return `${text}.${createHmac("sha256", key).update(text).digest("base64url")}`;
  };
  const forgeries = {
    "no algorithm": none("none"),
    "no algorithm, in capitals": none("NONE"),
    "no signature": `${head}.${body}.`,
    "two parts": `${head}.${body}`,
    "another secret": hs256(fine, "guessed"),
    "an empty secret": hs256(fine, ""),
    "the secret's id as the secret": hs256(fine, kid),
    "HS384 by name": hs256(fine, secret, { alg: "HS384" }),
    "the public key as a secret": confused(publicKey),
    "the public key's text without its end": confused(publicKey.trim()),
    "the key's numbers as a secret": confused(JSON.stringify(jwk(keys.rsa.publicKey))),
    "RS256 by another key": signed(fine, keys.other.privateKey, { alg: "RS256" }),
    "RS256 by a weak key": signed(fine, keys.weak.privateKey, { alg: "RS256" }),
    "an RSA signature called ES256": signed(fine, keys.rsa.privateKey, { alg: "ES256" }),
    "an EC signature called RS256": signed(fine, keys.ec.privateKey, { alg: "RS256" }),
    "another curve": signed(fine, keys.p384.privateKey, { alg: "ES256", kid: "ec-1" }),
    "a key in its own header": signed(fine, keys.other.privateKey, { alg: "RS256", jwk: jwk(keys.other.publicKey) }),
    "a key set of its own": signed(fine, keys.other.privateKey, { alg: "RS256", jku: "https://evil.example/jwks" }),
    "an unknown key id": hs256(fine, secret, { kid: "../../dev/null" }),
    "an extension": hs256(fine, secret, { crit: ["exp"] }),
    "claims that were changed": `${head}.${part({ ...fine, sub: "dean" })}.${mac}`,
    expired: hs256({ ...fine, exp: now() - 60 }, secret),
    "for a day": hs256({ ...fine, exp: now() + 86_400 }, secret),
    "not yet": hs256({ ...fine, nbf: now() + 300 }, secret),
    "for another team": hs256({ ...fine, aud: "lakeside" }, secret),
    "for nobody": hs256({ ...fine, aud: undefined }, secret),
    "of nobody": hs256({ ...fine, sub: "" }, secret),
    "a role that is none": hs256({ ...fine, role: "root" }, secret),
    "no JSON": `${head}.${part("{")}.${createHmac("sha256", secret).update(`${head}.${part("{")}`).digest("base64url")}`,
    "very long": hs256({ ...fine, name: "x".repeat(10_000) }, secret),
  };
  assert.ok(Object.keys(forgeries).length >= 25);
  const known = (await session(good)).data.conversation;
  for (const [what, identity] of Object.entries(forgeries)) {
    const { status, data } = await session(identity);
    assert.equal(status, 200, what);
    assert.ok(data.refused, `${what} was believed`);
    assert.ok(!data.refused.includes("mallory"), "why says nothing of what the token says");
    assert.notEqual(data.conversation, known, what);
    const article = await server.ask("GET", "/api/learner/articles/grading", { headers: { authorization: `Bearer ${data.token}` } });
    assert.equal(article.status, 404, what);
  }
  await put({});
});

test("keys come from the platform's key set, are kept, and are fetched again for a new one", async () => {
  const [first, second] = [ec(), rsa()];
  let keys = [jwk(first.publicKey, { kid: "one" })];
  let fetched = 0;
  const platform = createServer((_, response) => {
    fetched += 1;
    response.end(JSON.stringify({ keys }));
  });
  await new Promise((resolve) => platform.listen(0, "127.0.0.1", resolve));
  try {
    await put({ key_set: `http://127.0.0.1:${platform.address().port}/jwks` });
    const by = (key, header) => session(signed(claims("lee"), key.privateKey, header));
    assert.equal((await by(first, { alg: "ES256", kid: "one" })).data.refused, undefined);
    assert.equal((await by(first, { alg: "ES256", kid: "one" })).data.refused, undefined);
    assert.equal(fetched, 1);
    // Whoever makes key ids up does not make us ask each time.
    for (let count = 0; count < 5; count += 1) {
      assert.match((await by(second, { alg: "RS256", kid: `made-up-${count}` })).data.refused, /no key/);
    }
    assert.equal(fetched, 1);
  } finally {
    platform.close();
    platform.closeAllConnections();
  }
  // One that cannot be reached: the chat goes on, unverified.
  await put({ key_set: "http://127.0.0.1:1/jwks" });
  const { status, data } = await session(signed(claims("lee"), first.privateKey, { alg: "ES256", kid: "one" }));
  assert.deepEqual([status, /no key/.test(data.refused)], [200, true]);
  await put({});
});

test("a token with an id is good for one browser", async () => {
  const once = token("kim", { jti: anId() });
  const first = await session(once);
  assert.equal(first.data.refused, undefined);
  const again = await session(once, first.data.renewal);
  assert.equal(again.data.refused, undefined, "the same browser reloads its page");
  const thief = await session(once);
  assert.match(thief.data.refused, /another browser/);
  assert.notEqual(thief.data.conversation, first.data.conversation);
});

test("one person is in one conversation on every device, and brings what they said before they signed in", async () => {
  const [phone, laptop, library] = [await server.learner(), await server.learner(), await server.learner()];
  await phone.say("my certificate has the wrong name");
  await eventually(() => ana.conversations(), (all) => all.some(({ id }) => id === phone.conversation));
  const anonymous = { ...phone };
  // What they said before is theirs.
  await enter(phone, token("sam"), phone.renewal);
  assert.equal(phone.conversation, anonymous.conversation);
  // Another device, where nothing was said: the same conversation.
  await enter(laptop, token("sam"), laptop.renewal);
  assert.equal(laptop.conversation, phone.conversation);
  await laptop.say("it should say Sam Doe");
  assert.equal((await phone.transcript()).entries.filter(({ event }) => event.author?.kind === "learner").length, 2);
  // A third, where something was said: that is the newest, and agents see both as one person's.
  await library.say("where do I return books");
  await eventually(() => ana.conversations(), (all) => all.some(({ id }) => id === library.conversation));
  const there = library.conversation;
  await enter(library, token("sam"), library.renewal);
  assert.equal(library.conversation, there);
  const earlier = await bo.ask("GET", `/api/conversations/${there}/earlier`);
  assert.deepEqual(earlier.data.items.map(({ id }) => id), [phone.conversation]);
  await eventually(
    async () => (await session(token("sam"), phone.renewal)).data.conversation,
    (conversation) => conversation === there,
  );

  // Who was anonymous there before cannot come back to it without the LMS's word.
  const back = await server.session({ renewal: anonymous.renewal });
  assert.equal(back.status, 200);
  assert.notEqual(back.data.conversation, anonymous.conversation);
  // Nor does somebody else at that computer take it on.
  const other = await session(token("alex"), anonymous.renewal);
  assert.notEqual(other.data.conversation, anonymous.conversation);
  const stranger = await session(token("alex"), phone.renewal);
  assert.equal(stranger.data.conversation, other.data.conversation, "alex has one of their own");
});

test("a renewal keeps who was signed for; without the LMS's word nobody else becomes them", async () => {
  const learner = await server.learner();
  await enter(learner, token("rio", { role: "instructor" }));
  const renewed = await server.session({ renewal: learner.renewal });
  assert.equal(renewed.data.conversation, learner.conversation);
  learner.enter(renewed.data);
  assert.equal((await learner.ask("GET", "/api/learner/articles/grading")).status, 200);
});

test("tokens are good for one thing: no ticket reads, no token renews, no renewal reads", async () => {
  const learner = await server.learner();
  const get = (token) => server.ask("GET", "/api/learner/conversation", { headers: { authorization: `Bearer ${token}` } });
  assert.equal((await get(learner.token)).status, 200);
  assert.equal((await get(learner.ticket)).status, 401);
  assert.equal((await get(learner.renewal)).status, 401);
  for (const not of [learner.token, learner.ticket]) {
    const { data } = await server.session({ renewal: not });
    assert.notEqual(data.conversation, learner.conversation);
  }
});

test("a secret that is replaced works for a day, one that is ended not at all; nobody reads either", async () => {
  const old = token("pat");
  const made = (await ana.ask("POST", "/api/identity/secrets")).data;
  assert.equal((await session(old)).data.refused, undefined);
  assert.equal((await session(hs256(claims("pat"), made.secret, { kid: made.id }))).data.refused, undefined);
  const { data: listed } = await ana.ask("GET", "/api/identity/secrets");
  assert.deepEqual(listed.map(({ id, ends_at }) => [id, ends_at !== undefined]), [[made.id, false], [kid, true]]);
  const day = listed[1].ends_at - listed[0].created_at;
  assert.equal(day, 24 * 60 * 60 * 1000);
  assert.ok(!JSON.stringify(listed).includes(secret));
  assert.ok(!JSON.stringify((await ana.ask("GET", "/api/settings")).data).includes(secret));
  assert.equal((await ana.ask("DELETE", `/api/identity/secrets/${kid}`)).status, 204);
  assert.match((await session(old)).data.refused, /signature|no key/);
  assert.equal((await ana.ask("DELETE", `/api/identity/secrets/${kid}`)).status, 404);
  secret = made.secret;
});

test("a session that is ended is over for every token and socket of that browser, and for no other", async () => {
  const tokens = ({ token, renewal, ticket }) => ({ token, renewal, ticket });
  for (const identity of [undefined, () => token("noor")]) {
    const here = await server.learner();
    if (identity) await enter(here, identity());
    const socket = await here.socket();
    socket.say("hello");
    await socket.message("assistant");
    const elsewhere = await server.learner();
    if (identity) await enter(elsewhere, identity());
    const copied = tokens(here);
    // As a page of the LMS does, which is another site's: text without a preflight.
    const ended = await fetch(`${server.url}/api/learner/session/end`, {
      method: "POST",
      headers: { "content-type": "text/plain", origin: "https://lms.example.edu" },
      body: JSON.stringify({ renewal: copied.renewal }),
    });
    assert.equal(ended.status, 204);
    assert.equal((await socket.closed).code, 1008);
    const refused = {
      "GET conversation": () => here.ask("GET", "/api/learner/conversation"),
      "GET article": () => here.ask("GET", "/api/learner/articles/quizzes"),
      "POST message": () => here.say("it is me again"),
      "POST handoff": () => here.ask("POST", "/api/learner/handoff"),
      "POST conversations": () => here.ask("POST", "/api/learner/conversations"),
    };
    for (const [what, ask] of Object.entries(refused)) assert.equal((await ask()).status, 401, what);
    await assert.rejects(Socket.open(`${server.url}/api/learner/socket?since=0`, ["baton.v1", copied.ticket]));
    const next = (await server.session({ renewal: copied.renewal })).data;
    assert.notEqual(next.conversation, here.conversation, "nothing is renewed");
    assert.equal((await elsewhere.ask("GET", "/api/learner/conversation")).status, 200, "their other browser goes on");
    const kept = (await ana.ask("GET", `/api/conversations/${here.conversation}`)).data;
    assert.ok(kept.view, "agents keep the conversation");
    // Signed for again in that browser, with what it still has, they are who they were, and are let in.
    if (identity) {
      const again = await session(identity(), copied.renewal);
      assert.equal(again.status, 200);
      here.enter(again.data);
      assert.equal((await here.ask("GET", "/api/learner/conversation")).status, 200);
    }
  }
  const nonsense = await server.ask("POST", "/api/learner/session/end", { body: { renewal: "v1.e30.AAAA" } });
  assert.equal(nonsense.status, 401);
});

test("what was signed by a secret that is ended at once is good no more; what the next signs is", async () => {
  const forger = await server.learner();
  await enter(forger, token("quinn"));
  const stranger = await server.learner();
  assert.equal((await forger.ask("GET", "/api/learner/conversation")).status, 200);
  const { data: next } = await ana.ask("POST", "/api/identity/secrets");
  const { data: listed } = await ana.ask("GET", "/api/identity/secrets");
  const before = listed.find(({ id }) => id !== next.id);
  assert.equal((await ana.ask("DELETE", `/api/identity/secrets/${before.id}`)).status, 204);
  assert.equal((await forger.ask("GET", "/api/learner/conversation")).status, 401);
  assert.notEqual((await server.session({ renewal: forger.renewal })).data.conversation, forger.conversation);
  assert.equal((await stranger.ask("GET", "/api/learner/conversation")).status, 200, "who was not signed for goes on");
  secret = next.secret;
  const quinn = await server.learner();
  await enter(quinn, token("quinn"));
  assert.equal(quinn.conversation, forger.conversation, "who is signed for anew is who they were");
  assert.equal((await quinn.ask("GET", "/api/learner/conversation")).status, 200);
});

test("strangers do not use up the day of those whom the LMS signs for", async () => {
  const { data: settings } = await ana.ask("GET", "/api/settings");
  const today = (await ana.ask("GET", "/api/insights/usage")).data.days[0].conversations;
  // Four fifths are gone with the next one; the last fifth is not.
  const most = Math.ceil(((today + 1) * 5) / 4) + 5;
  const put = (budget) => ana.ask("PUT", "/api/settings/budget", { body: budget });
  assert.equal((await put({ ...settings.budget, conversations_a_day: most })).status, 200);
  const by = async (identity) => {
    const learner = await server.learner();
    if (identity) await enter(learner, identity);
    const socket = await learner.socket();
    socket.say("How do I take a quiz?");
    const { event } = await socket.until(({ event }) => event?.type === "message" && event.author.kind !== "learner");
    await socket.close();
    return event.author.kind;
  };
  let kinds = [];
  for (let n = today; n <= most; n++) kinds.push(await by());
  const served = kinds.filter((kind) => kind === "assistant").length;
  assert.equal(today + served, Math.ceil((most * 4) / 5));
  assert.equal(kinds.at(-1), "system", "then a person comes");
  assert.equal(await by(token(anId())), "assistant");
  assert.equal((await put(settings.budget)).status, 200);
});

test("a wrong key is said to be wrong when it is pasted", async () => {
  for (const [keys, why] of [
    [["hello"], /public key begins/],
    [[rsa().privateKey.export({ type: "pkcs8", format: "pem" })], /private key/],
    [[pem(rsa(1024).publicKey)], /2,048 bits/],
    [[pem(ec("P-384").publicKey)], /P-256/],
  ]) {
    const { status, data } = await ana.ask("PUT", "/api/settings/identity", { body: { keys } });
    assert.equal(status, 422);
    assert.match(data.message, why);
  }
  const { status } = await ana.ask("PUT", "/api/settings/identity", { body: { key_set: "http://lms.example/jwks" } });
  assert.equal(status, 422);
});

test("what was anonymous and is somebody's now is closed to whoever had it open before", async () => {
  const shared = await server.learner();
  await shared.say("my certificate");
  await eventually(() => ana.conversations(), (all) => all.some(({ id }) => id === shared.conversation));
  const left = { ...shared };
  const open = await shared.socket();
  // The next person signs in at the same computer, and what was said there becomes theirs.
  const next = await server.learner();
  next.enter((await session(token("next", { role: "instructor" }), shared.renewal)).data);
  assert.equal(next.conversation, left.conversation);
  await next.say("and mine?");
  await eventually(() => open.ws.readyState, (state) => state >= WebSocket.CLOSING);
  const headers = { authorization: `Bearer ${left.token}` };
  const attempts = {
    read: await server.ask("GET", "/api/learner/conversation", { headers }),
    write: await server.ask("POST", "/api/learner/messages", { body: { client_id: anId(), text: "hello" }, headers }),
    upload: await server.ask("POST", "/api/learner/attachments", { raw: Buffer.from("words"), headers }),
    begin: await server.ask("POST", "/api/learner/conversations", { headers }),
  };
  for (const [what, { status }] of Object.entries(attempts)) assert.equal(status, 401, what);
  const { Socket } = await import("../support/api.mjs");
  await assert.rejects(Socket.open(`${server.url}/api/learner/socket`, ["baton.v1", left.ticket]));
  assert.equal((await next.transcript()).entries.some(({ event }) => event.text === "hello"), false);
});

test("nobody inherits the block of who was at the computer before", async () => {
  const troll = await server.learner();
  await troll.say("spam");
  await eventually(() => ana.conversations(), (all) => all.some(({ id }) => id === troll.conversation));
  assert.equal((await bo.ask("POST", `/api/conversations/${troll.conversation}/block`)).status, 204);
  const { status, data } = await session(token("innocent"), troll.renewal);
  assert.deepEqual([status, data.refused], [200, undefined]);
  assert.notEqual(data.conversation, troll.conversation);
  assert.equal((await session(token("innocent"))).status, 200, "on every device");
});

test("a ticket opens a socket and reads nothing, however it is asked", async () => {
  const learner = await server.learner();
  for (const headers of [
    { authorization: `Bearer ${learner.ticket}` },
    { upgrade: "websocket", connection: "Upgrade", "sec-websocket-protocol": `baton.v1, ${learner.ticket}` },
  ]) {
    const { status } = await new Promise((resolve, reject) => {
      const url = new URL("/api/learner/conversation", server.url);
      const asking = request(url, { headers }, (answer) => resolve({ status: answer.statusCode, body: answer.resume() }));
      asking.on("upgrade", (answer, socket) => socket.destroy() && resolve({ status: 101 }));
      asking.on("error", reject).end();
    });
    assert.equal(status, 401);
  }
});

test("a page that tells a name of 20,000 letters before the first word is answered; the name is cut", async () => {
  const learner = await server.learner();
  const socket = await learner.socket();
  socket.send({ type: "identify", name: "N".repeat(20_000) });
  socket.say("hello");
  await socket.message("assistant");
  const { name } = (await ana.ask("GET", `/api/conversations/${learner.conversation}`)).data.view.learner;
  assert.equal(name, `${"N".repeat(120)}…`);
  await socket.close();
});
