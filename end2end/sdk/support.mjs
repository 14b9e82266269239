// One server, a proxy that watches and an unmodified SDK for a file of tests; and what both sides of a call must be.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before } from "node:test";
import { createClerkClient } from "@clerk/backend";
import { isClerkAPIResponseError } from "@clerk/backend/errors";
import { startServer } from "../support/server.mjs";
import { startProxy } from "./proxy.mjs";
import { fits, mirrors } from "./shapes.mjs";

export { fits, mirrors } from "./shapes.mjs";
export const VERSION = "2026-05-12";
export const PASSWORD = "quiet-harbour-lantern-42";
/** Tests are faster than any limit allows. */
const UNLIMITED = { ONEHOP_LIMITS_ENABLED: "false" };
let count = 0;

/** Declares the world of a file: `settings` are variables for its server, `prepare` runs before the first test. */
export function world(settings = {}, prepare = () => {}) {
  const here = new World();
  before(async () => {
    await here.open({ ...UNLIMITED, ...settings });
    await prepare(here);
  });
  after(() => here.close());
  return here;
}

export class World {
  async open(settings) {
    this.server = await startServer(settings);
    this.proxy = await startProxy(this.server.url);
    this.keys = await this.server.keys();
    this.sdk = this.sdkWith({});
  }

  async close() {
    await this.proxy?.close();
    await this.server?.stop();
    const failures = this.proxy?.exchanges
      .filter(({ status }) => status >= 500)
      .map(({ method, path, body }) => `${method} ${path}: ${body}`);
    assert.deepEqual(failures ?? [], [], "the server never fails");
  }

  /** The address that SDKs are given. */
  get url() {
    return this.proxy.url;
  }

  /** An SDK as an app makes it; `options` take the place of ours. */
  sdkWith(options) {
    const { secret_key: secretKey, publishable_key: publishableKey } = this.keys;
    return createClerkClient({ apiUrl: this.url, secretKey, publishableKey, telemetry: { disabled: true }, ...options });
  }

  /** Runs a call of the SDK: what it returned, and the exchanges with the server that it took. */
  async watch(call) {
    const first = this.proxy.exchanges.length;
    const value = await call(this.sdk);
    return { value, exchanges: this.proxy.exchanges.slice(first) };
  }

  /** A call must make this one request, be answered so, and return what the answer says. `shape`: of the wire. */
  async gives(request, shape, call) {
    const { value, exchanges } = await this.watch(call);
    assert.deepEqual(exchanges.map(line), [request]);
    const [{ status, contentType, body }] = exchanges;
    if (shape === undefined) {
      assert.deepEqual({ status, body, value }, { status: 204, body: "", value: undefined });
      return undefined;
    }
    assert.deepEqual({ status, contentType }, { status: 200, contentType: "application/json" });
    const wire = JSON.parse(body);
    fits(wire, shape, request);
    const shown = wire.data && "total_count" in wire ? wire.data : wire;
    if (shown !== wire)
      assert.deepEqual([Object.keys(value).sort(), value.totalCount], [["data", "totalCount"], wire.total_count]);
    mirrors(shown === wire ? value : value.data, shown, request);
    return value;
  }

  /** A call must be refused as the contract says, in the words of the SDK. */
  async refuses(status, code, call, paramName) {
    const error = await call(this.sdk).then(
      () => assert.fail(`${code} is missing`),
      (failure) => failure,
    );
    assert.ok(isClerkAPIResponseError(error), String(error));
    const [first] = error.errors;
    assert.deepEqual([error.status, first.code, first.meta?.paramName], [status, code, paramName], JSON.stringify(error.errors));
    assert.ok(first.message && first.longMessage, "a text for people");
    assert.match(error.clerkTraceId, /^[0-9a-f]{32}$/);
    return error;
  }

  /** A request that no method of the SDK makes; the answer as JSON. */
  async raw(method, path, body, headers = {}) {
    const init = {
      authorization: `Bearer ${this.keys.secret_key}`,
      "clerk-api-version": VERSION,
      "content-type": "application/json",
    };
    const response = await fetch(this.url + path, {
      method,
      headers: { ...init, ...headers },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: text ? JSON.parse(text) : undefined };
  }

  /** The same, and it must be answered so. */
  async rawGives(method, path, shape, body) {
    const reply = await this.raw(method, path, body);
    assert.equal(reply.status, 200, reply.text);
    assert.equal(reply.headers.get("content-type"), "application/json");
    fits(reply.json, shape, `${method} ${path}`);
    return reply.json;
  }

  /** A user whom nobody has seen yet. */
  async person(fields = {}) {
    return this.sdk.users.createUser({ emailAddress: [address()], ...fields });
  }

  browser() {
    return new Browser(this.url, this.server.url);
  }
}

/** An address that nobody has yet. */
export function address() {
  count += 1;
  return `person.${count}@example.com`;
}

export function line({ method, path }) {
  return `${method} ${path}`;
}

/** A code of an authenticator app with this secret (RFC 6238), so many steps from now. */
export function totp(secret, steps = 0) {
  const counter = Buffer.alloc(8);
  counter.writeBigInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const bits = [...secret]
    .map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const hash = createHmac("sha1", key).update(counter).digest();
  const number = hash.readUInt32BE(hash.at(-1) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** A browser on a page of ours, for calls to the Frontend API: it keeps cookies. */
class Browser {
  cookies = new Map();

  constructor(url, origin) {
    Object.assign(this, { url, origin });
  }

  get cookie() {
    return [...this.cookies].map((pair) => pair.join("=")).join("; ");
  }

  async post(path, fields) {
    const headers = { origin: this.origin, cookie: this.cookie };
    const response = await fetch(this.url + path, { method: "POST", headers, body: new URLSearchParams(fields) });
    for (const text of response.headers.getSetCookie()) {
      const [, name, value] = text.match(/^([^=]+)=([^;]*)/);
      if (/max-age=0/i.test(text)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const json = await response.json();
    assert.equal(response.status, 200, `${path}: ${JSON.stringify(json.errors)}`);
    return json.response ?? json;
  }

  /** Signs in; the id of the session. */
  async signIn(fields) {
    const attempt = await this.post("/v1/client/sign_ins", fields);
    assert.equal(attempt.status, "complete");
    return attempt.created_session_id;
  }
}
