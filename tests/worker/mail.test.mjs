// E-mail on the built worker, both ways: an address is left, what is not seen goes there, the link leads back, an
// answer comes back, machines and strangers are not heard, and nobody is written to who wants it not (C4; T14, T15).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { TEAM, eventually } from "../support/api.mjs";
import { start } from "../support/harness.mjs";
import { Hook } from "../support/hook.mjs";
import { Catcher } from "../support/mail.mjs";

const PUBLIC = "https://baton.riverside.example";
const HOURS = { time_zone: "UTC", open: [{ day: (new Date().getUTCDay() + 2) % 7, from: 600, to: 720 }] };
const MIA = "mia@example.org";
let server, ana, bo, catcher;
before(async () => {
  catcher = await Catcher.start({ user: "baton", pass: "p@ss word" });
  server = await start({
    vars: { PUBLIC_URL: `${PUBLIC}/`, MAIL_FROM: "help@riverside.example", MAIL_INBOUND: "reply@in.riverside.example" },
    secrets: { MAIL_URL: `smtp://baton:p%40ss%20word@127.0.0.1:${catcher.port}` },
  });
  ({ ana, bo } = await server.setUp());
  // At once: what waits is the domain's, and tested there.
  await put("patience", { owner_minutes: 15, form_minutes: 15, snooze_days: 90, mail_minutes: 0 });
  // Nobody is there today.
  await put("hours", HOURS);
});
after(async () => {
  await server?.stop();
  await catcher?.stop();
});

const put = async (section, body) => {
  const { status, data } = await ana.ask("PUT", `/api/settings/${section}`, { body });
  assert.equal(status, 200, JSON.stringify(data));
};
/** A learner who waits while nobody is there, and has left an address. */
async function waiting(address = MIA, language = "en") {
  const learner = await server.learner();
  const socket = await learner.socket(0, language);
  socket.say("I want to talk to a person about my transcript");
  const asked = await socket.message("system");
  socket.say(address);
  const told = await socket.until((frame) => frame.event?.text?.includes(address) && frame.event.author.kind === "system");
  return { learner, socket, id: learner.conversation, asked, told };
}
const reply = async (id, text, n = 1) => {
  await bo.command(id, { type: "claim" });
  const { status, data } = await bo.command(id, { type: "reply", client_id: `r-${n}-${id}`, text });
  assert.equal(status, 200, JSON.stringify(data));
};
const mailTo = (address, more = () => true) =>
  eventually(
    async () => catcher.mails.find((mail) => mail.envelope.to.includes(address) && more(mail)),
    (mail) => mail !== undefined,
  );
/** Hands an e-mail to the worker, as Cloudflare's e-mail routing does; answers why it was refused, if it was. */
async function deliver(to, raw, from = MIA) {
  const query = new URLSearchParams({ from, to });
  const answer = await fetch(`${server.url}/cdn-cgi/handler/email?${query}`, { method: "POST", body: raw.replaceAll("\n", "\r\n") });
  const text = await answer.text();
  return answer.ok ? "" : text;
}
const letter = (to, text, { from = MIA, id = "1@example.org", headers = "" } = {}) =>
  `From: Mia Lee <${from}>\nTo: ${to}\nSubject: Re: Bo replied\nMessage-ID: <${id}>\n${headers}Content-Type: text/plain; charset=utf-8\n\n${text}`;
const said = async (learner) => (await learner.transcript()).entries.map((it) => it.event).filter((it) => it.type === "message");

