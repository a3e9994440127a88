// The golden frames against the published schemas, read by Node; and the description served.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { after, before, test } from "node:test";
import Ajv2020 from "ajv/dist/2020.js";
import { start } from "../support/harness.mjs";

const folder = new URL("../wire/", import.meta.url);
let server, document, packet;
before(async () => {
  server = await start();
  document = (await server.ask("GET", "/api/openapi.json")).data;
  packet = (await server.ask("GET", "/api/schemas/handoff-packet.json")).data;
});
after(() => server.stop());

function validator() {
  const ajv = new Ajv2020({ strict: false });
  ajv.addSchema(packet);
  ajv.addSchema({ $id: "/api/openapi.json", ...document });
  return (name) =>
    ajv.compile({ $ref: name === "HandoffPacket" ? packet.$id : `/api/openapi.json#/components/schemas/${name}` });
}

test("every golden frame is what its published schema says, and nothing more", async () => {
  const compile = validator();
  const files = await readdir(folder);
  assert.ok(files.length >= 30);
  for (const file of files) {
    const name = file.replace(".json", "").replace(/(^|_)(.)/g, (_, __, letter) => letter.toUpperCase());
    const validate = compile(name);
    for (const frame of JSON.parse(await readFile(new URL(file, folder), "utf8"))) {
      assert.ok(validate(frame), `${file}: ${JSON.stringify(validate.errors)} ${JSON.stringify(frame)}`);
      if (typeof frame === "object") {
        assert.ok(!validate({ ...frame, surprise: 1 }), `${file} accepts anything`);
      }
    }
  }
});

test("every schema is used, and every reference leads somewhere", () => {
  const text = JSON.stringify(document);
  const used = new Set([...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name));
  const frames = ["LearnerFrame", "AgentFrame", "LearnerCommand", "AgentSignal", "InboxFrame", "InboxSignal"];
  for (const name of used) assert.ok(document.components.schemas[name], name);
  for (const name of Object.keys(document.components.schemas)) {
    assert.ok(used.has(name) || frames.includes(name), `${name} is used nowhere`);
  }
});

test("the worker is well, and says what answers", async () => {
  const { status, data } = await server.ask("GET", "/healthz");
  assert.equal(status, 200);
  assert.deepEqual([data.status, data.model], ["ok", "extractive"]);
});

test("assets with a hash are cached for good, the loader for minutes", async () => {
  const page = await fetch(`${server.url}/widget/frame?team=riverside`);
  // Before the team is made there is no frame for it, and nothing in its place that anybody could read.
  assert.deepEqual([page.status, await page.text()], [404, ""]);
  await server.setUp();
  const frame = await (await fetch(`${server.url}/widget/frame?team=riverside`)).text();
  for (const [, address] of frame.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)) {
    const asset = await fetch(server.url + address);
    assert.equal(asset.status, 200, address);
    assert.match(asset.headers.get("cache-control"), /immutable/);
    assert.equal(asset.headers.get("x-content-type-options"), "nosniff");
  }
  const loader = await fetch(`${server.url}/widget.js`);
  assert.match(loader.headers.get("cache-control"), /max-age=300/);
  assert.match(loader.headers.get("content-type"), /javascript/);
});
