// `users`: every method, every field.
import assert from "node:assert/strict";
import { test } from "node:test";
import { deleted, emailAddress, page, phoneNumber, user, web3Wallet } from "./shapes.mjs";
import { address, fits, line, mirrors, world } from "./support.mjs";

const WALLET = "0x0123456789012345678901234567890123456789";
const here = world();

/** Every parameter that a user can be made with. */
const ADA = {
  externalId: "ext-ada",
  firstName: "Ada",
  lastName: "Lovelace",
  locale: "en-GB",
  username: "Ada_L",
  emailAddress: ["Ada@Example.com", "second@example.com"],
  phoneNumber: ["+44 20 7946 0958"],
  web3Wallet: [WALLET],
  publicMetadata: { role: "admin", nestedKey: { keepsItsName: true } },
  privateMetadata: { crmId: 7 },
  unsafeMetadata: { theme: "dark" },
  deleteSelfEnabled: false,
  createOrganizationEnabled: false,
  createOrganizationsLimit: 3,
  createdAt: new Date("2020-01-31T12:00:00.250Z"),
  legalAcceptedAt: new Date("2020-02-01T00:00:00Z"),
};

const ada = (fields = {}) =>
  user({
    external_id: "ext-ada",
    first_name: "Ada",
    last_name: "Lovelace",
    locale: "en-GB",
    username: "Ada_L",
    email_addresses: [emailAddress("Ada@Example.com"), emailAddress("second@example.com")],
    phone_numbers: [phoneNumber("+442079460958")],
    web3_wallets: [web3Wallet(WALLET)],
    public_metadata: { role: "admin", nestedKey: { keepsItsName: true } },
    private_metadata: { crmId: 7 },
    unsafe_metadata: { theme: "dark" },
    delete_self_enabled: false,
    create_organization_enabled: false,
    create_organizations_limit: 3,
    created_at: Date.UTC(2020, 0, 31, 12, 0, 0, 250),
    legal_accepted_at: Date.UTC(2020, 1, 1),
    ...fields,
  });

test("a user is made with every parameter and read back with every field", async () => {
  const made = await here.gives("POST /v1/users", ada(), (sdk) => sdk.users.createUser(ADA));
  const clerkClient = here.sdk;
  const read = await clerkClient.users.getUser(made.id);
  assert.deepEqual(read, made);
  fits(read.raw, ada());
  assert.equal(read.primaryEmailAddress.emailAddress, "Ada@Example.com");
  assert.equal(read.primaryPhoneNumber.phoneNumber, "+442079460958");
  assert.equal(read.primaryWeb3Wallet.web3Wallet, WALLET);
  assert.equal(read.fullName, "Ada Lovelace");
  await here.gives(`GET /v1/users/${made.id}`, ada(), (sdk) => sdk.users.getUser(made.id));
  await here.sdk.users.deleteUser(made.id);
});

test("nothing but an address makes a user, and undefined is no value", async () => {
  const plain = user({ email_addresses: [emailAddress("plain@example.com")] });
  const made = await here.gives("POST /v1/users", plain, (sdk) =>
    sdk.users.createUser({ emailAddress: ["plain@example.com"], firstName: undefined, username: null }),
  );
  assert.equal(made.fullName, null);
  assert.deepEqual([made.primaryPhoneNumber, made.primaryWeb3Wallet], [null, null]);
});

test("reserved addresses and numbers are unproven and nobody else's", async () => {
  const reserved = { reserved: true, verification: null };
  const shape = user({
    email_addresses: [emailAddress("held@example.com", reserved)],
    phone_numbers: [phoneNumber("+442079460000", reserved)],
  });
  const held = {
    emailAddress: ["held@example.com"],
    emailAddressIdentificationStatus: ["reserved"],
    phoneNumber: ["+442079460000"],
    phoneNumberIdentificationStatus: ["reserved"],
  };
  await here.gives("POST /v1/users", shape, (sdk) => sdk.users.createUser(held));
  await here.refuses(
    422,
    "form_identifier_exists",
    (sdk) => sdk.users.createUser({ emailAddress: ["HELD@example.com"] }),
    "email_address",
  );
});

