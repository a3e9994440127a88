// A campus is one address: many learners begin there at once, a loop is stopped (T10).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../support/harness.mjs";

let server;
before(async () => {
  server = await start({ vars: { LEARNERS_PER_ADDRESS: "60" } });
  await server.setUp();
});
after(() => server.stop());

const begin = (renewal) => server.session({ renewal });

test("learners begin freely up to a high ceiling; then they are told when to try again", async () => {
  const { data } = await begin();
  const answers = await Promise.all(Array.from({ length: 140 }, () => begin()));
  const refused = answers.filter(({ status }) => status === 429);
  // A minute may end on the way, and then another sixty begin.
  assert.ok(refused.length >= 20 && refused.length <= 81, `${refused.length}`);
  for (const { data: problem, headers } of refused) {
    assert.equal(problem.code, "too_fast");
    assert.ok(problem.retry_after >= 1 && problem.retry_after <= 60);
    assert.equal(headers.get("retry-after"), String(problem.retry_after));
  }
  assert.equal((await begin(data.renewal)).status, 200, "who has begun comes back all the same");
});
