// Reading users with a secret key while there are more and more of them: what an index answers must not get slower.
// One request after the other, each about other users.

import { Agent } from "node:http";
import { populated } from "../lib/crowd.mjs";
import { startPostgres } from "../lib/postgres.mjs";
import { stop } from "../lib/process.mjs";
import { QUESTIONS, time } from "../lib/questions.mjs";
import { judge, ratio, row } from "../lib/report.mjs";
import { QUICK, ROUNDS } from "../lib/settings.mjs";
import { median } from "../lib/stats.mjs";

const SIZES = QUICK ? [1_000, 10_000] : [1_000, 100_000, 1_000_000];
const PER_ROUND = QUICK ? 20 : 100;
const P95_GOALS = { "exact e-mail": 5, "free text": 50, "free text, a name": 50, count: 20 };

export async function measure() {
  const rows = [];
  const postgres = await startPostgres();
  for (const [engine, database] of [["SQLite", () => undefined], ["Postgres", postgres.database]]) {
    const halves = {};
    for (const count of SIZES) {
      const server = await populated(count, await database());
      for (const [what, ask] of Object.entries(QUESTIONS)) {
        const rounds = await ask_often(server, () => ask(count, Math.random));
        const [p50, p95] = [0.5, 0.95].map((share) => rounds.map((times) => times[Math.floor(times.length * share)]));
        const name = `${engine}, ${count.toLocaleString("en")} users: ${what}`;
        (halves[what] ??= []).push(median(p50));
        rows.push(row(name, p50, "ms"));
        const goal = count === SIZES.at(-1) ? P95_GOALS[what] : undefined;
        rows.push(row("  95 of 100 within", p95, "ms", goal && judge(median(p95), "≤", goal, "ms")));
      }
      await stop(server);
    }
    rows.push(ratio(`${engine}: getUser among most beside among fewest`, halves.getUser.at(-1), halves.getUser[0], "≤", 1.3));
    rows.push(ratio(`${engine}: 100 ids in one call beside one getUser`, halves["getUserList of 100 ids"].at(-1), halves.getUser.at(-1), "≤", 8));
  }
  await postgres.stop();
  return { title: "Users by the million", note: "one connection, one request after the other; times of whole requests", rows };
}

/** Sorted times in ms, a list for each round. */
async function ask_often({ origin, headers }, path) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const rounds = [];
  for (let round = -1; round < ROUNDS; round += 1) {
    const times = [];
    for (let call = 0; call < PER_ROUND; call += 1) times.push(await time(origin + path(), { agent, headers }));
    // The first round is for warming up.
    if (round >= 0) rounds.push(times.sort((left, right) => left - right));
  }
  agent.destroy();
  return rounds;
}
