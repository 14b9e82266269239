// Session-token verification: tokens of a running server, on one core. Each round takes a token that was just minted
// and gives it to our verifier, to bare aws-lc and to the packages that apps use in Node.

import { createPublicKey } from "node:crypto";
import { fileURLToPath } from "node:url";
import { signUp, start } from "../lib/onehop.mjs";
import { run } from "../lib/process.mjs";
import { judge, ratio, row } from "../lib/report.mjs";
import { LOOP_MS, ROUNDS, SECOND_CORE } from "../lib/settings.mjs";
import { median } from "../lib/stats.mjs";

const PACKAGES = fileURLToPath(new URL("../peers/verify.mjs", import.meta.url));

export async function measure() {
  const server = await start();
  const browser = await signUp(server);
  const jwks = await (await fetch(`${server.origin}/.well-known/jwks.json`)).json();
  const pem = createPublicKey({ key: jwks.keys[0], format: "jwk" }).export({ type: "spki", format: "pem" });

  const rates = {};
  let bytes = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const token = await browser.token();
    bytes = token.length;
    const claims = JSON.parse(Buffer.from(token.split(".")[1], "base64url"));
    const input = JSON.stringify({ token, jwks, pem, azp: claims.azp, iss: claims.iss, now: Math.floor(Date.now() / 1000), ms: LOOP_MS });
    const ours = await run(process.env.BENCH_TOKENS, ["verify"], { cores: SECOND_CORE, input });
    const theirs = await run("node", [PACKAGES], { cores: SECOND_CORE, input });
    for (const [name, rate] of Object.entries({ ...JSON.parse(ours), ...JSON.parse(theirs) })) (rates[name] ??= []).push(rate);
  }

  const middle = Object.fromEntries(Object.entries(rates).map(([name, values]) => [name, median(values)]));
  const cached = 1e6 / middle.cached;
  return {
    title: "Session-token verification, one core",
    note: `a ${bytes}-byte RS256 token of the running server; packages at their better of 1 and 16 calls at once`,
    rows: [
      row("onehop Verifier", rates.verifier, "/s"),
      row("onehop Verifier, token seen before", rates.cached, "/s"),
      row("aws-lc, signature alone, key parsed once", rates.raw, "/s"),
      row("@clerk/backend verifyToken (jwtKey, no network)", rates.clerk, "/s"),
      row("jose jwtVerify (imported key)", rates.jose, "/s"),
      ratio("onehop beside @clerk/backend", middle.verifier, middle.clerk, "≥", 7),
      ratio("onehop beside jose", middle.verifier, middle.jose, "≥", 3.5),
      ratio("time of onehop beside the bare signature", middle.raw, middle.verifier, "≤", 1.2),
      row("time of a token seen before", cached, "µs", judge(cached, "≤", 1, "µs")),
    ],
  };
}
