// `verifyToken` and `authenticateRequest`: our session tokens are accepted, by PEM and by key set, and nothing else is.
import assert from "node:assert/strict";
import { createPublicKey } from "node:crypto";
import { mock, test } from "node:test";
import { verifyToken } from "@clerk/backend";
import { forged } from "./forge.mjs";
import { like, matching } from "./shapes.mjs";
import { PASSWORD, World, address, fits, line, world } from "./support.mjs";

const SECOND = 1_000;
let user, sessionId, minted, pem, jwk;

const here = world({}, async () => {
  user = await here.person();
  ({ id: sessionId } = await here.sdk.sessions.createSession({ userId: user.id }));
  ({ jwt: minted } = await here.sdk.sessions.getToken(sessionId));
  [jwk] = (await here.sdk.jwks.getJwks()).keys;
  pem = createPublicKey({ key: jwk, format: "jwk" }).export({ type: "spki", format: "pem" });
});

const byPem = (token, options) => verifyToken(token, { jwtKey: pem, ...options });
const byKeySet = (token, options) => verifyToken(token, { secretKey: here.keys.secret_key, apiUrl: here.url, ...options });
const part = (token, at) => JSON.parse(Buffer.from(token.split(".")[at], "base64url"));
const host = () => Buffer.from(here.keys.publishable_key.split("_")[2], "base64").toString().slice(0, -1);

/** Refused, with one of these reasons. */
async function refused(promise, reasons, name) {
  const error = await promise.then(
    () => assert.fail(`${name} is accepted`),
    (failure) => failure,
  );
  assert.ok([reasons].flat().includes(error.reason), `${name}: ${error.reason ?? error} instead of ${reasons}`);
}

/** What an app's page makes of a request. */
function authenticate(headers, options = {}) {
  const request = new Request(`${here.server.url}/page`, { headers });
  return here.sdk.authenticateRequest(request, { proxyUrl: here.url, ...options });
}

/** A person who signed in with a browser. */
async function signedIn() {
  const email = address();
  const { id } = await here.person({ emailAddress: [email], password: PASSWORD });
  const browser = here.browser();
  const session = await browser.signIn({ identifier: email, password: PASSWORD });
  return { id, session, browser, token: browser.cookies.get("__session") };
}

test("a token that a backend had minted is accepted, with exactly these claims", async () => {
  const claims = {
    iss: `https://${host()}`,
    sub: user.id,
    sid: sessionId,
    iat: like("now, in seconds", (value) => Number.isInteger(value) && Math.abs(Date.now() / SECOND - value) < 60),
    nbf: part(minted, 1).iat - 10,
    exp: part(minted, 1).iat + 60,
    v: 2,
    sts: "active",
    jti: matching(/^\w+$/),
    fva: like("two ages", (value) => value.length === 2 && value.every(Number.isInteger)),
  };
  fits(await byPem(minted), claims);
  fits(await byKeySet(minted), claims);
  const header = part(minted, 0);
  assert.deepEqual([header.alg, header.typ, header.kid], ["RS256", "JWT", jwk.kid]);
  assert.ok([undefined, "cl_B7d4PD111AAA"].includes(header.cat), "the category of session tokens, or none");
});

test("a token of a real sign-in is accepted, with the origin of its page", async () => {
  const { id, session, token } = await signedIn();
  for (const verify of [byPem, byKeySet]) {
    const claims = await verify(token, { authorizedParties: [here.server.url] });
    assert.deepEqual([claims.sub, claims.sid, claims.azp, claims.aud], [id, session, here.server.url, undefined]);
  }
  for (const parties of [["https://evil.example"], [`${here.server.url}/`]])
    await refused(byPem(token, { authorizedParties: parties }), "token-invalid-authorized-parties");
  await refused(
    byPem(minted, { authorizedParties: [here.server.url] }),
    "token-invalid-authorized-parties",
    "a token without an origin",
  );
});

test("the key set is fetched once", async () => {
  const { exchanges } = await here.watch(async () => {
    await byKeySet(minted, { skipJwksCache: true });
    for (let times = 0; times < 5; times += 1) await byKeySet(minted);
  });
  assert.deepEqual(exchanges.map(line), ["GET /v1/jwks"]);
  assert.match(exchanges[0].headers.authorization, /^Bearer sk_test_/);
});

test("a secret key that nobody knows is told as such", async () => {
  await refused(byKeySet(minted, { secretKey: "sk_test_nobodyKnowsThisOne" }), "secret-key-invalid");
});

test("tokens are valid for their time only", async () => {
  const { iat } = part(minted, 1);
  const at = async (second, check) => {
    mock.timers.enable({ apis: ["Date"], now: (iat + second) * SECOND });
    try {
      await check();
    } finally {
      mock.timers.reset();
    }
  };
  for (const verify of [byPem, byKeySet]) {
    await at(64, () => verify(minted));
    for (const second of [65, 66, 3_600, 315_360_000])
      await at(second, () => refused(verify(minted), "token-expired", `after ${second} s`));
    await at(60, () => refused(verify(minted, { clockSkewInMs: 0 }), "token-expired", "without tolerance"));
    await at(-12, () => refused(verify(minted), "token-iat-in-the-future", "12 s early"));
    for (const second of [-16, -3_600])
      await at(second, () => refused(verify(minted), "token-not-active-yet", `${-second} s early`));
  }
  await at(3_600, async () => assert.equal((await authenticate({ authorization: `Bearer ${minted}` })).isAuthenticated, false));
});

