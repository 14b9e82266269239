// `users`: passwords and second factors.
import assert from "node:assert/strict";
import { test } from "node:test";
import { emailAddress, recently, user } from "./shapes.mjs";
import { PASSWORD, address, totp, world } from "./support.mjs";

const SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const CODES = ["first-backup-code", "second-backup-code"];
/** Of "password", from the test vectors of the reference implementation. */
const DIGEST = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
const here = world();

const shape = (one, fields) =>
  user({ email_addresses: one.emailAddresses.map((it) => emailAddress(it.emailAddress)), ...fields });

test("a password is checked, changed and removed", async () => {
  const given = address();
  const withPassword = { password_enabled: true, password_last_updated_at: recently };
  const one = await here.gives("POST /v1/users", user({ email_addresses: [emailAddress(given)], ...withPassword }), (sdk) =>
    sdk.users.createUser({ emailAddress: [given], password: PASSWORD }),
  );
  const path = `/v1/users/${one.id}`;
  const verify = (password) => (sdk) => sdk.users.verifyPassword({ userId: one.id, password });
  await here.gives(`POST ${path}/verify_password`, { verified: true }, verify(PASSWORD));
  await here.refuses(422, "incorrect_password", verify("quiet-harbour-lantern-43"), "password");
  await here.gives(`PATCH ${path}`, shape(one, withPassword), (sdk) =>
    sdk.users.updateUser(one.id, { password: "another-harbour-lantern-7", signOutOfOtherSessions: true }),
  );
  await here.refuses(422, "incorrect_password", verify(PASSWORD), "password");
  await here.gives(`POST ${path}/remove_password`, shape(one, { password_last_updated_at: recently }), (sdk) =>
    sdk.users.removePassword(one.id),
  );
  await here.refuses(400, "no_password_set", verify(PASSWORD));
  await here.gives(`POST ${path}/remove_password`, shape(one, { password_last_updated_at: recently }), (sdk) =>
    sdk.users.removePassword(one.id, { signOutOfOtherSessions: true }),
  );
});

test("a password that another system hashed", async () => {
  const one = await here.person({ passwordDigest: DIGEST, passwordHasher: "argon2id" });
  assert.equal(one.passwordEnabled, true);
  await here.gives(`POST /v1/users/${one.id}/verify_password`, { verified: true }, (sdk) =>
    sdk.users.verifyPassword({ userId: one.id, password: "password" }),
  );
  await here.refuses(
    422,
    "form_param_value_invalid",
    (sdk) => sdk.users.updateUser(one.id, { passwordDigest: DIGEST, passwordHasher: "rot13" }),
    "password_hasher",
  );
});

test("a compromised password says nothing new about the user", async () => {
  const one = await here.person({ password: PASSWORD });
  const same = shape(one, { password_enabled: true, password_last_updated_at: recently });
  const path = `/v1/users/${one.id}/password`;
  await here.gives(`POST ${path}/set_compromised`, same, (sdk) => sdk.users.setPasswordCompromised(one.id));
  await here.gives(`POST ${path}/set_compromised`, same, (sdk) =>
    sdk.users.setPasswordCompromised(one.id, { revokeAllSessions: true }),
  );
  await here.gives(`POST ${path}/unset_compromised`, same, (sdk) => sdk.users.unsetPasswordCompromised(one.id));
});

test("codes of an authenticator app and backup codes are taken once", async () => {
  const given = address();
  const both = { totp_enabled: true, backup_code_enabled: true, two_factor_enabled: true, mfa_enabled_at: recently };
  const one = await here.gives("POST /v1/users", user({ email_addresses: [emailAddress(given)], ...both }), (sdk) =>
    sdk.users.createUser({ emailAddress: [given], totpSecret: SECRET, backupCodes: CODES }),
  );
  const path = `/v1/users/${one.id}`;
  const verify = (code) => (sdk) => sdk.users.verifyTOTP({ userId: one.id, code });
  const code = totp(SECRET);
  await here.gives(`POST ${path}/verify_totp`, { verified: true, code_type: "totp" }, verify(code));
  await here.refuses(422, "totp_incorrect_code", verify(code), "code");
  await here.gives(`POST ${path}/verify_totp`, { verified: true, code_type: "backup_code" }, verify(CODES[0]));
  await here.refuses(422, "totp_incorrect_code", verify(CODES[0]), "code");

  await here.gives(`DELETE ${path}/backup_code`, { user_id: one.id }, (sdk) => sdk.users.deleteUserBackupCodes(one.id));
  const now = await here.sdk.users.getUser(one.id);
  assert.deepEqual([now.totpEnabled, now.backupCodeEnabled, now.twoFactorEnabled], [true, false, true]);
  await here.refuses(422, "totp_invalid_length", verify("12345"), "code");
  await here.gives(`DELETE ${path}/totp`, { user_id: one.id }, (sdk) => sdk.users.deleteUserTOTP(one.id));
  await here.refuses(400, "totp_disabled", verify("123456"));
  const gone = { mfa_enabled_at: recently, mfa_disabled_at: recently };
  await here.gives(`GET ${path}`, shape(one, gone), (sdk) => sdk.users.getUser(one.id));
});

test("all second factors go at once", async () => {
  const one = await here.person({ totpSecret: SECRET, backupCodes: CODES });
  await here.gives(`DELETE /v1/users/${one.id}/mfa`, { user_id: one.id }, (sdk) => sdk.users.disableUserMFA(one.id));
  assert.equal((await here.sdk.users.getUser(one.id)).twoFactorEnabled, false);
  await here.refuses(
    422,
    "invalid_totp_secret_code",
    (sdk) => sdk.users.updateUser(one.id, { totpSecret: "not base32!" }),
    "totp_secret",
  );
});
