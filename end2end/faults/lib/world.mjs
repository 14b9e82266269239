// What a test of faults begins with: a database, a server on it, a driver that writes, and how they are judged.
import assert from "node:assert/strict";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { checkAnswers, checkRows } from "./check.mjs";
import { Driver } from "./driver.mjs";
import { Onehop, folder, logElsewhere } from "./onehop.mjs";
import { Postgres } from "./postgres.mjs";
import { until } from "./settings.mjs";
import { Sqlite } from "./sqlite.mjs";

export const KINDS = ["SQLite", "Postgres"];

export class World {
  lost = [];

  /** `kind`: of the database; `settings`: of the server; `home`: a folder that is there already, on a disk of its own. */
  static async open(kind, { settings = {}, home, driver = {} } = {}) {
    const world = new World();
    world.home = home ?? (await folder());
    const data = join(world.home, "data");
    await mkdir(data, { recursive: true });
    world.database = kind === "SQLite" ? new Sqlite(data) : await Postgres.make(join(world.home, "postgres"));
    world.node = await Onehop.make({ data, settings: { ...world.database.settings, ...settings } });
    if (home) world.node.log = logElsewhere();
    await world.node.start();
    world.driver = new Driver({
      target: () => world.node.url,
      origin: world.node.origin,
      secretKey: world.node.keys().secret_key,
      ...driver,
    });
    return world;
  }

  /** Nothing that was acknowledged is lost, nothing is there by half. The server may be down. */
  async judgeRows(what) {
    if (!this.node.isRunning) await this.database.idle();
    const { problems, lost } = await checkRows(this.driver, this.database);
    assert.deepEqual(lost.slice(0, 10), [], `${what}: lost`);
    assert.deepEqual(problems, [], `${what}: not whole`);
  }

  /** The server tells the same, and it has not failed in a way that no fault excuses. */
  async judgeAnswers(what) {
    const problems = await checkAnswers(this.driver);
    assert.deepEqual(problems.slice(0, 10), [], `${what}: answers`);
    assert.deepEqual(this.driver.refusals.slice(0, 10), [], `${what}: refused`);
    assert.deepEqual(this.node.lines(/panicked/).slice(0, 10), [], `${what}: panics`);
  }

  /** Waits until a change succeeds again; the milliseconds. */
  writesAgain(within) {
    const probe = async () => {
      const reply = await this.driver.backend("POST", "/v1/redirect_urls", {
        url: `https://example.com/${crypto.randomUUID()}`,
      });
      return reply.status === 200;
    };
    return until(`a change at ${this.node.log}`, probe, within);
  }

  async close() {
    await this.driver?.stop();
    await this.node.remove();
    await this.database.remove();
    await rm(this.home, { recursive: true, force: true });
  }
}
