// Ten times as many people want to sign in as can. Who is in already must not notice; who can't be served is told so at
// once, and when to come back; nobody is left hanging.

import { start } from "../lib/onehop.mjs";
import { paced } from "../lib/paced.mjs";
import { browsers, renewal, withPasswords } from "../lib/people.mjs";
import { judge, noneOf, row } from "../lib/report.mjs";
import { FEW_ROUNDS, LOAD_SECONDS, SIGNING_IN } from "../lib/settings.mjs";
import { median } from "../lib/stats.mjs";
import { hashesPerSecond } from "./signin.mjs";

const TIMES = 10;
const RENEWALS_PER_SECOND = 20;
/** What may be answered to who can't be served. */
const REFUSALS = new Set(["429", "503"]);

export async function measure() {
  const server = await start();
  // Those who renew are others: of somebody who signs in a hundred times the first sessions end.
  const people = await withPasswords(server, 2 * SIGNING_IN);
  const signIns = people.slice(SIGNING_IN).map(({ signIn }) => signIn);
  const renewals = (await browsers(server, people.slice(0, SIGNING_IN).map(({ id }) => id))).map((browser) => renewal(server, browser));
  const per_second = Math.round(TIMES * (await hashesPerSecond()));

  const rounds = [];
  for (let round = 0; round < FEW_ROUNDS; round += 1) {
    const pace = { seconds: LOAD_SECONDS };
    const [asked, renewed] = await Promise.all([
      paced(server, signIns, { ...pace, per_second }),
      paced(server, renewals, { ...pace, per_second: RENEWALS_PER_SECOND }),
    ]);
    rounds.push({ asked, renewed });
  }
  const each = (of) => rounds.map(of);
  const sum = (of) => each(of).reduce((total, value) => total + value, 0);
  const renewed = each((it) => it.renewed.p99_ms);
  return {
    title: `Signing in, ${TIMES} times as often as can be`,
    note: `${per_second} sign-ins/s are begun whatever is answered, ${RENEWALS_PER_SECOND} renewals/s beside them; SQLite`,
    rows: [
      row("sign-ins begun", each((it) => it.asked.sent / LOAD_SECONDS), "/s"),
      row("sign-ins done", each((it) => it.asked.succeeded / LOAD_SECONDS), "/s"),
      row("sign-ins refused with 429 or 503", each((it) => it.asked.refused / LOAD_SECONDS), "/s"),
      row("  half of all answers within", each((it) => it.asked.p50_ms), "ms"),
      row("  all answers within", each((it) => it.asked.most_ms), "ms"),
      noneOf("  refused without Retry-After", sum((it) => it.asked.refused_without_time)),
      noneOf(`  answered with anything else ${kinds(rounds.map(({ asked }) => wrong(asked)))}`.trimEnd(), sum((it) => others(it.asked))),
      noneOf("  no answer within 10 s", sum((it) => it.asked.unanswered)),
      row("renewals of tokens meanwhile: half within", each((it) => it.renewed.p50_ms), "ms"),
      row("  99 of 100 within", renewed, "ms", judge(median(renewed), "≤", 100, "ms")),
      noneOf(`  renewals that failed ${kinds(rounds.map(({ renewed }) => failed(renewed)))}`.trimEnd(), sum((it) => it.renewed.sent - it.renewed.succeeded)),
    ],
  };
}

/** Answers that are no success; 0: none. */
const failed = ({ statuses }) => Object.entries(statuses).filter(([status]) => !status.startsWith("2"));

/** Answers that are neither success nor a refusal that says so. */
const wrong = (asked) => failed(asked).filter(([status]) => status !== "0" && !REFUSALS.has(status));

const others = (asked) => wrong(asked).reduce((total, [, count]) => total + count, 0);

/** Which they were. */
const kinds = (each) => [...new Set(each.flat().map(([status]) => status))].join(", ");
