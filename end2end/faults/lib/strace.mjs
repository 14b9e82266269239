// What the kernel answers is changed under a running server.
import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { folder } from "./onehop.mjs";
import { works } from "./program.mjs";
import { until } from "./settings.mjs";

const ATTACHED_MS = 10_000;

/** Why that can't be done here; nothing where it can. */
export async function missing() {
  const other = spawn("sleep", ["60"]);
  const pid = await new Promise((resolve) => other.once("spawn", () => resolve(other.pid)).once("error", () => resolve(0)));
  // Once it is attached it stays until it is told to go: 124 is what `timeout` says then.
  const trial = `timeout 1 strace -o /dev/null -p ${pid} -e inject=fsync:error=EIO; [ $? = 124 ]`;
  const isAllowed = await works("sh", ["-c", trial]);
  other.kill("SIGKILL");
  return isAllowed ? undefined : "this machine lets nobody change the answers to system calls";
}

/**
 * Changes the answers to the calls of processes, and of those that they begin, as `inject` says; where there are `files`, to
 * those alone that are about one of them.
 */
export class Injection {
  static async begin(ids, calls, inject, files = []) {
    const injection = new Injection();
    injection.home = await folder();
    injection.log = `${injection.home}/strace`;
    const only = files.flatMap((file) => ["-P", file]);
    const args = [
      "-f",
      ...ids.flatMap((id) => ["-p", String(id)]),
      "-o",
      injection.log,
      ...only,
      "-e",
      `trace=${calls}`,
      "-e",
      `inject=${calls}:${inject}`,
    ];
    injection.child = spawn("strace", args, { stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    injection.child.stderr.on("data", (text) => (said += text));
    injection.ended = new Promise((resolve) => injection.child.once("exit", resolve));
    await until("strace", () => /attached/.test(said), ATTACHED_MS);
    return injection;
  }

  /** How many answers were changed so far. */
  get count() {
    return (readFileSync(this.log, "utf8").match(/\(INJECTED\)/g) ?? []).length;
  }

  /** The kernel answers for itself again; how many answers were changed. */
  async end() {
    this.child.kill("SIGINT");
    await this.ended;
    const { count } = this;
    rmSync(this.home, { recursive: true, force: true });
    return count;
  }
}
