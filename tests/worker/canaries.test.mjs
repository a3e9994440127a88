// What is erased is in no row of a database and no stored file (L3; T10): words planted in every field that holds any, then
// looked for in each on the server's disk. What a database keeps of rows that are gone until it is written over is not
// looked at.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { eventually } from "../support/api.mjs";
import { DevServer } from "../support/server.mjs";

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** Every place of the server's disk that says one of these: `file: table` of a row, the file itself of any other. */
async function found(server, words) {
  const places = new Set();
  const says = (text) => words.some((word) => text.includes(word));
  const files = await readdir(server.state, { recursive: true, withFileTypes: true });
  for (const file of files.filter((it) => it.isFile())) {
    const path = join(file.parentPath, file.name);
    if (path.endsWith(".sqlite")) {
      const database = new DatabaseSync(path);
      const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
      for (const { name } of tables) {
        // The index of what is searched has its words in tables of its own, which are read here too.
        const rows = database.prepare(`SELECT * FROM "${name}"`);
        rows.setReadBigInts(true);
        for (const row of rows.iterate()) {
          const values = Object.values(row).map((it) => (it instanceof Uint8Array ? Buffer.from(it).toString("latin1") : String(it)));
          if (values.some(says)) places.add(`${path.split("/").at(-2)}: ${name}`);
        }
      }
      database.close();
    } else if (!/\.sqlite-(wal|shm)$/.test(path) && says((await readFile(path)).toString("latin1"))) {
      places.add(path.slice(server.state.length));
    }
  }
  return [...places].sort();
}

test("canaries planted in every field are in no row and no file once their learner is erased", async () => {
  const server = await DevServer.start({ ALERT_RETRIES: "" });
  try {
    const { ana } = await server.setUp();
    const settings = (await ana.ask("GET", "/api/settings")).data;
    const actions = [
      {
        name: "Move",
        fields: [
          { name: "To", question: "Which course do you want?", kind: "text" },
          { name: "Email", question: "What's your email?", kind: "email" },
        ],
        then: { route: "support" },
      },
    ];
    const rules = [{ name: "Moving", when: { phrase: ["another course"] }, then: { run: "move" } }];
    // Nobody hears there: what is told of it is kept as not delivered.
    const alerts = [{ name: "CRM", kind: "webhook", address: "http://127.0.0.1:9/crm", on: ["created", "handed_off", "message", "claimed", "resolved"] }];
    const put = await ana.ask("PUT", "/api/settings", { body: { ...settings, actions, rules, alerts } });
    assert.equal(put.status, 200, JSON.stringify(put.data));

    const learner = await server.learner();
    const socket = await learner.socket();
    const id = learner.conversation;
    const said = async (text, more = {}) => {
      const from = socket.frames.length;
      socket.send({ type: "say", client_id: randomUUID(), text, ...more });
      await socket.until(({ event }) => event?.type === "message" && event.author.kind !== "learner", from);
    };
    socket.send({ type: "identify", name: "canaryname", email: "canarymail@example.org" });
    await said("I want another course", { page: { url: "https://lms.example/canarypage", title: "canarytitle" } });
    await said("canaryfield");
    await said("canaryform@example.org");
    socket.say("Where is the canaryquestion page?");
    const bytes = Buffer.concat([PNG, Buffer.from("canarybytes")]);
    const headers = { "content-type": "image/png", "x-file-name": "canaryfile.png" };
    const { data: file } = await learner.ask("POST", "/api/learner/attachments", { raw: bytes, headers });
    socket.send({ type: "say", client_id: randomUUID(), text: "canarycaption", attachments: [file.id] });
    await learner.ask("POST", "/api/learner/handoff");
    await eventually(() => ana.conversations(), (all) => all.some((it) => it.id === id && it.status === "open"));
    await ana.command(id, { type: "claim" });
    await ana.command(id, { type: "note", client_id: randomUUID(), text: "canarynote" });
    await ana.command(id, { type: "tag", tag: "canarytag" });
    const reply = await ana.command(id, { type: "reply", client_id: randomUUID(), text: "Dear canaryreply" });
    assert.equal(reply.status, 200);
    await socket.until((frame) => frame.event?.text === "Dear canaryreply");
    await ana.command(id, { type: "resolve" });
    const rated = await learner.ask("POST", "/api/learner/conversations");
    learner.enter(rated.data);
    const second = await learner.socket();
    second.say("canarysecond question of mine");
    await second.message("system");
    await eventually(() => ana.conversations(), (all) => all.filter((it) => it.id.startsWith(id.slice(0, -2))).length === 2);
    await socket.close();
    await second.close();

    const canaries = [
      "name", "mail", "question", "page", "title", "field", "form", "bytes", "file", "caption", "note", "tag", "reply", "second",
    ].map((it) => `canary${it}`);
    // Each is somewhere: what looks for them would find them.
    for (const canary of canaries) {
      await eventually(() => found(server, [canary]), (places) => places.length > 0);
    }
    const before = await found(server, canaries);
    for (const object of ["ConversationObject", "InboxObject"]) {
      assert.ok(before.some((place) => place.includes(object)), `${object} among ${before}`);
    }

    const erased = await ana.ask("DELETE", `/api/conversations/${id}/learner`);
    assert.deepEqual([erased.status, erased.data.conversations, erased.data.files], [200, 2, 1]);
    await eventually(() => found(server, canaries), (places) => places.length === 0);
    // Nor in anything that comes later: alarms, alerts that are tried again, a restart.
    await server.kill();
    await server.up();
    await ana.conversations();
    assert.deepEqual(await found(server, canaries), []);
  } finally {
    await server.stop();
  }
});
