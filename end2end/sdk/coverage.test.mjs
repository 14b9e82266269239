// What coverage.mjs builds on: answers are matched to operations, and what doesn't fit its schema is named.
import assert from "node:assert/strict";
import { test } from "node:test";
import { contract } from "./contract.mjs";

const [backend, frontend] = ["backend", "frontend"].map(contract);
const skip = backend && frontend ? false : "the published descriptions aren't beside this repository";

const EMAIL = {
  id: "idn_1",
  object: "email_address",
  email_address: "a@example.com",
  reserved: false,
  verification: null,
  linked_to: [],
  created_at: 1,
  updated_at: 1,
};
const ADMIN = { object: "verification_admin", status: "verified", strategy: "admin", attempts: null, expire_at: null };

function problems(method, path, body, changes = {}) {
  const operation = backend.find(method, path);
  return backend.problems(operation, { status: 200, contentType: "application/json", body: JSON.stringify(body), ...changes });
}

test("a request is matched to its operation, and fixed segments win", { skip }, () => {
  assert.deepEqual([backend.operations.length, frontend.operations.length], [249, 202]);
  for (const [method, path, name] of [
    ["GET", "/v1/users/count", "GET /v1/users/count"],
    ["GET", "/v1/users/user_1", "GET /v1/users/{user_id}"],
    ["PATCH", "/v1/users/user_1/metadata", "PATCH /v1/users/{user_id}/metadata"],
    ["GET", "/v1/users/user_1/nothing", undefined],
    ["PUT", "/v1/users", undefined],
  ])
    assert.equal(backend.find(method, path)?.name, name, path);
  assert.equal(frontend.find("GET", "/v1/me/")?.name, "GET /v1/me");
});

test("an answer that fits has no problem", { skip }, () => {
  assert.deepEqual(problems("GET", "/v1/email_addresses/idn_1", EMAIL), []);
  assert.deepEqual(problems("GET", "/v1/email_addresses/idn_1", { ...EMAIL, verification: ADMIN }), []);
  assert.deepEqual(problems("GET", "/v1/users/count", { object: "total_count", total_count: 7 }), []);
  assert.deepEqual(problems("PATCH", "/v1/instance", undefined, { status: 204, contentType: "", body: "" }), []);
});

test("an answer that doesn't fit is named by its schema", { skip }, () => {
  const { reserved, ...without } = EMAIL;
  assert.equal(reserved, false);
  const cases = [
    [without, "EmailAddress.reserved: missing"],
    [{ ...EMAIL, created_at: "today" }, "EmailAddress.created_at: must be integer"],
    [{ ...EMAIL, email_address: null }, "EmailAddress.email_address: must be string"],
    [
      { ...EMAIL, verification: { ...ADMIN, status: "lost" } },
      "verification_admin.status: must be equal to one of the allowed values",
    ],
    [{ ...EMAIL, linked_to: [{ type: "oauth_google" }] }, "IdentificationLink.id: missing"],
  ];
  for (const [body, problem] of cases) assert.deepEqual(problems("GET", "/v1/email_addresses/idn_1", body), [problem]);
  const list = problems("GET", "/v1/users", [7]);
  assert.deepEqual(list, ["User: must be object"]);
});

test("a page counts as its list only where it was asked for", { skip }, () => {
  const page = { data: [], total_count: 0 };
  assert.deepEqual(problems("GET", "/v1/sessions", page, { isPage: true }), []);
  assert.deepEqual(problems("GET", "/v1/sessions", page), ["GET /v1/sessions: must be array"]);
  assert.deepEqual(problems("GET", "/v1/blocklist_identifiers", page, { isPage: true }), []);
});

test("so are other statuses and what is no JSON", { skip }, () => {
  assert.match(problems("GET", "/v1/users/user_1", {}, { status: 201 })[0], /answers with 201$/);
  assert.match(
    problems("GET", "/v1/users/user_1", {}, { contentType: "application/json; charset=utf-8" })[0],
    /instead of JSON$/,
  );
  assert.match(problems("GET", "/v1/users/user_1", {}, { contentType: "application/json", body: "" })[0], /instead of JSON$/);
});
