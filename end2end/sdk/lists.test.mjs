// `allowlistIdentifiers`, `blocklistIdentifiers`, `redirectUrls`, and the two forms of lists.
import assert from "node:assert/strict";
import { test } from "node:test";
import { allowed, blocked, deleted, id, page, redirectUrl } from "./shapes.mjs";
import { line, world } from "./support.mjs";

const here = world();

test("who may sign up", async () => {
  const list = "/v1/allowlist_identifiers";
  await here.gives(`GET ${list}?paginated=true`, page(), (sdk) => sdk.allowlistIdentifiers.getAllowlistIdentifierList());
  const kinds = [
    ["friend@example.com", "email_address"],
    ["*@friends.example", "email_address"],
    ["+442079460501", "phone_number"],
    ["0x0123456789012345678901234567890123456789", "web3_wallet"],
  ];
  const shapes = kinds.map(([identifier, kind]) => allowed(identifier, kind));
  const made = [];
  for (const [at, [identifier]] of kinds.entries()) {
    made.push(
      await here.gives(`POST ${list}`, shapes[at], (sdk) =>
        sdk.allowlistIdentifiers.createAllowlistIdentifier({ identifier, notify: false }),
      ),
    );
  }
  await here.gives(`GET ${list}?paginated=true`, page(...[...shapes].reverse()), (sdk) =>
    sdk.allowlistIdentifiers.getAllowlistIdentifierList(),
  );
  await here.rawGives("GET", list, [...shapes].reverse());
  await here.refuses(
    400,
    "duplicate_record",
    (sdk) => sdk.allowlistIdentifiers.createAllowlistIdentifier({ identifier: "friend@example.com" }),
    "identifier",
  );
  await here.refuses(
    422,
    "form_param_format_invalid",
    (sdk) => sdk.allowlistIdentifiers.createAllowlistIdentifier({ identifier: "nonsense" }),
    "identifier",
  );
  for (const { id: gone } of made) {
    await here.gives(`DELETE ${list}/${gone}`, deleted("allowlist_identifier", gone), (sdk) =>
      sdk.allowlistIdentifiers.deleteAllowlistIdentifier(gone),
    );
  }
  await here.refuses(404, "resource_not_found", (sdk) => sdk.allowlistIdentifiers.deleteAllowlistIdentifier(made[0].id));
});

test("who is put on the list may be invited at once", async () => {
  const shape = allowed("asked@example.com", "email_address", { invitation_id: id("inv") });
  await here.gives("POST /v1/allowlist_identifiers", shape, (sdk) =>
    sdk.allowlistIdentifiers.createAllowlistIdentifier({ identifier: "asked@example.com", notify: true }),
  );
  assert.equal((await here.sdk.invitations.getInvitationList({ query: "asked" })).totalCount, 1);
});

test("who may not sign up", async () => {
  const list = "/v1/blocklist_identifiers";
  const shape = blocked("*@foes.example", "email_address");
  const made = await here.gives(`POST ${list}`, shape, (sdk) =>
    sdk.blocklistIdentifiers.createBlocklistIdentifier({ identifier: "*@foes.example" }),
  );
  await here.gives(`GET ${list}`, page(shape), (sdk) => sdk.blocklistIdentifiers.getBlocklistIdentifierList());
  await here.refuses(
    400,
    "duplicate_record",
    (sdk) => sdk.blocklistIdentifiers.createBlocklistIdentifier({ identifier: "*@foes.example" }),
    "identifier",
  );
  await here.gives(`DELETE ${list}/${made.id}`, deleted("blocklist_identifier", made.id), (sdk) =>
    sdk.blocklistIdentifiers.deleteBlocklistIdentifier(made.id),
  );
  await here.refuses(404, "resource_not_found", (sdk) => sdk.blocklistIdentifiers.deleteBlocklistIdentifier(made.id));
  await here.gives(`GET ${list}`, page(), (sdk) => sdk.blocklistIdentifiers.getBlocklistIdentifierList());
});

test("where sign-in may lead", async () => {
  const list = "/v1/redirect_urls";
  const urls = ["https://app.example.com/after", "myapp://callback"];
  const shapes = urls.map((url) => redirectUrl(url));
  const made = [];
  for (const [at, url] of urls.entries())
    made.push(await here.gives(`POST ${list}`, shapes[at], (sdk) => sdk.redirectUrls.createRedirectUrl({ url })));
  await here.gives(`GET ${list}?paginated=true`, page(...[...shapes].reverse()), (sdk) => sdk.redirectUrls.getRedirectUrlList());
  await here.gives(`GET ${list}/${made[0].id}`, shapes[0], (sdk) => sdk.redirectUrls.getRedirectUrl(made[0].id));
  await here.refuses(400, "duplicate_record", (sdk) => sdk.redirectUrls.createRedirectUrl({ url: urls[0] }), "url");
  await here.refuses(
    422,
    "form_param_format_invalid",
    (sdk) => sdk.redirectUrls.createRedirectUrl({ url: "javascript:alert(1)" }),
    "url",
  );
  await here.gives(`DELETE ${list}/${made[0].id}`, deleted("redirect_url", made[0].id), (sdk) =>
    sdk.redirectUrls.deleteRedirectUrl(made[0].id),
  );
  await here.refuses(404, "resource_not_found", (sdk) => sdk.redirectUrls.getRedirectUrl(made[0].id));
  await here.refuses(404, "resource_not_found", (sdk) => sdk.redirectUrls.deleteRedirectUrl(made[0].id));
});

test("each list comes in the form that the contract says", async () => {
  const one = await here.person();
  const bareOrPage = [
    "/v1/allowlist_identifiers",
    "/v1/redirect_urls",
    "/v1/invitations",
    "/v1/jwt_templates",
    "/v1/clients",
    `/v1/sessions?user_id=${one.id}`,
  ];
  for (const path of bareOrPage) {
    const join = path.includes("?") ? "&" : "?";
    for (const plain of [path, `${path}${join}paginated=false`, `${path}${join}limit=1.0&offset=0`]) {
      const { status, json } = await here.raw("GET", plain);
      assert.deepEqual([status, Array.isArray(json)], [200, true], plain);
    }
    const { json } = await here.raw("GET", `${path}${join}paginated=true`);
    assert.deepEqual(
      [Object.keys(json).sort(), Array.isArray(json.data), Number.isInteger(json.total_count)],
      [["data", "total_count"], true, true],
      path,
    );
  }
  for (const path of [
    "/v1/blocklist_identifiers",
    "/v1/domains",
    "/v1/waitlist_entries",
    `/v1/users/${one.id}/organization_memberships`,
  ]) {
    const { json } = await here.raw("GET", path);
    assert.deepEqual([Object.keys(json).sort(), Array.isArray(json.data)], [["data", "total_count"], true], path);
  }
});

test("the SDK asks for pages where it needs them", async () => {
  const { exchanges } = await here.watch((sdk) =>
    Promise.all([
      sdk.allowlistIdentifiers.getAllowlistIdentifierList({ limit: 2, offset: 1 }),
      sdk.invitations.getInvitationList({ orderBy: "-created_at" }),
      sdk.jwtTemplates.list({ limit: 1 }),
    ]),
  );
  assert.deepEqual(exchanges.map(line).sort(), [
    "GET /v1/allowlist_identifiers?limit=2&offset=1&paginated=true",
    "GET /v1/invitations?order_by=-created_at&paginated=true",
    "GET /v1/jwt_templates?limit=1&paginated=true",
  ]);
});
