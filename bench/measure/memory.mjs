// Resident memory while people sign in, read pages and renew tokens, all at once, and when they have stopped.

import { signUp, start } from "../lib/onehop.mjs";
import { pacedWell } from "../lib/paced.mjs";
import { browsers, renewal, whoAmI, withPasswords } from "../lib/people.mjs";
import { residentBytes, sleep } from "../lib/process.mjs";
import { row } from "../lib/report.mjs";
import { FEW_ROUNDS, LOAD_SECONDS, REST_MS, SIGNING_IN } from "../lib/settings.mjs";

const SAMPLE_MS = 100;
/** Callers of each kind. */
const AT_ONCE = 4;

export async function measure() {
  const server = await start();
  const memory = () => residentBytes(server) / 1e6;
  await sleep(REST_MS);
  const idle = memory();

  const { cookie } = await signUp(server);
  const people = await withPasswords(server, SIGNING_IN);
  const signedIn = await browsers(server, people.map(({ id }) => id));
  const kinds = [
    people.map(({ signIn }) => signIn),
    signedIn.map((browser) => renewal(server, browser)),
    signedIn.map(whoAmI),
    [{ path: "/user", headers: { accept: "text/html", cookie } }],
  ];
  const [highest, rested] = [[], []];
  for (let round = 0; round < FEW_ROUNDS; round += 1) {
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, memory())), SAMPLE_MS);
    await Promise.all(kinds.map((requests) => pacedWell(server, requests, { at_once: AT_ONCE, seconds: LOAD_SECONDS })));
    clearInterval(watch);
    highest.push(most);
    await sleep(REST_MS);
    rested.push(memory());
  }
  return {
    title: "Memory",
    note: `resident; ${AT_ONCE} callers each sign in, renew tokens, read /v1/me and /user at once; a hash takes 20 MB while it runs; SQLite`,
    rows: [
      row(`${REST_MS / 1000} s after the start`, idle, "MB"),
      row("under load, the most", highest, "MB"),
      row(`${REST_MS / 1000} s after the first load`, rested[0], "MB"),
      row(`${REST_MS / 1000} s after the last load`, rested.at(-1), "MB"),
    ],
  };
}
