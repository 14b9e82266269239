// Lighthouse with its mobile profile on the page to sign in and on the profile of who is signed in. Prints the four scores
// of each page and whatever keeps one of them from 100.
//   LIGHTHOUSE_ROUNDS=N   the median of so many counts
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import lighthouse from "lighthouse";
import puppeteer from "puppeteer-core";
import { startServer } from "../support/server.mjs";

const ROUNDS = Number(process.env.LIGHTHOUSE_ROUNDS || 3);
const GOAL = 100;
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const PLACES = [process.env.ONEHOP_CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const REPORTS = new URL("../test-results/lighthouse/", import.meta.url);

const executablePath = PLACES.find((path) => path && existsSync(path));
if (!executablePath) throw new Error("no Chromium found: install it, or set ONEHOP_CHROMIUM");
mkdirSync(REPORTS, { recursive: true });
const server = await startServer();
try {
  const cookies = await signedIn();
  await judge("/sign-in", []);
  await judge("/user", cookies);
} finally {
  await server.stop();
}

/** Somebody with an account, signed in with a ticket; what their browser keeps. */
async function signedIn() {
  const user = await server.backend("POST", "/v1/users", {
    email_address: ["ada@example.com"],
    first_name: "Ada",
    last_name: "Lovelace",
    password: "seven quiet harbours at dusk",
  });
  const { token } = await server.backend("POST", "/v1/sign_in_tokens", { user_id: user.id });
  const response = await fetch(`${server.url}/v1/client/sign_ins`, {
    method: "POST",
    headers: { origin: server.url },
    body: new URLSearchParams({ strategy: "ticket", ticket: token }),
  });
  if (!response.ok) throw new Error(`the sign-in: ${response.status} ${await response.text()}`);
  return response.headers.getSetCookie().map((line) => {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
    const path = /; path=([^;]+)/i.exec(line)?.[1] ?? "/";
    return { name, value, path, domain: "localhost", httpOnly: /; httponly/i.test(line), expires: -1 };
  });
}

async function judge(path, cookies) {
  const results = [];
  for (let round = 0; round < ROUNDS; round += 1) results.push(await look(path, cookies));
  const performance = (result) => result.categories.performance.score;
  results.sort((left, right) => performance(left) - performance(right));
  const middle = results[results.length >> 1];
  writeFileSync(new URL(`${path.slice(1)}.json`, REPORTS), JSON.stringify(middle));
  print(path, middle);
}

/** One visit in a browser of its own. */
async function look(path, cookies, tries = 3) {
  const browser = await puppeteer.launch({ executablePath, args: FLAGS });
  try {
    if (cookies.length > 0) await browser.setCookie(...cookies);
    const { lhr } = await lighthouse(server.url + path, { disableStorageReset: true }, undefined, await browser.newPage());
    // A browser that was busy sometimes gives no trace; that says nothing of the page.
    if (lhr.runtimeError && tries > 1) return look(path, cookies, tries - 1);
    if (lhr.runtimeError) throw new Error(`${path}: ${lhr.runtimeError.message}`);
    if (new URL(lhr.finalDisplayedUrl).pathname !== path) throw new Error(`${path} leads to ${lhr.finalDisplayedUrl}`);
    return lhr;
  } finally {
    await browser.close();
  }
}

function print(path, { categories, audits }) {
  const scores = Object.values(categories).map(({ title, score }) => `${title} ${Math.round(score * 100)}`);
  const isMet = Object.values(categories).every(({ score }) => Math.round(score * 100) >= GOAL);
  console.log(`${path}: ${scores.join(", ")}; goal ${GOAL} each: ${isMet ? "met" : "missed"}`);
  for (const name of ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift", "speed-index"]) {
    console.log(`  ${audits[name].title}: ${audits[name].displayValue}`);
  }
  for (const { title, auditRefs, score } of Object.values(categories)) {
    if (Math.round(score * 100) >= GOAL) continue;
    for (const { id, weight } of auditRefs) {
      const { title: what, score: own, displayValue = "", explanation = "", details } = audits[id];
      if (weight === 0 || own === null || own === 1) continue;
      console.log(`  ${title}, ${id} (${Math.round(own * 100)}): ${what} ${displayValue} ${explanation}`.trimEnd());
      for (const item of details?.items?.slice(0, 5) ?? []) console.log(`    ${describe(item)}`);
    }
  }
}

/** The telling part of what an audit found. */
function describe({ node, source, description, url, ...rest }) {
  return node?.snippet ?? description ?? url ?? source?.url ?? JSON.stringify(rest).slice(0, 200);
}
