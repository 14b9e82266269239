// What holds for every call: headers, keys, versions, limits, errors; and that nothing an SDK sends breaks the server.
import assert from "node:assert/strict";
import { test } from "node:test";
import { address, line, world } from "./support.mjs";

const here = world();
const VERSIONS = ["2021-02-05", "2024-10-01", "2025-04-10", "2025-11-10", "2026-05-12"];

test("an SDK's requests are what the contract says, and answered as JSON and nothing more", async () => {
  const one = await here.person();
  const { exchanges } = await here.watch(async (sdk) => {
    await sdk.users.getUser(one.id);
    await sdk.users.lockUser(one.id);
    await sdk.users.unlockUser(one.id);
    await sdk.users.deleteUser(one.id);
    await sdk.users.getUser(one.id).catch(() => {});
  });
  for (const { headers, sent, contentType } of exchanges) {
    assert.equal(contentType, "application/json");
    assert.deepEqual([headers["content-type"], headers["clerk-api-version"], sent], ["application/json", "2026-05-12", ""]);
    assert.match(headers["user-agent"], /^@clerk\/backend@3\.16\.10$/);
  }
});

test("an error says status, reason, code, text, parameter and trace", async () => {
  const error = await here.refuses(404, "resource_not_found", (sdk) => sdk.users.getUser("user_nobody"));
  assert.equal(error.message, "Not Found");
  assert.equal(error.retryAfter, undefined);
  const { status, json, headers } = await here.raw("GET", "/v1/users/user_nobody");
  assert.deepEqual([status, Object.keys(json).sort(), json.errors.length], [404, ["clerk_trace_id", "errors"], 1]);
  assert.equal(headers.get("content-type"), "application/json");
});

test("who has no key of this instance gets nothing", async () => {
  const stranger = here.sdkWith({ secretKey: "sk_test_nobodyKnowsThisOne" });
  for (const call of [
    () => stranger.users.getUserList(),
    () => stranger.users.createUser({}),
    () => stranger.sessions.getSession("sess_1"),
    () => stranger.jwks.getJwks(),
  ]) {
    await here.refuses(401, "clerk_key_invalid", call);
  }
  const cases = [
    ["Bearer", "authorization_header_format_invalid"],
    ["Basic c2s6", "authorization_header_format_invalid"],
    [`Token ${here.keys.secret_key}`, "authorization_header_format_invalid"],
    [`Bearer ${here.keys.secret_key}x`, "clerk_key_invalid"],
    [`Bearer ${here.keys.publishable_key}`, "clerk_key_invalid"],
  ];
  for (const [authorization, code] of cases) {
    for (const path of ["/v1/users", "/v1/users/nothing/here"]) {
      const { status, json } = await here.raw("GET", path, undefined, { authorization });
      assert.deepEqual([status, json.errors[0].code], [401, code], `${authorization} ${path}`);
    }
  }
  const bare = await fetch(`${here.url}/v1/users`);
  assert.deepEqual([bare.status, (await bare.json()).errors[0].code], [401, "authentication_invalid"]);
});

test("five versions are spoken, by header or by query, and only one of them", async () => {
  for (const version of VERSIONS) {
    assert.equal((await here.raw("GET", "/v1/users/count", undefined, { "clerk-api-version": version })).status, 200, version);
  }
  const withoutHeader = (path) => fetch(here.url + path, { headers: { authorization: `Bearer ${here.keys.secret_key}` } });
  assert.equal((await withoutHeader("/v1/users/count")).status, 200);
  assert.equal((await withoutHeader("/v1/users/count?__clerk_api_version=2025-11-10")).status, 200);
  assert.equal((await withoutHeader("/v1/users/count?__clerk_api_version=2025-11-11")).status, 400);
  assert.equal((await here.raw("GET", "/v1/users/count?__clerk_api_version=2026-05-12")).status, 400, "both");
});

test("fixed paths win over ids, and what is nowhere is not found", async () => {
  assert.deepEqual((await here.raw("GET", "/v1/users/count")).json.object, "total_count");
  for (const [method, path] of [
    ["POST", "/v1/users/ban"],
    ["POST", "/v1/users/unban"],
    ["POST", "/v1/clients/verify"],
    ["POST", "/v1/invitations/bulk"],
    ["POST", "/v1/waitlist_entries/bulk"],
  ]) {
    const { status } = await here.raw(method, path, {});
    assert.ok([400, 422].includes(status), `${method} ${path}: ${status}`);
  }
  for (const id of ["user nobody", "user_ü", "user_%00", "x".repeat(300), "user_1;drop", "%2e%2e"]) {
    assert.equal((await here.raw("GET", `/v1/users/${encodeURIComponent(id)}`)).status, 404, id);
  }
  assert.equal((await here.raw("GET", "/v1/nothing")).status, 404);
  assert.equal((await here.raw("PUT", "/v1/users", {})).status, 405);
});

