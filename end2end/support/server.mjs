// Starts the real program with an empty database, and reads the mails it would send.
import { execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT, environment, freePort, program } from "./program.mjs";

const START_MS = 30_000;
const STOP_MS = 5_000;
const MAIL_MS = 10_000;

/** Starts a server. `settings` are environment variables, such as `{ ONEHOP_SESSION_TOKEN_LIFETIME_SECONDS: "10" }`. */
export async function startServer(settings = {}) {
  const [port, data] = await Promise.all([freePort(), mkdtemp(join(tmpdir(), "onehop-end2end-"))]);
  const url = `http://localhost:${port}`;
  const child = spawn(program(), ["serve", "--dev", "--data", data, "--listen", `127.0.0.1:${port}`], {
    cwd: ROOT,
    env: { ...environment(), ONEHOP_SERVER_PUBLIC_URL: url, ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => output.push(chunk));
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const server = new Server(url, data, () => Buffer.concat(output).toString());
  server.stop = async () => {
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
    await ended;
    clearTimeout(timer);
    await rm(data, { recursive: true, force: true });
  };
  await ready(url, child, server);
  return server;
}

/** A running server, as a test sees it. */
class Server {
  #seen = new Map();

  constructor(url, data, output) {
    this.url = url;
    this.data = data;
    this.output = output;
  }

  /** A call of the Backend API with the server's secret key; the answer's JSON, which must be a success. */
  async backend(method, path, body) {
    const keys = await this.keys();
    const headers = { authorization: `Bearer ${keys.secret_key}`, "content-type": "application/json" };
    const response = await fetch(this.url + path, { method, headers, body: body && JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  }

  /** The keys that a development instance writes beside its data: `{ publishable_key, secret_key, … }`. */
  async keys() {
    return JSON.parse(await readFile(join(this.data, "dev-keys.json"), "utf8"));
  }

  /** Makes the last proof of everybody who is signed in, or of who has this address, so many minutes older. */
  async age(minutes, email = "%") {
    const sql = "UPDATE sessions SET first_factor_at = first_factor_at - ?, second_factor_at = second_factor_at - ?, version = version + 1 WHERE user_id IN (SELECT user_id FROM email_addresses WHERE email_normalized LIKE ?)";
    const program = `import glob, sqlite3, sys
db = sqlite3.connect(glob.glob(sys.argv[1] + "/*.db")[0], timeout=10)
db.execute(sys.argv[2], (int(sys.argv[3]), int(sys.argv[3]), sys.argv[4]))
db.commit()`;
    await promisify(execFile)("python3", ["-c", program, this.data, sql, String(minutes * 60_000), email.toLowerCase()]);
  }

  /** Every mail that it wrote, newest first: `{ to, subject, text, html, at }`. */
  async mails() {
    const response = await fetch(`${this.url}/dev/mailbox`, { headers: { accept: "application/json" } });
    return response.json();
  }

  /** The next code mailed to `address`: waits for a mail that was not asked for before. */
  async code(address) {
    const end = Date.now() + MAIL_MS;
    while (Date.now() < end) {
      const mail = (await this.mails()).find((it) => it.to === address && codeOf(it));
      const known = this.#seen.get(address);
      if (mail && known !== mail.html + mail.at) {
        this.#seen.set(address, mail.html + mail.at);
        return codeOf(mail);
      }
      await pause(50);
    }
    throw new Error(`no new code for ${address} within ${MAIL_MS} ms`);
  }
}

/** A wrong code that is sure to differ from the right one. */
export function otherCode(code) {
  return String((Number(code) + 1) % 1_000_000).padStart(6, "0");
}

export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function codeOf(mail) {
  return mail.text.match(/\b\d{6,10}\b/)?.[0];
}

async function ready(url, child, server) {
  const end = Date.now() + START_MS;
  while (Date.now() < end) {
    if (child.exitCode !== null) throw new Error(`the server ended at once:\n${server.output()}`);
    const response = await fetch(`${url}/health/ready`).catch(() => null);
    if (response?.ok) return;
    await pause(25);
  }
  await server.stop();
  throw new Error(`the server was not ready within ${START_MS} ms:\n${server.output()}`);
}
