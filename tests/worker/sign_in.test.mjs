// Agents who sign in by their organization's accounts, against a library of OpenID providers on loopback: who
// comes in, as what, and what is refused (L4; T8).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { BO } from "../support/api.mjs";
import { codeOf } from "../support/totp.mjs";
import { start } from "../support/harness.mjs";
import { Browser, CLIENT, provider } from "../support/provider.mjs";

let server, ana, bo, idp;
const accounts = {
  "bo-1": { email: BO.email, email_verified: true, name: "Bo at the provider" },
  "mallory": { email: "ana@riverside.example", email_verified: false, name: "Mallory" },
  "cleo": { email: "cleo@riverside.example", email_verified: true, name: "Cleo", groups: ["staff", "support"] },
  "dana": { email: "dana@riverside.example", email_verified: false, name: "Dana", groups: ["owners"] },
  "eve": { email: "eve@riverside.example", email_verified: true, name: "Eve", groups: ["students"] },
  "nobody": { name: "No Address" },
};
before(async () => {
  server = await start();
  ({ ana, bo } = await server.setUp());
  idp = await provider(server.url, accounts);
});
after(async () => {
  await server?.stop();
  await idp?.stop();
});

const configure = async (sign_in, secret = CLIENT.secret) => {
  const put = await ana.ask("PUT", "/api/settings/sign_in", { body: sign_in });
  assert.equal(put.status, 200, JSON.stringify(put.data));
  assert.equal((await ana.ask("PUT", "/api/sign-in/secret", { body: { secret } })).status, 204);
};
const begins = () => `${server.url}/api/sign-in`;
/** Signs in as an account of the provider's: where the browser ends, and who it then is. */
async function signIn(account, browser = new Browser()) {
  const back = await browser.signInAt(begins(), account);
  const { next } = back.includes("/callback") ? await browser.ask(back) : { next: back };
  const { response } = await browser.ask(`${server.url}/api/agents/me`);
  return { browser, back, ended: next.replace(server.url, ""), me: response.status === 200 ? await response.json() : null };
}
const plain = () => ({ issuer: idp.issuer, client_id: CLIENT.id });
const byGroups = () => ({ ...plain(), role_claim: "groups", agents: ["support"], admins: ["owners"] });

test("without settings nobody is sent anywhere, and the page says so", async () => {
  const { response, next } = await new Browser().ask(begins());
  assert.deepEqual([response.status, next], [303, `${server.url}/inbox#refused=absent`]);
});

test("who has an account comes in by their verified address, and stays who they are", async () => {
  await configure(plain());
  const first = await signIn("bo-1");
  assert.deepEqual([first.ended, first.me.agent.id, first.me.agent.name], ["/inbox", bo.agent.id, "Bo"]);
  // By the provider's id from now on, whatever the address is.
  accounts["bo-1"] = { ...accounts["bo-1"], email: "bo@elsewhere.example", email_verified: false };
  assert.equal((await signIn("bo-1")).me.agent.id, bo.agent.id);
  for (const [account, why] of [["mallory", "address"], ["cleo", "stranger"], ["nobody", "refused"]]) {
    const { ended, me } = await signIn(account);
    assert.deepEqual([ended, me], [`/inbox#refused=${why}`, null], account);
  }
  // Bo's password still works; a deactivated Bo comes in by neither.
  await ana.ask("PATCH", `/api/agents/${bo.agent.id}`, { body: { is_inactive: true } });
  assert.equal((await signIn("bo-1")).ended, "/inbox#refused=stranger");
  await ana.ask("PATCH", `/api/agents/${bo.agent.id}`, { body: { is_inactive: false } });
});

test("a claim makes agents and admins, changes them, and leaves others out", async () => {
  await configure(byGroups());
  const cleo = await signIn("cleo");
  assert.deepEqual([cleo.ended, cleo.me.agent.role, cleo.me.agent.name], ["/inbox", "agent", "Cleo"]);
  const dana = await signIn("dana");
  assert.equal(dana.me.agent.role, "admin");
  assert.equal((await signIn("eve")).ended, "/inbox#refused=stranger");
  // Raised, then lowered: what was open with the old role ends.
  accounts.cleo.groups = ["owners"];
  const raised = await signIn("cleo");
  assert.deepEqual([raised.me.agent.id, raised.me.agent.role], [cleo.me.agent.id, "admin"]);
  assert.equal((await cleo.browser.ask(`${server.url}/api/agents/me`)).response.status, 401);
  accounts.cleo.groups = [];
  assert.equal((await signIn("cleo")).ended, "/inbox#refused=stranger");
  // Nobody guesses a password where there is none.
  for (const password of ["", "cleo@riverside.example", "x".repeat(20)]) {
    const { status } = await server.ask("POST", "/api/agents/sign-in", { body: { team: "riverside", email: "cleo@riverside.example", password } });
    assert.equal(status, 401, password);
  }
  const { items } = (await ana.ask("GET", "/api/audit")).data;
  assert.ok(items.some(({ action, by }) => action === "signed_in" && by.name === "Dana"));
});