test("out of hours an address is asked for once, in the thread; the reply goes there with the way back and the way out", async () => {
  const { learner, socket, id, asked } = await waiting();
  assert.equal(asked.event.asks_address, true);
  await socket.close();
  await reply(id, "Good morning! <b>I</b> have sent it again & more.\nSecond line.");
  const mail = await mailTo(MIA);
  assert.equal(mail.subject, "Bo replied to you");
  assert.deepEqual(mail.from.value, [{ address: "help@riverside.example", name: "Bo" }]);
  assert.match(mail.replyTo.value[0].address, /^reply\+riverside\.[a-z2-7]+@in\.riverside\.example$/);
  assert.equal(mail.envelope.from, mail.replyTo.value[0].address, "what cannot be delivered comes back there");
  assert.match(mail.text, /Bo:\nGood morning! <b>I<\/b> have sent it again & more\.\nSecond line\./);
  assert.match(mail.html, /Good morning! &lt;b&gt;I&lt;\/b&gt; have sent it again &amp; more\.<br>Second line\./);
  assert.equal(mail.headers.get("auto-submitted"), "auto-generated");
  const list = mail.headers.get("list");
  assert.match(list.unsubscribe.url, new RegExp(`^${PUBLIC}/api/learner/mail/stop\\?token=`));
  // The link leads into the same thread in another browser, and tokens of it renew.
  const link = mail.text.match(/Open the conversation: (\S+)/)[1];
  assert.match(link, new RegExp(`^${PUBLIC}/chat\\?team=riverside#open=`));
  const token = link.split("#open=")[1];
  const opened = await server.ask("POST", "/api/learner/mail/open", { body: { token } });
  assert.equal(opened.status, 200, JSON.stringify(opened.data));
  assert.equal(opened.data.conversation, id);
  const renewed = await server.session({ renewal: opened.data.renewal });
  assert.equal(renewed.data.conversation, id);
  learner.enter(renewed.data);
  assert.ok((await said(learner)).some((it) => it.text.startsWith("Good morning!")));
  assert.equal((await server.ask("GET", "/chat?team=riverside")).status, 200);
  assert.equal((await server.ask("GET", "/chat?team=nobody")).status, 404);
  for (const bad of [token.slice(0, -2), opened.data.renewal, opened.data.token, "x"]) {
    assert.equal((await server.ask("POST", "/api/learner/mail/open", { body: { token: bad } })).status, 404);
  }
  // Another conversation is their own, as a new learner: what the letter opened is one conversation of somebody's.
  const another = await server.ask("POST", "/api/learner/conversations", { headers: { authorization: `Bearer ${renewed.data.token}` } });
  assert.equal(another.status, 200);
  assert.notEqual(another.data.conversation.split(".")[0], id.split(".")[0]);
  // A token of a session opens no letter's end, and the other way round.
  assert.equal((await server.ask("POST", `/api/learner/mail/stop?token=${token}`)).status, 404);
});

test("an answer by e-mail is the learner's next message: without what it quotes, with its files, once", async () => {
  const mia = "mia.two@example.org";
  const { learner, socket, id } = await waiting(mia);
  await socket.close();
  await reply(id, "Did it come?");
  const mail = await mailTo(mia);
  const to = mail.replyTo.value[0].address;
  const quoted = mail.text.split("\n").map((line) => `> ${line}`).join("\n");
  const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  const multi =
    `From: Mia <${mia}>\nTo: ${to}\nSubject: Re\nMessage-ID: <two@example.org>\nMIME-Version: 1.0\n` +
    `Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n` +
    `S=ED, gracias.\n\nOn Mon, 30 Nov 2026 at 09:01, Bo <${to}> wrote:\n\n${quoted.replaceAll("=", "=3D")}\n--b\n` +
    `Content-Type: image/png; name="proof.png"\nContent-Disposition: attachment; filename="proof.png"\nContent-Transfer-Encoding: base64\n\n${png}\n--b\n` +
    `Content-Type: application/zip; name="all.zip"\nContent-Disposition: attachment; filename="all.zip"\nContent-Transfer-Encoding: base64\n\nUEsDBAoAAAAAAA==\n--b--\n`;
  assert.equal(await deliver(to, multi, mia), "");
  assert.equal(await deliver(to.toUpperCase(), multi, mia), "", "delivered twice");
  const answers = (await said(learner)).filter((it) => it.author.kind === "learner" && it.text.startsWith("Sí"));
  assert.equal(answers.length, 1);
  assert.equal(answers[0].text, "Sí, gracias.\n\n[all.zip]");
  assert.deepEqual(answers[0].attachments.map((it) => it.name), ["proof.png"]);
  // Strangers, machines, and addresses that are none of ours.
  const before = (await said(learner)).length;
  assert.match(await deliver(to, letter(to, "It is me!", { from: "eve@example.org", id: "e" }), "eve@example.org"), /answer from the address/);
  assert.match(await deliver("reply+riverside.aaaa@in.riverside.example", letter("x", "hello")), /no such address/);
  for (const headers of ["Auto-Submitted: auto-replied\n", "Precedence: bulk\n", "X-Autoreply: yes\n", "List-Id: <x>\n"]) {
    assert.equal(await deliver(to, letter(to, "I am on holiday", { from: mia, id: headers.length, headers }), mia), "");
  }
  assert.equal((await said(learner)).length, before);
  // The chat is told of what came by e-mail, and the agent's next words go by e-mail again.
  await reply(id, "Wonderful.", 2);
  await mailTo(mia, (it) => it.text.includes("Wonderful."));
  assert.ok(!catcher.mails.some((it) => it.envelope.to.includes(mia) && it.text.includes("Wonderful") && it.text.includes("Did it come")), "nothing twice");
});

