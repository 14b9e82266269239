// F12, F1: webhooks while receivers fail in every way, and while the server is killed. What works gets everything at once,
// what is healed gets everything afterwards; nothing is lost, and what comes twice comes under the same id.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { Webhooks } from "../support/webhooks.mjs";
import { checkRows } from "./lib/check.mjs";
import { Driver } from "./lib/driver.mjs";
import { backend } from "./lib/http.mjs";
import { Onehop, folder } from "./lib/onehop.mjs";
import { Postgres } from "./lib/postgres.mjs";
import { BUSY_S, FAR_TOO_MUCH, KINDS as RECEIVERS, Receiver } from "./lib/receivers.mjs";
import { count, isLong, pause, random, report, spread, until } from "./lib/settings.mjs";
import { KINDS, World } from "./lib/world.mjs";

const EVENTS = count("FAULTS_WEBHOOK_EVENTS", 24, 1_000);
const KILLS = count("FAULTS_WEBHOOK_KILLS", 2, 25);
const CHANGES = count("FAULTS_WEBHOOK_CHANGES", 120, 10_000);
const ENDPOINTS_OF_TWO = 12;
/** A receiver may take so long to answer. */
const TIMEOUT_S = isLong ? 15 : 4;
/** An event is with a receiver that works after this, whatever the others do and however busy the machine is. */
const PROMPT_MS = 5_000;
/** The first pause of the schedule. */
const FIRST_PAUSE_MS = 5_000;
/** What a node had is another's after this; so long nothing comes after a kill. */
const LEASE_PASSED_MS = 60_000;
const DRAINED_MS = isLong ? 1_800_000 : 90_000;

// All of them wait most of the time.
describe("webhooks", { concurrency: true }, () => {
  test(`${EVENTS} events to ${Object.keys(RECEIVERS).length} kinds of receivers at once`, zoo);
  for (const kind of KINDS) test(`killed ${KILLS} times on ${kind} amid ${CHANGES} changes`, () => kills(kind));
  describe("two nodes on Postgres", twoNodes);
});

async function zoo() {
  const settings = { ONEHOP_WEBHOOKS_TIMEOUT_SECONDS: String(TIMEOUT_S) };
  const world = await World.open("SQLite", { settings });
  const receivers = Object.fromEntries(
    await Promise.all(Object.keys(RECEIVERS).map(async (kind) => [kind, await Receiver.open(kind)])),
  );
  try {
    const hooks = await Webhooks.open(asServer(world.node));
    for (const receiver of Object.values(receivers)) receiver.id = (await hooks.add(receiver.url)).id;
    const begin = Date.now();
    await people(world, EVENTS);
    const events = await feed(world.node, world.driver.secretKey);
    assert.equal(events.length, EVENTS);
    const ids = events.map(({ id }) => id).sort();

    const { fine, slow, endless, busy, failing, redirecting, gone, untrusted, hanging, healing, closing, garbage } = receivers;
    for (const receiver of [fine, slow, endless, busy]) await tookAll(receiver, ids);
    const delays = events.map(({ id, timestamp }) => fine.taken.get(id) - timestamp).sort((a, b) => a - b);
    assert.ok(delays[Math.floor(delays.length * 0.95)] <= PROMPT_MS, `others hang, and this waits: ${spread(delays)}`);
    for (const receiver of [fine, slow, endless])
      assert.equal(receiver.tries.length, EVENTS, `${receiver.kind}: once is enough`);
    assert.ok(endless.mostWritten < FAR_TOO_MUCH, "nobody reads an endless answer to its end");
    const asked = pauses(busy);
    assert.ok(Math.min(...asked) >= BUSY_S * 1_000 - 50, `asked for ${BUSY_S} s, came after ${spread(asked)}`);

    const isTriedTwice = () => [...failing.counts.values()].filter((tries) => tries > 1).length === EVENTS;
    await until("a second try of everything that failed", isTriedTwice, DRAINED_MS, 50);
    const second = pauses(failing);
    assert.ok(Math.min(...second) >= FIRST_PAUSE_MS - 50, `tried again after ${spread(second)}`);
    assert.equal(failing.taken.size, 0);
    const off = await hooks.get(gone.id);
    assert.deepEqual([off.enabled, off.disabled_reason], [false, "gone"]);
    assert.ok(untrusted.resets > 0 && untrusted.tries.length === 0, "nothing is sent before TLS is there");

    const patients = [hanging, healing, redirecting, closing, garbage, untrusted];
    for (const receiver of patients) assert.equal(receiver.taken.size, 0, receiver.kind);
    for (const receiver of patients) receiver.heal();
    await hooks.change(untrusted.id, { endpoint_url: `http://${untrusted.authority}/hook` });
    await Promise.all(patients.map((receiver) => recovered(hooks, receiver, begin)));
    for (const receiver of patients) await tookAll(receiver, ids);
    assert.ok(!redirecting.wasFollowed, "redirects aren't followed");
    const left = await hooks.stats(failing.id);
    assert.deepEqual([left.pending, left.backlog], [EVENTS, 0], "what fails waits for another try");
    assert.deepEqual(world.node.lines(/panicked/), []);
    report(`F12: ${EVENTS} events to 12 kinds of receivers, 0 lost; the fine one ${spread(delays)} after the change; ` +
      `again ${spread(second)} after a failure`);
  } finally {
    await world.close();
    for (const receiver of Object.values(receivers)) await receiver.close();
  }
}

