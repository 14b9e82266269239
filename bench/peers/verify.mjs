// Verifications per second of the packages that apps use, as JSON. Reads the token and its key from standard input.
// Each is measured one call at a time and sixteen at once, because both hand the signature to a pool of threads (on
// the one core that this process may use); the better figure counts.

import { text } from "node:stream/consumers";
import { verifyToken } from "@clerk/backend";
import { importSPKI, jwtVerify } from "jose";

const { token, pem, azp, iss, ms } = JSON.parse(await text(process.stdin));
const key = await importSPKI(pem, "RS256");

const packages = {
  clerk: () => verifyToken(token, { jwtKey: pem, authorizedParties: [azp] }),
  jose: () => jwtVerify(token, key, { issuer: iss, algorithms: ["RS256"] }),
};

async function rate(call, atOnce, forMs) {
  const end = performance.now() + forMs;
  const begun = performance.now();
  let calls = 0;
  const one = async () => {
    while (performance.now() < end) {
      await call();
      calls += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return (calls * 1000) / (performance.now() - begun);
}

const rates = {};
for (const [name, call] of Object.entries(packages)) {
  const { sub, payload } = await call();
  if (!(sub ?? payload?.sub)) throw new Error(`${name} did not verify the token`);
  await rate(call, 16, ms / 2);
  rates[name] = Math.max(await rate(call, 1, ms), await rate(call, 16, ms));
}
process.stdout.write(JSON.stringify(rates));
