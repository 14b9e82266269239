// The real program as something that may be killed and started again at any time, with the same data and port.
import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT, environment, freePort, program } from "../../support/program.mjs";
import { until } from "./settings.mjs";

const START_MS = 30_000;
const STOP_MS = 40_000;

/** Faster than any limit allows, and with the cheapest hashes that are accepted: more writes between two faults. */
const SETTINGS = {
  ONEHOP_LIMITS_ENABLED: "false",
  ONEHOP_PASSWORD_ARGON2_MEMORY_KIB: "12288",
  ONEHOP_PASSWORD_ARGON2_ITERATIONS: "1",
};

/** A folder of its own for whatever a test makes; whoever runs databases must be able to enter it. */
export async function folder() {
  const made = await mkdtemp(join(tmpdir(), "onehop-faults-"));
  await chmod(made, 0o755);
  return made;
}

/** For the log of a server on a disk that may be full or gone: nobody could read there what went wrong. */
export function logElsewhere() {
  return join(tmpdir(), `onehop-faults-${crypto.randomUUID()}.log`);
}

export class Onehop {
  /** `data`: its folder; `settings`: variables; `flags`: in place of `--dev`. */
  static async make({ data, settings = {}, flags = ["--dev"] }) {
    const node = new Onehop();
    Object.assign(node, { data, flags, port: await freePort(), log: `${data}.log` });
    // Tests speak to 127.0.0.1, browsers' pages come from the public address.
    node.url = `http://127.0.0.1:${node.port}`;
    node.origin = settings.ONEHOP_SERVER_PUBLIC_URL ?? `http://localhost:${node.port}`;
    node.settings = { ...SETTINGS, ONEHOP_SERVER_PUBLIC_URL: node.origin, ...settings };
    return node;
  }

  /** Starts the process; its end is awaited by `ended`. */
  spawn() {
    const output = openSync(this.log, "a");
    this.child = spawn(program(), ["serve", ...this.flags, "--data", this.data, "--listen", `127.0.0.1:${this.port}`], {
      cwd: ROOT,
      env: { ...environment(), ...this.settings },
      stdio: ["ignore", output, output],
    });
    closeSync(output);
    this.ended = new Promise((resolve) => this.child.once("exit", (code, signal) => resolve({ code, signal })));
  }

  /** Starts, and waits until it wants requests; the milliseconds from the start of the process. */
  async start() {
    this.spawn();
    return this.ready();
  }

  /** Waits until it wants requests. */
  ready(within = START_MS) {
    const probe = async () => {
      if (!this.isRunning) throw new Error(`the server ended:\n${this.tail()}`);
      return (await this.health()) === 200;
    };
    return until(`ready at ${this.url}`, probe, within, 5);
  }

  /** The status of `/health/ready`; 0 when nothing answers. */
  async health() {
    const response = await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(10_000) }).catch(() => null);
    await response?.arrayBuffer().catch(() => null);
    return response?.status ?? 0;
  }

  get isRunning() {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Ends it as a crash does. */
  async kill() {
    this.child.kill("SIGKILL");
    await this.ended;
  }

  /** Asks it to stop, and waits; the milliseconds it took. */
  async stop() {
    if (!this.isRunning) return 0;
    const start = performance.now();
    this.child.kill("SIGTERM");
    const late = setTimeout(() => this.child.kill("SIGKILL"), STOP_MS);
    const { code, signal } = await this.ended;
    clearTimeout(late);
    if (code !== 0) throw new Error(`stopped with ${code ?? signal}:\n${this.tail()}`);
    return performance.now() - start;
  }

  /** Resident memory in MiB. */
  memory() {
    const [, kilobytes] = readFileSync(`/proc/${this.child.pid}/status`, "utf8").match(/^VmRSS:\s+(\d+) kB/m);
    return Number(kilobytes) / 1024;
  }

  /** The keys that a development instance writes beside its data. */
  keys() {
    return JSON.parse(readFileSync(join(this.data, "dev-keys.json"), "utf8"));
  }

  /** Lines of its log that match. */
  lines(pattern) {
    return existsSync(this.log)
      ? readFileSync(this.log, "utf8")
          .split("\n")
          .filter((line) => pattern.test(line))
      : [];
  }

  tail() {
    return this.lines(/./).slice(-20).join("\n");
  }

  /** Ends it and removes what it wrote. */
  async remove() {
    if (this.isRunning) await this.kill();
    await rm(this.data, { recursive: true, force: true });
    if (!process.env.FAULTS_KEEP_LOGS) await rm(this.log, { force: true });
  }
}
