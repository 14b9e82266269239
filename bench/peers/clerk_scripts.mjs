// The scripts that a page with Clerk's sign-in loads, weighed from their npm packages: the entry of both packages and
// the chunks that the sign-in asks for (their own size checks name the same ones).

import { existsSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { run } from "../lib/process.mjs";

const PACKAGES = ["@clerk/clerk-js@6.40.0", "@clerk/ui@1.36.0"];
const CHUNKS = ["framework", "vendors", "ui-common", "signin"];
const FOLDER = join(process.env.BENCH_HOME, "clerk_scripts");

/** Compressed bytes of all of them together. */
export async function signInBytes() {
  const [core, ui] = await Promise.all(PACKAGES.map(unpack));
  const entry = readFileSync(join(ui, "ui.browser.js"), "utf8");
  // The package carries several builds; a chunk belongs to the one whose mark the entry names.
  const files = readdirSync(ui).map((name) => ({ name, parts: /^([\w-]+?)_ui_([0-9a-f]{6})_.*\.js$/.exec(name) }));
  const chunks = CHUNKS.map((chunk) => {
    const found = files.filter(({ parts }) => parts?.[1] === chunk && entry.includes(parts[2]));
    if (found.length !== 1) throw new Error(`${found.length} files for the chunk ${chunk}`);
    return join(ui, found[0].name);
  });
  const all = [join(core, "clerk.browser.js"), join(ui, "ui.browser.js"), ...chunks];
  return all.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
}

/** The `dist` folder of a package, without its dependencies. */
async function unpack(name) {
  const folder = join(FOLDER, name.replace(/\W+/g, "_"));
  const dist = join(folder, "package/dist");
  if (!existsSync(dist)) {
    mkdirSync(folder, { recursive: true });
    const archive = (await run("npm", ["pack", "--silent", "--pack-destination", folder, name])).trim().split("\n").pop();
    await run("tar", ["xzf", join(folder, archive), "-C", folder]);
  }
  return dist;
}
