// Signing in with a password, as fast as it goes: a hash is what it costs, and the rest must not take much beside it. In
// the same rounds, the bare hashes of the same parameters with as many threads as the server lets hash at once; and
// while people sign in, pages of others go on asking who is signed in.

import { availableParallelism } from "node:os";
import { signUp, start } from "../lib/onehop.mjs";
import { paced, pacedWell } from "../lib/paced.mjs";
import { whoAmI, withPasswords } from "../lib/people.mjs";
import { run } from "../lib/process.mjs";
import { judge, noneOf, row } from "../lib/report.mjs";
import { LOAD_SECONDS, LOOP_MS, ROUNDS, SIGNING_IN } from "../lib/settings.mjs";
import { median } from "../lib/stats.mjs";

/** The server's own settings where nothing is configured. */
const COST = { memory_kib: 19_456, iterations: 2, parallelism: 1 };
const SLOTS = availableParallelism();
/** More would only wait longer: a slot is never without work. */
const AT_ONCE = 3 * SLOTS;
const READS_PER_SECOND = 40;

export async function measure() {
  const server = await start();
  const reader = await signUp(server);
  const people = (await withPasswords(server, SIGNING_IN)).map(({ signIn }) => signIn);
  const reading = [whoAmI(reader)];
  await paced(server, people, { at_once: AT_ONCE, seconds: 1 });

  const [limits, rates, waits, reads] = [[], [], [], []];
  let refused = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    limits.push(await hashesPerSecond());
    const [signedIn, read] = await Promise.all([
      paced(server, people, { at_once: AT_ONCE, seconds: LOAD_SECONDS }),
      pacedWell(server, reading, { per_second: READS_PER_SECOND, seconds: LOAD_SECONDS }),
    ]);
    rates.push(signedIn.succeeded / signedIn.took_s);
    waits.push(signedIn.p95_ms);
    reads.push(read);
    refused += signedIn.sent - signedIn.succeeded;
  }
  const share = (median(rates) / median(limits)) * 100;
  const slowest = reads.map(({ p99_ms }) => p99_ms);
  return {
    title: "Signing in with a password",
    note: `argon2id, ${COST.memory_kib} KiB, ${COST.iterations} passes; ${AT_ONCE} callers at once, ${SLOTS} hashes at once, every sign-in in a new browser; SQLite`,
    rows: [
      row("sign-ins", rates, "/s"),
      row("  95 of 100 within", waits, "ms"),
      noneOf("  refused", refused),
      row(`bare hashes, ${SLOTS} threads, nothing beside`, limits, "/s"),
      row("share of the hashing limit", share, "%", judge(share, "≥", 95, "%")),
      row(`GET /v1/me of others meanwhile, ${READS_PER_SECOND}/s: half within`, reads.map(({ p50_ms }) => p50_ms), "ms"),
      row("  99 of 100 within", slowest, "ms", judge(median(slowest), "≤", 20, "ms")),
    ],
  };
}

/** The most that this machine hashes: the library of the server, in a loop. */
export async function hashesPerSecond() {
  const input = JSON.stringify({ ...COST, threads: SLOTS, ms: LOOP_MS * 2 });
  return JSON.parse(await run(process.env.BENCH_TOKENS, ["hash"], { input })).hash;
}
