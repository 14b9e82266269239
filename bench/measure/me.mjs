// Reading who is signed in, over HTTP with a session: the question that every page asks. Server and generator share
// all cores, for everyone alike.

import * as betterAuth from "../peers/better_auth.mjs";
import { signUp, start } from "../lib/onehop.mjs";
import { load } from "../lib/load.mjs";
import * as pocketBase from "../peers/pocketbase.mjs";
import { residentBytes } from "../lib/process.mjs";
import { ratio, row } from "../lib/report.mjs";
import { CONNECTIONS, LOAD_SECONDS, ROUNDS, WARM_UP_SECONDS } from "../lib/settings.mjs";
import { median } from "../lib/stats.mjs";

export async function measure() {
  const targets = [
    { name: "onehop GET /v1/me", goal: undefined, ...(await ours()) },
    { name: "Better Auth get-session", goal: 20, ...(await betterAuth.start()) },
  ];
  if (pocketBase.isInstalled()) targets.push({ name: "PocketBase record read", goal: 4, ...(await pocketBase.start()) });

  for (const target of targets) await load(target, WARM_UP_SECONDS);
  const results = targets.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, target] of targets.entries()) results[index].push(await load(target, LOAD_SECONDS));
  }

  const rates = results.map((rounds) => rounds.map((round) => round.per_second));
  const [own] = rates.map(median);
  const rows = targets.flatMap(({ name, server }, index) => [
    row(name, rates[index], "requests/s"),
    row("  half of the answers within", results[index].map((round) => round.p50_us / 1000), "ms"),
    row("  99 of 100 within", results[index].map((round) => round.p99_us / 1000), "ms"),
    row("  memory under load", residentBytes(server) / 1e6, "MB"),
  ]);
  const goals = targets.slice(1).map(({ name, goal }, index) => ratio(`onehop beside ${name}`, own, median(rates[index + 1]), "≥", goal));
  const absent = pocketBase.isInstalled() ? "" : "; PocketBase is not to be had here";
  return { title: "Who is signed in", note: `${CONNECTIONS} connections kept open, one user, SQLite${absent}`, rows: [...rows, ...goals] };
}

async function ours() {
  const server = await start();
  const { cookie } = await signUp(server);
  return { server, url: `${server.origin}/v1/me`, headers: { cookie } };
}
