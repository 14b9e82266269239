// People with accounts, made through the Frontend API: what a test needs before it begins.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { request } from "playwright-core";

export const PASSWORD = "quiet-harbour-lantern-42";
const LAPTOP = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const PHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
let count = 0;

/** Somebody nobody has seen yet. */
export function stranger(fields = {}) {
  count += 1;
  return { firstName: "Ada", lastName: "Lovelace", email: `ada.${count}@example.com`, password: PASSWORD, ...fields };
}

/** Somebody with an account. `device` holds the cookies of the browser they signed up with. */
export async function member(server, fields = {}) {
  const person = stranger(fields);
  const api = await browserOf(server, LAPTOP);
  const details = {
    email_address: person.email,
    password: person.password,
    first_name: person.firstName,
    last_name: person.lastName,
    ...(person.username ? { username: person.username } : {}),
  };
  const { id } = await call(api, "/v1/client/sign_ups", details);
  await call(api, `/v1/client/sign_ups/${id}/prepare_verification`, { strategy: "email_code" });
  const code = await server.code(person.email);
  await call(api, `/v1/client/sign_ups/${id}/attempt_verification`, { strategy: "email_code", code });
  return { ...person, device: await leave(api) };
}

const TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/** Somebody whom a backend gave an authenticator app and backup codes. */
export async function guarded(server, fields = {}) {
  const person = { ...stranger(fields), backupCodes: ["first-code-0001", "second-code-0002"] };
  await server.backend("POST", "/v1/users", {
    email_address: [person.email],
    password: person.password,
    totp_secret: TOTP_SECRET,
    backup_codes: person.backupCodes,
  });
  return person;
}

/** A ticket for somebody with an account (`sign_in_tokens`), or to act as them (`actor_tokens`); its page as a path. */
export async function ticket(server, kind, person) {
  const [user] = await server.backend("GET", `/v1/users?email_address=${encodeURIComponent(person.email)}`);
  const actor = kind === "actor_tokens" ? { actor: { sub: "user_operator" } } : {};
  const { url, id } = await server.backend("POST", `/v1/${kind}`, { user_id: user.id, ...actor });
  return { path: url.slice(server.url.length), id };
}

/** What the authenticator app of a guarded person shows (RFC 6238), `steps` half minutes from now. */
export function totp(steps = 0) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...TOTP_SECRET].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const mac = createHmac("sha1", key).update(counter).digest();
  const offset = mac[19] & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Signs a member in with another browser, or with one that somebody is signed in with; hands back its cookies. */
export async function signInElsewhere(server, person, device) {
  const api = await browserOf(server, PHONE, device);
  const attempt = await call(api, "/v1/client/sign_ins", { identifier: person.email, password: person.password });
  assert.equal(attempt.status, "complete");
  return leave(api);
}

function browserOf(server, userAgent, device) {
  const extraHTTPHeaders = { origin: server.origin ?? server.url };
  return request.newContext({ baseURL: server.url, extraHTTPHeaders, storageState: device, userAgent });
}

async function leave(api) {
  const device = await api.storageState();
  await api.dispose();
  return device;
}

async function call(api, path, form) {
  const response = await api.post(path, { form });
  assert.equal(response.status(), 200, `${path}: ${await response.text()}`);
  return (await response.json()).response;
}
