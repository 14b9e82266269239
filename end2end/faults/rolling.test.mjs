// F17: two nodes on one Postgres behind nginx are restarted in turn while there are writes. Whoever asks notices nothing:
// no request fails.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { checkAnswers, checkRows } from "./lib/check.mjs";
import { Driver } from "./lib/driver.mjs";
import { FAIL_TIMEOUT_MS, Nginx, missing } from "./lib/nginx.mjs";
import { freePort } from "../support/program.mjs";
import { Onehop, folder } from "./lib/onehop.mjs";
import { Postgres } from "./lib/postgres.mjs";
import { count, pause, report, spread } from "./lib/settings.mjs";

const RESTARTS = count("FAULTS_RESTARTS", 2, 100);
const DRAINED_MS = 30_000;
/** Browsers that do nothing but renew their token, each as fast as it is answered. */
const REFRESHERS = 6;

describe("two nodes behind nginx", { skip: (await missing()) ?? false }, () => {
  let home;
  let database;
  let nginx;
  let nodes = [];
  let driver;
  before(async () => {
    home = await folder();
    database = await Postgres.make(`${home}/postgres`);
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const settings = {
      ...database.settings,
      ONEHOP_SERVER_PUBLIC_URL: origin,
      ONEHOP_SERVER_TRUSTED_PROXIES: "127.0.0.1",
      ONEHOP_KEYS_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
      ONEHOP_MAIL_FROM: "Example <no-reply@example.com>",
      // Nothing of what the driver does needs a mail to arrive.
      ONEHOP_MAIL_SMTP_URL: "smtp://127.0.0.1:9",
      ONEHOP_SERVER_SHUTDOWN_PAUSE_SECONDS: String(count("FAULTS_PAUSE_SECONDS", 1, 5)),
    };
    for (const name of ["a", "b"]) {
      await mkdir(`${home}/${name}`);
      nodes.push(await Onehop.make({ data: `${home}/${name}`, settings, flags: [] }));
    }
    for (const node of nodes) await node.start();
    nginx = await Nginx.start(
      `${home}/nginx`,
      port,
      nodes.map((node) => node.port),
    );
    const [, secretKey] = nodes[0].lines(/Secret key/)[0].match(/(sk_\w+)/);
    driver = new Driver({ target: () => nginx.url, origin, secretKey, isProduction: true });
  });
  after(async () => {
    await driver?.stop();
    await nginx?.stop();
    for (const node of nodes) await node.remove();
    await database?.remove();
    await rm(home, { recursive: true, force: true });
  });

  test(`${RESTARTS} restarts in turn`, async () => {
    const drains = [];
    const refreshes = { done: 0, failed: [], isStopping: false };
    const browsers = await Promise.all(Array.from({ length: REFRESHERS }, (_, at) => signedIn(driver, at)));
    const refreshing = browsers.map((browser) => refresh(browser, refreshes));
    driver.start();
    for (let round = 0; round < RESTARTS; round += 1) {
      // nginx has to notice that the other one is back.
      await pause(FAIL_TIMEOUT_MS * 1.5);
      const node = nodes[round % nodes.length];
      drains.push(await node.stop());
      await node.start();
    }
    refreshes.isStopping = true;
    await Promise.all([driver.stop(), ...refreshing]);
    const { acknowledged } = driver.counts;
    assert.deepEqual(
      refreshes.failed.slice(0, 10),
      [],
      `${refreshes.failed.length} of ${refreshes.done} refreshes failed\n${nginx.complaints()}`,
    );
    assert.deepEqual(
      [driver.failures.slice(0, 10), driver.refusals.slice(0, 10)],
      [[], []],
      `${driver.failures.length} requests failed\n${nginx.complaints()}`,
    );
    assert.ok(Math.max(...drains) <= DRAINED_MS, `drained ${spread(drains)}`);
    const { problems, lost } = await checkRows(driver, database);
    const ours = lost.filter((line) => !line.startsWith("refresher."));
    assert.deepEqual([ours, problems, (await checkAnswers(driver)).slice(0, 10)], [[], [], []]);
    report(
      `F17: ${RESTARTS} restarts behind nginx, ${acknowledged} changes and ${refreshes.done} refreshes, 0 failed; drained ${spread(drains)}`,
    );
  });
});

/** A browser in which somebody is signed in whom the driver doesn't know. */
async function signedIn(driver, at) {
  const [email, password] = [`refresher.${at}@example.com`, `harbour-lantern-${at}`];
  await driver.backend("POST", "/v1/users", { email_address: [email], password });
  const browser = driver.browser();
  const { json } = await browser.post("/v1/client/sign_ins", { identifier: email, password });
  assert.equal(json.response.status, "complete");
  return { browser, session: json.response.created_session_id };
}

async function refresh({ browser, session }, refreshes) {
  while (!refreshes.isStopping) {
    const { status, error } = await browser.refresh(session);
    refreshes.done += 1;
    if (status !== 200) refreshes.failed.push({ status, error });
  }
}