test("numbers and booleans are read as every SDK writes them, and a plus may come as a space", async () => {
  await here.person();
  for (const query of [
    "limit=10.0&offset=0.0",
    "limit=1&offset=0&banned=false",
    "order_by=+created_at",
    "order_by=%2Bcreated_at",
    "order_by=-created_at",
    "limit=500",
  ]) {
    const { status, json } = await here.raw("GET", `/v1/users?${query}`);
    assert.ok(status === 200 && json.length > 0, `${query}: ${status}`);
  }
  for (const query of ["limit=0", "limit=-1", "limit=ten", "offset=-1", "order_by=password", "created_at_after=yesterday"]) {
    assert.equal((await here.raw("GET", `/v1/users?${query}`)).status, 422, query);
  }
});

test("bodies that can't be read are refused", async () => {
  const send = async (body, type) => {
    const headers = { authorization: `Bearer ${here.keys.secret_key}`, ...(type && { "content-type": type }) };
    const response = await fetch(`${here.url}/v1/users`, { method: "POST", headers, body });
    return [response.status, (await response.json()).errors[0].code];
  };
  const json = "application/json";
  assert.deepEqual(await send("{", json), [400, "request_body_invalid"]);
  for (const body of ["null", "7", "[]", '"text"', "[{}]"])
    assert.deepEqual(await send(body, json), [400, "request_body_invalid"], body);
  assert.deepEqual(await send("{}", "text/plain"), [415, "unsupported_content_type"]);
  assert.deepEqual(await send(JSON.stringify({ first_name: "x".repeat(100_000) }), json), [413, "request_body_too_large"]);
  assert.deepEqual(await send('{"first_name":"a\\u0000b","skip_user_requirement":true}', json), [
    422,
    "form_param_format_invalid",
  ]);
  assert.deepEqual((await send('{"username":{}}', json))[0], 422);
});

test("no method of the SDK breaks the server, whatever it is given", async () => {
  const ids = { id: "x", userId: "user_x", templateId: "jtmp_x", domainId: "dmn_x" };
  const things = [{}, { ...ids, name: "x", emailAddress: "x", expiresInSeconds: "soon" }, "nothing_1", ["x"], null, undefined];
  const { exchanges } = await here.watch(async (sdk) => {
    for (const api of Object.values(sdk).filter((it) => it?.request)) {
      const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(api)).filter((name) => name !== "constructor");
      for (const method of methods) {
        for (const thing of things) await attempt(() => api[method](thing, thing, thing));
        await attempt(() => api[method]("nothing_1", things[1]));
      }
    }
  });
  assert.ok(exchanges.length > 500, `${exchanges.length} requests`);
  for (const exchange of exchanges.filter(({ path }) => path.startsWith("/v1/"))) {
    assert.ok(exchange.status < 500, `${line(exchange)}: ${exchange.status}`);
    if (exchange.status === 204) continue;
    assert.equal(exchange.contentType, "application/json", line(exchange));
    if (exchange.status >= 400) assert.ok(JSON.parse(exchange.body).errors[0].code, line(exchange));
  }
});

async function attempt(call) {
  try {
    await call();
  } catch {
    // Refused, by the SDK or by the server: how is looked at afterwards.
  }
}

/** A server that lets three calls through in a while, and ten changes of one user. */
const strict = world({ ONEHOP_LIMITS_ENABLED: "true", ONEHOP_LIMITS_BACKEND: "3/60s" });

test("who calls too often is told when to come back", async () => {
  for (let times = 0; times < 3; times += 1) await strict.sdk.users.getCount();
  const error = await strict.refuses(429, "too_many_requests", (sdk) => sdk.users.getCount());
  assert.ok(Number.isInteger(error.retryAfter) && error.retryAfter > 0 && error.retryAfter <= 60, `${error.retryAfter} s`);
  assert.equal(error.message, "Too Many Requests");
  await strict.refuses(429, "too_many_requests", (sdk) => sdk.users.createUser({ emailAddress: [address()] }));
  assert.equal((await strict.sdk.jwks.getJwks()).keys.length, 2, "keys are never limited");
});
