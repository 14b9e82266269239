// What the server has told us is done. A fault must not take any of it away.

/** A value that was acknowledged, and those that were asked for since without an answer. */
export class Fact {
  #maybe = [];

  constructor(known) {
    this.known = known;
  }

  /** Asked for: from now on it may or may not be so. */
  ask(value) {
    this.#maybe.push(value);
  }

  /** Told, or seen, that it is so. */
  acknowledge(value) {
    this.known = value;
    this.#maybe = [];
  }

  /** Told that it was not done. */
  refuse() {
    this.#maybe.pop();
  }

  get isCertain() {
    return this.#maybe.length === 0;
  }

  /** Is this one of the values it may have? */
  allows(value) {
    return value === this.known || this.#maybe.includes(value);
  }

  /** All of them that are something. */
  candidates() {
    return [this.known, ...this.#maybe].filter((value) => value !== null);
  }
}

/** Somebody with an account. Only one worker changes it, so its facts have an order. */
export class Account {
  id;
  exists = new Fact(false);
  firstName = new Fact(null);
  count = new Fact(null);
  password = new Fact(null);
  /** By id: `active`, `revoked` or `ended`. */
  sessions = new Map();
  /** The browser that signed up, and its session. */
  browser;

  constructor(email) {
    this.email = email;
  }

  /** Whether the next change can be judged. */
  get isCertain() {
    return this.exists.isCertain;
  }

  /** A session of this kind. */
  session(status) {
    return [...this.sessions].find(([, fact]) => fact.isCertain && fact.known === status)?.[0];
  }
}
