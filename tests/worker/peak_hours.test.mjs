// When learners wait for a person, by hour of the week (J4): counted as it happens, on the team's clocks, kept when
// the learner is erased.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually } from "../support/api.mjs";
import { start } from "../support/harness.mjs";

let server, ana, bo;
before(async () => {
  server = await start();
  ({ ana, bo } = await server.setUp());
});
after(() => server.stop());

const hours = async (query = "") => {
  const { status, data } = await ana.ask("GET", `/api/insights/hours${query}`);
  assert.equal(status, 200, JSON.stringify(data));
  assert.equal(data.hours.length, 168);
  return data;
};
const sum = ({ hours }, field) => hours.reduce((all, hour) => all + hour[field], 0);
/** The hour of the week, from Monday 0:00, that a time has so many hours from Greenwich. */
const hourOf = (at, offset) => ((new Date(at + offset * 3_600_000).getUTCDay() + 6) % 7) * 24 + new Date(at + offset * 3_600_000).getUTCHours();

async function asks() {
  const learner = await server.learner();
  const socket = await learner.socket();
  socket.say("I want to talk to a person");
  await socket.message("system");
  return { learner, socket, id: learner.conversation };
}

test("a wait is counted once, at its hour, and ends with the reply; the next word begins another", async () => {
  assert.equal(sum(await hours(), "waits"), 0);
  const before = Date.now();
  const { socket, id } = await asks();
  await eventually(async () => sum(await hours(), "waits"), (it) => it === 1);
  // More of the learner's, a claim, a tag: the same wait.
  socket.say("It is about my grade");
  await bo.command(id, { type: "claim" });
  await bo.command(id, { type: "tag", tag: "grades" });
  await eventually(async () => (await ana.conversations())[0], (it) => it.tags.includes("grades") && it.owner !== null);
  assert.deepEqual([sum(await hours(), "waits"), sum(await hours(), "ended")], [1, 0]);
  await bo.command(id, { type: "reply", client_id: "r1", text: "Here I am." });
  await eventually(async () => sum(await hours(), "ended"), (it) => it === 1);
  socket.say("Thanks, and one more thing: when are results out?");
  const counted = await eventually(hours, (it) => sum(it, "waits") === 2);
  const at = [...new Set([hourOf(before, 0), hourOf(Date.now(), 0)])];
  assert.equal(at.reduce((all, hour) => all + counted.hours[hour].waits, 0), 2);
  assert.ok(counted.hours.every((hour) => hour.is_open), "a team without hours is always open");
  await socket.close();
});

test("what was used is counted by day, beside the day's limit; agents are not told", async () => {
  const { status, data } = await ana.ask("GET", "/api/insights/usage");
  assert.equal(status, 200, JSON.stringify(data));
  assert.deepEqual([data.days.length, data.most_a_day], [30, 2_000]);
  const before = data.days[0];
  assert.ok(Date.now() - before.at < 86_400_000 && before.at % 86_400_000 === 0);
  assert.ok(data.days.slice(2).every(({ conversations, waits }) => conversations + waits === 0));
  const { socket } = await asks();
  await eventually(
    async () => (await ana.ask("GET", "/api/insights/usage")).data.days.slice(0, 2),
    ([today, yesterday]) => today.waits + yesterday.waits > before.waits && today.conversations + yesterday.conversations > before.conversations,
  );
  assert.equal((await bo.ask("GET", "/api/insights/usage")).status, 403);
  await socket.close();
});

test("the hours are those of the team's zone, and say when it is open", async () => {
  const open = [{ day: 0, from: 9 * 60, to: 17 * 60 }];
  const put = await ana.ask("PUT", "/api/settings/hours", { body: { time_zone: "Asia/Tokyo", open } });
  assert.equal(put.status, 200, JSON.stringify(put.data));
  const now = Date.now();
  const counted = await hours("?weeks=1&time_zone=Europe/Berlin");
  assert.equal(counted.time_zone, "Asia/Tokyo");
  const near = [hourOf(now, 9), hourOf(now - 600_000, 9)];
  assert.ok(near.some((hour) => counted.hours[hour].waits > 0));
  assert.equal(counted.hours.filter((hour) => hour.is_open).length, 8);
  assert.ok(counted.hours[9].is_open && !counted.hours[8].is_open && !counted.hours[17].is_open);
});

test("an erased learner's waits are numbers still; an agent sees none, and no zone is said so", async () => {
  const waits = sum(await hours(), "waits");
  const { socket, id } = await asks();
  await eventually(async () => sum(await hours(), "waits"), (it) => it === waits + 1);
  await socket.close();
  assert.equal((await ana.ask("DELETE", `/api/conversations/${id}/learner`)).status, 200);
  assert.equal(sum(await hours(), "waits"), waits + 1);
  assert.equal((await bo.ask("GET", "/api/insights/hours")).status, 403);
  await ana.ask("PUT", "/api/settings/hours", { body: null });
  const odd = await ana.ask("GET", "/api/insights/hours?time_zone=Mars/Olympus");
  assert.deepEqual([odd.status, odd.data.message], [422, "there is no such time zone"]);
  assert.equal((await ana.ask("GET", "/api/insights/hours?weeks=x")).status, 422);
});
