// F1: the server is killed while it writes, again and again, also while it starts. Nothing that it acknowledged is lost,
// nothing is there by half, and it serves again soon.
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { after, describe, test } from "node:test";
import { Onehop, folder } from "./lib/onehop.mjs";
import { count, median, pause, random, report, spread } from "./lib/settings.mjs";
import { KINDS, World } from "./lib/world.mjs";

const ROUNDS = count("FAULTS_KILLS", 5, 250);
const FIRST_STARTS = count("FAULTS_FIRST_STARTS", 5, 100);
/** After so many rounds there is a new database: what is looked at grows. */
const RENEWED = 50;
/** Ready again, where nothing else makes the machine busy. */
const READY_MS = 2_000;

for (const kind of KINDS) {
  describe(`killed on ${kind}`, () => {
    let world;
    after(() => world?.close());

    test(`${ROUNDS} times while it writes`, async () => {
      const chance = random();
      const starts = [];
      let acknowledged = 0;
      let unknown = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        if (round % RENEWED === 0) {
          await world?.close();
          world = await World.open(kind);
        }
        const { driver, node } = world;
        await driver.startFor(chance.whole(150, 700));
        await node.kill();
        await driver.stop();
        if (round % 5 === 4) await killedWhileStarting(node, chance);
        await world.judgeRows(`round ${round}`);
        starts.push(await node.start());
        await world.judgeAnswers(`round ${round}`);
        acknowledged += driver.counts.acknowledged;
        unknown += driver.counts.unknown;
        driver.counts = { acknowledged: 0, unknown: 0 };
      }
      assert.ok(acknowledged >= ROUNDS * 3, `only ${acknowledged} changes were acknowledged`);
      report(
        `F1 ${kind}: ${ROUNDS} kills, ${acknowledged} acknowledged, ${unknown} without an answer, 0 lost; ready ${spread(starts)}`,
      );
      assert.ok(median(starts) <= READY_MS, `ready ${spread(starts)}`);
    });
  });
}

test(`killed ${FIRST_STARTS} times while it makes its data, it makes them the next time`, async () => {
  const chance = random();
  for (let round = 0; round < FIRST_STARTS; round += 1) {
    const home = await folder();
    const node = await Onehop.make({ data: `${home}/data` });
    try {
      node.spawn();
      await pause(chance.whole(1, 120));
      await node.kill();
      await node.start();
      assert.equal(await node.health(), 200);
      assert.ok(node.keys().secret_key);
    } finally {
      await node.remove();
      await rm(home, { recursive: true, force: true });
    }
  }
  report(`F1: killed during ${FIRST_STARTS} first starts, always started again`);
});

async function killedWhileStarting(node, chance) {
  node.spawn();
  await pause(chance.whole(0, 80));
  await node.kill();
}
