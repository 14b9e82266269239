// What each resource looks like on the wire, with every field of the contract, and how an SDK must show it.
import assert from "node:assert/strict";

/** A value that is only known by what it is like. */
class Like {
  constructor(what, test) {
    Object.assign(this, { what, test });
  }
}

export const like = (what, test) => new Like(what, test);
export const matching = (pattern) => like(String(pattern), (value) => typeof value === "string" && pattern.test(value));
export const id = (prefix) => matching(new RegExp(`^${prefix}_[0-9A-Za-z]{27}$`));
/** Milliseconds since 1970, within the last minute or so. */
export const recently = like(
  "now, in milliseconds",
  (value) => Number.isInteger(value) && Math.abs(Date.now() - value) < 120_000,
);
/** Milliseconds since 1970, so many seconds from now. */
export const inSeconds = (seconds) =>
  like(
    `in ${seconds} s, in milliseconds`,
    (value) => Number.isInteger(value) && Math.abs(Date.now() + seconds * 1_000 - value) < 120_000,
  );
export const jwt = matching(/^[\w-]+\.[\w-]+\.[\w-]+$/);

/** `value` must be exactly `expected`: the same members, no more and no fewer. */
export function fits(value, expected, at = "it") {
  if (expected instanceof Like) {
    assert.ok(expected.test(value), `${at} is ${JSON.stringify(value)} instead of ${expected.what}`);
  } else if (Array.isArray(expected)) {
    assert.ok(Array.isArray(value), `${at} is a list`);
    assert.equal(value.length, expected.length, `items of ${at}: ${JSON.stringify(value)}`);
    expected.forEach((item, index) => fits(value[index], item, `${at}[${index}]`));
  } else if (isPlain(expected)) {
    assert.ok(value !== null && typeof value === "object", `${at} is ${JSON.stringify(value)} instead of an object`);
    assert.deepEqual(Object.keys(value).sort(), Object.keys(expected).sort(), `members of ${at}`);
    for (const [name, member] of Object.entries(expected)) fits(value[name], member, `${at}.${name}`);
  } else {
    assert.deepEqual(value, expected, at);
  }
}

const RENAMED = { externalVerificationRedirectURL: "external_verification_redirect_url" };

/** The SDK's resource must show every one of its members as it stands on the wire. */
export function mirrors(resource, wire, at = "it") {
  if (Array.isArray(resource)) {
    assert.equal(resource.length, wire.length, at);
    resource.forEach((item, index) => mirrors(item, wire[index], `${at}[${index}]`));
  } else if (resource === null || typeof resource !== "object" || isPlain(resource)) {
    assert.deepEqual(resource, wire, at);
  } else {
    for (const [name, member] of Object.entries(resource)) {
      if (name === "_raw") continue;
      const wired = RENAMED[name] ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      if (wired in wire) mirrors(member, wire[wired], `${at}.${name}`);
      else assert.equal(member ?? null, null, `${at}.${name} stands on the wire`);
    }
  }
}

/** An object literal or what JSON.parse makes, and no class of an SDK. */
function isPlain(value) {
  return value !== null && typeof value === "object" && [Object.prototype, null].includes(Object.getPrototypeOf(value));
}

const times = { created_at: recently, updated_at: recently };
export const page = (...data) => ({ data, total_count: data.length });
export const deleted = (object, gone) => ({ object, id: gone, deleted: true });
export const byAdmin = {
  object: "verification_admin",
  status: "verified",
  strategy: "admin",
  attempts: null,
  expire_at: null,
  verified_at_client: null,
};

export const emailAddress = (address, fields = {}) => ({
  id: id("idn"),
  object: "email_address",
  email_address: address,
  reserved: false,
  verification: byAdmin,
  linked_to: [],
  matches_sso_connection: false,
  ...times,
  ...fields,
});

export const phoneNumber = (number, fields = {}) => ({
  id: id("idn"),
  object: "phone_number",
  phone_number: number,
  reserved_for_second_factor: false,
  default_second_factor: false,
  reserved: false,
  verification: byAdmin,
  linked_to: [],
  backup_codes: null,
  ...times,
  ...fields,
});

export const web3Wallet = (address, fields = {}) => ({
  id: id("idn"),
  object: "web3_wallet",
  web3_wallet: address,
  verification: byAdmin,
  ...times,
  ...fields,
});

