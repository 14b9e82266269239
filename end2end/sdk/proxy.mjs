// A proxy between an SDK and the server: it keeps what was asked and answered, for the tests, and for coverage.mjs in
// the file named by ONEHOP_RECORD, one answer a line.
import { appendFileSync } from "node:fs";
import { createServer, request } from "node:http";

/** Starts one before the server at `target`. */
export async function startProxy(target) {
  const proxy = new Relay(target);
  await proxy.listen();
  return proxy;
}

class Relay {
  /** Every exchange so far: `{ method, path, headers, sent, status, contentType, body }`. */
  exchanges = [];

  constructor(target) {
    this.target = new URL(target);
    this.server = createServer((asked, answer) => this.#pass(asked, answer));
  }

  async listen() {
    await new Promise((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${this.server.address().port}`;
  }

  async close() {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #pass(asked, answer) {
    const sent = await bytes(asked);
    const { hostname, port } = this.target;
    const onward = request({ hostname, port, method: asked.method, path: asked.url, headers: asked.headers });
    onward.once("error", (error) => answer.destroy(error));
    onward.once("response", async (reply) => {
      const body = await bytes(reply);
      this.#keep(asked, sent, reply, body.toString());
      answer.writeHead(
        reply.statusCode,
        reply.statusMessage,
        reply.rawHeaders.filter((it, at, all) => !isOfOneHop(all[at - (at % 2)])),
      );
      answer.end(body);
    });
    onward.end(sent);
  }

  #keep(asked, sent, reply, body) {
    const contentType = reply.headers["content-type"] ?? "";
    const answer = { method: asked.method, path: asked.url, status: reply.statusCode, contentType, body };
    this.exchanges.push({ ...answer, headers: asked.headers, sent: sent.toString() });
    if (!process.env.ONEHOP_RECORD) return;
    const hasSecretKey = /^Bearer sk_/i.test(asked.headers.authorization ?? "");
    const isJson = ["application/json", "application/x-ndjson"].some((kind) => contentType.startsWith(kind));
    const line = { ...answer, body: isJson ? body : "", hasSecretKey };
    appendFileSync(process.env.ONEHOP_RECORD, `${JSON.stringify(line)}\n`);
  }
}

/** Headers about one connection, not about the answer. */
function isOfOneHop(name) {
  return ["connection", "keep-alive", "transfer-encoding"].includes(name.toLowerCase());
}

async function bytes(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
