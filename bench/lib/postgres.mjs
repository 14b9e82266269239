// A server of databases for one measurement.

import { chmodSync } from "node:fs";
import { folder, run } from "./process.mjs";

/** Starts it: `database()` makes a new one and hands back its address. */
export async function startPostgres() {
  const home = folder();
  // It may run as another user.
  chmodSync(home, 0o755);
  const env = { ONEHOP_POSTGRES_DIR: `${home}/postgres` };
  const url = (await run("scripts/postgres", ["start"], { env })).trim();
  let made = 0;
  const database = async () => {
    made += 1;
    await run("psql", ["-X", "-q", url], { input: `CREATE DATABASE bench_${made}` });
    return url.replace(/\/postgres$/, `/bench_${made}`);
  };
  return { database, stop: () => run("scripts/postgres", ["stop"], { env }) };
}
