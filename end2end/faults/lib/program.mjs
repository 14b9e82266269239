// Programs of the system, run to their end.
import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** Runs a program; what it printed. Its input is `input`. */
export async function run(command, args, { input } = {}) {
  const running = execute(command, args, { maxBuffer: 256 * 2 ** 20 });
  running.child.stdin.on("error", () => {});
  running.child.stdin.end(input);
  const { stdout } = await running;
  return stdout;
}

/** Whether a program does what it is asked to. */
export function works(command, args) {
  const child = spawn(command, args, { stdio: "ignore" });
  return new Promise((resolve) => child.once("error", () => resolve(false)).once("exit", (code) => resolve(code === 0)));
}
