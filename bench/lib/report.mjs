// Rows of the report and how they are printed.

import { median, spread } from "./stats.mjs";

/** A measured value. `values`: one per round. */
export function row(what, values, unit, extra = {}) {
  const all = [values].flat();
  return { what, value: median(all), unit, spread: all.length > 1 ? spread(all) : undefined, rounds: all, ...extra };
}

/** Ours divided by another's; `sense` says which way the goal lies. */
export function ratio(what, ours, theirs, sense, goal) {
  return { what, value: ours / theirs, unit: "×", ...judge(ours / theirs, sense, goal, "×") };
}

/** Did a value reach its goal, and if not, how far off is it? */
export function judge(value, sense, goal, unit) {
  const is_met = sense === "≥" ? value >= goal : value <= goal;
  const off = Math.abs(value - goal) / goal;
  return { goal: `${sense} ${goal} ${unit}`, is_met, verdict: is_met ? "met" : `missed by ${(off * 100).toFixed(0)} %` };
}

/** A count of what must not be. */
export function noneOf(what, count) {
  return row(what, count, "", { goal: "none", is_met: count === 0, verdict: count === 0 ? "met" : "missed" });
}

function number(value) {
  if (value === 0) return "0";
  if (value >= 1000) return Math.round(value).toLocaleString("en");
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(value >= 1 ? 2 : 3);
}

/** The whole report, for a terminal. */
export function print({ machine, sections, file }) {
  const lines = [`${machine.cpu}, ${machine.cores} cores, load before ${machine.load_before[0].toFixed(1)}, node ${machine.node}`];
  for (const { title, note, rows, failure } of sections) {
    lines.push("", title, ...(note ? [`  ${note}`] : []));
    for (const { what, value, unit, spread, goal, verdict } of rows) {
      const shown = `${number(value)} ${unit}`;
      const trust = spread === undefined ? "" : `±${(spread * 100).toFixed(0)} %`;
      lines.push(`  ${what.padEnd(58)} ${shown.padStart(16)}  ${trust.padEnd(7)} ${(goal ?? "").padEnd(12)} ${verdict ?? ""}`.trimEnd());
    }
    if (failure) lines.push(`  FAILED: ${failure}`);
  }
  process.stdout.write(`${lines.join("\n")}\n\nwritten to ${file}\n`);
}
