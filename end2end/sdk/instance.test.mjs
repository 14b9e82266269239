// `instance`, `domains`, `jwtTemplates`, `jwks`: every method, every field.
import assert from "node:assert/strict";
import { test } from "node:test";
import { deleted, id, jwtTemplate, like, matching, page } from "./shapes.mjs";
import { world } from "./support.mjs";

const here = world();

const instance = (fields = {}) => ({
  object: "instance",
  id: id("ins"),
  environment_type: "development",
  allowed_origins: null,
  workspace_id: null,
  ...fields,
});

const restrictions = (fields = {}) => ({
  object: "instance_restrictions",
  allowlist: false,
  blocklist: false,
  allowlist_blocklist_disabled_on_sign_in: false,
  block_email_subaddresses: false,
  block_disposable_email_domains: false,
  ignore_dots_for_gmail_addresses: false,
  ...fields,
});

test("the instance is read and changed", async () => {
  const origins = like("a list or nothing", (value) => value === null || Array.isArray(value));
  await here.gives("GET /v1/instance", instance({ allowed_origins: origins }), (sdk) => sdk.instance.get());
  const params = {
    testMode: false,
    hibp: true,
    supportEmail: "help@example.com",
    developmentOrigin: null,
    allowedOrigins: ["https://app.example.com"],
    urlBasedSessionSyncing: true,
  };
  await here.gives("PATCH /v1/instance", undefined, (sdk) => sdk.instance.update(params));
  await here.gives("GET /v1/instance", instance({ allowed_origins: ["https://app.example.com"] }), (sdk) => sdk.instance.get());
  await here.gives("PATCH /v1/instance", undefined, (sdk) => sdk.instance.update({ allowedOrigins: [] }));
  await here.refuses(422, "form_param_type_invalid", (sdk) => sdk.instance.update({ testMode: "perhaps" }), "test_mode");
});

test("who may sign up is restricted", async () => {
  const change = (params) => (sdk) => sdk.instance.updateRestrictions(params);
  const path = "PATCH /v1/instance/restrictions";
  await here.gives(path, restrictions(), change({}));
  const all = {
    allowlist: true,
    blocklist: true,
    blockEmailSubaddresses: true,
    blockDisposableEmailDomains: true,
    ignoreDotsForGmailAddresses: true,
  };
  const on = {
    allowlist: true,
    blocklist: true,
    block_email_subaddresses: true,
    block_disposable_email_domains: true,
    ignore_dots_for_gmail_addresses: true,
  };
  await here.gives(path, restrictions(on), change(all));
  await here.gives(path, restrictions({ ...on, allowlist: false }), change({ allowlist: false }));
  const off = Object.fromEntries(Object.keys(all).map((name) => [name, false]));
  await here.gives(path, restrictions(), change(off));
});

test("there are no organizations yet, and that is said", async () => {
  const text = like("a text", (value) => typeof value === "string");
  const number = like("a number", Number.isInteger);
  const settings = {
    object: "organization_settings",
    enabled: false,
    max_allowed_memberships: number,
    max_allowed_roles: number,
    max_role_sets_allowed: number,
    max_allowed_domains: number,
    max_allowed_permissions: number,
    creator_role: text,
    admin_delete_enabled: like("yes or no", (value) => typeof value === "boolean"),
    domains_enabled: false,
    slug_disabled: like("yes or no", (value) => typeof value === "boolean"),
    domains_enrollment_modes: [],
    domains_default_role: text,
    initial_role_set_key: like("a text or nothing", (value) => value === null || typeof value === "string"),
  };
  const path = "/v1/instance/organization_settings";
  await here.gives(`GET ${path}`, settings, (sdk) => sdk.instance.getOrganizationSettings());
  await here.gives(`PATCH ${path}`, settings, (sdk) => sdk.instance.updateOrganizationSettings({ enabled: false }));
  await here.refuses(
    403,
    "organization_not_enabled_in_instance",
    (sdk) => sdk.instance.updateOrganizationSettings({ enabled: true }),
    "enabled",
  );
});

