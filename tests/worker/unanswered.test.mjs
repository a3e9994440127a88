// Questions that no article surely answers: listed for admins, with the article that came near; gone with their
// conversation (K4, D5; L3).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually } from "../support/api.mjs";
import { start } from "../support/harness.mjs";

let server, ana, bo;
before(async () => {
  server = await start();
  ({ ana, bo } = await server.setUp());
  await server.putArticles(ana, {
    reset: { title: "Reset your password", text: "1. Select **Forgot password?** on the sign-in page.\n2. Open the link in the e-mail." },
    certificate: { title: "Get your certificate", text: "Download the certificate under **Progress** when the course is complete." },
  });
});
after(() => server.stop());

const unanswered = async () => (await ana.ask("GET", "/api/insights/unanswered")).data;
const listed = (question) => eventually(unanswered, (all) => all.some((it) => it.question === question));

/** A learner whose question goes to people. */
async function asks(question) {
  const learner = await server.learner();
  await learner.say(question);
  await eventually(() => ana.conversations(), (all) => all.some((it) => it.id === learner.conversation && it.status === "open"));
  return learner;
}

test("what no article answers is listed once, until it is dismissed", async () => {
  const question = "Where can I park my bicycle on the campus?";
  const learner = await asks(question);
  const [item] = (await listed(question)).filter((it) => it.question === question);
  assert.equal(item.conversation, learner.conversation);
  assert.equal(item.nearest, undefined, "nothing is about bicycles");
  assert.ok(Math.abs(item.at - Date.now()) < 60_000);
  // Who asks for a person says nothing of the articles, nor does who was answered.
  const others = [await server.learner(), await server.learner(), await server.learner()];
  await others[0].ask("POST", "/api/learner/handoff");
  await others[1].say("Can I talk to a person please?");
  await others[2].say("How do I reset my password?");
  await eventually(() => others[2].transcript(), ({ entries }) => entries.some(({ event }) => event.citations?.length));
  await others[2].say("I want to talk to a person");
  for (const other of others) await eventually(() => ana.conversations(), (all) => all.some((it) => it.id === other.conversation && it.status === "open"));
  assert.deepEqual((await unanswered()).map(({ conversation }) => conversation), [learner.conversation]);

  for (const [who, status] of [[bo, 403], [learner, 401]]) {
    assert.equal((await who.ask("GET", "/api/insights/unanswered")).status, status);
    assert.equal((await who.ask("DELETE", `/api/insights/unanswered/${item.number}`)).status, status);
  }
  for (const none of ["0", "-1", "x", "99999999999999999999"]) {
    assert.equal((await ana.ask("DELETE", `/api/insights/unanswered/${none}`)).status, 404, none);
  }
  assert.equal((await ana.ask("DELETE", `/api/insights/unanswered/${item.number}`)).status, 204);
  assert.equal((await ana.ask("DELETE", `/api/insights/unanswered/${item.number}`)).status, 404, "it is gone");
  // Whatever is told of the conversation later does not bring it back.
  await server.evict(learner.conversation);
  await learner.say("Anybody there?");
  await eventually(() => ana.conversations(), (all) => all.some((it) => it.id === learner.conversation && it.preview === "Anybody there?"));
  assert.deepEqual(await unanswered(), []);
});

test("who wants a person after the assistant could not help asked in vain", async () => {
  const learner = await server.learner();
  const question = "Is there a gym with a sauna?";
  await learner.say(question);
  await eventually(() => learner.transcript(), ({ entries }) => entries.some(({ event }) => event.author?.kind !== "learner"));
  await learner.say("I want to talk to a person");
  const [item] = (await listed(question)).filter((it) => it.question === question);
  assert.equal(item.conversation, learner.conversation);
  assert.equal((await ana.ask("DELETE", `/api/insights/unanswered/${item.number}`)).status, 204);
});

test("the newest comes first, and what is erased is not listed any more", async () => {
  const [first, second] = ["How do I rent a locker for my coat?", "Who repairs the charger of my laptop?"];
  const learner = await asks(first);
  await listed(first);
  await asks(second);
  assert.deepEqual((await listed(second)).map(({ question }) => question), [second, first]);
  const erased = await ana.ask("DELETE", `/api/conversations/${learner.conversation}/learner`);
  assert.ok(erased.status < 300, `${erased.status}`);
  assert.deepEqual((await unanswered()).map(({ question }) => question), [second]);
});