test("users of these ids, as a list and a count", async () => {
  const [first, second] = [await here.person(), await here.person()];
  const clerkClient = here.sdk;
  const { value, exchanges } = await here.watch(() => clerkClient.users.getUserList({ userId: [first.id, second.id] }));
  assert.deepEqual(exchanges.map(line).sort(), [
    `GET /v1/users/count?user_id=${first.id}&user_id=${second.id}`,
    `GET /v1/users?user_id=${first.id}&user_id=${second.id}`,
  ]);
  assert.deepEqual(Object.keys(value).sort(), ["data", "totalCount"]);
  assert.equal(value.totalCount, 2);
  assert.deepEqual(value.data, [second, first], "the newest first, each as it is alone");
  const bare = JSON.parse(exchanges.find(({ path }) => !path.includes("count")).body);
  assert.ok(Array.isArray(bare));
  mirrors(value.data, bare);
  const count = exchanges.find(({ path }) => path.includes("count"));
  assert.equal(count.body, '{"object":"total_count","total_count":2}');
});

test("users are found by every filter, in every order", async () => {
  const made = [];
  for (const [name, phone] of [
    ["anna", "+442079460101"],
    ["berta", "+14155550102"],
    ["clara", "+31201230103"],
  ]) {
    made.push(
      await here.person({
        emailAddress: [`${name}@filters.example`],
        phoneNumber: [phone],
        username: `${name}_f`,
        firstName: name,
        lastName: "Of Filters",
        externalId: `filter-${name}`,
      }),
    );
  }
  const [anna, berta, clara] = made;
  await here.sdk.users.banUser(clara.id);
  const all = { query: "filters" };
  const cases = [
    [{ emailAddress: ["ANNA@filters.example", "nobody@filters.example"] }, [anna]],
    [{ phoneNumber: ["+31201230103"] }, [clara]],
    [{ externalId: ["filter-anna", "filter-berta"] }, [berta, anna]],
    [{ ...all, externalId: ["-filter-anna"] }, [clara, berta]],
    [{ username: ["Berta_F"] }, [berta]],
    [{ userId: [`+${anna.id}`] }, [anna]],
    [{ ...all, userId: [`-${anna.id}`] }, [clara, berta]],
    [{ query: anna.id }, [anna]],
    [{ query: "BERTA@FILTERS" }, [berta]],
    [{ emailAddressQuery: "@filters" }, [clara, berta, anna]],
    [{ phoneNumberQuery: "99999" }, []],
    [{ phoneNumberQuery: "5550102" }, [berta]],
    [{ usernameQuery: "ra_f" }, [clara]],
    [{ nameQuery: "anna of" }, [anna]],
    [{ ...all, banned: true }, [clara]],
    [{ ...all, createdAtBefore: anna.createdAt - 1 }, []],
    [{ ...all, createdAtAfter: anna.createdAt - 1 }, [clara, berta, anna]],
    [{ ...all, lastActiveAtSince: 1 }, []],
    [{ ...all, lastActiveAtAfter: 1 }, []],
    [{ ...all, lastSignInAtAfter: 1 }, []],
    [{ provider: "oauth_google", providerUserId: ["1"] }, []],
    [{ organizationId: ["org_nothing"] }, []],
    [{ web3Wallet: [WALLET] }, []],
    [{ ...all, orderBy: "+created_at" }, [anna, berta, clara]],
    [{ ...all, orderBy: "created_at" }, [anna, berta, clara]],
    [{ ...all, orderBy: "-first_name" }, [clara, berta, anna]],
    [{ ...all, orderBy: "phone_number" }, [berta, clara, anna]],
  ];
  for (const order of [
    "updated_at",
    "email_address",
    "web3wallet",
    "first_name",
    "last_name",
    "username",
    "last_active_at",
    "last_sign_in_at",
  ]) {
    await here.sdk.users.getUserList({ ...all, orderBy: `-${order}` });
  }
  for (const [filter, expected] of cases) {
    const { data, totalCount } = await here.sdk.users.getUserList(filter);
    const names = (list) => list.map((one) => one.username);
    assert.deepEqual([names(data), totalCount], [names(expected), expected.length], JSON.stringify(filter));
  }
  const part = await here.sdk.users.getUserList({ ...all, orderBy: "+created_at", limit: 1, offset: 1 });
  assert.deepEqual([part.data.map((one) => one.id), part.totalCount], [[berta.id], 3]);
  assert.equal(await here.sdk.users.getCount({ ...all, banned: true }), 1);
  const many = Array.from({ length: 101 }, () => anna.id);
  await here.refuses(422, "form_param_array_size_exceeded", (sdk) => sdk.users.getCount({ userId: many }), "user_id");
  assert.equal((await here.raw("GET", "/v1/users?order_by=shoe_size")).json.errors[0].meta.param_name, "order_by");
});

