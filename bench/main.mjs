// Runs the measurements one after the other and reports. What a goal misses is a
// result; what cannot be measured is a failure.

import { cpus, loadavg } from "node:os";
import { mkdirSync, writeFileSync } from "node:fs";
import { stopAll } from "./lib/process.mjs";
import { print } from "./lib/report.mjs";
import { QUICK } from "./lib/settings.mjs";

const MEASUREMENTS = [
  "tokens",
  "me",
  "refresh",
  "footprint",
  "bytes",
  "users",
  "signin",
  "overload",
  "sessions",
  "pages",
  "memory",
  "hundred_thousand",
  "dashboard",
  "webhooks",
];

const wanted = process.env.BENCH_ONLY?.split(",") ?? MEASUREMENTS;
const unknown = wanted.filter((name) => !MEASUREMENTS.includes(name));
if (unknown.length > 0) throw new Error(`unknown measurement: ${unknown.join(", ")}`);

const machine = { cpu: cpus()[0].model, cores: cpus().length, node: process.version, load_before: loadavg() };
const sections = [];
for (const name of wanted) {
  process.stderr.write(`· ${name}\n`);
  try {
    const { measure } = await import(`./measure/${name}.mjs`);
    sections.push({ name, ...(await measure()) });
  } catch (error) {
    sections.push({ name, title: name, rows: [], failure: error.stack });
  } finally {
    await stopAll();
  }
}

const date = new Date().toISOString();
const folder = new URL("./results/", import.meta.url);
mkdirSync(folder, { recursive: true });
const file = new URL(`${date.slice(0, 19).replaceAll(":", "")}.json`, folder);
writeFileSync(file, `${JSON.stringify({ date, is_quick: QUICK, machine, sections }, null, 2)}\n`);
print({ machine, sections, file: file.pathname });
process.exitCode = sections.some((section) => section.failure) ? 1 : 0;
