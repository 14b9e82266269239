// The other SDK: clerk-backend-api in Python, in an environment of its own that is made once and kept.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createPublicKey } from "node:crypto";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { environment, missing } from "../support/python.mjs";
import { world } from "./support.mjs";

const run = promisify(execFile);
const REQUIREMENTS = fileURLToPath(new URL("python/requirements.txt", import.meta.url));
const SCRIPT = fileURLToPath(new URL("python/conformance.py", import.meta.url));
const here = world();

test("every operation that clerk-backend-api 7.0.0 knows and we serve", { timeout: 300_000 }, async (t) => {
  const reason = await missing();
  if (reason) return t.skip(reason);
  const python = await environment("python-sdk", REQUIREMENTS);
  const [jwk] = (await here.sdk.jwks.getJwks()).keys;
  const pem = createPublicKey({ key: jwk, format: "jwk" }).export({ type: "spki", format: "pem" });
  const variables = { ONEHOP_URL: here.url, ONEHOP_SECRET_KEY: here.keys.secret_key, ONEHOP_PEM: pem };
  const { stdout, stderr } = await run(python, [SCRIPT], { env: { ...process.env, ...variables } });
  const results = stdout
    .trim()
    .split("\n")
    .map((text) => JSON.parse(text));
  assert.ok(results.length >= 10, stderr);
  for (const { name, problem } of results) {
    await t.test(name, () => problem && assert.fail(problem));
  }
  const broken = here.proxy.exchanges.filter(
    ({ headers }) => headers["x-clerk-sdk"] && headers["clerk-api-version"] !== "2025-11-10",
  );
  assert.deepEqual(broken, [], "this SDK speaks version 2025-11-10");
});