test("the count alone", async () => {
  const { value, exchanges } = await here.watch((sdk) => sdk.users.getCount());
  assert.deepEqual(exchanges.map(line), ["GET /v1/users/count"]);
  assert.ok(Number.isInteger(value) && value > 0);
  assert.equal((await here.sdk.users.getUserList({ limit: 1 })).totalCount, value);
});

test("a user is changed field by field", async () => {
  const one = await here.person({
    emailAddress: [address(), "other@example.com"],
    firstName: "Grace",
    username: "grace_h",
    externalId: "e-1",
  });
  const [first, other] = one.emailAddresses;
  const shape = user({
    first_name: "Grace",
    last_name: "Hopper",
    locale: "de",
    email_addresses: [emailAddress("other@example.com"), emailAddress(first.emailAddress)],
    delete_self_enabled: false,
    create_organizations_limit: 2,
    legal_accepted_at: Date.UTC(2021, 0, 1),
    created_at: Date.UTC(2019, 0, 1),
  });
  const changes = {
    lastName: "Hopper",
    username: "",
    externalId: null,
    locale: "de",
    primaryEmailAddressID: other.id,
    deleteSelfEnabled: false,
    createOrganizationsLimit: 2,
    legalAcceptedAt: new Date("2021-01-01T00:00:00Z"),
    createdAt: new Date("2019-01-01T00:00:00Z"),
  };
  const changed = await here.gives(`PATCH /v1/users/${one.id}`, shape, (sdk) => sdk.users.updateUser(one.id, changes));
  assert.equal(changed.primaryEmailAddressId, other.id);
  await here.gives(`PATCH /v1/users/${one.id}`, shape, (sdk) => sdk.users.updateUser(one.id, {}));
  await here.refuses(
    404,
    "resource_not_found",
    (sdk) => sdk.users.updateUser(one.id, { primaryEmailAddressID: "idn_nothing" }),
    "primary_email_address_id",
  );
});

test("an update with metadata is a change and a replacement", async () => {
  const one = await here.person({ publicMetadata: { old: 1 }, privateMetadata: { kept: 1 } });
  const { value, exchanges } = await here.watch((sdk) =>
    sdk.users.updateUser(one.id, { firstName: "Edsger", publicMetadata: { new: 2 } }),
  );
  assert.deepEqual(exchanges.map(line), [`PATCH /v1/users/${one.id}`, `PUT /v1/users/${one.id}/metadata`]);
  assert.deepEqual([value.firstName, value.publicMetadata, value.privateMetadata], ["Edsger", { new: 2 }, { kept: 1 }]);
});

test("metadata is merged or replaced", async () => {
  const one = await here.person({ emailAddress: ["metadata@example.com"] });
  const shape = (fields) => user({ email_addresses: [emailAddress("metadata@example.com")], ...fields });
  const path = `/v1/users/${one.id}/metadata`;
  const first = {
    public_metadata: { a: { b: 1, c: [2] } },
    private_metadata: { secretKey: "x" },
    unsafe_metadata: { theme: "dark" },
  };
  await here.gives(`PATCH ${path}`, shape(first), (sdk) =>
    sdk.users.updateUserMetadata(one.id, {
      publicMetadata: { a: { b: 1, c: [2] } },
      privateMetadata: { secretKey: "x" },
      unsafeMetadata: { theme: "dark" },
    }),
  );
  const merged = { ...first, public_metadata: { a: { c: [2], d: 3 } } };
  await here.gives(`PATCH ${path}`, shape(merged), (sdk) =>
    sdk.users.updateUserMetadata(one.id, { publicMetadata: { a: { b: null, d: 3 } } }),
  );
  const replaced = { ...merged, public_metadata: { n: null }, unsafe_metadata: {} };
  await here.gives(`PUT ${path}`, shape(replaced), (sdk) =>
    sdk.users.replaceUserMetadata(one.id, { publicMetadata: { n: null }, unsafeMetadata: {} }),
  );
  const large = { publicMetadata: { text: "x".repeat(9_000) } };
  await here.refuses(
    422,
    "form_param_exceeds_allowed_size",
    (sdk) => sdk.users.updateUserMetadata(one.id, large),
    "public_metadata",
  );
});

