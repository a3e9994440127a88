// Letters over an encrypted line on the built worker: TLS from the start, STARTTLS, and nothing at all where the line
// cannot be encrypted or the server is not who it says (I2, T14).
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { generate } from "selfsigned";
import { Catcher } from "../support/mail.mjs";

// Another address of this machine: on `localhost` a line may be plain.
const HOST = "127.0.0.2";
/** A key, and a certificate for this name that nobody else has signed. */
const named = (name) =>
  generate([{ name: "commonName", value: name }], {
    algorithm: "sha256",
    extensions: [{ name: "subjectAltName", altNames: name === HOST ? [{ type: 7, ip: name }] : [{ type: 2, value: name }] }],
  });
let folder, start, ours, stranger;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "baton-tls-"));
  [ours, stranger] = await Promise.all([named(HOST), named("mail.elsewhere.example")]);
  const file = join(folder, "trusted.pem");
  await writeFile(file, `${ours.cert}\n${stranger.cert}\n`);
  // The runtime reads it once, when it is loaded.
  process.env.NODE_EXTRA_CA_CERTS = file;
  ({ start } = await import("../support/harness.mjs"));
});
after(() => rm(folder, { recursive: true, force: true }));

const LOGIN = { user: "baton", pass: "p@ss" };
/** What a deployment with this mail server says of a test letter, and what came. */
async function tried(scheme, catcher) {
  const server = await start({
    vars: { PUBLIC_URL: "https://baton.riverside.example/", MAIL_FROM: "help@riverside.example" },
    secrets: { MAIL_URL: `${scheme}://baton:p%40ss@${HOST}:${catcher.port}` },
  });
  try {
    const { ana } = await server.setUp();
    return await ana.ask("POST", "/api/alerts/test", { body: { kind: "email", address: "bo@riverside.example" } });
  } finally {
    await server.stop();
    await catcher.stop();
  }
}
const pair = ({ private: key, cert }) => ({ key, cert });

test("a letter goes by TLS from the start, with the login", async () => {
  const catcher = await Catcher.start({ ...LOGIN, host: HOST, tls: pair(ours), secure: true });
  const { status, data } = await tried("smtps", catcher);
  assert.equal(status, 200, JSON.stringify(data));
  assert.deepEqual(catcher.mails.map((it) => [it.envelope.to[0], it.isEncrypted]), [["bo@riverside.example", true]]);
  assert.deepEqual(catcher.logins, ["baton"]);
});

test("a letter goes by STARTTLS; the login is said once the line is encrypted", async () => {
  const catcher = await Catcher.start({ ...LOGIN, host: HOST, tls: pair(ours) });
  const { status, data } = await tried("smtp", catcher);
  assert.equal(status, 200, JSON.stringify(data));
  assert.deepEqual(catcher.mails.map((it) => [it.envelope.to[0], it.isEncrypted]), [["bo@riverside.example", true]]);
});

/** The letter was tried, over a connection that came, and neither it nor a login was said. */
function isRefused({ status, data }, catcher) {
  assert.deepEqual([status, data], [200, {}], "no answer, as of an address that cannot be reached");
  assert.ok(catcher.begun >= 1, "it was connected to");
  assert.deepEqual([catcher.mails.length, catcher.logins], [0, []]);
}

test("a server that cannot encrypt gets neither letter nor login", async () => {
  const catcher = await Catcher.start({ ...LOGIN, host: HOST });
  isRefused(await tried("smtp", catcher), catcher);
});

for (const [scheme, secure] of [["smtps", true], ["smtp", false]]) {
  test(`a server with another's certificate gets nothing: ${scheme}`, async () => {
    const catcher = await Catcher.start({ ...LOGIN, host: HOST, tls: pair(stranger), secure });
    isRefused(await tried(scheme, catcher), catcher);
  });
}
