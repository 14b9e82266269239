// What judges after a fault must be able to find something: every kind of damage that it looks for is done here by hand.
import assert from "node:assert/strict";
import { cp, rm } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { checkAnswers, checkRows } from "./lib/check.mjs";
import { folder } from "./lib/onehop.mjs";
import { run } from "./lib/program.mjs";
import { Sqlite } from "./lib/sqlite.mjs";
import { World } from "./lib/world.mjs";

const SOMEBODY = "(SELECT id FROM users LIMIT 1)";
const DAMAGE = {
  "the total of users": "UPDATE totals SET value = value + 1",
  "gaps in the feed": "DELETE FROM events WHERE sequence = 2",
  "users that the feed doesn't know": `DELETE FROM events WHERE resource_id = ${SOMEBODY}`,
  "users whose last event tells of another version": `UPDATE users SET version = version + 1 WHERE id = ${SOMEBODY}`,
  "users whose last event tells of something else":
    "UPDATE users SET first_name = 'Somebody Else' WHERE first_name IS NOT NULL",
  "mails to people that the feed doesn't know": "DELETE FROM events WHERE type = 'email.created'",
  "versions told twice": "UPDATE events SET version = 1 WHERE version = 2",
  "versions left out": "UPDATE events SET version = version + 1 WHERE version > 1",
  "users that are gone though nothing tells so": `DELETE FROM users WHERE id = ${SOMEBODY}`,
  "users that are there though deleted": `UPDATE events SET resource_id = ${SOMEBODY} WHERE type = 'user.deleted'`,
  "users without their address": `DELETE FROM email_addresses WHERE user_id = ${SOMEBODY}`,
  "addresses of nobody": `DELETE FROM users WHERE id = ${SOMEBODY}`,
  "users whom nobody finds": "DELETE FROM user_search",
  "found users that aren't": "INSERT INTO user_search (rowid, text) VALUES (1, 'nobody')",
  "the day's sign-ups": "UPDATE daily_totals SET value = value + 1 WHERE name = 'sign_ups'",
  "sessions whose last event tells of another version": "UPDATE sessions SET version = version + 1",
  "sessions of nobody": "DELETE FROM users",
  "sign-ups that made nobody": "DELETE FROM events WHERE type = 'user.created'",
  "protocol entries without their change": "DELETE FROM events WHERE version > 1",
  foreign_key_check: "DELETE FROM users",
};

describe("damage is found", () => {
  let world;
  let home;
  before(async () => {
    world = await World.open("SQLite");
    // Until there is something of each kind to be damaged.
    const { driver } = world;
    const isOver = (fact) => fact.known === "revoked" || fact.known === "ended";
    const isDone = () =>
      driver.accounts.some((it) => it.exists.known && [...it.sessions.values()].some(isOver)) &&
      driver.accounts.some((it) => it.id && !it.exists.known) &&
      driver.accounts.some((it) => it.exists.known && it.firstName.known);
    await driver.run(1_500);
    for (let more = 0; more < 20 && !isDone(); more += 1) await driver.run(1_000);
    // Nobody of theirs has to get a mail; who waits does.
    await driver.backend("POST", "/v1/waitlist_entries", { email_address: "waiting@example.com" });
    await world.judgeRows("nothing was done yet");
    await world.judgeAnswers("nothing was done yet");
    await world.node.stop();
    home = await folder();
  });
  after(async () => {
    await rm(home, { recursive: true, force: true });
    await world?.close();
  });

  /** What is found after this was done to a copy. */
  async function found(sql) {
    await cp(world.node.data, home, { recursive: true, force: true });
    await run("sqlite3", ["-bail", `${home}/onehop.db`], { input: `${sql};\n` });
    return checkRows(world.driver, new Sqlite(home), { isPassing: true });
  }

  for (const [name, sql] of Object.entries(DAMAGE)) {
    test(name, async () => {
      const { problems } = await found(sql);
      assert.ok(
        problems.some((line) => line.startsWith(`${name}:`)),
        `only: ${problems}`,
      );
    });
  }

  test("a change that was acknowledged and isn't there", async () => {
    const account = world.driver.accounts.findLast((it) => it.exists.known && it.firstName.known);
    const of = `primary_email_address_id IN (SELECT id FROM email_addresses WHERE email_address = '${account.email}')`;
    for (const sql of [
      `UPDATE users SET first_name = 'Before' WHERE ${of}`,
      `UPDATE users SET public_metadata = '{}' WHERE ${of}`,
      `DELETE FROM users WHERE ${of}`,
    ])
      assert.equal((await found(sql)).lost.filter((line) => line.startsWith(account.email)).length > 0, true, sql);
    assert.ok((await found("UPDATE sessions SET status = 'active'")).lost.some((line) => /session .* is active/.test(line)));
  });

  test("a page of the file that is not what was written", async () => {
    await cp(world.node.data, home, { recursive: true, force: true });
    const [[{ size }]] = await new Sqlite(home).all([
      "SELECT rootpage * 4096 AS size FROM sqlite_master WHERE name = 'users'",
    ]);
    await run("sqlite3", [`${home}/onehop.db`, "PRAGMA wal_checkpoint(TRUNCATE)"]);
    await run("dd", [
      "if=/dev/urandom",
      `of=${home}/onehop.db`,
      "bs=1",
      "count=40",
      `seek=${size - 4096}`,
      "conv=notrunc",
      "status=none",
    ]);
    const outcome = await checkRows(world.driver, new Sqlite(home), { isPassing: true }).catch((error) => ({
      problems: [String(error)],
    }));
    assert.ok(outcome.problems.length > 0);
  });

  test("an answer that differs", async () => {
    await world.node.start();
    const account = world.driver.accounts.findLast((it) => it.exists.known);
    world.driver.touched.add(account);
    account.firstName.acknowledge("Somebody Else");
    assert.equal((await checkAnswers(world.driver)).length, 1);
  });
});