/** Asks for another try of everything, as an operator does who sees what is left, until nothing is. */
async function recovered(hooks, { kind, id }, since) {
  const isDone = async () => {
    await hooks.recover(id, since);
    const { pending, backlog } = await hooks.stats(id);
    return pending === 0 && backlog === 0;
  };
  await until(`everything with ${kind}`, isDone, DRAINED_MS, 500);
}

async function kills(kind) {
  const chance = random();
  const world = await World.open(kind);
  const receivers = [await Receiver.open(), await Receiver.open()];
  const { node, driver } = world;
  try {
    const hooks = await Webhooks.open(asServer(node));
    const [ordered, plain] = receivers;
    await hooks.add(ordered.url, { ordered: true });
    await hooks.add(plain.url);
    const waits = [];
    for (let round = 0; round < KILLS; round += 1) {
      const before = ordered.arrivals.length;
      const enough = driver.counts.acknowledged + CHANGES / KILLS - chance.whole(0, 10);
      driver.start();
      // In the first round of the short form, in every one of the long form, deliveries are made at this moment.
      const isDelivering = () => !(isLong || round === 0) || ordered.arrivals.length > before;
      await until("changes and deliveries", () => driver.counts.acknowledged >= enough && isDelivering(), DRAINED_MS);
      await node.kill();
      await driver.stop();
      await world.judgeRows(`round ${round}`);
      await node.start();
      const came = ordered.arrivals.length;
      if (isLong || round === KILLS - 1)
        waits.push(await until("deliveries", () => ordered.arrivals.length > came, LEASE_PASSED_MS));
    }
    await driver.run(200);
    const events = await feed(node, driver.secretKey);
    const repeated = await judge(events, ordered, plain);
    await world.judgeAnswers("at the end");
    const { acknowledged } = driver.counts;
    report(`F1 webhooks ${kind}: ${KILLS} kills amid ${acknowledged} changes, ${events.length} events, all delivered, ` +
      `${repeated} twice; deliveries again ${spread(waits)}`);
  } finally {
    await world.close();
    for (const receiver of receivers) await receiver.close();
  }
}

