// Renewing session tokens, each minted anew, beside the RSA signature that no renewal can do without. First the server
// alone on one core and the generator on another, then both on all cores, where the generator takes its share.

import { availableParallelism } from "node:os";
import { load } from "../lib/load.mjs";
import { signUp, start } from "../lib/onehop.mjs";
import { run } from "../lib/process.mjs";
import { judge, row } from "../lib/report.mjs";
import { ALL_CORES, FIRST_CORE, LOAD_SECONDS, LOOP_MS, ROUNDS, SECOND_CORE, WARM_UP_SECONDS } from "../lib/settings.mjs";
import { median } from "../lib/stats.mjs";

export async function measure() {
  const one = await compare({ server: FIRST_CORE, generator: SECOND_CORE, threads: 1 });
  const all = await compare({ server: ALL_CORES, generator: ALL_CORES, threads: availableParallelism() });
  const share = (median(one.renewals) / median(one.signatures)) * 100;
  const shareOfAll = (median(all.renewals) / median(all.signatures)) * 100;
  return {
    title: "Session-token renewal",
    note: "POST /v1/client/sessions/{id}/tokens, minted anew each time; aws-lc with an RSA-2048 key parsed once",
    rows: [
      row("renewals, server on one core", one.renewals, "/s"),
      row("bare RSA signatures, one core", one.signatures, "/s"),
      row("share of the signature rate, one core", share, "%", judge(share, "≥", 85, "%")),
      row("renewals, server and generator on all cores", all.renewals, "/s"),
      row("bare RSA signatures, all cores", all.signatures, "/s"),
      row("share of the signature rate, all cores", shareOfAll, "%"),
    ],
  };
}

async function compare({ server: cores, generator, threads }) {
  const server = await start({ cores });
  const browser = await signUp(server);
  const target = {
    url: `${server.origin}/v1/client/sessions/${browser.sessionId}/tokens?debug=skip_cache`,
    method: "POST",
    headers: { cookie: browser.cookie, origin: server.pageOrigin, "content-type": "application/x-www-form-urlencoded" },
    cores: generator,
  };
  await load(target, WARM_UP_SECONDS);
  const [renewals, signatures] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    renewals.push((await load(target, LOAD_SECONDS)).per_second);
    const output = await run(process.env.BENCH_TOKENS, ["sign"], { cores, input: JSON.stringify({ threads, ms: LOOP_MS * 2 }) });
    signatures.push(JSON.parse(output).sign);
  }
  return { renewals, signatures };
}
