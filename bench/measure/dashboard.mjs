// The dashboard's list of users in a browser, with a million of them: from the moment an operator asks for it until its
// first rows can be seen. Each visit is a new browser without anything kept; searches are typed into a page that lives.

import { existsSync, readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { populated } from "../lib/crowd.mjs";
import { startPostgres } from "../lib/postgres.mjs";
import { stop } from "../lib/process.mjs";
import { pick } from "../lib/questions.mjs";
import { judge, row } from "../lib/report.mjs";
import { QUICK, ROUNDS } from "../lib/settings.mjs";
import { median } from "../lib/stats.mjs";

const USERS = QUICK ? 1_000 : 1_000_000;
const GOAL_MS = 1000;
const PATIENCE_MS = 60_000;
const ROWS = "table tbody tr";
const LIST = "/dashboard/users";
const BROWSERS = [process.env.ONEHOP_CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Addresses of the list, each as a link from elsewhere opens it. */
const VISITS = {
  "first rows": () => LIST,
  "oldest first": () => `${LIST}?order_by=created_at`,
  "search of an address": () => `${LIST}?query=${pick(USERS, Math.random).email}`,
  "search of a name": () => `${LIST}?query=${pick(USERS, Math.random).name}`,
};

export async function measure() {
  const postgres = await startPostgres();
  const executablePath = BROWSERS.find((path) => path && existsSync(path));
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
  const rows = [];
  try {
    for (const [engine, database] of [["SQLite", () => undefined], ["Postgres", postgres.database]]) {
      const server = await populated(USERS, await database());
      const operator = await firstOperator(server);
      const times = Object.fromEntries([...Object.keys(VISITS), "next page", "a search that is typed"].map((what) => [what, []]));
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const [what, address] of Object.entries(VISITS)) times[what].push(await visit(browser, server, operator, address()));
        const { next, typed } = await walk(browser, server, operator);
        times["next page"].push(next);
        times["a search that is typed"].push(typed);
      }
      for (const [what, values] of Object.entries(times)) {
        rows.push(row(`${engine}: ${what}`, values, "ms", judge(median(values), "≤", GOAL_MS, "ms")));
      }
      await stop(server);
    }
  } finally {
    await browser.close();
    await postgres.stop();
  }
  return { title: `The dashboard's list of ${USERS.toLocaleString("en")} users`, note: "in Chromium, until the first rows are seen", rows };
}

/** Opens an address in a new browser; milliseconds until there are rows. */
async function visit(browser, server, operator, address) {
  return within(browser, server, operator, async (page) => {
    const begun = performance.now();
    await page.goto(address, { waitUntil: "commit" });
    await page.locator(ROWS).first().waitFor();
    return performance.now() - begun;
  });
}

/** In a page that lives: on to the next page, then a search for somebody. */
async function walk(browser, server, operator) {
  return within(browser, server, operator, async (page) => {
    await page.goto(LIST, { waitUntil: "networkidle" });
    const first = await page.locator(ROWS).first().innerText();
    const next = await timed(async () => {
      await page.getByRole("link", { name: "Next page" }).click();
      await page.waitForFunction(([rows, text]) => ![undefined, text].includes(document.querySelector(rows)?.innerText), [ROWS, first]);
    });
    const { email } = pick(USERS, Math.random);
    await page.getByLabel("Search").fill(email);
    const typed = await timed(async () => {
      await page.getByRole("button", { name: "Search" }).click();
      await page.locator(ROWS).filter({ hasText: email }).first().waitFor();
    });
    return { next, typed };
  });
}

async function within(browser, { pageOrigin }, operator, act) {
  const context = await browser.newContext({ baseURL: pageOrigin, storageState: operator });
  context.setDefaultTimeout(PATIENCE_MS);
  try {
    return await act(await context.newPage());
  } finally {
    await context.close();
  }
}

async function timed(act) {
  const begun = performance.now();
  await act();
  return performance.now() - begun;
}

/** Becomes the first operator by the link that the server has printed; what a browser keeps of it. */
async function firstOperator({ origin, pageOrigin, log }) {
  const token = /\/dashboard\/setup\?token=([\w-]+)/.exec(readFileSync(log, "utf8"))?.[1];
  if (!token) throw new Error(`no link for an operator in ${log}`);
  const body = JSON.stringify({ token, email_address: "operator@example.com", password: "seven quiet harbours at dusk" });
  const headers = { "content-type": "application/json", origin: pageOrigin };
  const response = await fetch(`${origin}/dashboard/api/v1/dashboard/link`, { method: "POST", headers, body });
  if (!response.ok) throw new Error(`the operator's link: ${response.status} ${await response.text()}`);
  const [name, value] = response.headers.getSetCookie().find((line) => line.startsWith("__dash=")).split(";")[0].split("=");
  const cookie = { name, value, domain: "localhost", path: "/", expires: -1, httpOnly: true, secure: false, sameSite: "Strict" };
  return { cookies: [cookie], origins: [] };
}