function twoNodes() {
  let home;
  let database;
  let driver;
  const nodes = [];
  const receivers = [];
  before(async () => {
    home = await folder();
    database = await Postgres.make(`${home}/postgres`);
    const settings = { ...database.settings, ONEHOP_KEYS_ENCRYPTION_KEY: randomBytes(32).toString("base64") };
    for (const name of ["a", "b"]) {
      await mkdir(`${home}/${name}`);
      nodes.push(await Onehop.make({ data: `${home}/${name}`, settings }));
    }
    await nodes[0].start();
    // Each looks for work once a second: not at the same moment.
    await pause(500);
    await nodes[1].start();
  });
  after(async () => {
    await driver?.stop();
    for (const node of nodes) await node.remove();
    for (const receiver of receivers) await receiver.close();
    await database?.remove();
    await rm(home, { recursive: true, force: true });
  });

  test("share the work; one is killed, the other one does it all", async () => {
    const [killed, left] = nodes;
    const { secret_key: secretKey } = killed.keys();
    const hooks = await Webhooks.open(asServer(killed));
    for (let made = 0; made < ENDPOINTS_OF_TWO; made += 1) {
      const receiver = await Receiver.open();
      receivers.push(receiver);
      receiver.id = (await hooks.add(receiver.url, { ordered: made % 2 === 0 })).id;
      await pause(250);
    }
    driver = new Driver({ target: () => left.url, origin: left.origin, secretKey });
    driver.start();
    await until("deliveries", () => receivers.every(({ arrivals }) => arrivals.length > 0), 20_000);
    const holders = await database.query("SELECT id, leased_by FROM webhook_endpoints");
    const shares = [...countedBy(holders, ({ leased_by: holder }) => holder).values()];
    assert.equal(shares.length, 2, `one of two nodes has all ${holders.length} endpoints`);
    await killed.kill();
    const begin = performance.now();
    await pause(1_000);
    const at = new Map(receivers.map((receiver) => [receiver, receiver.arrivals.length]));
    const stands = (receiver) => receiver.arrivals.length === at.get(receiver);
    await pause(2_000);
    const orphans = receivers.filter(stands);
    const isItsShare = shares.includes(orphans.length);
    assert.ok(isItsShare, `what the killed one had stands still, nothing else: ${orphans.length} of ${shares}`);
    await driver.stop();
    await until("deliveries of what the killed one had", () => !orphans.some(stands), LEASE_PASSED_MS);
    const passed = performance.now() - begin;
    assert.ok(passed <= LEASE_PASSED_MS, `after ${passed} ms`);
    const events = await feed(left, secretKey);
    let repeated = 0;
    for (const [at, receiver] of receivers.entries())
      repeated += await judge(events, at % 2 === 0 ? receiver : undefined, receiver);
    const { problems, lost } = await checkRows(driver, database);
    assert.deepEqual([problems, lost.slice(0, 10)], [[], []]);
    report(`F1 webhooks: two nodes had ${shares.join(" and ")} endpoints; one killed, the other one went on with its ` +
      `${orphans.length} after ${Math.round(passed)} ms; ${events.length} events, all delivered, ${repeated} twice`);
  });
}

/** How many of these there are by name. */
function countedBy(things, nameOf) {
  const counts = new Map();
  for (const thing of things) counts.set(nameOf(thing), (counts.get(nameOf(thing)) ?? 0) + 1);
  return counts;
}

/** Everything arrived, in order where that was asked for, twice only as the same; how much came twice. */
async function judge(events, ordered, plain) {
  const ids = events.map(({ id }) => id).sort();
  const receivers = [...new Set([ordered, plain].filter(Boolean))];
  let repeated = 0;
  for (const receiver of receivers) {
    await tookAll(receiver, ids);
    const bodies = new Map();
    const versions = new Map();
    for (const { id, resource, version, body } of receiver.arrivals) {
      const isRepeated = bodies.has(id);
      if (isRepeated) assert.equal(body, bodies.get(id), "the same id is the same event");
      bodies.set(id, body);
      const name = `${resource} ${version}`;
      assert.ok(isRepeated || !versions.has(name), `${name} came under two ids`);
      if (receiver === ordered && !isRepeated) {
        const last = versions.get(resource) ?? 0;
        assert.equal(version, last + 1, `${resource}: version ${version} came after ${last}`);
        versions.set(resource, version);
      }
      versions.set(name, id);
      repeated += isRepeated ? 1 : 0;
    }
  }
  return repeated;
}

/** Waits until it has these, and nothing else. */
async function tookAll(receiver, ids) {
  // What is missing is said below.
  await until("all of it", () => receiver.taken.size >= ids.length, DRAINED_MS, 20).catch(() => {});
  assert.deepEqual([...receiver.taken.keys()].sort(), ids, receiver.kind);
}

/** How long after the first try the second one came, of each event. */
function pauses({ tries }) {
  const first = new Map();
  const second = new Map();
  for (const { id, at } of tries) {
    if (!first.has(id)) first.set(id, at);
    else if (!second.has(id)) second.set(id, at - first.get(id));
  }
  return [...second.values()];
}

/** Makes so many people, a few at a time. */
async function people({ driver }, many) {
  let made = 0;
  const make = async () => {
    while (made < many) {
      made += 1;
      const person = { email_address: [`zoo.${made}@example.com`], skip_password_requirement: true };
      const { status, json } = await driver.backend("POST", "/v1/users", person);
      assert.equal(status, 200, JSON.stringify(json));
    }
  };
  await Promise.all([make(), make(), make(), make()]);
}

/** Every event that there is. */
async function feed({ url }, secretKey) {
  const events = [];
  for (let after = "0"; ; ) {
    const { status, json } = await backend(url, secretKey, "GET", `/v1/events?limit=500&after=${after}`);
    assert.equal(status, 200, JSON.stringify(json));
    events.push(...json.data);
    if (!json.has_more) return events;
    after = json.next_cursor;
  }
}

function asServer(node) {
  return { url: node.url, origin: node.origin, output: () => node.lines(/./).join("\n") };
}
