// Requests per second, by wrk: one generator for every server.

import { fileURLToPath } from "node:url";
import { run } from "./process.mjs";
import { CONNECTIONS } from "./settings.mjs";

const SCRIPT = fileURLToPath(new URL("./wrk.lua", import.meta.url));

/** One round. Every answer must be a success. */
export async function load({ url, method = "GET", headers = {}, body = "", cores }, seconds) {
  const lines = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  const args = ["-t1", `-c${CONNECTIONS}`, `-d${seconds}s`, "--timeout", "10s", "-s", SCRIPT, ...lines, url];
  const output = await run("wrk", args, { cores, env: { WRK_METHOD: method, WRK_BODY: body } });
  const result = JSON.parse(output.slice(output.lastIndexOf("\n{")));
  if (result.failures > 0 || result.requests === 0) throw new Error(`${url}: ${JSON.stringify(result)}\n${output}`);
  return result;
}
