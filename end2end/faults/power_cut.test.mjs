// F3: the power goes while there are writes. The database is on a disk in a file; at any moment that file holds what the
// disk would hold. Everything is stopped, the file is copied, and the copy must have all that was acknowledged until then.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { describe, test } from "node:test";
import { checkRows } from "./lib/check.mjs";
import { Onehop, folder, logElsewhere } from "./lib/onehop.mjs";
import { Postgres } from "./lib/postgres.mjs";
import { count, pause, random, report } from "./lib/settings.mjs";
import { Sqlite } from "./lib/sqlite.mjs";
import { Injection, missing as missingStrace } from "./lib/strace.mjs";
import { Image, missingImage } from "./lib/volume.mjs";
import { KINDS, World } from "./lib/world.mjs";

const CUTS = count("FAULTS_POWER_CUTS", 2, 100);
/** Cuts of a disk that says it has written what it has not. */
const LIES = 2;
const SIZE_MIB = { SQLite: 64, Postgres: 384 };
/** For answers that were sent before everything stopped. */
const ARRIVED_MS = 100;
const chance = random();
const untraced = await missingStrace();

describe("the power goes", { skip: (await missingImage()) ?? false }, () => {
  for (const kind of KINDS) {
    test(`${CUTS} times, ${kind}`, async () => {
      await onDisk(kind, async (world, image) => {
        let size = 0;
        for (let round = 0; round < CUTS; round += 1) {
          const { lost, problems } = await cut(world, image);
          assert.deepEqual([lost.slice(0, 10), problems], [[], []], `cut ${round}`);
          size = world.driver.accounts.length;
        }
        await world.judgeRows("after all");
        await world.judgeAnswers("after all");
        report(`F3 ${kind}: ${CUTS} power cuts, ${world.driver.counts.acknowledged} acknowledged of ${size} people, 0 lost`);
      });
    });
  }

  test("a disk that lies is found out", { skip: untraced ?? false }, async () => {
    await onDisk("SQLite", async (world, image) => {
      let total = 0;
      for (let round = 0; round < LIES; round += 1) {
        const lie = await Injection.begin([world.node.child.pid], "fsync,fdatasync", "retval=0");
        const { lost } = await cut(world, image);
        await lie.end();
        total += lost.length;
      }
      assert.ok(total > 0, "nothing is lost though nothing was written: this test finds nothing");
      report(`F3 SQLite on a disk that lies: ${LIES} power cuts, ${total} facts lost, as it must be`);
    });
  });
});

/** Writes, stops everything in the midst of it, and looks at what the disk holds; then everything goes on. */
async function cut({ driver, node, database }, image) {
  await driver.startFor(chance.whole(200, 700));
  const processes = [node.child.pid, ...(database.processes?.() ?? [])];
  for (const id of processes) process.kill(id, "SIGSTOP");
  try {
    await pause(ARRIVED_MS);
    const file = `${image.file}.copy`;
    await image.copy(file);
    const left = await Image.mount(file);
    try {
      return await look(driver, database, left.folder);
    } finally {
      await left.remove();
    }
  } finally {
    for (const id of processes) process.kill(id, "SIGCONT");
    await driver.stop();
  }
}

async function look(driver, database, left) {
  if (database instanceof Postgres) {
    const copy = await Postgres.left(`${left}/postgres`);
    try {
      return await checkRows(driver, copy, { isPassing: true });
    } finally {
      await copy.kill();
    }
  }
  const found = await checkRows(driver, new Sqlite(`${left}/data`), { isPassing: true });
  // The server, too, finds its way.
  const node = await Onehop.make({ data: `${left}/data` });
  node.log = logElsewhere();
  await node.start();
  await node.remove();
  return found;
}

async function onDisk(kind, act) {
  const home = await folder();
  const image = await Image.make(`${home}/disk`, SIZE_MIB[kind]);
  let world;
  try {
    world = await World.open(kind, { home: image.folder });
    await act(world, image);
  } finally {
    await world?.driver.stop();
    await world?.node.remove();
    if (world?.database instanceof Postgres) await world.database.kill();
    await image.remove();
    rmSync(home, { recursive: true, force: true });
  }
}
