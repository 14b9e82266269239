// Tokens that nobody may accept, made from one that is good: each with what the SDK must say about it.
import { constants, createHmac, generateKeyPairSync, sign } from "node:crypto";

const FORM = "token-invalid";
const ALGORITHM = "token-invalid-algorithm";
const SIGNATURE = "token-invalid-signature";
const encode = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const decode = (text) => JSON.parse(Buffer.from(text, "base64url"));

/** A key pair of somebody who isn't us. */
const theirs = generateKeyPairSync("rsa", { modulusLength: 2048 });

/**
 * `good`: a token of ours that is valid now; `other`: another one of ours; `foreign`: a valid one of another instance;
 * `pem`, `jwk`: our public key. Each entry: name, token, the reason by PEM, and where it differs the one by key set.
 */
export function forged({ good, other, foreign, pem, jwk }) {
  const [head, body, signature] = good.split(".");
  const [header, claims] = [decode(head), decode(body)];
  const bytes = Buffer.from(signature, "base64url");
  const rs256 = (text, key = theirs.privateKey) => sign("sha256", Buffer.from(text), key).toString("base64url");
  const hmac = (hash, key) => (text) => createHmac(hash, key).update(text).digest("base64url");
  const make = (given, payload, signer) => {
    const text = `${encode(given)}.${encode(payload)}`;
    return `${text}.${signer(text)}`;
  };
  const withHeader = (changes, signer = () => signature) => make({ ...header, ...changes }, claims, signer);
  const withClaims = (changes, signer = () => signature) => make(header, { ...claims, ...changes }, signer);
  const withSignature = (given) => `${head}.${body}.${Buffer.from(given).toString("base64url")}`;
  const flipped = (at) => bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));
  const without = (name) => Object.fromEntries(Object.entries(header).filter(([key]) => key !== name));
  const theirJwk = { ...theirs.publicKey.export({ format: "jwk" }), kid: header.kid, alg: "RS256", use: "sig" };

  return [
    ["nothing at all", "", FORM],
    ["a word", "nonsense", FORM],
    ["two dots", "..", FORM],
    ["without a signature", `${head}.${body}`, FORM],
    ["with an empty signature", `${head}.${body}.`, SIGNATURE],
    ["without a payload", `${head}..${signature}`, FORM],
    ["without a header", `.${body}.${signature}`, FORM],
    ["a fourth segment", `${good}.${signature}`, FORM],
    ["a dot at the end", `${good}.`, FORM],
    ["a dot at the start", `.${good}`, FORM],
    ["five segments, as if encrypted", `${head}.${body}.${signature}.${body}.${signature}`, FORM],
    ["a space in the payload", `${head}.${body.slice(0, 9)} ${body.slice(9)}.${signature}`, FORM],
    ["a line feed at the end", `${good}\n`, FORM],
    ["a header that is no JSON", `${encode("{")}.${body}.${signature}`, FORM],
    ["a payload that is no JSON", `${head}.${encode("sub")}.${signature}`, FORM],
    ["the signature cut by one letter", good.slice(0, -1), [FORM, SIGNATURE]],
    ["the signature cut in half", `${head}.${body}.${signature.slice(0, 171)}`, [FORM, SIGNATURE]],

    ["alg none, unsigned", withHeader({ alg: "none" }, () => ""), ALGORITHM],
    ["alg none, with our signature", withHeader({ alg: "none" }), ALGORITHM],
    ["alg nOnE", withHeader({ alg: "nOnE" }, () => ""), ALGORITHM],
    ["alg absent", make(without("alg"), claims, () => signature), ALGORITHM],
    ["alg null", withHeader({ alg: null }), ALGORITHM],
    ["alg as a list", withHeader({ alg: ["RS256"] }), [ALGORITHM, SIGNATURE, "token-verification-failed"]],
    ["alg in small letters", withHeader({ alg: "rs256" }), ALGORITHM],
    ["HS256 with our public key as the secret", withHeader({ alg: "HS256" }, hmac("sha256", pem)), ALGORITHM],
    ["HS384 with our public key as the secret", withHeader({ alg: "HS384" }, hmac("sha384", pem)), ALGORITHM],
    ["HS512 with our public key as the secret", withHeader({ alg: "HS512" }, hmac("sha512", pem)), ALGORITHM],
    [
      "HS256 with our key's modulus as the secret",
      withHeader({ alg: "HS256" }, hmac("sha256", Buffer.from(jwk.n, "base64url"))),
      ALGORITHM,
    ],
    ["HS256 with our JWK as the secret", withHeader({ alg: "HS256" }, hmac("sha256", JSON.stringify(jwk))), ALGORITHM],
    ["HS256 with an empty secret", withHeader({ alg: "HS256" }, hmac("sha256", "")), ALGORITHM],
    ["ES256 with our signature", withHeader({ alg: "ES256" }), ALGORITHM],
    ["EdDSA with our signature", withHeader({ alg: "EdDSA" }), ALGORITHM],
    ["PS256 by somebody else", withHeader({ alg: "PS256" }, pss), ALGORITHM],
    ["relabelled as RS384", withHeader({ alg: "RS384" }), "token-verification-failed"],
    ["relabelled as RS512", withHeader({ alg: "RS512" }), "token-verification-failed"],

    ["typ of an access token", withHeader({ typ: "at+jwt" }), FORM],
    ["typ unknown", withHeader({ typ: "JOSE" }), FORM],
    ["the category of a machine's token", withHeader({ cat: "cl_B7d4PD333AAA" }), FORM],
    ["the category of a template's token", withHeader({ cat: "cl_B7d4PD222AAA" }), SIGNATURE],
    ["a critical extension", withHeader({ crit: ["exp"] }), SIGNATURE],
    ["an unencoded payload", withHeader({ b64: false, crit: ["b64"] }), SIGNATURE],

    ["signed by somebody else under our key's name", withClaims({}, rs256), SIGNATURE],
    ["signed by somebody else under another name", withHeader({ kid: "ins_theirs" }, rs256), SIGNATURE, "jwk-kid-mismatch"],
    ["signed by somebody else without a name", make(without("kid"), claims, rs256), SIGNATURE, "jwk-kid-mismatch"],
    ["signed by somebody else who brings the key along", withHeader({ jwk: theirJwk }, rs256), SIGNATURE],
    ["signed by somebody else who says where the key is", withHeader({ jku: "http://127.0.0.1:1/jwks.json" }, rs256), SIGNATURE],
    ["signed by somebody else with a certificate", withHeader({ x5c: [theirJwk.n] }, rs256), SIGNATURE],
    ["a key's name that is a path", withHeader({ kid: "../../../../dev/null" }, rs256), SIGNATURE, "jwk-kid-mismatch"],
    ["our signature under another key's name", withHeader({ kid: "ins_theirs" }), SIGNATURE, "jwk-kid-mismatch"],
    ["a token of another instance", foreign, SIGNATURE, "jwk-kid-mismatch"],
    [
      "a token of another instance under our key's name",
      make(header, decode(foreign.split(".")[1]), () => foreign.split(".")[2]),
      SIGNATURE,
    ],

    ["another user", withClaims({ sub: "user_admin" }), SIGNATURE],
    ["another session", withClaims({ sid: "sess_other" }), SIGNATURE],
    ["a longer life", withClaims({ exp: claims.exp + 86_400 }), SIGNATURE],
    ["an endless life", withClaims({ exp: undefined }), SIGNATURE],
    ["somebody who acts as the user", withClaims({ act: { sub: "user_admin" } }), SIGNATURE],
    ["an organization", withClaims({ o: { id: "org_1", rol: "admin", slg: "acme" } }), SIGNATURE],
    ["another origin", withClaims({ azp: "https://evil.example" }), SIGNATURE],
    ["no claims", make(header, {}, () => signature), SIGNATURE],
    ["the signature of another token", `${head}.${body}.${other.split(".")[2]}`, SIGNATURE],
    ["the payload of another token", `${head}.${other.split(".")[1]}.${signature}`, SIGNATURE],

    ["one bit of the signature flipped, at its start", withSignature(flipped(0)), SIGNATURE],
    ["one bit of the signature flipped, at its end", withSignature(flipped(bytes.length - 1)), SIGNATURE],
    ["a signature of zeros", withSignature(Buffer.alloc(256)), SIGNATURE],
    ["a signature of ones", withSignature(Buffer.alloc(256, 255)), SIGNATURE],
    ["the signature backwards", withSignature(Buffer.from(bytes).reverse()), SIGNATURE],
    ["the signature twice", withSignature(Buffer.concat([bytes, bytes])), SIGNATURE],
    ["a signature with a zero before it", withSignature(Buffer.concat([Buffer.alloc(1), bytes])), SIGNATURE],
  ].map(([name, token, byPem, byKeySet = byPem]) => ({ name, token, byPem: [byPem].flat(), byKeySet: [byKeySet].flat() }));
}

function pss(text) {
  return sign("sha256", Buffer.from(text), {
    key: theirs.privateKey,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: 32,
  }).toString("base64url");
}
