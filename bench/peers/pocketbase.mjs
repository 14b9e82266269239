// PocketBase with the `users` collection it comes with: a signed-in user reads their own record.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { answers, folder, freePort, serve } from "../lib/process.mjs";

const BINARY = join(process.env.BENCH_HOME, "pocketbase/bin/pocketbase");
const PERSON = { email: "ada@example.com", password: "correct horse staple" };

/** Was it to be had here? */
export function isInstalled() {
  return existsSync(BINARY);
}

/** A server with one person signed in: what to ask, and with which token. */
export async function start() {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = serve(BINARY, ["serve", `--http=127.0.0.1:${port}`, `--dir=${folder()}`]);
  await answers(server, `${origin}/api/health`);

  const records = `${origin}/api/collections/users/records`;
  await post(records, { ...PERSON, passwordConfirm: PERSON.password, name: "Ada Lovelace" });
  const signedIn = await post(`${origin}/api/collections/users/auth-with-password`, { identity: PERSON.email, password: PERSON.password });
  return { server, url: `${records}/${signedIn.record.id}`, headers: { authorization: signedIn.token } };
}

async function post(url, body) {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`PocketBase ${url}: ${response.status} ${text}`);
  return JSON.parse(text);
}