test("there is one primary domain; others share its sign-in", async () => {
  const url = like("an address", (value) => /^https?:\/\//.test(value));
  const domain = (fields) => ({
    object: "domain",
    id: id("dmn"),
    is_satellite: true,
    frontend_api_url: url,
    accounts_portal_url: null,
    proxy_url: null,
    development_origin: like("a text", (value) => typeof value === "string"),
    cname_targets: like("a list or nothing", (value) => value === null || Array.isArray(value)),
    ...fields,
  });
  const primary = domain({ name: matching(/./), is_satellite: false, accounts_portal_url: url });
  const list = await here.gives("GET /v1/domains", page(primary), (sdk) => sdk.domains.list());
  await here.refuses(403, "operation_not_allowed_on_primary_domain", (sdk) => sdk.domains.delete(list.data[0].id));
  const added = await here.gives("POST /v1/domains", domain({ name: "satellite.example.com" }), (sdk) =>
    sdk.domains.add({ name: "satellite.example.com", is_satellite: true }),
  );
  const renamed = domain({ name: "other.example.com" });
  await here.gives(`PATCH /v1/domains/${added.id}`, renamed, (sdk) =>
    sdk.domains.update({ domainId: added.id, name: "other.example.com", proxy_url: null }),
  );
  const proxied = { domainId: added.id, proxy_url: "https://other.example.com/__auth" };
  await here.refuses(400, "domain_update_forbidden", (sdk) => sdk.domains.update(proxied), "proxy_url");
  await here.refuses(
    422,
    "form_already_exists",
    (sdk) => sdk.domains.add({ name: "other.example.com", is_satellite: true }),
    "name",
  );
  await here.refuses(
    422,
    "primary_domain_already_exists",
    (sdk) => sdk.domains.add({ name: "third.example.com", is_satellite: false }),
    "is_satellite",
  );
  assert.equal((await here.sdk.domains.list()).totalCount, 2);
  await here.gives(`DELETE /v1/domains/${added.id}`, deleted("domain", added.id), (sdk) => sdk.domains.delete(added.id));
  await here.refuses(404, "resource_not_found", (sdk) => sdk.domains.delete(added.id));
});

test("templates of tokens for third parties", async () => {
  const list = "/v1/jwt_templates";
  const claims = { aud: "hasura", deep: { who: "{{user.id}}", keepsItsName: ["{{user.first_name}}"] } };
  const made = await here.gives(`POST ${list}`, jwtTemplate("hasura", claims), (sdk) =>
    sdk.jwtTemplates.create({ name: "hasura", claims }),
  );
  await here.gives(`GET ${list}/${made.id}`, jwtTemplate("hasura", claims), (sdk) => sdk.jwtTemplates.get(made.id));
  await here.gives(`GET ${list}?paginated=true`, page(jwtTemplate("hasura", claims)), (sdk) => sdk.jwtTemplates.list());
  const change = {
    templateId: made.id,
    name: "other",
    claims: {},
    lifetime: 300,
    allowedClockSkew: 10,
    customSigningKey: true,
    signingAlgorithm: "HS256",
    signingKey: "a secret that is long enough for HS256",
  };
  const other = jwtTemplate(
    "other",
    {},
    { lifetime: 300, allowed_clock_skew: 10, custom_signing_key: true, signing_algorithm: "HS256" },
  );
  await here.gives(`PATCH ${list}/${made.id}`, other, (sdk) => sdk.jwtTemplates.update(change));
  await here.refuses(
    400,
    "jwt_template_reserved_claim",
    (sdk) => sdk.jwtTemplates.create({ name: "wrong", claims: { exp: 1 } }),
    "claims",
  );
  await here.refuses(
    422,
    "form_param_value_invalid",
    (sdk) => sdk.jwtTemplates.create({ name: "wrong", claims: {}, lifetime: 29 }),
    "lifetime",
  );
  await here.refuses(422, "form_already_exists", (sdk) => sdk.jwtTemplates.create({ name: "other", claims: {} }), "name");
  await here.gives(`DELETE ${list}/${made.id}`, deleted("jwt_template", made.id), (sdk) => sdk.jwtTemplates.delete(made.id));
  await here.refuses(404, "resource_not_found", (sdk) => sdk.jwtTemplates.get(made.id));
});

test("the public keys: the one that signs, and the next one", async () => {
  const key = { use: "sig", kty: "RSA", kid: matching(/^\w+$/), alg: "RS256", n: matching(/^[\w-]{342}$/), e: "AQAB" };
  await here.gives("GET /v1/jwks", { keys: [key, key] }, (sdk) => sdk.jwks.getJwks());
  const open = await fetch(`${here.url}/.well-known/jwks.json`);
  assert.deepEqual(await open.json(), await here.sdk.jwks.getJwks());
});