test("only the browser that began it ends it, once, and only with what the provider gave it", async () => {
  await configure(byGroups());
  const victim = new Browser();
  const back = await victim.signInAt(begins(), "dana");
  // Another browser that is led to the same address: no sign-in of somebody else's account.
  const other = new Browser();
  assert.match((await other.ask(back)).next, /#refused=refused$/);
  await other.ask(begins());
  assert.match((await other.ask(back)).next, /#refused=refused$/, "its own sign-in has another state");
  for (const [name, value] of [["state", "x"], ["state", ""], ["code", "x"], ["iss", "https://evil.example"]]) {
    const browser = new Browser();
    const address = new URL(await browser.signInAt(begins(), "dana"));
    address.searchParams.set(name, value);
    const { next, response } = await browser.ask(address.href);
    assert.match(next, /#refused=(refused|away)$/, name);
    assert.ok(!response.headers.getSetCookie().some((cookie) => /^__Host-baton=\w/.test(cookie)));
  }
  assert.equal((await victim.ask(back)).next, `${server.url}/inbox`);
  assert.match((await victim.ask(back)).next, /#refused=refused$/, "the cookie went with it");
  // Whoever declines at the provider is back at the sign-in page.
  const declined = new Browser();
  const { next: authorize } = await declined.ask(begins());
  const state = new URL(authorize).searchParams.get("state");
  assert.match((await declined.ask(`${server.url}/api/sign-in/riverside/callback?error=access_denied&state=${state}`)).next, /#refused=refused$/);
  // The address that the browser leaves for asks for PKCE and no more than it needs.
  const asked = new URL(authorize).searchParams;
  assert.deepEqual([asked.get("code_challenge_method"), asked.get("scope"), asked.get("response_type")], ["S256", "openid email profile", "code"]);
  assert.ok(asked.get("nonce").length >= 40);
});

test("an account is linked by an address once, and none that a claim made or a second step guards", async () => {
  await configure(byGroups());
  // Whoever has the claim and names an address that nobody checked gets an account; its owner is not led into it.
  accounts.squatter = { email: "fay@riverside.example", email_verified: false, name: "Fay?", groups: ["support"] };
  accounts.fay = { email: "fay@riverside.example", email_verified: true, name: "Fay", groups: ["support"] };
  assert.equal((await signIn("squatter")).ended, "/inbox");
  assert.equal((await signIn("fay")).ended, "/inbox#refused=address");
  const who = { name: "Gil", email: "gil@riverside.example", password: "copper-lantern-gil" };
  const invite = await ana.ask("POST", "/api/invites", { body: { role: "agent" } });
  await server.ask("POST", "/api/invites/accept", { body: { token: invite.data.token, agent: who } });
  const gil = await server.signIn(who);
  const { data: begun } = await gil.ask("POST", "/api/agents/me/second-factor", { body: { password: who.password } });
  assert.equal((await gil.ask("PUT", "/api/agents/me/second-factor", { body: { code: codeOf(begun.secret) } })).status, 200);
  accounts.gil = { email: who.email, email_verified: true, name: "Gil", groups: ["support"] };
  assert.equal((await signIn("gil")).ended, "/inbox#refused=address", "a mailbox alone opens no account with a second step");
  // Where no value makes an admin, an admin of this team stays one.
  await configure({ ...byGroups(), agents: ["support", "owners"], admins: [] });
  assert.equal((await signIn("dana")).me.agent.role, "admin");
});

test("a code of one team's provider goes to no other team, and no other site begins a sign-in", async () => {
  await configure(byGroups());
  const browser = new Browser();
  const back = await browser.signInAt(begins(), "dana");
  assert.match((await browser.ask(back.replace("/riverside/", "/other/"))).next, /#refused=/);
  const led = await new Browser().ask(begins(), { headers: { "sec-fetch-site": "cross-site" } });
  assert.equal(led.next, `${server.url}/inbox#refused=refused`);
  // A new sign-in takes the place of the session that the browser had.
  const first = await signIn("dana");
  const had = first.browser.cookies.get(server.url).get("__Host-baton");
  await signIn("dana", first.browser);
  const { status } = await server.ask("GET", "/api/agents/me", { headers: { cookie: `__Host-baton=${had}` } });
  assert.equal(status, 401);
  // Another provider does not get this one's secret.
  await ana.ask("PUT", "/api/settings/sign_in", { body: { ...byGroups(), client_id: "another" } });
  await ana.ask("PUT", "/api/settings/sign_in", { body: byGroups() });
  assert.match((await signIn("dana")).ended, /#refused=away$/, "without the secret");
});

test("a wrong secret, a provider that is away, settings that cannot be: said, and nobody is in", async () => {
  await configure(byGroups(), "another secret");
  assert.match((await signIn("dana")).ended, /#refused=away$/);
  const gone = await provider(server.url, accounts);
  await gone.stop();
  await configure({ ...byGroups(), issuer: gone.issuer });
  assert.equal((await signIn("dana")).ended, "/inbox#refused=away");
  for (const bad of [{ issuer: "ftp://x" }, { issuer: "https://10.0.0.1", client_id: "x" }, { issuer: "https://id.example", client_id: "" }, { ...plain(), agents: ["x"] }]) {
    assert.equal((await ana.ask("PUT", "/api/settings/sign_in", { body: bad })).status, 422, JSON.stringify(bad));
  }
  assert.equal((await bo.ask("PUT", "/api/sign-in/secret", { body: { secret: "x" } })).status, 401, "Bo's sessions ended when he was deactivated");
  const { data } = await ana.ask("GET", "/api/settings");
  assert.ok(!JSON.stringify(data).includes("another secret"));
});
