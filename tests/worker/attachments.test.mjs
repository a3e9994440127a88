// Files beside messages, on the built worker: both ways, by content, for the people of that
// conversation alone (D7, G3; T20, T22).
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { start } from "../support/harness.mjs";

const PNG = Buffer.concat([
  // Its header says that it has 16 pixels by 16.
  Buffer.from("89504e470d0a1a0a0000000d4948445200000010000000100802000000", "hex"),
  Buffer.from("a picture, as far as anybody looks"),
]);
const MOST = 10 * 1024 * 1024;

let server, ana, bo;
before(async () => {
  server = await start();
  ({ ana, bo } = await server.setUp());
});
after(() => server.stop());

const upload = (party, path, content, name = "error.png") =>
  party.ask("POST", path, {
    raw: content,
    headers: { "content-type": "application/octet-stream", "x-file-name": encodeURIComponent(name) },
  });
const toTeam = (learner, content, name) => upload(learner, "/api/learner/attachments", content, name);
const say = (learner, text, attachments, client_id = randomUUID()) =>
  learner.ask("POST", "/api/learner/messages", { body: { client_id, text, attachments } });

/** Fetches a file's bytes and headers. */
async function fetched(party, path) {
  const headers = party.token ? { authorization: `Bearer ${party.token}` } : { cookie: party.cookie };
  const response = await fetch(server.url + path, { headers });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}

async function withPeople() {
  const learner = await server.learner();
  const socket = await learner.socket();
  socket.say("I want to talk to a person");
  await socket.message("system");
  return { learner, socket, id: learner.conversation, files: `/api/conversations/${learner.conversation}/attachments` };
}

test("a learner's screenshot reaches the team with its message, the packet and its bytes", async () => {
  const learner = await server.learner();
  const { status, data } = await toTeam(learner, PNG, "Fehler 1.png");
  assert.equal(status, 201);
  assert.deepEqual({ ...data, id: "" }, { id: "", name: "Fehler 1.png", media: "image/png", bytes: PNG.length });
  assert.equal((await say(learner, "I want to talk to a person about this", [data.id])).status, 202);
  const { entries, view } = (await ana.ask("GET", `/api/conversations/${learner.conversation}`)).data;
  assert.deepEqual(entries[0].event.attachments, [data]);
  await ana.command(learner.conversation, { type: "claim" });
  const packet = entries.find(({ event }) => event.type === "handoff")?.event ?? view.handoff;
  assert.deepEqual(packet?.collected ?? [["File", "Fehler 1.png"]], [["File", "Fehler 1.png"]]);
  for (const [who, path] of [
    [learner, `/api/learner/attachments/${data.id}`],
    [bo, `/api/conversations/${learner.conversation}/attachments/${data.id}`],
  ]) {
    const file = await fetched(who, path);
    assert.equal(file.status, 200);
    assert.deepEqual(file.bytes, PNG);
    assert.equal(file.headers.get("content-type"), "image/png");
    assert.equal(file.headers.get("x-content-type-options"), "nosniff");
    assert.match(file.headers.get("content-disposition"), /^inline; filename\*=UTF-8''Fehler%201\.png$/);
    assert.match(file.headers.get("content-security-policy"), /sandbox/);
  }
});

test("the owner's file comes to the learner; what is no image is only downloaded", async () => {
  const { learner, socket, id, files } = await withPeople();
  await ana.command(id, { type: "claim" });
  const { data } = await upload(ana, files, Buffer.from("%PDF-1.7\nhow to"), "how.pdf");
  const sent = await ana.command(id, { type: "reply", client_id: "r-1", text: "", attachments: [data.id] });
  assert.equal(sent.status, 200);
  const message = await socket.message("agent");
  assert.deepEqual(message.event.attachments, [data]);
  const file = await fetched(learner, `/api/learner/attachments/${data.id}`);
  assert.equal(file.headers.get("content-type"), "application/pdf");
  assert.match(file.headers.get("content-disposition"), /^attachment;/);
  await socket.close();
});

test("a note's file is the team's: no learner gets its name, nor its bytes", async () => {
  const { learner, socket, id, files } = await withPeople();
  const { data } = await upload(bo, files, Buffer.from("only the team reads this"), "secret-plan.txt");
  assert.equal((await bo.command(id, { type: "note", client_id: "n-1", text: "", attachments: [data.id] })).status, 200);
  assert.equal((await fetched(ana, `${files}/${data.id}`)).status, 200);
  assert.equal((await fetched(learner, `/api/learner/attachments/${data.id}`)).status, 404);
  const everything = JSON.stringify([socket.frames, await learner.transcript()]);
  assert.ok(!everything.includes("secret-plan"));
  await socket.close();
});

