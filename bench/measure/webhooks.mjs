// Webhooks: how many a second are delivered, how fast a backlog is gone, how soon after a change the first try is made
// while another receiver hangs, how fast the feed is read, and what a change costs when somebody is told of it. The
// receivers run on the same cores.

import Database from "better-sqlite3";
import { Agent } from "node:http";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Webhooks } from "../../end2end/support/webhooks.mjs";
import { load } from "../lib/load.mjs";
import { start } from "../lib/onehop.mjs";
import { startPostgres } from "../lib/postgres.mjs";
import { run, sleep, stop } from "../lib/process.mjs";
import { time } from "../lib/questions.mjs";
import { startReceivers } from "../lib/receivers.mjs";
import { judge, ratio, row } from "../lib/report.mjs";
import { FEW_ROUNDS, LOAD_SECONDS, QUICK, ROUNDS } from "../lib/settings.mjs";
import { median } from "../lib/stats.mjs";

const RECEIVERS = 10;
/** Each of the receivers gets so many in a round. */
const EVENTS = QUICK ? 100 : 5_000;
const BACKLOG = QUICK ? 1_000 : 100_000;
/** Changes of which the first try is timed, and the rest between them. */
const TIMED = QUICK ? 30 : 500;
const BETWEEN_MS = 20;
/** Changes in a round of those whose cost is compared. */
const CHANGES = QUICK ? 20 : 300;
/** The most that one call of the feed answers. */
const PAGE = 500;
const NOTICED_MS = 2_500;
const GOALS = { perSecond: 2_000, backlog: 90, p50: 20, p95: 200, feed: 50_000, cost: 1.25 };

export async function measure() {
  const postgres = await startPostgres();
  const receivers = await startReceivers(RECEIVERS);
  const rows = [];
  try {
    for (const [engine, database] of [["SQLite", () => undefined], ["Postgres", postgres.database]]) {
      const open = async () => Place.open(await database());
      rows.push(...(await rates(engine, await open(), receivers)));
      rows.push(...(await backlog(engine, await open(), receivers)));
      rows.push(...(await firstTries(engine, await open(), receivers)));
      rows.push(await costs(engine, await open(), await open(), receivers));
    }
  } finally {
    receivers.stop();
    await postgres.stop();
  }
  return { title: "Webhooks and the feed", note: `${RECEIVERS} receivers in one process on the same cores`, rows };
}

/** Deliveries a second to all receivers, and events a second read by whoever pulls them. */
async function rates(engine, place, receivers) {
  for (const address of receivers.addresses) await place.hooks.add(address);
  const rounds = [];
  for (let round = 0; round < FEW_ROUNDS; round += 1) {
    const { first, last } = await place.delivers(EVENTS, receivers, EVENTS * RECEIVERS);
    rounds.push((EVENTS * RECEIVERS) / ((last - first) / 1_000));
  }
  const url = `${place.server.origin}/v1/events?limit=${PAGE}`;
  const page = await (await fetch(url, { headers: place.headers })).json();
  const read = [];
  for (let round = 0; round < FEW_ROUNDS; round += 1) {
    const { per_second: calls } = await load({ url, headers: place.headers }, LOAD_SECONDS);
    read.push(calls * page.data.length);
  }
  await place.close();
  return [
    row(`${engine}: deliveries to ${RECEIVERS} receivers`, rounds, "/s", judge(median(rounds), "≥", GOALS.perSecond, "/s")),
    row(`${engine}: events read from the feed`, read, "/s", judge(median(read), "≥", GOALS.feed, "/s")),
  ];
}

/** One receiver, and all that happened while it was away: from the server's start to the last of it. */
async function backlog(engine, place, receivers) {
  await place.hooks.add(receivers.addresses[0]);
  const { begun, last } = await place.delivers(BACKLOG, receivers, BACKLOG);
  await place.close();
  const seconds = (last - begun) / 1_000;
  const name = `${engine}: ${BACKLOG.toLocaleString("en")} events to one receiver`;
  return [row(name, seconds, "s", judge(seconds, "≤", GOALS.backlog, "s"))];
}

