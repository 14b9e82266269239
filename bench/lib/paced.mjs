// Requests at a given rate, or by a given number of callers, with the time of each: see `paced_program.mjs`.

import { fileURLToPath } from "node:url";
import { run } from "./process.mjs";

const PROGRAM = fileURLToPath(new URL("./paced_program.mjs", import.meta.url));
/** Whoever waits longer has been left hanging. */
const PATIENCE_MS = 10_000;

/** How `requests`, in turn, are answered. `pace`: `per_second` or `at_once`, and `seconds`. */
export async function paced(server, requests, pace) {
  const input = JSON.stringify({ origin: server.origin, requests, patience_ms: PATIENCE_MS, ...pace });
  return JSON.parse(await run("node", [PROGRAM], { input }));
}

/** The same where every answer must be a success. */
export async function pacedWell(server, requests, pace) {
  const result = await paced(server, requests, pace);
  if (result.sent === 0 || result.succeeded !== result.sent) throw new Error(`${requests[0].path}: ${JSON.stringify(result)}`);
  return result;
}
