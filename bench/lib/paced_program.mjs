// Sends requests from a process of its own, so that whoever measures at the same time is not kept waiting by it. Reads
// `{origin, requests, per_second | at_once, seconds, patience_ms}` and writes how they were answered, as JSON.
//
// `per_second`: one goes out whenever its moment has come, however long the ones before take: nobody who waits for a slow
// answer hides how slow it is. `at_once`: so many callers, each one request after the other.

import { Agent, request } from "node:http";
import { text } from "node:stream/consumers";

const { origin, requests, per_second, at_once, seconds, patience_ms } = JSON.parse(await text(process.stdin));
const agent = new Agent({ keepAlive: true, maxSockets: at_once ?? Infinity, noDelay: true });
const answers = [];
let sent = 0;

/** Sends the next one; always comes to an end. */
function send() {
  const { method = "GET", path, headers = {}, body = "" } = requests[sent % requests.length];
  sent += 1;
  const begun = performance.now();
  return new Promise((done) => {
    const finish = (status, retry_after) => {
      answers.push({ status, retry_after, ms: performance.now() - begun });
      clearTimeout(late);
      done();
    };
    const length = body && { "content-length": Buffer.byteLength(body) };
    const asked = request(origin + path, { agent, method, headers: { ...headers, ...length } }, (answer) => {
      answer.on("end", () => finish(answer.statusCode, answer.headers["retry-after"]));
      answer.resume();
    });
    // 0: no answer at all, or none in time.
    const late = setTimeout(() => asked.destroy(new Error("late")), patience_ms);
    asked.on("error", () => finish(0)).end(body);
  });
}

async function paced() {
  const open = [];
  const begun = performance.now();
  for (let count = 0; count < per_second * seconds; ) {
    const due = Math.floor(((performance.now() - begun) / 1000) * per_second) + 1;
    for (; count < Math.min(due, per_second * seconds); count += 1) open.push(send());
    await new Promise((done) => setTimeout(done, 1));
  }
  await Promise.all(open);
}

async function closed() {
  const end = performance.now() + seconds * 1000;
  const caller = async () => {
    while (performance.now() < end) await send();
  };
  await Promise.all(Array.from({ length: at_once }, caller));
}

const begun = performance.now();
await (per_second === undefined ? closed() : paced());
const took = (performance.now() - begun) / 1000;
agent.destroy();

const times = answers.map(({ ms }) => ms).sort((left, right) => left - right);
const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
const statuses = {};
for (const { status } of answers) statuses[status] = (statuses[status] ?? 0) + 1;
const refused = answers.filter(({ status }) => status === 429 || status === 503);
process.stdout.write(
  JSON.stringify({
    sent,
    statuses,
    succeeded: answers.filter(({ status }) => status >= 200 && status < 300).length,
    refused: refused.length,
    refused_without_time: refused.filter(({ retry_after }) => !/^\d+$/.test(retry_after ?? "")).length,
    unanswered: statuses[0] ?? 0,
    took_s: took,
    p50_ms: at(0.5),
    p95_ms: at(0.95),
    p99_ms: at(0.99),
    most_ms: at(1),
  }),
);
