// The calls that apps and browsers make all day, with a thousand users and with a hundred thousand: what one person does
// must not take longer because there are others. Both servers run side by side and are asked in turn.

import { Agent } from "node:http";
import { populated } from "../lib/crowd.mjs";
import { startPostgres } from "../lib/postgres.mjs";
import { QUESTIONS, pick, time } from "../lib/questions.mjs";
import { browsers, renewal, whoAmI } from "../lib/people.mjs";
import { stop } from "../lib/process.mjs";
import { ratio, row } from "../lib/report.mjs";
import { QUICK, ROUNDS } from "../lib/settings.mjs";
import { median } from "../lib/stats.mjs";

const SIZES = QUICK ? [100, 1_000] : [1_000, 100_000];
const PER_ROUND = QUICK ? 10 : 60;
const SIGNED_IN = QUICK ? 5 : 50;
/** At most this much slower among many. */
const GOAL = 1.3;

/** Calls that are made beside the questions; each of other people. */
const CALLS = {
  "GET /v1/me": ({ signedIn }, random) => whoAmI(one(signedIn, random)),
  "renew a token": ({ server, signedIn }, random) => renewal(server, one(signedIn, random)),
  "begin a sign-in": ({ server, count }, random) => ({
    method: "POST",
    path: "/v1/client/sign_ins",
    headers: { origin: server.pageOrigin, "content-type": "application/x-www-form-urlencoded" },
    body: `${new URLSearchParams({ identifier: pick(count, random).email })}`,
  }),
  "page of /user": ({ signedIn }, random) => ({ path: "/user", headers: { accept: "text/html", cookie: one(signedIn, random).cookie } }),
  createUser: ({ server }) => {
    const body = { email_address: [`${crypto.randomUUID()}@example.com`], skip_password_requirement: true };
    return { method: "POST", path: "/v1/users", headers: server.headers, body: JSON.stringify(body) };
  },
  updateUser: ({ server, count }, random) => ({
    method: "PATCH",
    path: `/v1/users/${pick(count, random).id}`,
    headers: server.headers,
    body: JSON.stringify({ last_name: `Name${Math.floor(random() * 1e6)}` }),
  }),
  updateUserMetadata: ({ server, count }, random) => ({
    method: "PATCH",
    path: `/v1/users/${pick(count, random).id}/metadata`,
    headers: server.headers,
    body: JSON.stringify({ public_metadata: { count: Math.floor(random() * 1e6) } }),
  }),
};
for (const [what, path] of Object.entries(QUESTIONS)) {
  CALLS[what] = ({ server, count }, random) => ({ path: path(count, random), headers: server.headers });
}

export async function measure() {
  const rows = [];
  const postgres = await startPostgres();
  for (const [engine, database] of [["SQLite", () => undefined], ["Postgres", postgres.database]]) {
    const places = [];
    for (const count of SIZES) places.push(await place(count, await database()));
    for (const [what, call] of Object.entries(CALLS)) rows.push(...(await compare(`${engine}: ${what}`, places, call)));
    await Promise.all(places.map(({ server }) => stop(server)));
  }
  await postgres.stop();
  const [few, many] = SIZES.map((size) => size.toLocaleString("en"));
  return { title: `${many} users beside ${few}`, note: `one request after the other, ${PER_ROUND} a round, in turn with each number of users; medians of whole requests`, rows };
}

/** A server with so many users, of whom some are signed in. */
async function place(count, database) {
  const server = await populated(count, database);
  const ids = Array.from({ length: SIGNED_IN }, () => pick(count, Math.random).id);
  return { server, count, signedIn: await browsers(server, ids) };
}

async function compare(what, places, call) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const rounds = places.map(() => []);
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const [index, place] of places.entries()) {
      const times = [];
      for (let count = 0; count < PER_ROUND; count += 1) {
        const { path, ...options } = call(place, Math.random);
        times.push(await time(place.server.origin + path, { agent, ...options }));
      }
      // The first round is for warming up.
      if (round >= 0) rounds[index].push(median(times));
    }
  }
  agent.destroy();
  const [few, many] = rounds;
  return [row(what, many, "ms"), ratio("  beside few users", median(many), median(few), "≤", GOAL)];
}

const one = (list, random) => list[Math.floor(random() * list.length)];
