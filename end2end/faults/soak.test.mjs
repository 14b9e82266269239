// Ten thousand people stay signed in, and their browsers renew their tokens for a while: none is refused, and the server
// takes no more memory and holds no more files in the end than it did after the beginning. In the long form only.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { describe, test } from "node:test";
import { count, isLong, pause, report, spread } from "./lib/settings.mjs";
import { KINDS, World } from "./lib/world.mjs";

const SESSIONS = count("FAULTS_SESSIONS", 200, 10_000);
const SECONDS = count("FAULTS_SOAK_SECONDS", 10, 600);
const BROWSERS = 16;
/** Before that, caches fill. */
const WARM = 0.3;
const SAMPLE_MS = 1_000;
/** More than that, after the warm part, is a leak. */
const GROWTH = 1.05;
/** Connections come and go, up to a bound. */
const MORE_FILES = 32;

describe("signed in for long", { skip: isLong || process.env.FAULTS_SOAK_SECONDS ? false : "in the long form only" }, () => {
  for (const kind of KINDS) {
    test(`${SESSIONS} sessions renewed for ${SECONDS} s, ${kind}`, async () => {
      const world = await World.open(kind);
      try {
        const { driver, node } = world;
        const sessions = await signedIn(driver);
        const asked = { times: [], failed: [], isStopping: false };
        const renewing = Array.from({ length: BROWSERS }, (_, at) => renew(sessions, at, asked));
        const samples = await watch(node);
        asked.isStopping = true;
        await Promise.all(renewing);
        const warm = samples.slice(Math.floor(samples.length * WARM));
        const quarter = Math.max(1, Math.floor(warm.length / 4));
        const mean = (list, key) => list.reduce((sum, it) => sum + it[key], 0) / list.length;
        const [early, late] = [warm.slice(0, quarter), warm.slice(-quarter)];
        const figures = `${Math.round(mean(early, "memory"))} MiB then ${Math.round(mean(late, "memory"))} MiB, ${Math.round(mean(late, "files"))} files`;
        report(
          `soak ${kind}: ${SESSIONS} sessions, ${asked.times.length} renewals in ${SECONDS} s, ${asked.failed.length} refused; ${spread(asked.times)}; ${figures}`,
        );
        assert.deepEqual(asked.failed.slice(0, 5), []);
        assert.ok(mean(late, "memory") <= mean(early, "memory") * GROWTH, `memory: ${figures}`);
        assert.ok(mean(late, "files") <= mean(early, "files") + MORE_FILES, `files: ${figures}`);
      } finally {
        await world.close();
      }
    });
  }
});

/** People made by the backend, each signed in with a ticket in a browser of their own. */
async function signedIn(driver) {
  const sessions = [];
  let next = 0;
  const make = async () => {
    while (next < SESSIONS) {
      next += 1;
      const email_address = [`somebody.${next}@example.com`];
      const user = await driver.backend("POST", "/v1/users", { email_address, skip_password_requirement: true });
      assert.equal(user.status, 200, JSON.stringify(user.json));
      const ticket = await driver.backend("POST", "/v1/sign_in_tokens", { user_id: user.json.id });
      const browser = driver.browser();
      const attempt = await browser.post("/v1/client/sign_ins", { strategy: "ticket", ticket: ticket.json.token });
      assert.equal(attempt.json?.response?.status, "complete", JSON.stringify(attempt.json));
      sessions.push({ browser, session: attempt.json.response.created_session_id });
    }
  };
  await Promise.all(Array.from({ length: BROWSERS }, make));
  return sessions;
}

/** Each worker has its own share of the sessions, again and again. */
async function renew(sessions, at, asked) {
  for (let turn = at; !asked.isStopping; turn += BROWSERS) {
    const { browser, session } = sessions[turn % sessions.length];
    const start = performance.now();
    const { status } = await browser.refresh(session);
    asked.times.push(performance.now() - start);
    if (status !== 200) asked.failed.push(status);
  }
}

/** Memory and open files, every second. */
async function watch(node) {
  const samples = [];
  const end = Date.now() + SECONDS * 1_000;
  while (Date.now() < end) {
    await pause(SAMPLE_MS);
    samples.push({ memory: node.memory(), files: readdirSync(`/proc/${node.child.pid}/fd`).length });
  }
  return samples;
}
