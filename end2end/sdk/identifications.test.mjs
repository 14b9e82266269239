// `emailAddresses` and `phoneNumbers`: every method, every field.
import assert from "node:assert/strict";
import { test } from "node:test";
import { otherCode } from "../support/server.mjs";
import { deleted, emailAddress, inSeconds, matching, phoneNumber } from "./shapes.mjs";
import { address, world } from "./support.mjs";

const here = world();
const unproven = { verification: null };

test("an address is added, read, proven, made the main one and removed", async () => {
  const one = await here.person();
  const [main] = one.emailAddresses;
  const given = address();
  const added = await here.gives("POST /v1/email_addresses", emailAddress(given, unproven), (sdk) =>
    sdk.emailAddresses.createEmailAddress({ userId: one.id, emailAddress: given }),
  );
  const path = `/v1/email_addresses/${added.id}`;
  await here.gives(`GET ${path}`, emailAddress(given, unproven), (sdk) => sdk.emailAddresses.getEmailAddress(added.id));
  await here.refuses(
    422,
    "form_param_value_invalid",
    (sdk) => sdk.emailAddresses.updateEmailAddress(added.id, { primary: true }),
    "primary",
  );
  await here.gives(`PATCH ${path}`, emailAddress(given), (sdk) =>
    sdk.emailAddresses.updateEmailAddress(added.id, { verified: true }),
  );
  await here.gives(`PATCH ${path}`, emailAddress(given), (sdk) =>
    sdk.emailAddresses.updateEmailAddress(added.id, { primary: true, notifyPrimaryEmailAddressChanged: true }),
  );
  assert.equal((await here.sdk.users.getUser(one.id)).primaryEmailAddressId, added.id);
  await here.gives(`DELETE ${path}`, deleted("email_address", added.id), (sdk) =>
    sdk.emailAddresses.deleteEmailAddress(added.id),
  );
  assert.equal((await here.sdk.users.getUser(one.id)).primaryEmailAddressId, main.id, "the next one takes its place");
  await here.refuses(404, "resource_not_found", (sdk) => sdk.emailAddresses.getEmailAddress(added.id));
  await here.refuses(404, "resource_not_found", (sdk) => sdk.emailAddresses.deleteEmailAddress(added.id));
});

test("an address that is proven and the main one from the start", async () => {
  const one = await here.person();
  const given = address();
  const added = await here.gives("POST /v1/email_addresses", emailAddress(given), (sdk) =>
    sdk.emailAddresses.createEmailAddress({ userId: one.id, emailAddress: given, verified: true, primary: true }),
  );
  assert.equal((await here.sdk.users.getUser(one.id)).primaryEmailAddressId, added.id);
});

test("whose address it is and that it is free is checked", async () => {
  const one = await here.person({ emailAddress: ["busy@example.com"] });
  const create = (params) => (sdk) => sdk.emailAddresses.createEmailAddress(params);
  await here.refuses(404, "resource_not_found", create({ userId: "user_nobody", emailAddress: "free@example.com" }));
  await here.refuses(
    422,
    "form_identifier_exists",
    create({ userId: one.id, emailAddress: "busy@example.com", verified: true }),
    "email_address",
  );
  await here.refuses(422, "form_param_format_invalid", create({ userId: one.id, emailAddress: "nonsense" }), "email_address");
  await here.refuses(422, "form_param_missing", create({ userId: one.id }), "email_address");
});

test("a backend has a code mailed and tries it", async () => {
  const one = await here.person();
  const given = address();
  const added = await here.sdk.emailAddresses.createEmailAddress({ userId: one.id, emailAddress: given });
  const path = `/v1/email_addresses/${added.id}`;
  const verification = (status, attempts) => ({
    object: "verification",
    id: matching(/^ver_/),
    status,
    strategy: "email_code",
    attempts,
    expire_at: inSeconds(600),
    channel: null,
  });
  const { id } = await here.rawGives("POST", `${path}/prepare_verification`, verification("unverified", 0));
  const code = await here.server.code(given);
  await here.rawGives("POST", `${path}/attempt_verification`, verification("unverified", 1), {
    verification_id: id,
    code: otherCode(code),
  });
  await here.rawGives("POST", `${path}/attempt_verification`, verification("verified", 2), { verification_id: id, code });
  assert.equal((await here.sdk.emailAddresses.getEmailAddress(added.id)).verification.status, "verified");
  const again = await here.raw("POST", `${path}/prepare_verification`);
  assert.deepEqual([again.status, again.json.errors[0].code], [400, "verification_already_verified"]);
});

test("a number is added, read, proven, made the main one and removed", async () => {
  const one = await here.person();
  const number = "+442079460401";
  const added = await here.gives("POST /v1/phone_numbers", phoneNumber(number, unproven), (sdk) =>
    sdk.phoneNumbers.createPhoneNumber({ userId: one.id, phoneNumber: number }),
  );
  const path = `/v1/phone_numbers/${added.id}`;
  await here.gives(`GET ${path}`, phoneNumber(number, unproven), (sdk) => sdk.phoneNumbers.getPhoneNumber(added.id));
  const second = { reserved_for_second_factor: true };
  await here.gives(`PATCH ${path}`, phoneNumber(number, second), (sdk) =>
    sdk.phoneNumbers.updatePhoneNumber(added.id, { verified: true, primary: true, reservedForSecondFactor: true }),
  );
  assert.equal((await here.sdk.users.getUser(one.id)).primaryPhoneNumber?.phoneNumber, number);
  await here.gives(`DELETE ${path}`, deleted("phone_number", added.id), (sdk) => sdk.phoneNumbers.deletePhoneNumber(added.id));
  assert.equal((await here.sdk.users.getUser(one.id)).primaryPhoneNumberId, null);
  await here.refuses(404, "resource_not_found", (sdk) => sdk.phoneNumbers.getPhoneNumber(added.id));
});

test("a number that is proven and the main one from the start", async () => {
  const one = await here.person();
  const shape = phoneNumber("+442079460402", { reserved_for_second_factor: true });
  const params = { userId: one.id, phoneNumber: "+442079460402", verified: true, primary: true, reservedForSecondFactor: true };
  await here.gives("POST /v1/phone_numbers", shape, (sdk) => sdk.phoneNumbers.createPhoneNumber(params));
  await here.refuses(422, "form_identifier_exists", (sdk) => sdk.phoneNumbers.createPhoneNumber(params), "phone_number");
  await here.refuses(
    422,
    "form_param_format_invalid",
    (sdk) => sdk.phoneNumbers.createPhoneNumber({ ...params, phoneNumber: "12" }),
    "phone_number",
  );
});