test("before version 2026-05-12 an update may carry metadata, since then it may not", async () => {
  const one = await here.person({ publicMetadata: { old: 1 } });
  const body = { public_metadata: { new: 2 } };
  const now = await here.raw("PATCH", `/v1/users/${one.id}`, body);
  assert.deepEqual([now.status, now.json.errors[0].code], [422, "form_param_unknown"]);
  const before = await here.raw("PATCH", `/v1/users/${one.id}`, body, { "clerk-api-version": "2025-11-10" });
  assert.deepEqual([before.status, before.json.public_metadata], [200, { new: 2 }]);
});

test("who is banned or locked says so", async () => {
  const one = await here.person({ emailAddress: ["banned@example.com"] });
  const shape = (fields) => user({ email_addresses: [emailAddress("banned@example.com")], ...fields });
  await here.gives(`POST /v1/users/${one.id}/ban`, shape({ banned: true }), (sdk) => sdk.users.banUser(one.id));
  await here.gives(`POST /v1/users/${one.id}/unban`, shape(), (sdk) => sdk.users.unbanUser(one.id));
  const locked = shape({ locked: true, lockout_expires_in_seconds: 3_600, verification_attempts_remaining: 0 });
  await here.gives(`POST /v1/users/${one.id}/lock`, locked, (sdk) => sdk.users.lockUser(one.id));
  await here.gives(`POST /v1/users/${one.id}/unlock`, shape(), (sdk) => sdk.users.unlockUser(one.id));
  const body = { user_ids: [one.id] };
  await here.rawGives("POST", "/v1/users/ban", [shape({ banned: true })], body);
  await here.rawGives("POST", "/v1/users/unban", [shape()], body);
});

test("a user's picture is chosen, shown to everybody and removed", async () => {
  const given = address();
  const one = await here.person({ emailAddress: [given] });
  const path = `/v1/users/${one.id}/profile_image`;
  const bare = user({ email_addresses: [emailAddress(given)] });
  const dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGM4IScHAAK2AQU0pnWqAAAAAElFTkSuQmCC";
  const file = new Blob([Buffer.from(dot, "base64")], { type: "image/png" });
  const shown = await here.gives(`POST ${path}`, { ...bare, has_image: true }, (sdk) =>
    sdk.users.updateUserProfileImage(one.id, { file }),
  );
  const picture = await fetch(shown.imageUrl);
  assert.deepEqual([picture.status, picture.headers.get("content-type")], [200, "image/jpeg"]);
  const text = new Blob(["no picture"], { type: "image/png" });
  await here.refuses(400, "form_param_format_invalid", (sdk) => sdk.users.updateUserProfileImage(one.id, { file: text }), "file");
  const removed = await here.gives(`DELETE ${path}`, bare, (sdk) => sdk.users.deleteUserProfileImage(one.id));
  const initials = await fetch(removed.imageUrl);
  assert.deepEqual([initials.status, initials.headers.get("content-type")], [200, "image/svg+xml"]);
  assert.equal((await fetch(shown.imageUrl)).status, 404);
});

