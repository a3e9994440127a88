// The review rhythm, on the built worker (J2): at its beat the places that chose so are told what waits and nobody has taken,
// once.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually } from "../support/api.mjs";
import { start } from "../support/harness.mjs";
import { Hook } from "../support/hook.mjs";

let server, ana, hook;
before(async () => {
  hook = await Hook.start();
  server = await start({ vars: { PUBLIC_URL: "https://baton.riverside.example/" } });
  ({ ana } = await server.setUp());
});
after(async () => {
  await server?.stop();
  await hook?.stop();
});

const put = async (section, body, wanted = 200) => {
  const { status, data } = await ana.ask("PUT", `/api/settings/${section}`, { body });
  assert.equal(status, wanted, JSON.stringify(data));
  return data;
};
const asks = async (name) => (await server.asking(undefined, name)).conversation;
const DAY = { time_zone: "Etc/UTC", from: 0, to: 1_440, weekends: true };
/** A rhythm whose next beat is the next minute but one, or the one after that. */
const soon = () => {
  const now = new Date(Date.now() + 61_000);
  const from = now.getUTCHours() * 60 + now.getUTCMinutes();
  return { ...DAY, every_minutes: 1_440, from, to: Math.min(from + 1, 1_440) };
};

test("a rhythm is checked, and ends with the section", async () => {
  for (const [wrong, why] of [
    [{ ...DAY, every_minutes: 5 }, /15 to 1440/],
    [{ ...DAY, every_minutes: 60, to: 0 }, /later than the first/],
    [{ ...DAY, every_minutes: 60, time_zone: "Mars/Olympus" }, /time zone/],
  ]) {
    assert.match((await put("review", wrong, 422)).message, why);
  }
  const rhythm = { ...DAY, every_minutes: 60 };
  assert.deepEqual(await put("review", rhythm), rhythm);
  assert.equal(await put("review", null), null);
});

test("at the beat what waits and nobody has taken is told, once, to who chose it", { timeout: 240_000 }, async (t) => {
  const all = ["review"];
  await put("alerts", [
    { name: "Slack", kind: "slack", address: `${hook.url}/slack`, on: all },
    { name: "Teams", kind: "teams", address: `${hook.url}/teams`, on: all },
    { name: "Webhook", kind: "webhook", address: `${hook.url}/hook`, on: all },
    { name: "Other", kind: "slack", address: `${hook.url}/other`, on: ["late"] },
  ]);
  const ids = [await asks("Maya"), await asks("Li"), await asks("Omar")];
  await ana.command(ids[2], { type: "claim" });
  await eventually(() => ana.conversations(), (rows) => rows.some((row) => row.id === ids[2] && row.owner));
  // The first is tried again: it refuses once.
  hook.statuses.push(503);
  await put("review", soon());
  const begun = Date.now();
  const posts = await eventually(() => hook.posts, (it) => it.length >= 4, 150_000);
  t.diagnostic(`told after ${Math.round((Date.now() - begun) / 1_000)} s`);
  const at = (path) => posts.filter((post) => post.url === path);
  assert.deepEqual(["/slack", "/teams", "/hook", "/other"].map((path) => at(path).length), [2, 1, 1, 0]);
  const slack = JSON.parse(at("/slack")[1].body);
  assert.match(slack.text, /^2 conversations wait for a person/);
  assert.match(JSON.stringify(slack.blocks), /Maya \(\d min\): I want to talk to a person\\nLi \(\d min\)/);
  assert.match(JSON.stringify(slack.blocks), /https:\/\/baton.riverside.example\/inbox/);
  const { type, data } = JSON.parse(at("/hook")[0].body);
  assert.equal(type, "review.due");
  assert.deepEqual(data.waiting.map(({ id }) => id).sort(), ids.slice(0, 2).sort());
  const { data: { secret } } = await ana.ask("GET", "/api/webhook-secret");
  assert.ok(Hook.isSigned(at("/hook")[0], secret));
  // It is the same review, however often it is told.
  assert.equal(new Set(at("/slack").map((post) => post.body)).size, 1);
  await put("review", null);
});
