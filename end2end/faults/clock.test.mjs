// F6: the clock jumps. Nothing lives longer than it may, nobody is signed out by a jump that is undone, no limit holds
// for longer than it says, and nothing breaks.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { mkdir, rm } from "node:fs/promises";
import { Clock, DAY, HOUR, MINUTE, missing } from "./lib/clock.mjs";
import { Driver } from "./lib/driver.mjs";
import { Account } from "./lib/ledger.mjs";
import { Onehop, folder } from "./lib/onehop.mjs";
import { count, pause, random, report } from "./lib/settings.mjs";
import { KINDS, World } from "./lib/world.mjs";

const STEPS = count("FAULTS_CLOCK_STEPS", 5, 120);
const STEP_MS = count("FAULTS_CLOCK_STEP_MS", 300, 5_000);
/** What verifiers forgive. */
const LEEWAY = 5;
/** So far the clocks of two nodes may be apart. */
const SKEW = LEEWAY - 2;
const PASSWORD = "quiet-harbour-lantern-42";

describe("the clock jumps", { skip: missing() ?? false }, () => {
  for (const kind of KINDS) {
    describe(kind, () => {
      let world;
      let clock;
      let home;
      before(async () => {
        home = await folder();
        clock = new Clock(home);
        world = await World.open(kind, { settings: clock.settings });
      });
      after(async () => {
        await world?.close();
        await rm(home, { recursive: true, force: true });
      });

      /** Somebody who has just signed up, and whom the driver knows. */
      async function person() {
        clock.set(0);
        const { accounts } = world.driver;
        const email = `person.${accounts.length}+clerk_test@example.com`;
        const account = new Account(email);
        account.exists.acknowledge(true);
        accounts.push(account);
        const browser = world.driver.browser();
        const path = await begun(browser, email);
        const { json } = await browser.post(`${path}/attempt_verification`, { strategy: "email_code", code: "424242" });
        return { email, browser, session: json.response.created_session_id };
      }

      async function begun(browser, email) {
        const { json } = await browser.post("/v1/client/sign_ups", { email_address: email, password: PASSWORD });
        const path = `/v1/client/sign_ups/${json.response.id}`;
        const { status } = await browser.post(`${path}/prepare_verification`, { strategy: "email_code" });
        assert.equal(status, 200);
        return path;
      }

      /** Does the server itself take this token for the session's? */
      async function isAccepted(session, token) {
        const { status } = await world.driver.backend("POST", `/v1/sessions/${session}/verify`, { token });
        return status === 200;
      }

      test("a token ends when it says, and one from a clock that is ahead is not believed for long", async () => {
        const { browser, session } = await person();
        const { jwt } = (await browser.refresh(session)).json;
        assert.ok(await isAccepted(session, jwt));
        clock.set(60 + LEEWAY + 3);
        assert.ok(!(await isAccepted(session, jwt)), "after its end");
        clock.set(HOUR);
        const early = (await browser.refresh(session)).json.jwt;
        clock.set(0);
        assert.ok(!(await isAccepted(session, early)), "from the future");
        clock.set(SKEW);
        const other = (await browser.refresh(session)).json.jwt;
        clock.set(0);
        assert.ok(await isAccepted(session, other), "of a node whose clock is a little ahead");
      });

      test("a session outlives a jump of an hour that is undone, and not its own end", async () => {
        const { browser, session } = await person();
        for (const jump of [HOUR, -HOUR, 0]) {
          clock.set(jump);
          assert.equal((await browser.refresh(session)).status, 200, `${jump} s`);
        }
        clock.set(7 * DAY - MINUTE);
        assert.equal((await browser.refresh(session)).status, 200, "a minute before its end");
        clock.set(7 * DAY + MINUTE);
        assert.notEqual((await browser.refresh(session)).status, 200, "a minute after its end");
      });

      test("a code ends after ten minutes", async () => {
        clock.set(0);
        const browser = world.driver.browser();
        const path = await begun(browser, `late.${kind}+clerk_test@example.com`);
        clock.set(10 * MINUTE + 30);
        const attempt = () => browser.post(`${path}/attempt_verification`, { strategy: "email_code", code: "424242" });
        const late = await attempt();
        assert.ok(late.status >= 400 && late.status < 500, `${late.status}`);
      });

      test("after 400 days people sign in anew, and nothing has broken", async () => {
        const { email, browser, session } = await person();
        clock.set(400 * DAY);
        assert.equal(await world.node.health(), 200);
        assert.notEqual((await browser.refresh(session)).status, 200);
        const fresh = world.driver.browser();
        const { json } = await fresh.post("/v1/client/sign_ins", { identifier: email, password: PASSWORD });
        assert.equal(json.response?.status, "complete", JSON.stringify(json));
        assert.equal((await fresh.refresh(json.response.created_session_id)).status, 200);
        clock.set(0);
      });

      test(`${STEPS} steps to and fro while there are writes`, async () => {
        const chance = random();
        const { driver } = world;
        driver.start();
        for (let step = 0; step < STEPS; step += 1) {
          clock.set(chance.one([0, 45, -45, 5 * MINUTE, -5 * MINUTE, HOUR, -HOUR]));
          await pause(STEP_MS);
        }
        await driver.stop();
        clock.set(0);
        assert.deepEqual(driver.failures.slice(0, 5), [], "failed");
        // A code may have ended in between, and so may the time for which a proof counts that it is you.
        const ends = (line) => line.startsWith("sign up:") || line.includes('"session_reverification_required"');
        driver.refusals = driver.refusals.filter((line) => !ends(line));
        const { acknowledged } = driver.counts;
        await world.judgeRows("steps");
        await world.judgeAnswers("steps");
        report(`F6 ${kind}: ${STEPS} steps of the clock, ${acknowledged} acknowledged, 0 lost, 0 failed`);
      });
    });
  }

  test("a limit that was reached does not hold for an hour more when the clock goes back by one", async () => {
    const home = await folder();
    const clock = new Clock(home);
    const data = `${home}/data`;
    await mkdir(data);
    const settings = {
      ...clock.settings,
      ONEHOP_LIMITS_ENABLED: "true",
      ONEHOP_LIMITS_CREATE: "2/4s",
      ONEHOP_LIMITS_MULTIPLIER: "1",
    };
    const node = await Onehop.make({ data, settings });
    try {
      await node.start();
      const driver = new Driver({ target: () => node.url, origin: node.origin, secretKey: node.keys().secret_key });
      const attempt = () => driver.browser().post("/v1/client/sign_ins", { identifier: "nobody@example.com" });
      let reply;
      for (let tries = 0; tries < 10 && reply?.status !== 429; tries += 1) reply = await attempt();
      assert.equal(reply.status, 429);
      clock.set(-HOUR);
      reply = await attempt();
      if (reply.status === 429) {
        await pause(Number(reply.headers.get("retry-after")) * 1_000);
        reply = await attempt();
      }
      assert.notEqual(reply.status, 429, "after the time that was told");
    } finally {
      await node.remove();
      await rm(home, { recursive: true, force: true });
    }
  });
});
