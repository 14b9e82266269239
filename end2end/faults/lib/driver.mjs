// Makes real changes through the real API, several at once, and writes down what was acknowledged. Whatever is answered
// with success must be there after the fault; what was not may be there wholly or not at all.
import { Browser, backend } from "./http.mjs";
import { Account, Fact } from "./ledger.mjs";
import { pause, random } from "./settings.mjs";

const WORKERS = 4;
/** How much of a worker's accounts it goes on with; older ones stay as they are. */
const RECENT = 12;
/** How long a worker waits after an answer that it didn't want. */
const AFTER_FAILURE_MS = 20;

export class Driver {
  accounts = [];
  /** Changed since the last check. */
  touched = new Set();
  counts = { acknowledged: 0, unknown: 0 };
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
   * `target()` is the address to speak to, `origin` that of our pages. `pace`: a pause between changes, in ms.
   * In production nobody gets a code or a session for nothing: people are made by the backend, and sign in.
   */
  constructor({ target, origin, secretKey, name = "a", workers = WORKERS, pace = 0, isProduction = false }) {
    Object.assign(this, { target, origin, secretKey, name, workers, pace, isProduction });
    this.#random = random();
  }

  /** Begins to write. */
  start() {
    this.#isStopping = false;
    this.#running = Array.from({ length: this.workers }, (_, worker) => this.#work(worker));
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
      if (this.pace > 0) await pause(this.pace);
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

async function create(driver, account) {
  const value = driver.value();
  // Every third with a password: hashing one costs more than all the rest.
  const password = value % 3 === 0 ? `harbour-lantern-${value}` : null;
  const facts = [
    [account.exists, true],
    [account.firstName, `Name ${value}`],
    [account.count, value],
    [account.password, password],
  ];
  const user = await driver.change("create", facts, () =>
    driver.backend("POST", "/v1/users", {
      email_address: [account.email],
      first_name: `Name ${value}`,
      public_metadata: { count: value },
      ...(password ? { password } : { skip_password_requirement: true }),
    }),
  );
  account.id = user?.id;
  return user;
}

/** A person in a browser: the last of three requests makes the account. */
async function signUp(driver, account) {
  if (driver.isProduction) return create(driver, account);
  const browser = driver.browser();
  const password = `harbour-lantern-${driver.value()}`;
  const begun = await browser.post("/v1/client/sign_ups", { email_address: account.email, password });
  const path = `/v1/client/sign_ups/${begun.json?.response?.id}`;
  if (begun.status !== 200) return undefined;
  if ((await browser.post(`${path}/prepare_verification`, { strategy: "email_code" })).status !== 200) return undefined;
  const facts = [
    [account.exists, true],
    [account.password, password],
  ];
  const done = await driver.change("sign up", facts, () =>
    browser.post(`${path}/attempt_verification`, { strategy: "email_code", code: "424242" }),
  );
  if (!done) return undefined;
  const { created_user_id: user, created_session_id: session } = done.response;
  account.id = user;
  fact(account, session).acknowledge("active");
  account.browser = { browser, session };
  return done;
}

async function rename(driver, account) {
  const name = `Name ${driver.value()}`;
  const facts = [[account.firstName, name]];
  return driver.change("rename", facts, () => driver.backend("PATCH", path(account), { first_name: name }));
}

async function describe(driver, account) {
  const count = driver.value();
  const facts = [[account.count, count]];
  return driver.change("metadata", facts, () =>
    driver.backend("PATCH", `${path(account)}/metadata`, { public_metadata: { count } }),
  );
}

/** In the browser where there is one and its session lives, by the backend otherwise. */
async function changePassword(driver, account) {
  const password = `harbour-lantern-${driver.value()}`;
  const facts = [[account.password, password]];
  const own = account.browser && account.sessions.get(account.browser.session);
  if (!own?.isCertain || own.known !== "active" || !account.password.isCertain)
    return driver.change("password", facts, () => driver.backend("PATCH", path(account), { password }));
  const body = { new_password: password, current_password: account.password.known };
  return inBrowser(driver, "own password", account, facts, `/v1/me/change_password?_clerk_session_id=${account.browser.session}`, body);
}

async function openSession(driver, account) {
  if (driver.isProduction) return signIn(driver, account);
  const session = await driver.change("session", [], () => driver.backend("POST", "/v1/sessions", { user_id: account.id }));
  if (session) fact(account, session.id).acknowledge("active");
  return session;
}

/** With the password, where it is known. */
async function signIn(driver, account) {
  if (!account.password.isCertain || account.password.known === null) return changePassword(driver, account);
  const browser = driver.browser();
  const fields = { identifier: account.email, password: account.password.known };
  const done = await driver.change("sign in", [], () => browser.post("/v1/client/sign_ins", fields));
  if (!done) return undefined;
  const session = done.response.created_session_id;
  if (!session) driver.refusals.push(`sign in: ${JSON.stringify(done.response)}`);
  fact(account, session).acknowledge("active");
  account.browser = { browser, session };
  return done;
}

/** Asks for a session token, which changes nothing but must be given. */
async function refresh(driver, account) {
  const own = account.browser && account.sessions.get(account.browser.session);
  if (!own?.isCertain || own.known !== "active") return openSession(driver, account);
  const { browser, session } = account.browser;
  return driver.change("refresh", [], () => browser.refresh(session));
}

async function revoke(driver, account) {
  const session = account.session("active");
  if (!session) return openSession(driver, account);
  const facts = [[account.sessions.get(session), "revoked"]];
  return driver.change("revoke", facts, () => driver.backend("POST", `/v1/sessions/${session}/revoke`));
}

async function signOut(driver, account) {
  const own = account.browser && account.sessions.get(account.browser.session);
  if (!own?.isCertain || own.known !== "active") return revoke(driver, account);
  const facts = [[own, "ended"]];
  return inBrowser(driver, "sign out", account, facts, `/v1/client/sessions/${account.browser.session}/end`, {});
}

/** What a browser was to keep of an answer that never came, it doesn't have: nothing can be said of it any more. */
async function inBrowser(driver, what, account, facts, path, fields) {
  const { browser } = account.browser;
  const reply = await driver.change(what, facts, () => browser.post(path, fields));
  if (!reply) account.browser = undefined;
  return reply;
}

async function remove(driver, account) {
  const facts = [[account.exists, false]];
  return driver.change("delete", facts, () => driver.backend("DELETE", path(account)));
}

const CHANGES = [create, create, signUp, rename, rename, describe, describe, changePassword, openSession, refresh, refresh, revoke, signOut, remove];

function path({ id }) {
  return `/v1/users/${id}`;
}

function fact(account, session) {
  const known = account.sessions.get(session) ?? new Fact(undefined);
  account.sessions.set(session, known);
  return known;
}
