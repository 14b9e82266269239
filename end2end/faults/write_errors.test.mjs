// F4: the disk refuses to write or to say that it has written. What is answered then is no success, what was answered
// with success stays, and once the disk works again the server does, too. Postgres ends itself when it can't be sure of
// what is on its disk; it is started again where it has given up, and our server isn't.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { count, median, pause, random, report, spread } from "./lib/settings.mjs";
import { Injection, missing } from "./lib/strace.mjs";
import { KINDS, World } from "./lib/world.mjs";

const ROUNDS = count("FAULTS_WRITE_ERRORS", 4, 200);
const RENEWED = 50;
const RECOVERED_MS = 5_000;
/** On a machine that others keep busy, a single one may take longer. */
const AT_MOST_MS = 3 * RECOVERED_MS;
/** What goes wrong: the calls, and with which error. */
const FAULTS = {
  SQLite: [
    ["fsync,fdatasync", "EIO"],
    ["write,pwrite64", "ENOSPC"],
    ["write,pwrite64", "EIO"],
    ["fsync,fdatasync", "ENOSPC"],
  ],
  Postgres: [
    ["fsync,fdatasync", "EIO"],
    ["pwrite64,pwritev", "ENOSPC"],
    ["pwrite64,pwritev", "EIO"],
    ["fsync,fdatasync", "ENOSPC"],
  ],
};
/** Whose calls fail, and about which files. */
const WHERE = {
  SQLite: ({ node, database }) => [
    [node.child.pid],
    ["onehop.db", "onehop.db-wal"].map((name) => join(database.data, name)),
  ],
  Postgres: ({ database }) => [database.processes(), []],
};

const skip = (await missing()) ?? false;
for (const kind of KINDS) {
  describe(`the disk of ${kind} fails`, { skip }, () => {
    let world;
    after(() => world?.close());

    test(`${ROUNDS} times`, async () => {
      const chance = random();
      const recoveries = [];
      let acknowledged = 0;
      let failed = 0;
      let injected = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        if (round % RENEWED === 0) {
          await world?.close();
          world = await World.open(kind);
        }
        const [calls, error] = FAULTS[kind][round % FAULTS[kind].length];
        // Every fourth time the disk doesn't come back by itself.
        const isLasting = round % FAULTS[kind].length === 3;
        const when = isLasting ? "1+" : String(chance.whole(1, 16));
        const what = `round ${round}, ${calls} ${error} at ${when}`;
        const { driver, node, database } = world;
        const [ids, files] = WHERE[kind](world);
        const fault = await Injection.begin(ids, calls, `error=${error}:when=${when}`, files);
        driver.start();
        await pause(1_200);
        if (isLasting && fault.count > 0) {
          const before = driver.written;
          await pause(300);
          assert.equal(driver.written, before, `${what}: acknowledged though nothing is on the disk`);
        }
        if (round % 2 === 0) await driver.stop();
        const times = await fault.end();
        await database.revive();
        recoveries.push(await world.writesAgain(AT_MOST_MS));
        await pause(200);
        await driver.stop();
        assert.ok(node.isRunning, `${what}: the server ended\n${node.tail()}`);
        const unanswered = driver.failures.filter(({ status }) => status !== 500 && status !== 503);
        assert.deepEqual(unanswered.slice(0, 5), [], what);
        injected += times;
        failed += driver.failures.length;
        acknowledged += driver.counts.acknowledged;
        driver.failures = [];
        driver.counts = { acknowledged: 0, unknown: 0 };
        // What was refused may turn up when the file is read anew, wholly or not at all; what was acknowledged must.
        await node.kill();
        await world.judgeRows(what);
        await node.start();
        await world.judgeAnswers(what);
      }
      // Not each: one that only tidies up may fail, and is done again later.
      assert.ok(injected > 0 && failed > 0, `${injected} calls failed, ${failed} changes were refused`);
      assert.ok(median(recoveries) <= RECOVERED_MS, `changes again ${spread(recoveries)}`);
      report(
        `F4 ${kind}: ${ROUNDS} rounds, ${injected} failed calls, ${failed} changes refused, ${acknowledged} acknowledged, 0 lost; changes again ${spread(recoveries)}`,
      );
    });
  });
}
