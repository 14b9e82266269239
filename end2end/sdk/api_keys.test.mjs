// `apiKeys`: every method, every field. This SDK writes these paths without a version.
import assert from "node:assert/strict";
import { test } from "node:test";
import { deleted, inSeconds, matching, page, recently } from "./shapes.mjs";
import { world } from "./support.mjs";

const here = world();
const SECRET = matching(/^ak_[\w-]{43}$/);

const apiKey = (subject, name, fields = {}) => ({
  object: "api_key",
  id: matching(/^ak_[0-9a-f]{32}$/),
  type: "api_key",
  subject,
  name,
  description: null,
  claims: null,
  scopes: [],
  revoked: false,
  revocation_reason: null,
  expired: false,
  expiration: null,
  created_by: null,
  last_used_at: null,
  created_at: recently,
  updated_at: recently,
  ...fields,
});

test("a key is made, shown, listed, changed, taken back and forgotten", async () => {
  const { id: subject } = await here.person();
  const given = { description: "builds", claims: { team: "a" }, scopes: ["read", "write"] };
  const limited = { expiration: inSeconds(3_600), created_by: subject };
  const made = await here.gives("POST /api_keys", apiKey(subject, "Build machine", { ...given, ...limited, secret: SECRET }), (sdk) =>
    sdk.apiKeys.create({ name: "Build machine", subject, ...given, createdBy: subject, secondsUntilExpiration: 3_600 }),
  );
  const path = `/api_keys/${made.id}`;
  const shape = (fields) => apiKey(subject, "Build machine", { ...given, ...limited, ...fields });
  await here.gives(`GET ${path}`, shape(), (sdk) => sdk.apiKeys.get(made.id));
  await here.gives(`GET ${path}/secret`, { secret: made.secret }, (sdk) => sdk.apiKeys.getSecret(made.id));
  await here.gives("POST /api_keys/verify", shape({ last_used_at: recently }), (sdk) => sdk.apiKeys.verify(made.secret));
  await here.gives(`GET /api_keys?subject=${subject}`, page(shape({ last_used_at: recently })), (sdk) =>
    sdk.apiKeys.list({ subject }),
  );
  const changes = { description: null, claims: null, scopes: ["read"] };
  const changed = { ...changes, expiration: null, last_used_at: recently };
  await here.gives(`PATCH ${path}`, shape(changed), (sdk) =>
    sdk.apiKeys.update({ apiKeyId: made.id, subject, ...changes, secondsUntilExpiration: null }),
  );
  const revoked = { ...changed, revoked: true, revocation_reason: "lost" };
  await here.gives(`POST ${path}/revoke`, shape(revoked), (sdk) =>
    sdk.apiKeys.revoke({ apiKeyId: made.id, revocationReason: "lost" }),
  );
  await here.refuses(404, "resource_not_found", (sdk) => sdk.apiKeys.verify(made.secret));
  assert.equal((await here.sdk.apiKeys.list({ subject })).totalCount, 0);
  await here.gives(`GET /api_keys?subject=${subject}&include_invalid=true`, page(shape(revoked)), (sdk) =>
    sdk.apiKeys.list({ subject, includeInvalid: true }),
  );
  await here.gives(`DELETE ${path}`, deleted("api_key", made.id), (sdk) => sdk.apiKeys.delete(made.id));
  await here.refuses(404, "resource_not_found", (sdk) => sdk.apiKeys.get(made.id));
});

test("what makes no key is refused", async () => {
  const { id: subject } = await here.person();
  await here.refuses(400, "form_param_format_invalid", (sdk) => sdk.apiKeys.create({ name: "x", subject }), "name");
  const nobody = `user_${"0".repeat(27)}`;
  await here.refuses(
    400,
    "form_resource_not_found",
    (sdk) => sdk.apiKeys.create({ name: "A key", subject: nobody }),
    "subject",
  );
  await here.refuses(404, "resource_not_found", (sdk) => sdk.apiKeys.verify("ak_nobody"));
});

test("an app's backend knows its users by their keys", async () => {
  const { id: subject } = await here.person();
  const { id, secret } = await here.sdk.apiKeys.create({ name: "Script", subject, scopes: ["read"] });
  const authenticate = (key) => {
    const request = new Request("http://app.example.com/", { headers: { authorization: `Bearer ${key}` } });
    return here.sdk.authenticateRequest(request, { acceptsToken: "api_key" });
  };
  const auth = (await authenticate(secret)).toAuth();
  assert.deepEqual([auth.isAuthenticated, auth.id, auth.subject, auth.userId, auth.scopes], [true, id, subject, subject, ["read"]]);
  await here.sdk.apiKeys.revoke({ apiKeyId: id });
  assert.equal((await authenticate(secret)).toAuth().isAuthenticated, false);
});