test("a request with a token in its header is signed in", async () => {
  const state = await authenticate({ authorization: `Bearer ${minted}` });
  assert.deepEqual([state.status, state.isAuthenticated, state.reason], ["signed-in", true, null]);
  const auth = state.toAuth();
  assert.deepEqual(
    [auth.userId, auth.sessionId, auth.sessionStatus, auth.orgId, auth.actor, auth.isAuthenticated],
    [user.id, sessionId, "active", undefined, undefined, true],
  );
  assert.equal(await auth.getToken(), minted);
  const none = await authenticate({});
  assert.equal(none.isAuthenticated, false);
});

test("a request with the cookies of a real sign-in is signed in", async () => {
  const { id, session, browser, token } = await signedIn();
  for (const options of [{ authorizedParties: [here.server.url] }, { jwtKey: pem }]) {
    const state = await authenticate({ cookie: browser.cookie, accept: "text/html" }, options);
    assert.deepEqual([state.status, state.reason], ["signed-in", null], state.message);
    const auth = state.toAuth();
    assert.deepEqual([auth.userId, auth.sessionId], [id, session]);
    assert.equal(await auth.getToken(), token);
  }
  const elsewhere = await authenticate(
    { cookie: browser.cookie, accept: "text/html" },
    { authorizedParties: ["https://other.example"] },
  );
  assert.deepEqual([elsewhere.isAuthenticated, elsewhere.reason], [false, "token-invalid-authorized-parties"]);
});

test("cookies that don't belong together are no sign-in", async () => {
  const { browser, token } = await signedIn();
  const named = (name) =>
    [...browser.cookies.keys()].filter((key) => key === name || new RegExp(`^${name}_[\\w-]{8}$`).test(key));
  const both = (name, value) => named(name).map((key) => [key, value]);
  const header = (changes) =>
    [...new Map([...browser.cookies, ...changes])]
      .filter(([, value]) => value !== undefined)
      .map((pair) => pair.join("="))
      .join("; ");
  const cases = [
    [both("__session", undefined), "client-uat-but-no-session-token"],
    [both("__client_uat", undefined), "session-token-but-no-client-uat"],
    [both("__client_uat", String(part(token, 1).iat + 5)), "session-token-iat-before-client-uat"],
  ];
  for (const [changes, reason] of cases) {
    const asked = await authenticate({ cookie: header(changes) });
    assert.deepEqual([asked.status, asked.reason], ["signed-out", reason]);
    const page = await authenticate({ cookie: header(changes), accept: "text/html" });
    assert.deepEqual([page.status, page.reason], ["handshake", reason], "a page is sent to the Frontend API");
    assert.ok(page.headers.get("location").startsWith(`${here.url}/v1/client/handshake?`));
  }
});

test("tokens for third parties are no session tokens", async () => {
  await here.sdk.jwtTemplates.create({ name: "partner", claims: { aud: "partner" } });
  await here.sdk.jwtTemplates.create({
    name: "symmetric",
    claims: {},
    customSigningKey: true,
    signingAlgorithm: "HS256",
    signingKey: pem,
  });
  const { jwt: partner } = await here.sdk.sessions.getToken(sessionId, "partner");
  assert.equal((await byPem(partner, { audience: "partner" })).aud, "partner");
  await refused(byPem(partner, { audience: ["other"] }), "token-verification-failed", "another audience");
  const state = await authenticate({ authorization: `Bearer ${partner}` });
  assert.deepEqual([state.isAuthenticated, state.reason], [false, "token-type-mismatch"]);
  const { jwt: symmetric } = await here.sdk.sessions.getToken(sessionId, "symmetric");
  await refused(byPem(symmetric), "token-invalid-algorithm", "signed with the public key as a secret");
  assert.equal((await authenticate({ authorization: `Bearer ${symmetric}` })).isAuthenticated, false);
  for (const token of [partner, symmetric]) {
    await here.refuses(400, "invalid_session_token", (sdk) => sdk.sessions.verifySession(sessionId, token));
  }
});

test("forged tokens are refused by PEM, by key set, in a header, and by the server", async () => {
  const [good, other] = [await tokenFor(600), await tokenFor(900)];
  const corpus = forged({ good, other, foreign: await ofAnotherInstance(), pem, jwk });
  assert.ok(corpus.length >= 60, `${corpus.length} tokens`);
  assert.equal(new Set(corpus.map(({ token }) => token)).size, corpus.length, "no two are the same");
  await Promise.all([byPem(good), byKeySet(good), byPem(other)]);
  for (const { name, token, ...reasons } of corpus) {
    await refused(byPem(token), reasons.byPem, `by PEM: ${name}`);
    await refused(byKeySet(token), reasons.byKeySet, `by key set: ${name}`);
    // Around a header's value and a text field, white space means nothing.
    if (token.trim() === good) continue;
    const state = await authenticate({ authorization: `Bearer ${token}` }).catch(() => ({ isAuthenticated: false }));
    assert.equal(state.isAuthenticated, false, `in a header: ${name}`);
    await here.refuses(400, "invalid_session_token", (sdk) => sdk.sessions.verifySession(sessionId, token));
  }
});

/** A token for so many seconds. */
async function tokenFor(seconds) {
  return (await here.sdk.sessions.getToken(sessionId, "", seconds)).jwt;
}

/** A valid token of another instance of ours. */
async function ofAnotherInstance() {
  const there = new World();
  try {
    await there.open({});
    const { id } = await there.person();
    const session = await there.sdk.sessions.createSession({ userId: id });
    return (await there.sdk.sessions.getToken(session.id)).jwt;
  } finally {
    await there.close();
  }
}
