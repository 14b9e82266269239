// Templates with a key of their own: what they sign, another library verifies (the one that node is built on).
import assert from "node:assert/strict";
import { createHmac, generateKeyPairSync, randomBytes, verify } from "node:crypto";
import { test } from "node:test";
import { world } from "./support.mjs";

const here = world();
const HASH = { 256: "sha256", 384: "sha384", 512: "sha512" };
const CURVE = { 256: "P-256", 384: "P-384", 512: "P-521" };
const PKCS8 = { type: "pkcs8", format: "pem" };
const part = (token, at) => JSON.parse(Buffer.from(token.split(".")[at], "base64url"));

/** Mints a token with a template that has this key; its three parts, decoded. */
async function minted(signingAlgorithm, signingKey, claims = {}) {
  const { id: userId } = await here.person();
  const { id } = await here.sdk.sessions.createSession({ userId });
  const name = `${signingAlgorithm}_${randomBytes(4).toString("hex")}`;
  const body = { name, claims, customSigningKey: true, signingAlgorithm, signingKey };
  const made = await here.sdk.jwtTemplates.create(body);
  assert.deepEqual([made.customSigningKey, made.signingAlgorithm], [true, signingAlgorithm]);
  assert.equal(JSON.stringify(made).includes(signingKey.slice(30, 60)), false, "the key is never told");
  const { jwt } = await here.sdk.sessions.getToken(id, name);
  const [signed, signature] = [jwt.slice(0, jwt.lastIndexOf(".")), Buffer.from(jwt.split(".")[2], "base64url")];
  assert.deepEqual(part(jwt, 0), { alg: signingAlgorithm, cat: "cl_B7d4PD222AAA", typ: "JWT" });
  return { userId, signed, signature, claims: part(jwt, 1) };
}

for (const bits of [256, 384, 512]) {
  test(`HS${bits} tokens are verified with the secret`, async () => {
    const secret = randomBytes(48).toString("base64");
    const { signed, signature } = await minted(`HS${bits}`, secret);
    assert.deepEqual(signature, createHmac(HASH[bits], secret).update(signed).digest());
  });

  test(`RS${bits} tokens are verified with the public key, in both forms of private keys`, async () => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    for (const form of [PKCS8, { type: "pkcs1", format: "pem" }]) {
      const { signed, signature } = await minted(`RS${bits}`, privateKey.export(form));
      assert.ok(verify(HASH[bits], signed, publicKey, signature));
    }
  });

  test(`ES${bits} tokens are verified with the public key, in both forms of private keys`, async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: CURVE[bits] });
    for (const form of [PKCS8, { type: "sec1", format: "pem" }]) {
      const { signed, signature } = await minted(`ES${bits}`, privateKey.export(form));
      assert.ok(verify(HASH[bits], signed, { key: publicKey, dsaEncoding: "ieee-p1363" }, signature));
    }
  });
}

test("a database's own secret and claims", async () => {
  const secret = "super-secret-jwt-token-with-at-least-32-characters-long";
  const claims = {
    aud: "authenticated",
    role: "authenticated",
    email: "{{user.primary_email_address}}",
    app_metadata: {},
    user_metadata: {},
    "https://hasura.io/jwt/claims": {
      "x-hasura-allowed-roles": ["user"],
      "x-hasura-default-role": "user",
      "x-hasura-user-id": "{{user.id}}",
    },
  };
  const { userId, signed, signature, claims: got } = await minted("HS256", secret, claims);
  assert.deepEqual(signature, createHmac("sha256", secret).update(signed).digest());
  const user = await here.sdk.users.getUser(userId);
  assert.deepEqual(
    [got.sub, got.aud, got.role, got.email, got["https://hasura.io/jwt/claims"]["x-hasura-user-id"]],
    [userId, "authenticated", "authenticated", user.primaryEmailAddress?.emailAddress, userId],
  );
});
