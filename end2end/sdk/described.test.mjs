// What described.mjs builds on: an answer is held against its operation, whatever its status.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Description } from "./described.mjs";

const answer = (description, schema) => ({ description, content: { "application/json": { schema } } });
const thing = { type: "object", required: ["id"], properties: { id: { type: "string", pattern: "^thing_" } } };
const missing = { type: "object", required: ["errors"] };
const description = new Description({
  paths: {
    "/v1/things": {
      get: {
        operationId: "ListThings",
        tags: ["Backend API"],
        responses: { 200: answer("all", { type: "array", items: { $ref: "#/components/schemas/Thing" } }) },
      },
    },
    "/v1/things/{thing_id}": {
      delete: {
        operationId: "DeleteThing",
        tags: ["Frontend API"],
        responses: { 204: { description: "gone" }, 404: { $ref: "#/components/responses/NotFound" } },
      },
    },
  },
  components: { schemas: { Thing: thing, Missing: missing }, responses: { NotFound: answer("none", missing) } },
});

function problem(method, path, status, body, changes = {}) {
  const text = body === undefined ? "" : JSON.stringify(body);
  return description.problem({ method, path, status, contentType: "application/json", body: text, ...changes });
}

test("an answer as described has no problem", () => {
  assert.equal(problem("GET", "/v1/things/?limit=1", 200, [{ id: "thing_1" }]), undefined);
  assert.equal(problem("POST", "/v1/things/1?_method=delete", 204), undefined);
  assert.equal(problem("DELETE", "/v1/things/1", 404, { errors: [] }), undefined);
});

test("nothing is said of what the description doesn't know", () => {
  assert.equal(problem("GET", "/sign-in", 200, {}), undefined);
  assert.equal(problem("GET", "/v1/nothing", 404, {}), undefined);
  assert.equal(problem("DELETE", "/v1/things/1", 405, {}, { hasSecretKey: true }), undefined);
});

test("every other status, body or kind is named", () => {
  assert.equal(problem("GET", "/v1/things", 403, {}), "ListThings: 403 is not described");
  assert.match(problem("GET", "/v1/things", 200, [{}]), /^ListThings: 200\/\* must have required property 'id'/);
  assert.match(problem("GET", "/v1/things", 200, [{ id: "user_1" }]), /^ListThings: 200\/\*\/id must match pattern/);
  assert.equal(problem("DELETE", "/v1/things/1", 204, {}), "DeleteThing: 204 comes with a body");
  assert.match(problem("DELETE", "/v1/things/1", 404, {}), /^DeleteThing: 404 must have required property 'errors'/);
  assert.match(problem("GET", "/v1/things", 200, [], { contentType: "text/html" }), /not application\/json$/);
  assert.match(problem("GET", "/v1/other", 200, {}), /where nothing is described$/);
});
