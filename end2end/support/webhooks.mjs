// Webhooks as a test sees them: the dashboard's calls about endpoints, and a receiver that keeps what came.
import { createServer } from "node:http";
import { firstOperator } from "./operator_session.mjs";

/** The dashboard's endpoints, as the first operator has them. */
export class Webhooks {
  /** `server`: `url`, `origin` where pages come from elsewhere, and `output()`, in which the first link stands. */
  static async open(server) {
    const webhooks = new Webhooks();
    const { cookies } = await firstOperator(server);
    webhooks.server = server;
    webhooks.cookie = `${cookies[0].name}=${cookies[0].value}`;
    return webhooks;
  }

  /** A call of the dashboard's API, which must succeed. */
  async call(method, path, body) {
    const { url, origin = url } = this.server;
    const headers = { origin, cookie: this.cookie, "content-type": "application/json" };
    const response = await fetch(`${url}/dashboard/api/v1/dashboard${path}`, {
      method,
      headers,
      body: method === "GET" ? undefined : JSON.stringify(body ?? {}),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  }

  /** Adds an endpoint. */
  add(endpointUrl, fields = {}) {
    return this.call("POST", "/webhook_endpoints", { endpoint_url: endpointUrl, ...fields });
  }

  get(id) {
    return this.call("GET", `/webhook_endpoints/${id}`);
  }

  change(id, fields) {
    return this.call("PATCH", `/webhook_endpoints/${id}`, fields);
  }

  remove(id) {
    return this.call("DELETE", `/webhook_endpoints/${id}`);
  }

  async secret(id) {
    return (await this.call("POST", `/webhook_endpoints/${id}/secret/reveal`)).secret;
  }

  async rotate(id) {
    return (await this.call("POST", `/webhook_endpoints/${id}/secret/rotate`)).secret;
  }

  stats(id) {
    return this.call("GET", `/webhook_endpoints/${id}/stats`);
  }

  /** Sends everything again that failed since then; how much that is. */
  async recover(id, since) {
    return (await this.call("POST", `/webhook_endpoints/${id}/recover`, { since: String(since) })).queued;
  }

  /** Every try in the log that came out so, the newest first. */
  async attempts(id, query = "") {
    const found = [];
    for (let before = ""; ; ) {
      const page = await this.call("GET", `/webhook_endpoints/${id}/attempts?limit=100${before}${query}`);
      found.push(...page.data);
      if (!page.next) return found;
      before = `&before=${encodeURIComponent(page.next)}`;
    }
  }
}

/** Answers with `status` to whatever comes, and keeps it: `{ headers, body, at }`. */
export class Receiver {
  deliveries = [];
  status = 200;

  static async open() {
    const receiver = new Receiver();
    receiver.server = createServer((request, response) => {
      const parts = [];
      request.on("data", (part) => parts.push(part));
      request.on("end", () => {
        receiver.deliveries.push({ headers: request.headers, body: Buffer.concat(parts), at: Date.now() });
        response.writeHead(receiver.status, { "content-type": "text/plain", "x-receiver": "end2end" });
        response.end(receiver.status === 200 ? "thank you" : "not today <b>&amp;</b>");
      });
    });
    await new Promise((resolve) => receiver.server.listen(0, "127.0.0.1", resolve));
    receiver.url = `http://localhost:${receiver.server.address().port}/hook`;
    return receiver;
  }

  async close() {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