test("what the learner sees in the chat goes by no e-mail, and one click ends them", async () => {
  const mia = "mia.three@example.org";
  const { socket, id } = await waiting(mia);
  await put("patience", { owner_minutes: 15, form_minutes: 15, snooze_days: 90, mail_minutes: 1 });
  await reply(id, "Seen at once.");
  await put("patience", { owner_minutes: 15, form_minutes: 15, snooze_days: 90, mail_minutes: 0 });
  await socket.message("agent");
  await socket.close();
  const other = await waiting("mia.four@example.org");
  await other.socket.close();
  await reply(other.id, "By e-mail.");
  const mail = await mailTo("mia.four@example.org");
  const stop = new URL(mail.headers.get("list").unsubscribe.url);
  const stopped = await server.ask("POST", stop.pathname + stop.search, { raw: "List-Unsubscribe=One-Click" });
  assert.equal(stopped.status, 204);
  const count = catcher.mails.length;
  await reply(other.id, "Not by e-mail.", 2);
  const third = await waiting("mia.five@example.org");
  await third.socket.close();
  await reply(third.id, "After it.");
  await mailTo("mia.five@example.org");
  assert.equal(catcher.mails.length, count + 1);
  // The link still leads back.
  const token = mail.text.match(/#open=(\S+)/)[1];
  assert.equal((await server.ask("POST", "/api/learner/mail/open", { body: { token } })).status, 200);
});

test("an address that takes no mail is said to both, and another may be left", async () => {
  const bad = "nobody@example.org";
  const { learner, socket, id } = await waiting(bad);
  catcher.refusals.push({ code: 554, words: "5.7.1 not by our policy" });
  catcher.refusals.push({ code: 550, words: "5.1.1 no such user" });
  await reply(id, "Hello?");
  const told = await socket.until((frame) => frame.event?.text?.startsWith("No e-mail reaches nobody@example.org"));
  assert.equal(told.event.asks_address, true);
  const good = "somebody@example.org";
  socket.say(good);
  await socket.until((frame) => frame.event?.text?.includes(`replies to ${good}`));
  await socket.close();
  // Too busy now is tried again; what comes back later counts as well.
  catcher.refusals.push({ code: 451, words: "try again" });
  await reply(id, "Hello again.", 2);
  const mail = await mailTo(good, (it) => it.text.includes("Hello again."));
  const to = mail.replyTo.value[0].address;
  const report =
    `From: MAILER-DAEMON@example.org\nTo: ${to}\nSubject: Undelivered\nMessage-ID: <report@example.org>\nMIME-Version: 1.0\n` +
    `Content-Type: multipart/report; report-type=delivery-status; boundary=r\n\n--r\nContent-Type: text/plain\n\nIt could not be delivered.\n--r\n` +
    `Content-Type: message/delivery-status\n\nReporting-MTA: dns; example.org\n\nFinal-Recipient: rfc822; ${good}\nAction: failed\nStatus: 5.1.1\n--r--\n`;
  // That it is delayed, and that nobody is there to read it, ends nothing.
  assert.equal(await deliver(to, report.replace("Action: failed", "Action: delayed").replace("report@", "delay@"), "mailer-daemon@example.org"), "");
  assert.ok(!(await said(learner)).some((it) => it.text.startsWith(`No e-mail reaches ${good}`)));
  const link = mail.text.match(/#open=(\S+)/)[1];
  const open = () => server.ask("POST", "/api/learner/mail/open", { body: { token: link } });
  assert.equal((await open()).status, 200);
  assert.equal(await deliver(to, report, "mailer-daemon@example.org"), "");
  await eventually(async () => (await said(learner)).some((it) => it.text.startsWith(`No e-mail reaches ${good}`)), Boolean);
  // The link of an address that replies go to no more leads nowhere.
  assert.equal((await open()).status, 404);
  // Resolved meanwhile, another address is taken for what it is, and is no question.
  await bo.command(id, { type: "resolve" });
  await learner.say("mia.later@example.org");
  assert.ok((await said(learner)).at(-1).text.includes("replies to mia.later@example.org"));
  assert.equal((await learner.transcript()).view.status, "resolved");
});

test("in Spanish the question, the letter and its page are in Spanish", async () => {
  const mia = "mia.es@example.org";
  const { asked, told, socket, id } = await waiting(mia, "es");
  assert.match(asked.event.text, /Deja tu dirección de correo/);
  assert.match(told.event.text, /También enviaremos las respuestas a/);
  await socket.close();
  await reply(id, "¡Hola!");
  const mail = await mailTo(mia);
  assert.equal(mail.subject, "Bo te ha respondido");
  assert.match(mail.text, /Abrir la conversación: /);
});

test("a team's alert goes by e-mail, and a wrong address is refused by name", async () => {
  const alert = { name: "Desk", kind: "email", address: "desk@riverside.example", on: ["handed_off"] };
  await put("alerts", [alert]);
  const { status, data } = await ana.ask("PUT", "/api/settings/alerts", { body: [{ ...alert, address: "desk" }] });
  assert.equal(status, 422);
  assert.match(data.message, /not an e-mail address/);
  const { socket } = await waiting("mia.six@example.org");
  const mail = await mailTo("desk@riverside.example");
  assert.match(mail.subject, /waits for a person/);
  assert.match(mail.text, /my transcript/);
  await socket.close();
  const tested = await ana.ask("POST", "/api/alerts/test", { body: { kind: "email", address: "test@riverside.example" } });
  assert.deepEqual(tested.data, { status: 200 });
  await mailTo("test@riverside.example");
  await put("alerts", []);
});

test("by a provider's API: the team's template, and a deployment without e-mail asks for no address", async () => {
  const hook = await Hook.start();
  const template = JSON.stringify({ from: "{from_name} <{from}>", to: ["{to}"], subject: "{subject}", text: "{text}", headers: { "List-Unsubscribe": "{unsubscribe}" } });
  const other = await start({
    vars: { PUBLIC_URL: PUBLIC, MAIL_FROM: "help@riverside.example", MAIL_TEMPLATE: template },
    secrets: { MAIL_URL: `${hook.url}/send`, MAIL_HEADER: "authorization: Bearer key" },
  });
  try {
    const team = await other.setUp();
    // What a learner calls themselves is one line of a letter, and none of its headers.
    const named = await other.learner();
    const socket = await named.socket();
    socket.send({ type: "identify", name: "Mia\r\nReply-To: e@evil.example\r\n\r\nX" });
    const desk = { name: "Desk", kind: "email", address: "desk@riverside.example", on: ["handed_off"] };
    assert.equal((await team.ana.ask("PUT", "/api/settings/alerts", { body: [desk] })).status, 200);
    socket.say("I want to talk to a person");
    await socket.message("system");
    const [told] = await eventually(() => hook.posts, (all) => all.length > 0);
    assert.match(JSON.parse(told.body).subject, /^Mia +Reply-To: e@evil\.example +X waits for a person$/);
    await socket.close();
    hook.posts.length = 0;
    const tested = await team.ana.ask("POST", "/api/alerts/test", { body: { kind: "email", address: "a@riverside.example" } });
    assert.deepEqual(tested.data, { status: 200 });
    assert.equal(hook.posts[0].headers.authorization, "Bearer key");
    const body = JSON.parse(hook.posts[0].body);
    assert.deepEqual(body.to, ["a@riverside.example"]);
    assert.deepEqual(body.headers, {}, "an alert has no end of its own");
  } finally {
    await other.stop();
    await hook.stop();
  }
});

test("by Cloudflare's binding, which reads the letter: one it takes, and an address that it does not send to", async () => {
  const other = await start({
    vars: { PUBLIC_URL: PUBLIC, MAIL_FROM: "help@riverside.example" },
    secrets: { MAIL_URL: "binding:" },
    settings: '[[send_email]]\nname = "EMAIL"\nallowed_destination_addresses = ["bo@riverside.example"]\n',
  });
  try {
    const team = await other.setUp();
    const tested = (address) => team.ana.ask("POST", "/api/alerts/test", { body: { kind: "email", address } });
    assert.deepEqual((await tested("bo@riverside.example")).data, { status: 200 });
    assert.deepEqual((await tested("mia@riverside.example")).data, {});
  } finally {
    await other.stop();
  }
});

test("without e-mail nobody can be told by it, and nothing else waits for it", async () => {
  const other = await start({});
  try {
    const team = await other.setUp();
    const desk = { name: "Desk", kind: "email", address: "desk@riverside.example", on: ["handed_off"] };
    const refused = await team.ana.ask("PUT", "/api/settings/alerts", { body: [desk] });
    assert.equal(refused.status, 422);
    assert.match(refused.data.message, /not set up/);
    const learner = await other.learner();
    const socket = await learner.socket();
    socket.say("I want to talk to a person");
    const { event } = await socket.message("system");
    assert.equal(event.asks_address, undefined);
    await socket.close();
  } finally {
    await other.stop();
  }
});

test("who forgot their password chooses another by a link in their mailbox, and nobody learns who has an account", async () => {
  const PASSWORD = "velvet-harbour-lamp";
  const email = "cleo@riverside.example";
  const invite = (await ana.ask("POST", "/api/invites", { body: { role: "agent" } })).data;
  const joins = { token: invite.token, agent: { name: "Cleo", email, password: "orchard-signal-boat" } };
  assert.equal((await server.ask("POST", "/api/invites/accept", { body: joins })).status, 200);
  const cleo = await server.signIn({ email, password: "orchard-signal-boat" });
  const forgot = (address) =>
    server.ask("POST", "/api/agents/forgotten-password", { body: { team: TEAM, email: address } });
  const known = await forgot(email.toUpperCase());
  const unknown = await forgot("nobody@riverside.example");
  assert.deepEqual([known.status, known.data], [unknown.status, unknown.data]);
  assert.equal(known.status, 202);
  const letter = await mailTo(email);
  assert.match(letter.subject, /^A new password for the inbox of /);
  const [link] = letter.text.match(/https:\S+/);
  assert.ok(link.startsWith(`${PUBLIC}/inbox#password=`), "the address is the deployment's own, not the request's");
  assert.equal((await cleo.ask("GET", "/api/agents/me")).status, 200, "asking changes nothing");
  const chooses = { token: link.split("#password=")[1], password: PASSWORD };
  assert.equal((await server.ask("POST", "/api/agents/password", { body: chooses })).status, 204);
  assert.equal((await server.ask("POST", "/api/agents/password", { body: chooses })).status, 409, "it works once");
  assert.equal((await cleo.ask("GET", "/api/agents/me")).status, 401, "every session has ended");
  await mailTo(email, (mail) => mail.subject.includes("was changed"));
  await server.signIn({ email, password: PASSWORD });
  // What an admin made stays, whoever asks for a letter meanwhile.
  const byAdmin = (await ana.ask("POST", `/api/agents/${cleo.agent.id}/password-link`)).data.link;
  // Three, then each has to wait: for an address that is nobody's as well.
  for (const address of [email, "nobody@riverside.example"]) {
    const statuses = [];
    for (let n = 0; n < 3; n++) statuses.push((await forgot(address)).status);
    assert.deepEqual(statuses, [202, 202, 429], address);
  }
  const { data: refused } = await forgot(email);
  assert.deepEqual([refused.code, refused.retry_after > 600], ["too_fast", true]);
  const again = { token: byAdmin.split("#password=")[1], password: "orchard-signal-boat" };
  assert.equal((await server.ask("POST", "/api/agents/password", { body: again })).status, 204);
  const { data: log } = await ana.ask("GET", "/api/audit");
  const made = log.items.find((it) => it.action === "password_link_made");
  assert.deepEqual([made.by.kind, made.target], ["nobody", cleo.agent.id]);
  assert.ok(!catcher.mails.some((mail) => mail.envelope.to.includes("nobody@riverside.example")), "strangers get no letter");
});

test("who may not sign in any more gets no link, and one that they have ends", async () => {
  const email = "dan@riverside.example";
  const invite = (await ana.ask("POST", "/api/invites", { body: { role: "agent" } })).data;
  const joins = { token: invite.token, agent: { name: "Dan", email, password: "orchard-signal-boat" } };
  const dan = (await server.ask("POST", "/api/invites/accept", { body: joins })).data;
  const forgot = () => server.ask("POST", "/api/agents/forgotten-password", { body: { team: TEAM, email } });
  assert.equal((await forgot()).status, 202);
  const [link] = (await mailTo(email)).text.match(/https:\S+/);
  assert.equal((await ana.ask("PATCH", `/api/agents/${dan.agent.id}`, { body: { is_inactive: true } })).status, 200);
  const chooses = { token: link.split("#password=")[1], password: "velvet-harbour-lamp" };
  assert.equal((await server.ask("POST", "/api/agents/password", { body: chooses })).status, 409);
  assert.equal((await forgot()).status, 202);
  // Somebody else's letter, asked for later, is there: what was to come has come.
  assert.equal(
    (await server.ask("POST", "/api/agents/forgotten-password", { body: { team: TEAM, email: bo.agent.email } })).status,
    202,
  );
  await mailTo(bo.agent.email, (mail) => mail.subject.startsWith("A new password"));
  assert.equal(catcher.mails.filter((mail) => mail.envelope.to.includes(email)).length, 1);
});
