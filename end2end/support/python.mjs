// Python packages for tests: a virtual environment of its own for each list of them, made once and kept.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "onehop");
const NEEDED = "import sys, ensurepip, venv; assert sys.version_info >= (3, 10)";

/** Why there can't be one here; nothing where there can. */
export async function missing() {
  const found = run("python3", ["-c", NEEDED]);
  return found.then(
    () => undefined,
    () => "python3 (3.10 or later) with venv is not here: Debian has it as python3-venv",
  );
}

/** The interpreter of the environment with the packages that this file pins. */
export async function environment(kind, requirements) {
  const name = createHash("sha256")
    .update(await readFile(requirements))
    .digest("hex")
    .slice(0, 12);
  const folder = join(CACHE, `${kind}-${name}`);
  const python = join(folder, "bin", "python");
  if (existsSync(join(folder, "complete"))) return python;
  await rm(folder, { recursive: true, force: true });
  await mkdir(CACHE, { recursive: true });
  await run("python3", ["-m", "venv", folder]);
  await run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", requirements]);
  await mkdir(join(folder, "complete"));
  return python;
}