/** A user of whom nothing is known yet. */
export const user = (fields = {}) => ({
  id: id("user"),
  object: "user",
  external_id: null,
  primary_email_address_id: fields.email_addresses ? id("idn") : null,
  primary_phone_number_id: fields.phone_numbers ? id("idn") : null,
  primary_web3_wallet_id: fields.web3_wallets ? id("idn") : null,
  username: null,
  first_name: null,
  last_name: null,
  locale: null,
  profile_image_url: like("an address", (value) => URL.canParse(value)),
  image_url: like("an address", (value) => URL.canParse(value)),
  has_image: false,
  public_metadata: {},
  private_metadata: {},
  unsafe_metadata: {},
  email_addresses: [],
  phone_numbers: [],
  web3_wallets: [],
  passkeys: [],
  password_enabled: false,
  two_factor_enabled: false,
  totp_enabled: false,
  backup_code_enabled: false,
  mfa_enabled_at: null,
  mfa_disabled_at: null,
  password_last_updated_at: null,
  external_accounts: [],
  saml_accounts: [],
  enterprise_accounts: [],
  last_sign_in_at: null,
  banned: false,
  locked: false,
  deprovisioned: false,
  lockout_expires_in_seconds: null,
  verification_attempts_remaining: 10,
  delete_self_enabled: true,
  create_organization_enabled: true,
  create_organizations_limit: null,
  last_active_at: null,
  legal_accepted_at: null,
  bypass_client_trust: false,
  scim: null,
  ...times,
  ...fields,
});

const DAYS = 86_400;

/** Of a program, about whose device nobody knows anything: what isn't known isn't there. */
export const activity = (fields = {}) => ({
  object: "session_activity",
  id: id("sact"),
  is_mobile: false,
  ip_address: "127.0.0.1",
  ...fields,
});

export const session = (owner, fields = {}) => ({
  object: "session",
  id: id("sess"),
  user_id: owner,
  client_id: id("client"),
  actor: null,
  status: "active",
  last_active_organization_id: null,
  last_active_at: recently,
  latest_activity: activity(),
  expire_at: inSeconds(7 * DAYS),
  abandon_at: like("when it ends unused, in milliseconds", (value) => Number.isInteger(value) && value > Date.now()),
  tasks: null,
  ...times,
  ...fields,
});

export const client = (sessions, fields = {}) => ({
  object: "client",
  id: id("client"),
  session_ids: sessions.map((one) => one.id),
  sessions,
  sign_in_id: null,
  sign_up_id: null,
  last_active_session_id: sessions.at(-1)?.id ?? null,
  last_authentication_strategy: null,
  ...times,
  ...fields,
});

const ticketPage = (ticket) =>
  like("a page that takes the ticket", (value) => /^https?:\/\//.test(value) && (!ticket || value.includes(ticket)));

export const invitation = (address, fields = {}) => ({
  object: "invitation",
  id: id("inv"),
  email_address: address,
  public_metadata: {},
  revoked: false,
  status: "pending",
  expires_at: inSeconds(30 * DAYS),
  ...times,
  ...fields,
});
/** As it is told once, when it is made. */
export const newInvitation = (address, fields = {}) => invitation(address, { url: ticketPage(), ...fields });

export const allowed = (identifier, kind, fields = {}) => ({
  object: "allowlist_identifier",
  id: id("alid"),
  identifier,
  identifier_type: kind,
  instance_id: id("ins"),
  ...times,
  ...fields,
});
export const blocked = (identifier, kind, fields = {}) => ({
  object: "blocklist_identifier",
  id: id("blid"),
  identifier,
  identifier_type: kind,
  instance_id: id("ins"),
  ...times,
  ...fields,
});
export const redirectUrl = (url, fields = {}) => ({ object: "redirect_url", id: id("ru"), url, ...times, ...fields });

export const signInToken = (owner, fields = {}) => ({
  object: "sign_in_token",
  id: id("sit"),
  status: "pending",
  user_id: owner,
  url: null,
  ...times,
  ...fields,
});
export const newSignInToken = (owner) => signInToken(owner, { token: matching(/^.{32,}$/), url: ticketPage() });
export const actorToken = (owner, actor, fields = {}) => ({
  object: "actor_token",
  id: id("act"),
  status: "pending",
  user_id: owner,
  actor,
  ...times,
  ...fields,
});
export const newActorToken = (owner, actor) => actorToken(owner, actor, { token: matching(/^.{32,}$/), url: ticketPage() });

export const jwtTemplate = (name, claims, fields = {}) => ({
  object: "jwt_template",
  id: id("jtmp"),
  name,
  claims,
  lifetime: 60,
  allowed_clock_skew: 5,
  custom_signing_key: false,
  signing_algorithm: "RS256",
  ...times,
  ...fields,
});

export const waitlistEntry = (address, fields = {}) => ({
  object: "waitlist_entry",
  id: id("wle"),
  email_address: address,
  status: "pending",
  is_locked: false,
  invitation: null,
  ...times,
  ...fields,
});
