// How much is done: a short form for every run of the tests, a long one for the night. Each count can be set by itself,
// and the seed makes a run choose as another one did.
import { appendFileSync } from "node:fs";

/** Is this the long form? */
export const isLong = process.env.FAULTS === "long";

/** A count: the variable's, else the one of the form that runs. */
export function count(variable, short, long) {
  return Number(process.env[variable] || (isLong ? long : short));
}

/** Draws numbers; the same ones for the same seed. */
export function random(seed = Number(process.env.FAULTS_SEED || 1)) {
  let state = seed >>> 0;
  const draw = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    /** A whole number from `low` up to but not `high`. */
    whole: (low, high) => low + Math.floor(draw() * (high - low)),
    /** One of these. */
    one: (things) => things[Math.floor(draw() * things.length)],
  };
}

/** The one in the middle. */
export function median(times) {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];
}

/** `p50 81 ms, p95 120 ms`; of few, the slowest says more. */
export function spread(times) {
  if (times.length === 0) return "not measured";
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms`;
}

/** Says how it went; the file named by FAULTS_REPORT keeps it. */
export function report(line) {
  console.log(`· ${line}`);
  if (process.env.FAULTS_REPORT) appendFileSync(process.env.FAULTS_REPORT, `${line}\n`);
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks until the answer is true; the milliseconds it took. */
export async function until(what, probe, within, every = 10) {
  const start = performance.now();
  for (;;) {
    if (await probe()) return performance.now() - start;
    if (performance.now() - start > within) throw new Error(`${what}: not within ${within} ms`);
    await pause(every);
  }
}
