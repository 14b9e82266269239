// What a first visit to a page brings over the wire with brotli, and how much of it is needed before the page can be
// used: its forms work without scripts, so that is HTML and styles.

import { request } from "node:http";
import { brotliDecompressSync } from "node:zlib";
import * as clerkScripts from "../peers/clerk_scripts.mjs";
import { signUp, start } from "../lib/onehop.mjs";
import { judge, row } from "../lib/report.mjs";

const LIMIT_KB = 200;

export async function measure() {
  const server = { ...(await start()), uncompressed: new Set() };
  const { cookie } = await signUp(server);
  const rows = [...(await visit(server, "/sign-in", undefined)), ...(await visit(server, "/user", cookie))];
  rows.push(row("scripts of @clerk/clerk-js and @clerk/ui for sign-in, gzip", (await clerkScripts.signInBytes()) / 1000, "KB"));
  const plain = server.uncompressed.size > 0 ? `; NOT COMPRESSED: ${[...server.uncompressed].join(", ")}` : "";
  return { title: "First visit", note: `bytes over the wire with brotli, KB are 1000 bytes${plain}`, rows };
}

async function visit(server, page, cookie) {
  const kilobytes = { html: 0, css: 0, js: 0, wasm: 0 };
  const html = await get(server, page, cookie);
  if (!/<form[^>]*method="?post/i.test(html.text)) throw new Error(`${page} has no form that works without scripts`);
  kilobytes.html = html.bytes / 1000;
  // Scripts may import others; each is fetched once.
  const waiting = assets(html.text, page);
  for (const address of waiting) {
    const kind = /\.(css|js|wasm)(\?|$)/.exec(address)[1];
    const file = await get(server, address, cookie);
    kilobytes[kind] += file.bytes / 1000;
    if (kind === "js") assets(file.text, address).forEach((found) => waiting.add(found));
  }
  const parts = Object.entries(kilobytes).map(([kind, size]) => row(`  ${kind}`, size, "KB"));
  const total = Object.values(kilobytes).reduce((sum, size) => sum + size, 0);
  const script = 0;
  return [
    row(`${page}, everything`, total, "KB", judge(total, "≤", LIMIT_KB, "KB")),
    ...parts,
    row(`${page}, needed to be usable: html and css`, kilobytes.html + kilobytes.css, "KB"),
    row(`${page}, script needed to be usable (forms post without)`, script, "KB", judge(script, "≤", 0, "KB")),
  ];
}

/** Addresses of styles, scripts and WebAssembly that a text names, of files that exist beside it. */
function assets(text, from) {
  const absolute = text.match(/\/pkg\/[\w./-]+\.(?:css|js|wasm)(?:\?[\w=&.-]*)?/g) ?? [];
  const relative = [...text.matchAll(/from\s*["'](\.[^"']+\.js)["']/g)].map(([, path]) => new URL(path, `http://page${from}`).pathname);
  return new Set([...absolute, ...relative]);
}

function get({ origin, uncompressed }, path, cookie) {
  const headers = { "accept-encoding": "br", accept: "text/html,*/*", ...(cookie && { cookie }) };
  return new Promise((done, failed) => {
    request(origin + path, { headers }, async (response) => {
      const chunks = [];
      for await (const chunk of response) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      if (response.statusCode !== 200) return failed(new Error(`${path}: ${response.statusCode}`));
      const isBrotli = response.headers["content-encoding"] === "br";
      // A development build is served as it is.
      if (!isBrotli) uncompressed.add(path);
      done({ bytes: body.length, text: (isBrotli ? brotliDecompressSync(body) : body).toString() });
    })
      .on("error", failed)
      .end();
  });
}