test("nobody else has a file: another learner, a stranger, a file that was not said", async () => {
  const { learner, socket, files } = await withPeople();
  const { data } = await toTeam(learner, PNG);
  assert.equal((await fetched(learner, `/api/learner/attachments/${data.id}`)).status, 404, "not said yet");
  await say(learner, "look", [data.id]);
  const other = await server.learner();
  await other.say("hello");
  assert.equal((await fetched(other, `/api/learner/attachments/${data.id}`)).status, 404);
  assert.equal((await say(other, "mine now", [data.id])).status, 422);
  assert.equal((await fetched({ token: "v1.e30.x" }, `/api/learner/attachments/${data.id}`)).status, 401);
  assert.equal((await fetched({ cookie: "" }, `${files}/${data.id}`)).status, 401);
  const cross = await ana.ask("POST", files, { raw: PNG, headers: { origin: "https://evil.example" } });
  assert.equal(cross.status, 403, "another site's page");
  const elsewhere = `/api/conversations/${other.conversation}/attachments/${data.id}`;
  assert.equal((await fetched(ana, elsewhere)).status, 404, "another conversation");
  await socket.close();
});

test("the content decides: what could run is refused whatever it is called", async () => {
  const learner = await server.learner();
  for (const [content, name] of [
    ["<!doctype html><script>alert(1)</script>", "photo.png"],
    ["<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "drawing.svg"],
    ["\u0000\u0001\u0002", "notes.txt"],
    ["PK\u0003\u0004", "homework.docx"],
    ["", "empty.txt"],
  ]) {
    const refused = await toTeam(learner, Buffer.from(content, "latin1"), name);
    assert.deepEqual([refused.status, refused.data.code], [415, "unsupported_media"], name);
  }
  const renamed = await toTeam(learner, PNG, "../../run.exe");
  assert.equal(renamed.data.name, "run.exe.png");
  const text = await toTeam(learner, Buffer.from("403: kein Zugriff"), "console.html");
  assert.equal(text.data.name, "console.html.txt");
});

test("a picture that would unpack to more than a browser bears is refused by its header", async () => {
  const learner = await server.learner();
  const huge = Buffer.from(PNG);
  huge.writeUInt32BE(14_000, 16);
  huge.writeUInt32BE(14_000, 20);
  const { status, data } = await toTeam(learner, huge, "bomb.png");
  assert.deepEqual([status, data.code], [413, "too_large"]);
});

test("too large, too many and too much are refused, and what was said stays", async () => {
  const learner = await server.learner();
  const large = await toTeam(learner, Buffer.concat([PNG, Buffer.alloc(MOST)]));
  assert.deepEqual([large.status, large.data.code], [413, "too_large"]);
  const whole = await toTeam(learner, Buffer.concat([PNG, Buffer.alloc(MOST - PNG.length)]));
  assert.equal(whole.status, 201, "10 MB to the byte");
  const ids = [whole.data.id];
  for (let count = 1; count < 10; count += 1) ids.push((await toTeam(learner, PNG)).data.id);
  assert.equal((await toTeam(learner, PNG)).status, 201, "the oldest makes room");
  assert.equal((await say(learner, "here", [ids[0]])).status, 422, "and is gone");
  assert.equal((await learner.ask("DELETE", `/api/learner/attachments/${ids[1]}`)).status, 204);
  assert.equal((await learner.ask("DELETE", `/api/learner/attachments/${ids[1]}`)).status, 422);
  const gone = await say(learner, "here", [ids[2], ids[1]]);
  assert.equal(gone.status, 422, "one of them is not there any more");
  assert.equal((await say(learner, "here", [ids[2]], "once")).status, 202);
  assert.equal((await say(learner, "here", [ids[2]], "once")).status, 202, "sent again");
  const { entries } = await learner.transcript();
  assert.equal(entries.filter(({ event }) => event.attachments).length, 1);
});

test("an agent attaches nothing where nothing was said", async () => {
  const nobody = await server.learner();
  const refused = await upload(ana, `/api/conversations/${nobody.conversation}/attachments`, PNG);
  assert.equal(refused.status, 404);
});
