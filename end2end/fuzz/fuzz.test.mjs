// Requests that nobody thought of: schemathesis makes them from our own description of both APIs, and from the published
// one as far as we claim it. Nothing may fail on our side, everything must be answered as our description says, and
// nothing may be done for a missing or wrong key. What the published description asks of an answer is judged with all
// other recorded answers, by coverage.mjs.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { environment, missing } from "../support/python.mjs";
import { startServer } from "../support/server.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const CONTRACT = fileURLToPath(new URL("../../../shared/contract/openapi/", import.meta.url));
/** So many cases all together, at least. */
const WANTED = 10_000;
/** Random cases for each operation, beside those that each schema has by itself. */
const EXAMPLES = { ours: 10, published: 8 };
const TIMEOUT_MS = 600_000;
/** Rules beyond any schema (is this name taken? is this password good?) decide what is accepted. */
const UNKNOWABLE = "positive_data_acceptance";
const PUBLISHED_CHECKS = "not_a_server_error,content_type_conformance,response_headers_conformance,ignored_auth";

const reason = await missing();
const published = (api) => join(CONTRACT, `${api}-api.2026-05-12.yml`);
const unpublished = existsSync(published("backend")) ? false : `the published descriptions aren't in ${CONTRACT}`;
let cases = 0;

describe("generated requests", { skip: reason ?? false, concurrency: 2, timeout: TIMEOUT_MS }, () => {
  let python;
  let work;
  before(async () => {
    python = await environment("fuzz", join(HERE, "requirements.txt"));
    work = await mkdtemp(join(tmpdir(), "onehop-fuzz-"));
  });
  after(async () => {
    await rm(work, { recursive: true, force: true });
    // Without the published descriptions there is less to make requests from.
    if (!unpublished) assert.ok(cases >= WANTED, `${cases} cases are fewer than ${WANTED}`);
    console.log(`generated requests: ${cases}, answered as described`);
  });

  for (const [api, tag, excluded] of [
    ["backend", "Backend API", UNKNOWABLE],
    // Browsers come and go there: who may do what is judged in hooks.py.
    ["frontend", "Frontend API", `${UNKNOWABLE},ignored_auth`],
  ]) {
    test(`our own description, ${tag}`, () =>
      fuzz(api, (url) => [
        ...[`${url}/openapi.json`, "--include-tag", tag],
        ...["--checks", "all", "--exclude-checks", excluded, "--max-examples", String(EXAMPLES.ours)],
      ]));
    test(`the published description, ${tag}`, { skip: unpublished }, () =>
      fuzz(
        api,
        (url) => [
          ...[published(api), "--url", api === "backend" ? `${url}/v1` : url],
          // Whoever may read public keys needs no key for it.
          ...["--checks", PUBLISHED_CHECKS, "--exclude-path", "/jwks", "--max-examples", String(EXAMPLES.published)],
        ],
        { ONEHOP_PREFIX: api === "backend" ? "/v1" : "" },
      ));
  }

  /** Starts a server, lets schemathesis loose on it and counts the cases. */
  async function fuzz(api, options, variables = {}) {
    const server = await startServer({ ONEHOP_LIMITS_ENABLED: "false" });
    try {
      const { secret_key: secretKey } = await server.keys();
      const key = api === "backend" ? ["--header", `Authorization: Bearer ${secretKey}`] : [];
      const report = await schemathesis([...options(server.url), ...key], {
        ONEHOP_URL: server.url,
        ONEHOP_SECRET_KEY: secretKey,
        ONEHOP_API: api,
        ...variables,
      });
      assert.equal(report.status, 0, report.text);
      const [, count] = report.text.match(/(\d+) generated/) ?? assert.fail(report.text);
      cases += Number(count);
    } finally {
      await server.stop();
    }
    const failures = server.output().match(/.*(request failed|panicked).*/g) ?? [];
    assert.deepEqual(failures.slice(0, 10), [], "the server never fails");
  }

  function schemathesis(options, variables) {
    // The same cases in every run: what fails once fails again.
    const always = ["--phases", "coverage,fuzzing", "--seed", "1", "--generation-deterministic", "--continue-on-failure"];
    const quiet = ["--no-shrink", "--warnings", "off", "--no-color", "--suppress-health-check", "all"];
    const child = spawn(python, ["-m", "schemathesis.cli", "run", ...options, ...always, ...quiet], {
      cwd: work,
      env: { ...process.env, SCHEMATHESIS_HOOKS: "hooks", PYTHONPATH: HERE, PYTHONDONTWRITEBYTECODE: "1", ...variables },
    });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => output.push(chunk));
    return new Promise((resolve) =>
      child.once("close", (status) => resolve({ status, text: Buffer.concat(output).toString() })),
    );
  }
});
