// The real program, and what it needs to be started: its file, its environment, a port.
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The file to run. */
export function program() {
  const built = ["release", "debug"].map((profile) => join(ROOT, "target", profile, "onehop"));
  const found = [process.env.ONEHOP_BIN, ...built].filter(Boolean).find(existsSync);
  if (!found) throw new Error("no program to test: build it with `cargo xtask build --release`, or set ONEHOP_BIN");
  return found;
}

/** Ours, without settings that would change what is tested. */
export function environment() {
  const foreign = (name) => name === "DATABASE_URL" || name.startsWith("ONEHOP_");
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign(name)));
}

/** A port that nobody listens on. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
