// Ten thousand people are signed in and their browsers renew their tokens, each once in fifty seconds as open pages do;
// then as often as the server can. How much memory they take, before and after.

import { populated, person } from "../lib/crowd.mjs";
import { paced, pacedWell } from "../lib/paced.mjs";
import { browsers, renewal } from "../lib/people.mjs";
import { residentBytes, sleep } from "../lib/process.mjs";
import { judge, noneOf, row } from "../lib/report.mjs";
import { CONNECTIONS, FEW_ROUNDS, LIVING_SECONDS, LOAD_SECONDS, RENEWED_EVERY_S, REST_MS, SESSIONS } from "../lib/settings.mjs";

export async function measure() {
  const server = await populated(SESSIONS + 1);
  const memory = () => residentBytes(server) / 1e6;
  const before = memory();
  const ids = Array.from({ length: SESSIONS }, (_, index) => person(index + 1).id);
  const renewals = (await browsers(server, ids)).map((browser) => renewal(server, browser));
  await sleep(REST_MS);
  const signedIn = memory();

  const per_second = SESSIONS / RENEWED_EVERY_S;
  const living = await paced(server, renewals, { per_second, seconds: LIVING_SECONDS });
  const during = memory();
  const rates = [];
  const slowest = [];
  for (let round = 0; round < FEW_ROUNDS; round += 1) {
    const full = await pacedWell(server, renewals, { at_once: CONNECTIONS, seconds: LOAD_SECONDS });
    rates.push(full.succeeded / full.took_s);
    slowest.push(full.p99_ms);
  }
  await sleep(REST_MS);
  return {
    title: `${SESSIONS.toLocaleString("en")} live sessions`,
    note: `each renews its token once in ${RENEWED_EVERY_S} s, minted anew, for ${LIVING_SECONDS} s; then all as fast as ${CONNECTIONS} connections can; SQLite`,
    rows: [
      row("renewals asked for", living.sent / LIVING_SECONDS, "/s"),
      noneOf("  that failed", living.sent - living.succeeded),
      row("  half within", living.p50_ms, "ms"),
      row("  95 of 100 within", living.p95_ms, "ms"),
      row("  99 of 100 within", living.p99_ms, "ms", judge(living.p99_ms, "≤", 100, "ms")),
      row("renewals, as fast as they go", rates, "/s"),
      row("  99 of 100 within", slowest, "ms"),
      row("memory with nobody signed in", before, "MB"),
      row("memory when all have signed in", signedIn, "MB"),
      row("memory while they renew", during, "MB"),
      row(`memory ${REST_MS / 1000} s after all that`, memory(), "MB"),
    ],
  };
}