/** From a change to the first try of telling it, while one receiver hangs. */
async function firstTries(engine, place, receivers) {
  await place.hooks.add(receivers.hanging);
  await place.hooks.add(receivers.addresses[0]);
  await place.change("hangs");
  await sleep(NOTICED_MS);
  const finished = await receivers.expect(TIMED, { isTimed: true });
  for (let at = 0; at < TIMED; at += 1) {
    await place.change(at);
    await sleep(BETWEEN_MS);
  }
  await finished();
  const delays = await receivers.delays();
  await place.close();
  const [p50, p95] = [0.5, 0.95].map((share) => delays[Math.floor(delays.length * share)]);
  return [
    row(`${engine}: change → first try, one receiver hangs`, p50, "ms", judge(p50, "≤", GOALS.p50, "ms")),
    row("  95 of 100 within", p95, "ms", judge(p95, "≤", GOALS.p95, "ms")),
  ];
}

/** A change of which a receiver is told beside the same change where nobody is. */
async function costs(engine, quiet, told, receivers) {
  await told.hooks.add(receivers.addresses[0]);
  await sleep(NOTICED_MS);
  await receivers.expect(Infinity);
  const times = new Map([quiet, told].map((place) => [place, []]));
  // The first round is for warming up.
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const [place, medians] of times) {
      const taken = [];
      for (let at = 0; at < CHANGES; at += 1) taken.push(await place.change(`${round} ${at}`));
      if (round >= 0) medians.push(median(taken));
    }
  }
  for (const place of times.keys()) await place.close();
  const [without, beside] = [...times.values()].map(median);
  return ratio(`${engine}: a change with a receiver beside one without`, beside, without, "≤", GOALS.cost);
}

/** A server with one person and an operator; it can be stopped, be given events, and be started again. */
class Place {
  static async open(database) {
    const place = new Place();
    place.database = database;
    place.env = database ? { DATABASE_URL: database } : {};
    place.server = await start({ env: place.env });
    const { data, origin, pageOrigin, log } = place.server;
    const { secret_key: key } = JSON.parse(readFileSync(join(data, "dev-keys.json"), "utf8"));
    place.headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
    place.hooks = await Webhooks.open({ url: origin, origin: pageOrigin, output: () => readFileSync(log, "utf8") });
    place.agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const person = { email_address: ["ada@example.com"], first_name: "Ada", skip_password_requirement: true };
    const made = await fetch(`${origin}/v1/users`, { method: "POST", headers: place.headers, body: JSON.stringify(person) });
    if (!made.ok) throw new Error(`POST /v1/users: ${made.status} ${await made.text()}`);
    place.user = (await made.json()).id;
    return place;
  }

  /** Renames the person; the milliseconds that took. */
  change(name) {
    const { agent, headers, server, user } = this;
    const body = JSON.stringify({ first_name: `Ada ${name}` });
    return time(`${server.origin}/v1/users/${user}`, { method: "PATCH", agent, headers, body });
  }

  /** Starts the server with so many more events; when it was started, and when the first and the last delivery came. */
  async delivers(count, receivers, deliveries) {
    await stop(this.server);
    await this.append(count);
    const finished = await receivers.expect(deliveries);
    const begun = Date.now();
    this.server = await start({ data: this.server.data, env: this.env });
    return { begun, ...(await finished()) };
  }

  /** Writes so many copies of the first event as if they had just happened, and takes leases from whoever is gone. */
  async append(count) {
    const columns = "instance_id, type, version, data, client_ip, user_agent, created_at".split(", ");
    const own = { sequence: "value + i", id: "'evt_bench' || CAST(value + i AS TEXT)", resource_id: "'user_bench' || CAST(value + i AS TEXT)" };
    const from = "(SELECT * FROM events WHERE sequence = 1) AS one, (SELECT value FROM event_sequences) AS last";
    const insert = (numbers) =>
      `INSERT INTO events (${[...columns, ...Object.keys(own)]}) SELECT ${[...columns, ...Object.values(own)]} FROM ${from}, ${numbers}`;
    const rest = [`UPDATE event_sequences SET value = value + ${count}`, "UPDATE webhook_endpoints SET leased_until = 0"];
    if (this.database) {
      const sql = [insert(`generate_series(1, ${count}) AS numbers(i)`), ...rest].join(";\n");
      await run("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", this.database], { input: `BEGIN; ${sql}; COMMIT; VACUUM ANALYZE` });
      return;
    }
    const numbers = `(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count}) SELECT i FROM n) AS numbers`;
    const db = new Database(join(this.server.data, "onehop.db"));
    db.exec(`BEGIN; ${[insert(numbers), ...rest].join(";\n")}; COMMIT; ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)`);
    db.close();
  }

  async close() {
    this.agent.destroy();
    await stop(this.server);
  }
}
