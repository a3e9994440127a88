// What a typical conversation costs: every billed operation counted, priced as published.
// docs/cost.md says what the figures mean. Run: cargo xtask bench cost
import { randomUUID } from "node:crypto";
import { Socket, demoArticles, eventually } from "../support/api.mjs";
import { Hook } from "../support/hook.mjs";
import { DevServer } from "../support/server.mjs";

// Dollars a million, beyond what the paid plan includes:
// https://developers.cloudflare.com/workers/platform/pricing/ and
// https://developers.cloudflare.com/durable-objects/platform/pricing/, read 2026-11.
const PRICE = { worker_request: 0.3, object_request: 0.15, rows_written: 1, rows_read: 0.001 };
/** Incoming frames are billed as a twentieth of a request (same page). */
const FRAMES_A_REQUEST = 20;

const hook = await Hook.start();
const server = await DevServer.start({ COUNT_OPERATIONS: "1" });
try {
  const { ana } = await server.setUp();
  await server.putArticles(ana, await demoArticles());

  let from = 0;
  let workerRequests = 0;
  const ask = server.ask.bind(server);
  server.ask = (...args) => {
    workerRequests += 1;
    return ask(...args);
  };
  const open = Socket.open;
  Socket.open = (...args) => {
    workerRequests += 1;
    return open(...args);
  };

  /** Runs a part and prints what it took, once everything that follows from it is over. */
  const part = async (name, run) => {
    await quiet();
    from = server.said.length;
    workerRequests = 0;
    await run();
    await quiet();
    const counts = { worker_request: workerRequests };
    for (const [, what, some] of server.said.slice(from).matchAll(/counted \w+ (\w+) (\d+)/g)) {
      counts[what] = (counts[what] ?? 0) + Number(some);
    }
    const { request = 0, frame = 0, alarm = 0 } = counts;
    counts.object_request = request + alarm + frame / FRAMES_A_REQUEST;
    for (const what of Object.keys(PRICE)) console.log(`${name}.${what} ${Number((counts[what] ?? 0).toFixed(2))}`);
    const dollars = Object.entries(PRICE).reduce((sum, [what, price]) => sum + ((counts[what] ?? 0) * price) / 1e6, 0);
    console.log(`${name}.dollars_a_thousand ${(1_000 * dollars).toFixed(4)}`);
    return dollars;
  };
  /** Waits until nothing has been counted for longer than any alarm of a quiet object takes. */
  const quiet = async () => {
    let length = -1;
    await eventually(
      async () => {
        const before = length;
        length = server.said.length;
        await new Promise((resolve) => setTimeout(resolve, 11_000));
        return server.said.length === before && before === length;
      },
      (isQuiet) => isQuiet,
      120_000,
    );
  };

  // The team's objects make their tables with its first conversation, once: it is not counted.
  const first = await server.learner();
  const opened = await first.socket();
  opened.say("How do I reset my password?");
  await opened.message("assistant");
  opened.say("I want to talk to a person");
  await opened.message("system");
  await ana.command(first.conversation, { type: "claim" });
  await ana.command(first.conversation, { type: "reply", client_id: randomUUID(), text: "Hello." });
  await ana.command(first.conversation, { type: "resolve" });
  await opened.close();

  let learner, socket, watching;
  const total = [];
  total.push(
    await part("opened", async () => {
      learner = await server.learner();
      socket = await learner.socket();
    }),
  );
  total.push(
    await part("answered", async () => {
      socket.say("How do I reset my password?");
      await socket.message("assistant");
    }),
  );
  total.push(
    await part("handed_over", async () => {
      socket.say("my course completion never synced, can I talk to a person?");
      await socket.message("system");
    }),
  );
  const id = learner.conversation;
  total.push(
    await part("taken_over", async () => {
      const headers = { cookie: ana.cookie, origin: server.url };
      watching = await Socket.open(`${server.url}/api/conversations/${id}/socket`, [], headers);
      await ana.command(id, { type: "claim" });
    }),
  );
  const message = await part("learner_message", async () => {
    const from = socket.frames.length;
    socket.say("It says 100 percent.");
    await socket.until((frame) => frame.type === "entry", from);
  });
  await part("burst_of_five", async () => {
    const from = socket.frames.length;
    for (let line = 1; line <= 5; line += 1) socket.say(`line ${line}`);
    await socket.until((frame) => frame.event?.text === "line 5", from);
  });
  const reply = await part("agent_reply", async () => {
    const from = socket.frames.length;
    await ana.command(id, { type: "reply", client_id: randomUUID(), text: "I have started the sync again." });
    await socket.until((frame) => frame.type === "entry", from);
  });
  const receipt = await part("receipt", async () => {
    const { seq } = socket.frames.findLast((frame) => frame.type === "entry");
    socket.send({ type: "receipt", delivered: seq, read: seq });
    await watching.until((frame) => frame.type === "receipt");
  });
  total.push(3 * message, 3 * reply, 3 * receipt);
  // The same handoff where three places are told of it.
  const places = ["slack", "webhook", "teams"].map((kind) => ({ name: kind, kind, address: `${hook.url}/${kind}`, on: ["handed_off"] }));
  const put = await ana.ask("PUT", "/api/settings/alerts", { body: places });
  if (put.status !== 200) throw new Error(JSON.stringify(put.data));
  const other = await server.learner();
  const line = await other.socket();
  line.say("How do I reset my password?");
  await line.message("assistant");
  const alerted = await part("handed_over_with_three_alerts", async () => {
    line.say("my course completion never synced, can I talk to a person?");
    await line.message("system");
    await eventually(() => hook.posts.length, (count) => count === 3);
  });
  console.log(`alert.dollars_a_thousand ${((1_000 * (alerted - total[2])) / 3).toFixed(4)}`);
  await line.close();
  total.push(
    await part("resolved", async () => {
      await ana.command(id, { type: "resolve" });
    }),
  );
  const answeredAlone = total[0] + total[1];
  console.log(`conversation.assistant_alone.dollars_a_thousand ${(1_000 * answeredAlone).toFixed(4)}`);
  console.log(`conversation.with_a_person.dollars_a_thousand ${(1_000 * total.reduce((sum, it) => sum + it, 0)).toFixed(4)}`);
} finally {
  await server.stop();
  await hook.stop();
}
