// The other SDK: clerk-backend-api in Python, in an environment of its own that is made once and kept.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash, createPublicKey } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { world } from "./support.mjs";

const run = promisify(execFile);
const REQUIREMENTS = fileURLToPath(new URL("python/requirements.txt", import.meta.url));
const SCRIPT = fileURLToPath(new URL("python/conformance.py", import.meta.url));
const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "onehop");
const here = world();

test("every operation that clerk-backend-api 7.0.0 knows and we serve", { timeout: 300_000 }, async (t) => {
  const missing = await run("python3", ["-c", "import sys, ensurepip, venv; assert sys.version_info >= (3, 10)"]).then(
    () => undefined,
    String,
  );
  if (missing) return t.skip("python3 (3.10 or later) with venv is not here: Debian has it as python3-venv");
  const python = await environment();
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

/** The interpreter of a virtual environment with the pinned packages. */
async function environment() {
  const name = createHash("sha256")
    .update(await readFile(REQUIREMENTS))
    .digest("hex")
    .slice(0, 12);
  const folder = join(CACHE, `python-sdk-${name}`);
  const python = join(folder, "bin", "python");
  if (existsSync(join(folder, "complete"))) return python;
  await rm(folder, { recursive: true, force: true });
  await mkdir(CACHE, { recursive: true });
  await run("python3", ["-m", "venv", folder]);
  await run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", REQUIREMENTS]);
  await mkdir(join(folder, "complete"));
  return python;
}