test("a user has no picture, no organizations and no accounts elsewhere yet", async () => {
  const one = await here.person({ emailAddress: ["bare@example.com"] });
  const path = `/v1/users/${one.id}`;
  await here.gives(`DELETE ${path}/profile_image`, user({ email_addresses: [emailAddress("bare@example.com")] }), (sdk) =>
    sdk.users.deleteUserProfileImage(one.id),
  );
  await here.gives(`GET ${path}/organization_memberships?limit=5`, page(), (sdk) =>
    sdk.users.getOrganizationMembershipList({ userId: one.id, limit: 5 }),
  );
  await here.gives(`GET ${path}/organization_invitations?status=pending`, page(), (sdk) =>
    sdk.users.getOrganizationInvitationList({ userId: one.id, status: "pending" }),
  );
  await here.refuses(404, "oauth_token_provider_not_enabled", (sdk) => sdk.users.getUserOauthAccessToken(one.id, "google"));
  await here.refuses(404, "resource_not_found", (sdk) =>
    sdk.users.deleteUserPasskey({ userId: one.id, passkeyIdentificationId: "idn_nothing" }),
  );
  await here.refuses(404, "resource_not_found", (sdk) =>
    sdk.users.deleteUserExternalAccount({ userId: one.id, externalAccountId: "eac_nothing" }),
  );
});

test("a wallet is removed", async () => {
  const one = await here.person({ web3Wallet: ["0x9999999999999999999999999999999999999999"] });
  const [wallet] = one.web3Wallets;
  const call = (sdk) => sdk.users.deleteUserWeb3Wallet({ userId: one.id, web3WalletIdentificationId: wallet.id });
  await here.gives(`DELETE /v1/users/${one.id}/web3_wallets/${wallet.id}`, deleted("web3_wallet", wallet.id), call);
  await here.refuses(404, "resource_not_found", call);
  assert.equal((await here.sdk.users.getUser(one.id)).primaryWeb3WalletId, null);
});

test("one address or number takes the place of all", async () => {
  const one = await here.person({ emailAddress: [address(), address()], phoneNumber: ["+442079460201", "+442079460202"] });
  const path = `/v1/users/${one.id}`;
  await here.gives(`PUT ${path}/email_address`, emailAddress("only@example.com"), (sdk) =>
    sdk.users.replaceUserEmailAddress(one.id, { emailAddress: "only@example.com" }),
  );
  const reserved = phoneNumber("+442079460203", { reserved: true, verification: null });
  await here.gives(`PUT ${path}/phone_number`, reserved, (sdk) =>
    sdk.users.replaceUserPhoneNumber(one.id, { phoneNumber: "+442079460203", identificationStatus: "reserved" }),
  );
  const now = await here.sdk.users.getUser(one.id);
  assert.deepEqual(
    [now.emailAddresses.map((it) => it.emailAddress), now.primaryEmailAddress?.emailAddress],
    [["only@example.com"], "only@example.com"],
  );
  assert.deepEqual(
    now.phoneNumbers.map((it) => it.phoneNumber),
    ["+442079460203"],
  );
});

test("a deleted user is gone", async () => {
  const one = await here.person();
  await here.gives(`DELETE /v1/users/${one.id}`, deleted("user", one.id), (sdk) => sdk.users.deleteUser(one.id));
  await here.refuses(404, "resource_not_found", (sdk) => sdk.users.getUser(one.id));
  await here.refuses(404, "resource_not_found", (sdk) => sdk.users.deleteUser(one.id));
});

test("what is taken or wrong is refused, and the parameter is named", async () => {
  await here.person({
    emailAddress: ["taken@example.com"],
    username: "taken_1",
    externalId: "taken",
    phoneNumber: ["+442079460301"],
  });
  const cases = [
    [{}, "form_data_missing"],
    [{ emailAddress: ["taken@example.com"] }, "form_identifier_exists", "email_address"],
    [{ username: "TAKEN_1" }, "form_identifier_exists", "username"],
    [{ username: "free_1", externalId: "taken" }, "form_identifier_exists", "external_id"],
    [{ phoneNumber: ["+442079460301"] }, "form_identifier_exists", "phone_number"],
    [{ emailAddress: ["nonsense"] }, "form_param_format_invalid", "email_address"],
    [{ username: "free_1", password: "short" }, "form_password_length_too_short", "password"],
    [{ username: "free_1", createdAt: "yesterday" }, "form_param_invalid_time", "created_at"],
    [{ username: "free_1", createdAt: new Date(Date.now() + 86_400_000) }, "form_disallow_future_date", "created_at"],
    [{ username: "free_1", publicMetadata: 7 }, "form_param_type_invalid", "public_metadata"],
  ];
  for (const [params, code, param] of cases) await here.refuses(422, code, (sdk) => sdk.users.createUser(params), param);
});
