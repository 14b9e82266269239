// Receivers of webhooks, in a process of their own: see `receiver_program.mjs`.

import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("./receiver_program.mjs", import.meta.url));
const PATIENCE_MS = 900_000;

/** Starts so many that answer, and one that hangs. */
export async function startReceivers(many) {
  const child = fork(PROGRAM, [String(many)]);
  const next = async () => (await once(child, "message", { signal: AbortSignal.timeout(PATIENCE_MS) }))[0];
  const ask = (message) => {
    const answer = next();
    child.send(message);
    return answer;
  };
  const { ports, hanging } = await next();
  const address = (port) => `http://127.0.0.1:${port}/hook`;
  return {
    addresses: ports.map(address),
    hanging: address(hanging),
    /** Counts from nothing again, until so many came; `finished()` says when the first and the last one did. */
    async expect(wants, { isTimed = false } = {}) {
      await ask({ wants, isTimed });
      const finished = next();
      // Whoever gives up before never asks.
      finished.catch(() => {});
      return () => finished;
    },
    /** How long after its change each of them came, in ms; sorted. */
    delays: async () => (await ask({ asksDelays: true })).delays.sort((left, right) => left - right),
    stop: () => child.disconnect(),
  };
}
