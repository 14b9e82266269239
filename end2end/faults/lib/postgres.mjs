// A Postgres that keeps its promises (unlike the one that other tests use) and that may be killed in every way.
import { spawn } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../support/program.mjs";
import { run, works } from "./program.mjs";
import { pause, until } from "./settings.mjs";

const isRoot = process.getuid() === 0;
const START_MS = 60_000;
const STOP_MS = 30_000;
/** In this time it has noticed that a process of its own is gone. */
const NOTICED_MS = 50;

/** The newest of the distribution's programs of this name, else the one on the PATH. */
function bin(name) {
  const versions = safely(() => readdirSync("/usr/lib/postgresql"), []).sort((a, b) => b - a);
  return versions.length > 0 ? `/usr/lib/postgresql/${versions[0]}/bin/${name}` : name;
}

export class Postgres {
  name = "Postgres";
  ownChecks = [];

  /** Makes one in `folder` and starts it. */
  static async make(folder) {
    const postgres = new Postgres();
    Object.assign(postgres, { folder, data: join(folder, "data"), port: await freePort() });
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o755);
    // The server refuses to run as root.
    if (isRoot) chownSync(folder, ...owner());
    await postgres.as(bin("initdb"), [
      "-D",
      postgres.data,
      "-U",
      "onehop",
      "--auth=trust",
      "--encoding=UTF8",
      "--no-locale",
      "--data-checksums",
    ]);
    await postgres.start();
    return postgres;
  }

  /** One whose machine lost its power: `folder` is what was left on the disk. */
  static async left(folder) {
    const postgres = new Postgres();
    Object.assign(postgres, { folder, data: join(folder, "data"), port: await freePort() });
    rmSync(join(postgres.data, "postmaster.pid"), { force: true });
    await postgres.start();
    return postgres;
  }

  get url() {
    return `postgres://onehop@127.0.0.1:${this.port}/postgres`;
  }

  get settings() {
    return { ONEHOP_DATABASE_URL: this.url };
  }

  /** Runs one of its programs as whom it may run. */
  as(command, args) {
    const [program, rest] = asServer(command, args);
    return run(program, rest);
  }

  /** Starts it; after a crash this repairs it first. The milliseconds until it answers. */
  async start() {
    const settings = { port: this.port, listen_addresses: "127.0.0.1", unix_socket_directories: "", max_connections: 100 };
    const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    // What a killed server leaves running for a moment keeps the next one from starting.
    let ended;
    const begin = () => {
      const [program, rest] = asServer(bin("postgres"), ["-D", this.data, ...args]);
      ended = false;
      this.child = spawn(program, rest, { stdio: ["ignore", "ignore", "ignore"] });
      this.child.once("exit", () => (ended = true));
    };
    begin();
    return until(
      "Postgres",
      async () => {
        if (ended) begin();
        return this.answers();
      },
      START_MS,
    );
  }

  /** Has it given up? It goes on by itself after most faults, but not where it can't even begin to write. */
  get isOver() {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Waits until it takes connections; where it has given up, starts it as whoever watches over it would. */
  async revive() {
    const isBack = async () => {
      if (this.isOver) await this.start();
      return this.answers();
    };
    await until("Postgres", isBack, START_MS);
  }

  /** Does it take connections? */
  answers() {
    return works(bin("pg_isready"), ["-q", "-h", "127.0.0.1", "-p", String(this.port)]);
  }

  /** The process that all others are children of. */
  get postmaster() {
    return Number(readFileSync(join(this.data, "postmaster.pid"), "utf8").split("\n")[0]);
  }

  /** All its processes. */
  processes() {
    const { postmaster } = this;
    const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, "utf8").trim();
    return [postmaster, ...children.split(" ").filter(Boolean).map(Number)];
  }

  /** Ends it as a crash of the machine does. */
  async kill() {
    const ids = this.processes();
    for (const id of ids) safely(() => process.kill(id, "SIGKILL"));
    await this.#gone(ids);
  }

  /** Ends the process of one connection as a crash does: all others are ended for it, too, and the data are repaired. */
  async killConnection() {
    const rows = await this.query(
      "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
    );
    if (rows.length > 0) safely(() => process.kill(rows[0].pid, "SIGKILL"));
    await pause(NOTICED_MS);
    await until("Postgres", () => this.answers(), START_MS);
  }

  /** `fast` ends connections, `immediate` doesn't write anything any more. */
  async stop(mode = "fast") {
    const ids = this.processes();
    safely(() => process.kill(this.postmaster, { fast: "SIGINT", immediate: "SIGQUIT" }[mode]));
    await this.#gone(ids);
  }

  /** Waits until none of these processes holds anything any more. */
  async #gone(ids) {
    const isOver = (id) => safely(() => /^State:\s+Z/m.test(readFileSync(`/proc/${id}/status`, "utf8")), true);
    await until("the end of Postgres", () => ids.every(isOver), STOP_MS);
  }

  /** The rows of each of these queries, all of the same moment. */
  async all(queries) {
    const texts = queries.map((sql) => `SELECT coalesce(jsonb_agg(to_jsonb(it)), '[]')::text FROM (${sql}) AS it`);
    const commands = ["BEGIN ISOLATION LEVEL REPEATABLE READ", ...texts, "COMMIT"].flatMap((sql) => ["-c", sql]);
    const output = await run(bin("psql"), ["-qAtX", "-v", "ON_ERROR_STOP=1", this.url, ...commands]);
    return output
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }

  /** The rows of a query. */
  async query(sql) {
    return (await this.all([sql]))[0];
  }

  /** Runs a statement. */
  execute(sql) {
    return run(bin("psql"), ["-qAtX", "-v", "ON_ERROR_STOP=1", this.url, "-c", sql]);
  }

  /** Waits until what a killed server had begun has ended. */
  async idle() {
    const open = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";
    await until("connections of the past", async () => (await this.query(open)).length === 0, 10_000);
  }

  async remove() {
    await this.kill().catch(() => {});
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function asServer(command, args) {
  return isRoot
    ? ["setpriv", [`--reuid=${owner()[0]}`, `--regid=${owner()[1]}`, "--clear-groups", command, ...args]]
    : [command, args];
}

/** Whom it runs as where we are root. */
function owner() {
  const lines = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const [, , user, group] = lines.find(([name]) => name === "postgres") ?? lines.find(([name]) => name === "nobody");
  return [Number(user), Number(group)];
}

function safely(act, otherwise) {
  try {
    return act();
  } catch {
    return otherwise;
  }
}
