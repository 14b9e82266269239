// Users by the million. One is made through the API; the others are copies of its rows, written straight into the
// database: what differs from person to person is listed here, everything else is whatever the server wrote.

import Database from "better-sqlite3";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { start } from "./onehop.mjs";
import { run, stop } from "./process.mjs";

const FIRST = 1_700_000_000_000;
/** So many names, so that a name is shared by some. */
const NAMES = 997;

/** The `i`-th person, as the copies below make them. */
export const person = (i) => ({
  id: `user_bench${i}`,
  email: `person${i}@example.com`,
  external_id: `ext_${i}`,
  name: `First${i % NAMES}`,
  created_at: FIRST + i * 1000,
});

const text = "CAST(i AS TEXT)";
const COPIES = {
  users: {
    id: `'user_bench' || ${text}`,
    search_id: "i",
    external_id: `'ext_' || ${text}`,
    first_name: `'First' || CAST(i % ${NAMES} AS TEXT)`,
    last_name: `'Last' || CAST(i % 7919 AS TEXT)`,
    primary_email_address_id: `'idn_bench' || ${text}`,
    created_at: `${FIRST} + i * 1000`,
    updated_at: `${FIRST} + i * 1000`,
  },
  email_addresses: {
    id: `'idn_bench' || ${text}`,
    user_id: `'user_bench' || ${text}`,
    email_address: `'person' || ${text} || '@example.com'`,
    email_normalized: `'person' || ${text} || '@example.com'`,
  },
};
const SEARCHED = `'first' || CAST(i % ${NAMES} AS TEXT) || ' last' || CAST(i % 7919 AS TEXT) || ' ext_' || ${text} || ' user_bench' || ${text} || ' person' || ${text} || '@example.com'`;

/** A server whose instance has `count` users. `database`: an address of Postgres, or nothing for SQLite. */
export async function populated(count, database) {
  const env = database ? { DATABASE_URL: database } : {};
  const first = await start({ env });
  const { secret_key } = JSON.parse(readFileSync(join(first.data, "dev-keys.json"), "utf8"));
  const headers = { authorization: `Bearer ${secret_key}`, "content-type": "application/json" };
  const body = JSON.stringify({ email_address: ["ada@example.com"], first_name: "Ada", last_name: "L", external_id: "ext" });
  const made = await fetch(`${first.origin}/v1/users`, { method: "POST", headers, body });
  if (!made.ok) throw new Error(`POST /v1/users: ${made.status} ${await made.text()}`);
  await stop(first);
  const copy = database ? await postgres(database) : sqlite(join(first.data, "onehop.db"));
  await copy(count - 1);
  return { ...(await start({ data: first.data, env })), headers };
}

function statements(columnsOf, numbers) {
  const copies = Object.entries(COPIES).map(([table, own]) => {
    const columns = columnsOf(table);
    const values = columns.map((name) => own[name] ?? name);
    return `INSERT INTO ${table} (${columns}) SELECT ${values} FROM (SELECT * FROM ${table}) AS one, ${numbers}`;
  });
  return [
    ...copies,
    `INSERT INTO user_search (rowid, text) SELECT i, ${SEARCHED} FROM ${numbers}`,
    "UPDATE totals SET value = (SELECT COUNT(*) FROM users) WHERE name = 'users'",
  ];
}

function sqlite(file) {
  return (count) => {
    const db = new Database(file);
    const columnsOf = (table) => db.pragma(`table_info(${table})`).map(({ name }) => name);
    const numbers = `(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count}) SELECT i FROM n) AS numbers`;
    db.exec(`BEGIN; ${statements(columnsOf, numbers).join(";\n")}; COMMIT; ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)`);
    db.close();
  };
}

async function postgres(url) {
  const ask = (sql) => run("psql", ["-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", url], { input: sql });
  const columns = {};
  for (const table of Object.keys(COPIES)) {
    const sql = `SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '${table}' ORDER BY ordinal_position`;
    columns[table] = (await ask(sql)).trim().split("\n");
  }
  return (count) => {
    const sql = statements((table) => columns[table], `generate_series(1, ${count}) AS numbers(i)`);
    return ask(`BEGIN; ${sql.join(";\n")}; COMMIT; VACUUM ANALYZE`);
  };
}
