// The release binary alone, copied into an empty folder: pages, wasm and styles are inside.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { copyFile, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { freePort } from "../support/program.mjs";

const MOST_BYTES = 60 * 1024 * 1024;
const START_MS = 30_000;

/** The program in a folder of its own, serving; what it needs of the environment is nothing. */
async function lonely(run) {
  const folder = await mkdtemp(join(tmpdir(), "onehop-alone-"));
  const program = join(folder, "onehop");
  await copyFile(resolve(process.env.ONEHOP_BIN), program);
  const port = await freePort();
  const child = spawn(program, ["serve", "--dev", "--listen", `127.0.0.1:${port}`], { cwd: folder, env: {}, stdio: "ignore" });
  const ended = new Promise((done) => child.once("exit", done));
  try {
    const url = `http://localhost:${port}`;
    const end = Date.now() + START_MS;
    while (!(await fetch(`${url}/health/ready`).then((it) => it.ok, () => false))) {
      assert.ok(Date.now() < end, "it did not start");
      await new Promise((done) => setTimeout(done, 50));
    }
    await run(url, folder, program);
  } finally {
    child.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
}

const isDebug = !process.env.ONEHOP_BIN || /\/debug\//.test(process.env.ONEHOP_BIN);

test("a copy of the release binary serves everything from an empty folder", { skip: isDebug && "a debug build reads its site folder" }, () =>
  lonely(async (url, folder, program) => {
    assert.ok((await stat(program)).size <= MOST_BYTES, "it has grown");
    const page = await fetch(`${url}/sign-in`);
    const html = await page.text();
    assert.equal(page.status, 200);
    assert.match(html, /<form/);
    const named = (ending) => new RegExp(`/pkg/onehop\\.${ending}\\?v=[\\w-]+`).exec(html)?.[0];
    for (const [ending, type] of [["css", "text/css"], ["js", "text/javascript"], ["wasm", "application/wasm"]]) {
      const path = named(ending);
      assert.ok(path, `the page names no ${ending} with a version`);
      const response = await fetch(url + path, { headers: { "accept-encoding": "br" } });
      const bytes = new Uint8Array(await response.arrayBuffer());
      assert.equal(response.status, 200, path);
      assert.equal(response.headers.get("content-type"), type);
      assert.match(response.headers.get("cache-control"), /immutable/);
      assert.equal(response.headers.get("content-encoding"), "br");
      assert.ok(bytes.length > 1_000, path);
      if (ending === "wasm") assert.deepEqual([...bytes.slice(0, 4)], [0, 0x61, 0x73, 0x6d]);
      const again = await fetch(url + path, { headers: { "if-none-match": response.headers.get("etag"), "accept-encoding": "br" } });
      assert.equal(again.status, 304);
    }
    for (const path of ["/favicon.svg", "/pkg/dashboard.wasm"]) assert.equal((await fetch(url + path)).status, 200, path);
    assert.equal((await fetch(`${url}/pkg/nothing.css`)).status, 404);
    assert.deepEqual((await readdir(folder)).sort(), ["data", "onehop"], "it wrote into its data folder alone");
  }),
);
