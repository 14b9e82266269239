// Our server as the measurements use it: started from the binary, with a person signed up through its API.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { answers, folder, freePort, serve } from "./process.mjs";

const PASSWORD = "correct horse staple";

/** A data folder with a configuration: development, request limits off. */
export function prepare() {
  const data = folder();
  writeFileSync(join(data, "onehop.toml"), "[limits]\nenabled = false\n");
  return data;
}

/** Starts the server without waiting for it. */
export function spawnServer(data, port, cores, env) {
  const args = ["serve", "--dev", "--data", data, "--config", join(data, "onehop.toml"), "--listen", `127.0.0.1:${port}`];
  return serve(process.env.ONEHOP_BIN, args, { cores, env, log: join(data, "log") });
}

/** A server that answers. */
export async function start({ data = prepare(), cores, env } = {}) {
  const port = await freePort();
  const server = spawnServer(data, port, cores, env);
  const origin = `http://127.0.0.1:${port}`;
  await answers(server, `${origin}/health/ready`);
  return { ...server, data, port, origin, pageOrigin: `http://localhost:${port}` };
}

/** A browser in which a new person has signed up. */
export async function signUp(server, email = "ada@example.com") {
  const browser = new Browser(server);
  const attempt = await browser.post("/v1/client/sign_ups", { email_address: email, password: PASSWORD });
  const path = `/v1/client/sign_ups/${attempt.response.id}`;
  await browser.post(`${path}/prepare_verification`, { strategy: "email_code" });
  const code = /\b\d{6}\b/.exec((await mails(server)).find((mail) => mail.to === email).text)[0];
  const done = await browser.post(`${path}/attempt_verification`, { strategy: "email_code", code });
  browser.sessionId = done.response.created_session_id;
  if (!browser.sessionId) throw new Error(`the sign-up is ${done.response.status}`);
  return browser;
}

async function mails({ origin }) {
  const response = await fetch(`${origin}/dev/mailbox`, { headers: { accept: "application/json" } });
  return response.json();
}

class Browser {
  #jar = new Map();

  constructor(server) {
    this.server = server;
  }

  /** The line every request sends. */
  get cookie() {
    return [...this.#jar].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  async post(path, fields) {
    const { origin, pageOrigin } = this.server;
    const headers = { origin: pageOrigin, ...(this.#jar.size > 0 && { cookie: this.cookie }) };
    const response = await fetch(origin + path, { method: "POST", headers, body: new URLSearchParams(fields) });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      this.#jar.set(name, value);
    }
    const text = await response.text();
    if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  }

  /** A session token that was minted just now. */
  async token() {
    return (await this.post(`/v1/client/sessions/${this.sessionId}/tokens?debug=skip_cache`, {})).jwt;
  }
}
