// Makes real changes through the real API, several at once, and writes down what was acknowledged. Whatever is answered
// with success must be there after the fault; what was not may be there wholly or not at all.
import { CHANGES, create, signUp } from "./changes.mjs";
import { Browser, backend } from "./http.mjs";
import { Account } from "./ledger.mjs";
import { pause, random, until } from "./settings.mjs";

const WORKERS = 4;
/** How much of a worker's accounts it goes on with; older ones stay as they are. */
const RECENT = 12;
/** How long a worker waits after an answer that it didn't want. */
const AFTER_FAILURE_MS = 20;
/** So many changes show that there are changes, and they come in this time however busy the machine is. */
const FEW = 3;
const BEGUN_MS = 20_000;

export class Driver {
  accounts = [];
  /** Changed since the last check. */
  touched = new Set();
  counts = { acknowledged: 0, unknown: 0 };
  /** How many of the acknowledged were sure to write something. */
  written = 0;
  /** Answers that no fault excuses: refusals of what must be possible. */
  refusals = [];
  /** What was not acknowledged: `{ what, status, retryAfter, ms }`; status 0 is no answer. */
  failures = [];
  #random;
  #running = [];
  #isStopping = false;
  #made = 0;
  #values = 0;

  /**
   * `target()` is the address to speak to, `origin` that of our pages.
   * In production nobody gets a code or a session for nothing: people are made by the backend, and sign in.
   */
  constructor({ target, origin, secretKey, name = "a", workers = WORKERS, isProduction = false }) {
    Object.assign(this, { target, origin, secretKey, name, workers, isProduction });
    this.#random = random();
  }

  /** Begins to write. */
  start() {
    this.#isStopping = false;
    this.#running = Array.from({ length: this.workers }, (_, worker) => this.#work(worker));
  }

  /** Begins to write; goes on when this time is over and a few changes are acknowledged. */
  async startFor(ms) {
    const before = this.counts.acknowledged;
    this.start();
    await pause(ms);
    await until("changes", () => this.counts.acknowledged >= before + FEW, BEGUN_MS);
  }

  /** Stops writing: no request is open any more. */
  async stop() {
    this.#isStopping = true;
    await Promise.all(this.#running);
  }

  /** Writes for so long. */
  async run(ms) {
    this.start();
    await pause(ms);
    await this.stop();
  }

  async #work(worker) {
    const own = this.accounts.filter((account) => account.worker === worker);
    while (!this.#isStopping) {
      const live = own.filter((account) => account.isCertain && account.exists.known).slice(-RECENT);
      const change = live.length < 3 ? this.#random.one([create, signUp]) : this.#random.one(CHANGES);
      let account = this.#random.one(live);
      if (change === create || change === signUp) {
        this.#made += 1;
        account = new Account(`${this.name}.${this.#made}${change === signUp ? "+clerk_test" : ""}@example.com`);
        account.worker = worker;
        own.push(account);
        this.accounts.push(account);
      }
      this.touched.add(account);
      const done = await change(this, account);
      if (!done) await pause(AFTER_FAILURE_MS);
    }
  }

  /** Something that was never written before. */
  value() {
    this.#values += 1;
    return this.#values;
  }

  /**
   * One change: `facts` are pairs of a fact and what it becomes. Notes before the request that they may come true, and
   * after it whether they have. The answer where there is success.
   */
  async change(what, facts, request) {
    for (const [fact, value] of facts) fact.ask(value);
    const start = performance.now();
    const reply = await request();
    if (reply.status >= 200 && reply.status < 300) {
      this.counts.acknowledged += 1;
      if (facts.length > 0) this.written += 1;
      for (const [fact, value] of facts) fact.acknowledge(value);
      return reply.json;
    }
    if (reply.status >= 400 && reply.status < 500) {
      for (const [fact] of facts) fact.refuse();
      this.refusals.push(`${what}: ${reply.status} ${JSON.stringify(reply.json)}`);
    } else {
      this.counts.unknown += 1;
      const retryAfter = Number(reply.headers?.get("retry-after") ?? Number.NaN);
      this.failures.push({ what, status: reply.status, retryAfter, ms: performance.now() - start });
    }
    return undefined;
  }

  backend(method, path, body) {
    return backend(this.target(), this.secretKey, method, path, body);
  }

  browser() {
    return new Browser(this.target, this.origin);
  }
}
