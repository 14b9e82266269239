// F2 and F7: the database server goes away in every way while there are writes. The server says that it is busy, stays
// alive and goes on by itself; nothing that it acknowledged is lost.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { count, median, pause, random, report, spread } from "./lib/settings.mjs";
import { World } from "./lib/world.mjs";

const KILLS = count("FAULTS_DATABASE_KILLS", 3, 200);
const RESTARTS = count("FAULTS_DATABASE_RESTARTS", 2, 50);
/** From the moment at which the database answers again. */
const RECOVERED_MS = 5_000;
/** On a machine that others keep busy, a single one may take longer. */
const AT_MOST_MS = 3 * RECOVERED_MS;
/** How long one may be told to wait before trying again. */
const RETRY_AFTER_S = 2;
/** A request waits this long for the database, and is answered then. */
const ANSWERED_MS = 5_000 + 2_000;
/** After so many rounds there is a new database. */
const RENEWED = 50;

/** Ways to lose the database; each hands back the moment at which it answers again. */
const FAULTS = {
  "everything killed": async ({ database }, chance) => {
    await database.kill();
    await pause(chance.whole(0, 1_500));
    await database.start();
  },
  "the server killed": async ({ node }) => {
    await node.kill();
    await node.start();
  },
  "one connection killed": ({ database }) => database.killConnection(),
  restarted: async ({ database }) => {
    await database.stop("fast");
    await database.start();
  },
  "gone for a while": async ({ database, node }) => {
    await database.stop("fast");
    await pause(6_000);
    assert.equal(await node.health(), 503, "not ready without a database");
    await database.start();
  },
  "restarted at once": async ({ database }) => {
    await database.stop("immediate");
    await database.start();
  },
  "all connections ended": ({ database }) =>
    database.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
    ),
  "all connections held": ({ database }) =>
    database.execute("BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(4); COMMIT"),
};
const ROUNDS = {
  F2: [KILLS, ["everything killed", "the server killed", "one connection killed"]],
  F7: [RESTARTS, ["restarted", "all connections ended", "all connections held", "restarted at once", "gone for a while"]],
};

for (const [id, [rounds, faults]] of Object.entries(ROUNDS)) {
  describe(`${id}: Postgres goes away`, () => {
    let world;
    before(async () => (world = await World.open("Postgres")));
    after(() => world?.close());

    test(`${rounds} times: ${faults.join(", ")}`, async () => {
      const chance = random();
      const recoveries = [];
      let acknowledged = 0;
      let failures = [];
      for (let round = 0; round < rounds; round += 1) {
        if (round > 0 && round % RENEWED === 0) {
          await world.close();
          world = await World.open("Postgres");
        }
        const fault = faults[round % faults.length];
        const what = `round ${round}, ${fault}`;
        const { driver, node } = world;
        const process = node.child;
        await driver.startFor(chance.whole(150, 700));
        await FAULTS[fault](world, chance);
        recoveries.push(await world.writesAgain(AT_MOST_MS));
        await pause(200);
        await driver.stop();
        if (fault !== "the server killed") {
          assert.ok(node.isRunning && node.child === process, `${what}: the server ended\n${node.tail()}`);
          judgeFailures(what, driver.failures, node);
        }
        await world.judgeRows(what);
        await world.judgeAnswers(what);
        acknowledged += driver.counts.acknowledged;
        failures = failures.concat(driver.failures);
        driver.counts = { acknowledged: 0, unknown: 0 };
        driver.failures = [];
      }
      assert.ok(acknowledged >= rounds * 3, `only ${acknowledged} changes were acknowledged`);
      assert.ok(median(recoveries) <= RECOVERED_MS, `changes again ${spread(recoveries)}`);
      const slowest = Math.round(Math.max(0, ...failures.map(({ ms }) => ms)));
      report(
        `${id} Postgres: ${rounds} faults, ${acknowledged} acknowledged, ${failures.length} not (slowest answer ${slowest} ms), 0 lost; changes again ${spread(recoveries)}`,
      );
    });
  });
}

/** What can't be done now is answered so: in time, and with a time to try again. */
function judgeFailures(what, failures, node) {
  const wrong = failures.filter(
    ({ status, retryAfter, ms }) => status !== 503 || !(retryAfter <= RETRY_AFTER_S) || ms > ANSWERED_MS,
  );
  assert.deepEqual(wrong.slice(0, 5), [], `${what}: ${wrong.length} of ${failures.length} answers\n${node.tail()}`);
}
