// Pages rendered by the server: the profile of who is signed in, and the sign-in page of who isn't.

import { load } from "../lib/load.mjs";
import { signUp, start } from "../lib/onehop.mjs";
import { pacedWell } from "../lib/paced.mjs";
import { row } from "../lib/report.mjs";
import { FEW_ROUNDS, LOAD_SECONDS, WARM_UP_SECONDS } from "../lib/settings.mjs";

/** A rate at which nobody waits for anybody else. */
const CALM = 50;

export async function measure() {
  const server = await start();
  const { cookie } = await signUp(server);
  const pages = [
    { name: "/user, signed in", path: "/user", headers: { accept: "text/html", cookie } },
    { name: "/sign-in", path: "/sign-in", headers: { accept: "text/html" } },
  ];
  const rows = [];
  for (const { name, path, headers } of pages) {
    const target = { url: server.origin + path, headers };
    await load(target, WARM_UP_SECONDS);
    const [full, calm] = [[], []];
    for (let round = 0; round < FEW_ROUNDS; round += 1) {
      full.push(await load(target, LOAD_SECONDS));
      calm.push(await pacedWell(server, [{ path, headers }], { per_second: CALM, seconds: LOAD_SECONDS / 2 }));
    }
    rows.push(
      row(name, full.map(({ per_second }) => per_second), "requests/s"),
      row("  half of the answers within", full.map(({ p50_us }) => p50_us / 1000), "ms"),
      row("  95 of 100 within", full.map(({ p95_us }) => p95_us / 1000), "ms"),
      row(`  95 of 100 within, at ${CALM} requests/s`, calm.map(({ p95_ms }) => p95_ms), "ms"),
    );
  }
  return { title: "Pages", note: "HTML rendered for each request, 32 connections kept open, uncompressed", rows };
}
