// Chromium, and the watch that is kept on every page: what a browser complains about fails the test.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export function launch() {
  const executablePath = [process.env.ONEHOP_CHROMIUM, ...PLACES].filter(Boolean).find(existsSync);
  if (!executablePath) throw new Error("no Chromium found: install it, or set ONEHOP_CHROMIUM");
  return chromium.launch({ executablePath, args: FLAGS });
}

/** What went wrong in the pages of one test, except what the test announced. */
export class Watch {
  #problems = [];
  #expected = [];

  /** Announces refusals: `status` for a path that matches, any number of times. Browsers log each as an error. */
  expect(status, path) {
    this.#expected.push({ status, path });
  }

  /** Announces that the network is away: requests fail from now on until the function that is handed back is called. */
  expectOutage() {
    const entry = { outage: true };
    this.#expected.push(entry);
    return () => this.#expected.splice(this.#expected.indexOf(entry), 1);
  }

  over(page, { hasScripts }) {
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.#log(message.text(), message.location().url);
    });
    page.on("pageerror", (error) => this.#problems.push(`uncaught: ${error.stack ?? error}`));
    page.on("requestfailed", (failed) => {
      const reason = failed.failure()?.errorText ?? "";
      // A page that is left gives its open requests up; that is no failure.
      if (reason === "net::ERR_ABORTED" || this.#isOutage()) return;
      // A browser that was told to run no scripts doesn't fetch them either.
      if (!hasScripts && failed.resourceType() === "script") return;
      this.#problems.push(`request failed: ${failed.method()} ${failed.url()} ${reason}`);
    });
    page.on("response", (response) => {
      if (response.status() >= 500) this.#problems.push(`${response.status()} ${response.url()}`);
    });
  }

  problems() {
    return this.#problems;
  }

  #isOutage() {
    return this.#expected.some((it) => it.outage);
  }

  #log(text, url) {
    const status = Number(text.match(/^Failed to load resource: .* status of (\d+)/)?.[1]);
    const path = url.replace(/^https?:\/\/[^/]+/, "");
    const isExpected = this.#expected.some((it) => it.status === status && path.startsWith(it.path));
    const isOutage = this.#isOutage() && /net::ERR_INTERNET_DISCONNECTED/.test(text);
    if (!isExpected && !isOutage) this.#problems.push(`console: ${text} (${url})`);
  }
}
