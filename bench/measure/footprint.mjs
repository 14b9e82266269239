// What a server needs that nobody uses yet: memory, and the time until it answers.

import { connect } from "node:net";
import { prepare, signUp, spawnServer, start } from "../lib/onehop.mjs";
import { freePort, residentBytes, sleep, stop } from "../lib/process.mjs";
import { judge, row } from "../lib/report.mjs";
import { REST_MS, STARTS } from "../lib/settings.mjs";
import { median } from "../lib/stats.mjs";

export async function measure() {
  const data = prepare();
  const first = await start({ data });
  const { cookie } = await signUp(first);
  await stop(first);

  const server = await start({ data });
  await sleep(REST_MS);
  const idle = residentBytes(server) / 1e6;
  for (let index = 0; index < 100; index += 1) {
    const response = await fetch(server.origin + (index % 2 ? "/v1/me" : "/sign-in"), { headers: index % 2 ? { cookie } : {} });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  }
  await sleep(REST_MS);
  const used = residentBytes(server) / 1e6;
  await stop(server);

  const [live, environment] = [[], []];
  for (let index = 0; index < STARTS; index += 1) {
    live.push(await timeToAnswer(data, "/health/live"));
    environment.push(await timeToAnswer(data, "/v1/environment"));
  }
  const start_ms = (what, times) => row(what, times, "ms", judge(median(times), "≤", 300, "ms"));
  return {
    title: "Footprint",
    note: "resident memory; time from the start of the process, with existing data, to the first answer",
    rows: [
      row(`memory ${REST_MS / 1000} s after the start`, idle, "MB", judge(idle, "≤", 40, "MB")),
      row("memory after 100 requests (pages and profile)", used, "MB", judge(used, "≤", 40, "MB")),
      start_ms("start to the first /health/live", live),
      start_ms("start to the first /v1/environment", environment),
    ],
  };
}

async function timeToAnswer(data, path) {
  const port = await freePort();
  const begun = performance.now();
  const server = spawnServer(data, port);
  while (!(await isAnswered(port, path))) {
    if (server.child.exitCode !== null || performance.now() - begun > 30_000) throw new Error(`no answer; see ${server.log}`);
    await sleep(1);
  }
  const took = performance.now() - begun;
  await stop(server);
  return took;
}

/** One try over a bare socket: refused at once while nobody listens. */
function isAnswered(port, path) {
  return new Promise((done) => {
    let head = "";
    const socket = connect(port, "127.0.0.1");
    socket.setTimeout(10_000, () => socket.destroy());
    socket.on("connect", () => socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost:${port}\r\nconnection: close\r\n\r\n`));
    socket.on("data", (bytes) => (head += bytes));
    socket.on("error", () => done(false));
    socket.on("close", () => done(head.startsWith("HTTP/1.1 200")));
  });
}
