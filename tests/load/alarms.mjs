// 500 conversations whose replies are late within seconds of each other, each by its own object's alarm, in local workerd:
// how long after the promised time the team's webhook is told (I1, T15). Run: cargo xtask bench alarms
import { createServer } from "node:http";
import { Learner, eventually } from "../support/api.mjs";
import { claims, hs256 } from "../support/jwt.mjs";
import { DevServer } from "../support/server.mjs";

const CONVERSATIONS = 500;
/** What is asked for, in milliseconds. */
const BOUND = 2_000;
/** Learners who begin at a time: their requests, not their deadlines, are what keeps two cores busy. */
const AT_A_TIME = 8;

/** How long after its time each was told, by conversation. */
const told = new Map();
const hook = createServer(async (request, response) => {
  const at = Date.now();
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  response.end();
  const { data } = JSON.parse(Buffer.concat(pieces));
  told.set(data.conversation, [...(told.get(data.conversation) ?? []), at - data.promised_for]);
});
await new Promise((done) => hook.listen(0, "127.0.0.1", done));
const server = await DevServer.start();
try {
  const { ana } = await server.setUp();
  const put = async (section, body) => {
    const { status, data } = await ana.ask("PUT", `/api/settings/${section}`, { body });
    if (status !== 200) throw new Error(JSON.stringify(data));
  };
  await put("promises", { reply_minutes: 1, urgent_minutes: 1 });
  await put("alerts", [{ name: "Bench", kind: "webhook", address: `http://127.0.0.1:${hook.address().port}/late`, on: ["late"] }]);
  // Whom the LMS signs for is no newcomer, of whom so many at once are braked.
  const { secret } = (await ana.ask("POST", "/api/identity/secrets")).data;
  const begun = Date.now();
  let left = CONVERSATIONS;
  const begin = async () => {
    while (left-- > 0) {
      const session = await server.session({ identity: hs256(claims(`student-${left}`), secret) });
      if (session.status !== 200) throw new Error(JSON.stringify(session.data));
      const learner = new Learner(server, session.data);
      const answer = await learner.ask("POST", "/api/learner/handoff");
      if (answer.status !== 202) throw new Error(JSON.stringify(answer.data));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, begin));
  console.log(`begun_in_seconds ${((Date.now() - begun) / 1_000).toFixed(1)}`);
  for (let patience = 12; told.size < CONVERSATIONS && patience > 0; patience -= 1) {
    await new Promise((done) => setTimeout(done, 10_000));
  }
  await eventually(() => told.size, (size) => size === CONVERSATIONS);
  const all = [...told.values()].flat().sort((a, b) => a - b);
  if (all.length !== CONVERSATIONS) throw new Error(`${all.length} alerts of ${CONVERSATIONS} conversations`);
  const at = (share) => all[Math.min(all.length - 1, Math.floor(all.length * share))];
  console.log(`told ${all.length}`);
  console.log(`early ${all.filter((it) => it < 0).length}`);
  console.log(`late_ms_p50 ${at(0.5)}`);
  console.log(`late_ms_p95 ${at(0.95)}`);
  console.log(`late_ms_longest ${all.at(-1)}`);
  console.log(`longest_of_bound ${(all.at(-1) / BOUND).toFixed(2)}`);
} finally {
  await server.stop();
  hook.closeAllConnections();
  hook.close();
}
