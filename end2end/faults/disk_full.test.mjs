// F5: the disk fills up while there are writes. They are refused as "try again later" (503). Nothing is acknowledged that
// is not kept; who only reads or renews a token notices nothing; and as soon as there is space again everything works,
// without a restart. Postgres ends itself when it can't write its log: then readers are told to come back, and it is
// started again where it has given up.
import assert from "node:assert/strict";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { run } from "./lib/program.mjs";
import { count, pause, random, report, spread } from "./lib/settings.mjs";
import { Small, missing } from "./lib/volume.mjs";
import { KINDS, World } from "./lib/world.mjs";

const ROUNDS = count("FAULTS_FULL_DISKS", 2, 30);
const SIZE_MIB = { SQLite: 48, Postgres: 160 };
const RECOVERED_MS = 10_000;
const READS = 20;
/** What who only reads may be told. */
const READ = { SQLite: [200], Postgres: [200, 503] };

describe("the disk is full", { skip: (await missing()) ?? false }, () => {
  for (const kind of KINDS) {
    test(`${ROUNDS} times, ${kind}`, async () => {
      const chance = random();
      const disk = await Small.make(SIZE_MIB[kind]);
      let world;
      const recoveries = [];
      const statuses = new Set();
      const reads = {};
      let refused = 0;
      try {
        world = await World.open(kind, { home: disk.folder });
        const { driver, node, database } = world;
        const somebody = await signedUp(driver);
        for (let round = 0; round < ROUNDS; round += 1) {
          const what = `round ${round}`;
          await driver.startFor(chance.whole(200, 600));
          await fill(disk.folder);
          const before = driver.counts.unknown;
          await pause(1_000);
          assert.ok(driver.counts.unknown > before, `${what}: nothing was refused, the disk isn't full`);
          for (let at = 0; at < READS; at += 1) {
            const renewed = await somebody.browser.refresh(somebody.session);
            const read = await driver.backend("GET", `/v1/users/${somebody.id}`);
            for (const { status } of [renewed, read]) assert.ok(READ[kind].includes(status), `${what}: a reader is told ${status}`);
            for (const { status } of [renewed, read]) reads[status] = (reads[status] ?? 0) + 1;
          }
          rmSync(join(disk.folder, "filler"));
          await database.revive();
          recoveries.push(await world.writesAgain(RECOVERED_MS));
          await driver.stop();
          assert.ok(node.isRunning, `${what}: the server ended\n${node.tail()}`);
          for (const { status } of driver.failures) statuses.add(status);
          refused += driver.failures.length;
          driver.failures = [];
          await world.judgeRows(what);
          await world.judgeAnswers(what);
        }
        report(
          `F5 ${kind}: disk full ${ROUNDS} times, ${driver.counts.acknowledged} acknowledged, ${refused} refused with ${[...statuses].sort().join(", ")}, 0 lost; readers were told ${JSON.stringify(reads)}; changes again ${spread(recoveries)}`,
        );
        assert.deepEqual(
          [...statuses].filter((status) => status !== 503),
          [],
          "every request is answered, and no refusal is called a mistake of ours",
        );
      } finally {
        await world?.driver.stop();
        await world?.node.remove();
        await world?.database.remove();
        await disk.remove();
      }
    });
  }
});

/** Takes all the space there is. */
async function fill(folder) {
  const filler = join(folder, "filler");
  await run("dd", ["if=/dev/zero", `of=${filler}`, "bs=64k", "status=none"]).catch(() => {});
  assert.ok(existsSync(filler));
}

async function signedUp(driver) {
  await driver.run(600);
  const account = driver.accounts.find(
    (it) => it.browser && it.exists.known && it.sessions.get(it.browser.session).known === "active",
  );
  assert.ok(account, "nobody has signed up");
  // Nobody else changes this one.
  account.worker = undefined;
  return { id: account.id, ...account.browser };
}
