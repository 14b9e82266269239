// Receivers of webhooks, good and bad ones. Each keeps what came: every try, and what it has taken.
import { createServer } from "node:http";
import { pause } from "./settings.mjs";

const SLOW_MS = 2_000;
/** What the busy one asks for; later than the second try would come by itself. */
export const BUSY_S = 8;
const ENDLESS_PART = Buffer.alloc(64 * 1_024, "onehop ");
/** More than any buffers on the way hold: whoever reads so much reads everything. */
export const FAR_TOO_MUCH = 64 * 2 ** 20;

/** What each kind does with a delivery until it is healed. Whoever ends with `take()` has taken it. */
export const KINDS = {
  fine: ({ take }) => take(),
  slow: async ({ take }) => {
    await pause(SLOW_MS);
    take();
  },
  hanging: () => {},
  failing: ({ answer }) => answer(500),
  healing: ({ answer }) => answer(500),
  busy: ({ take, answer, tries }) => (tries > 1 ? take() : answer(429, { "retry-after": String(BUSY_S) })),
  redirecting: ({ answer, receiver }) => answer(302, { location: receiver.elsewhere }),
  closing: ({ socket }) => socket.destroy(),
  garbage: ({ socket }) => socket.end("neither a status nor a header\r\n\r\n\0\u0007"),
  endless: ({ response, socket, receiver, take }) => {
    take(false);
    let written = 0;
    const go = () => {
      while (!socket.destroyed && written < FAR_TOO_MUCH) {
        written += ENDLESS_PART.length;
        receiver.mostWritten = Math.max(receiver.mostWritten, written);
        if (!response.write(ENDLESS_PART)) return;
      }
      response.end();
    };
    response.on("drain", go);
    go();
  },
  // Its address says https, and it doesn't speak it: it resets every connection.
  untrusted: ({ take }) => take(),
  gone: ({ answer }) => answer(410),
};

export class Receiver {
  /** Every try: `{ id, at }`, in the order in which they came. */
  tries = [];
  /** Id → when it was taken first. */
  taken = new Map();
  /** What was taken, in the order in which it came, repetitions too: `{ id, resource, version, body }`. */
  arrivals = [];
  isHealed = false;
  mostWritten = 0;
  resets = 0;

  static async open(kind = "fine") {
    const receiver = new Receiver();
    receiver.kind = kind;
    receiver.counts = new Map();
    receiver.server = createServer((request, response) => receiver.#receive(request, response));
    receiver.server.on("clientError", (_, socket) => {
      receiver.resets += 1;
      socket.resetAndDestroy();
    });
    await new Promise((resolve) => receiver.server.listen(0, "127.0.0.1", resolve));
    receiver.authority = `127.0.0.1:${receiver.server.address().port}`;
    receiver.url = `${kind === "untrusted" ? "https" : "http"}://${receiver.authority}/hook`;
    receiver.elsewhere = `http://${receiver.authority}/elsewhere`;
    return receiver;
  }

  /** From now on it takes everything; whoever hangs on it is let go. */
  heal() {
    this.isHealed = true;
    this.server.closeAllConnections();
  }

  #receive(request, response) {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("error", () => {});
    response.on("error", () => {});
    request.on("end", () => this.#decide(request, response, Buffer.concat(parts).toString()));
  }

  #decide(request, response, body) {
    if (request.url === "/elsewhere") this.wasFollowed = true;
    const id = request.headers["webhook-id"];
    const tries = (this.counts.get(id) ?? 0) + 1;
    this.counts.set(id, tries);
    this.tries.push({ id, at: Date.now() });
    const { socket } = request;
    const take = (isAnswered = true) => {
      const { sequence, resource_id: resource, version } = JSON.parse(body);
      if (!this.taken.has(id)) this.taken.set(id, Date.now());
      this.arrivals.push({ id, sequence, resource, version, body });
      if (isAnswered) response.end("taken");
    };
    const answer = (status, headers = {}) => response.writeHead(status, headers).end();
    const act = this.isHealed ? KINDS.fine : KINDS[this.kind];
    act({ request, response, socket, receiver: this, tries, take, answer });
  }

  async close() {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
