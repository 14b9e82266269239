// One server and one browser for a file of specs, fresh contexts for each test, and a clean console at its end.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Watch, launch } from "./browser.mjs";
import { startServer } from "./server.mjs";
import { speaks } from "./words.mjs";

const TEST_MS = 60_000;
const STEP_MS = 10_000;

/** Declares the world of a file: `settings` for its server, and what `prepare` makes before the first test. */
export function world(settings, prepare) {
  const here = {};
  before(async () => {
    [here.server, here.browser] = await Promise.all([startServer(settings), launch()]);
    here.prepared = await prepare?.(here.server);
  });
  after(async () => {
    await here.browser?.close();
    await here.server?.stop();
  });
  here.scenario = (name, body) => scenario(here, name, body);
  return here;
}

function scenario(here, name, body) {
  test(name, { timeout: TEST_MS }, async () => {
    const watch = new Watch();
    const contexts = [];
    /** Opens a browser of its own with one page. `as`: the cookies it begins with. */
    const open = async ({ as, ...options } = {}) => {
      const context = await here.browser.newContext({
        baseURL: here.server.url,
        storageState: as,
        viewport: { width: 1280, height: 800 },
        locale: "en-US",
        reducedMotion: "reduce",
        ...options,
      });
      contexts.push(context);
      speaks(context, options.locale);
      context.setDefaultTimeout(STEP_MS);
      const hasScripts = options.javaScriptEnabled !== false;
      context.on("page", (page) => watch.over(page, { hasScripts }));
      if (hasScripts) await context.addInitScript(tellWhenAlive);
      return context.newPage();
    };
    try {
      await body({ open, watch, server: here.server, prepared: here.prepared });
      assert.deepEqual(watch.problems(), [], "the browser complained");
    } catch (error) {
      await describe(contexts, watch, error);
      throw error;
    } finally {
      await Promise.all(contexts.map((context) => context.close()));
    }
  });
}

/** Says on failure where each page was. */
async function describe(contexts, watch, error) {
  const pages = contexts.flatMap((context) => context.pages());
  const places = await Promise.all(pages.map((page) => textOf(page)));
  const report = `\n  pages:\n${places.join("\n")}\n  complaints: ${watch.problems().join("\n  ") || "none"}`;
  error.message += report;
  error.stack += report;
}

async function textOf(page) {
  const text = await page.locator("body").innerText({ timeout: 1_000 }).catch(() => "");
  return `  ${page.url()}\n    ${text.replaceAll(/\s*\n\s*/g, " | ").slice(0, 900)}`;
}

/** Runs in the page before everything else: notes when the page's own code has taken over the server's HTML. */
function tellWhenAlive() {
  const compile = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (...given) => {
    const { instance, module } = await compile.apply(WebAssembly, given);
    const exports = { ...instance.exports };
    exports.hydrate = (...values) => {
      const result = instance.exports.hydrate(...values);
      setTimeout(() => (window.isAlive = true), 0);
      return result;
    };
    return { instance: { exports }, module };
  };
}

/** Goes to a path and waits until the page lives. */
export async function visit(page, path) {
  const response = await page.goto(path);
  await alive(page);
  return response;
}

/** Waits until the page lives. */
export async function alive(page) {
  await page.waitForFunction(() => window.isAlive === true);
}
