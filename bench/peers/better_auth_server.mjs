// The process that better_auth.mjs starts.

import { createServer } from "node:http";
import Database from "better-sqlite3";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { toNodeHandler } from "better-auth/node";

const database = new Database(process.env.DATABASE);
database.pragma("journal_mode = WAL");
const options = {
  database,
  baseURL: `http://127.0.0.1:${process.env.PORT}`,
  secret: "a secret for measurements, known to everyone",
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
};
await (await getMigrations(options)).runMigrations();
createServer(toNodeHandler(betterAuth(options))).listen(Number(process.env.PORT), "127.0.0.1");
