// Processes: started on chosen cores, watched, and stopped whatever happens.

import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const servers = new Set();
const folders = new Set();

/** A folder that goes away with this process. */
export function folder() {
  const made = mkdtempSync(join(tmpdir(), "onehop-bench-"));
  folders.add(made);
  return made;
}

/** Starts a server; its output goes to a file. */
export function serve(command, args, { cores, env = {}, log = join(folder(), "log") } = {}) {
  const output = openSync(log, "a");
  const [program, rest] = pinned(command, args, cores);
  const child = spawn(program, rest, { env: { ...inherited(), ...env }, stdio: ["ignore", output, output] });
  const server = { child, log, ended: new Promise((done) => child.once("exit", done).once("error", done)) };
  servers.add(server);
  return server;
}

/** Stops a server and waits for its end. */
export async function stop(server) {
  server.child.kill("SIGTERM");
  const late = setTimeout(() => server.child.kill("SIGKILL"), 10_000);
  await server.ended;
  clearTimeout(late);
  servers.delete(server);
}

/** Stops everything that this process started. */
export async function stopAll() {
  await Promise.all([...servers].map(stop));
  for (const made of folders) rmSync(made, { recursive: true, force: true });
  folders.clear();
}

/** Runs a program to its end; its standard output. */
export async function run(command, args, { cores, env = {}, input = "" } = {}) {
  const [program, rest] = pinned(command, args, cores);
  const child = spawn(program, rest, { env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "pipe"] });
  let output = "";
  let complaint = "";
  child.stdout.on("data", (bytes) => (output += bytes));
  child.stderr.on("data", (bytes) => (complaint += bytes));
  child.stdin.on("error", () => {}).end(input);
  const code = await new Promise((done, failed) => child.once("close", done).once("error", failed));
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}\n${complaint}${output}`);
  return output;
}

/** Waits until `address` answers with success. */
export async function answers(server, address) {
  for (let tries = 0; tries < 600 && server.child.exitCode === null; tries += 1) {
    const response = await fetch(address).catch(() => null);
    await response?.arrayBuffer();
    if (response?.ok) return;
    await sleep(50);
  }
  throw new Error(`${address} does not answer\n${readFileSync(server.log, "utf8").slice(-2000)}`);
}

/** Resident memory of a process, in bytes. */
export function residentBytes({ child }) {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"));
  return Number(kilobytes) * 1024;
}

/** A free port. */
export async function freePort() {
  const probe = createServer();
  await new Promise((done) => probe.listen(0, "127.0.0.1", done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

// Our own variables would be settings of the server.
function inherited() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("ONEHOP_")));
}

// `taskset` executes the program in its own place: the process id is the program's.
function pinned(command, args, cores) {
  return cores === undefined ? [command, args] : ["taskset", ["-c", cores, command, ...args]];
}
