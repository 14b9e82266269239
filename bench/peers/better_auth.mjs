// Better Auth as its documentation sets it up: Node's own HTTP server, better-sqlite3 with a write-ahead log.

import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { answers, folder, freePort, serve } from "../lib/process.mjs";

const SERVER = fileURLToPath(new URL("./better_auth_server.mjs", import.meta.url));

/** A server with one person signed in: what to ask, and with which cookie. */
export async function start() {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const env = { PORT: String(port), DATABASE: join(folder(), "auth.db"), NODE_ENV: "production" };
  const server = serve("node", [SERVER], { env });
  await answers(server, `${origin}/api/auth/ok`);

  const response = await fetch(`${origin}/api/auth/sign-up/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify({ name: "Ada Lovelace", email: "ada@example.com", password: "correct horse staple" }),
  });
  if (!response.ok) throw new Error(`Better Auth sign-up: ${response.status} ${await response.text()}`);
  const cookie = response.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");

  const url = `${origin}/api/auth/get-session`;
  const session = await (await fetch(url, { headers: { cookie } })).json();
  if (session?.user?.email !== "ada@example.com") throw new Error(`Better Auth get-session: ${JSON.stringify(session)}`);
  return { server, url, headers: { cookie } };
}
