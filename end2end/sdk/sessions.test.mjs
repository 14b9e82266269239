// `sessions`, `clients`, `testingTokens`: every method, every field.
import assert from "node:assert/strict";
import { test } from "node:test";
import { client, jwt, like, page, session } from "./shapes.mjs";
import { PASSWORD, address, world } from "./support.mjs";

const here = world();

/** A person who signed in with a browser. */
async function signedIn() {
  const given = address();
  const one = await here.person({ emailAddress: [given], password: PASSWORD });
  const browser = here.browser();
  const sessionId = await browser.signIn({ identifier: given, password: PASSWORD });
  return { one, browser, sessionId };
}

test("a session is begun, read, listed and ended", async () => {
  const one = await here.person();
  const begun = await here.gives("POST /v1/sessions", session(one.id), (sdk) => sdk.sessions.createSession({ userId: one.id }));
  const path = `/v1/sessions/${begun.id}`;
  await here.gives(`GET ${path}`, session(one.id), (sdk) => sdk.sessions.getSession(begun.id));
  const list = (query) => `GET /v1/sessions?${query}&paginated=true`;
  await here.gives(list(`user_id=${one.id}`), page(session(one.id)), (sdk) => sdk.sessions.getSessionList({ userId: one.id }));
  await here.gives(list(`client_id=${begun.clientId}&status=active`), page(session(one.id)), (sdk) =>
    sdk.sessions.getSessionList({ clientId: begun.clientId, status: "active" }),
  );
  await here.gives(list(`user_id=${one.id}&status=revoked&limit=1`), page(), (sdk) =>
    sdk.sessions.getSessionList({ userId: one.id, status: "revoked", limit: 1 }),
  );
  const bare = await here.raw("GET", `/v1/sessions?user_id=${one.id}`);
  assert.deepEqual([bare.status, bare.json.map((it) => it.id)], [200, [begun.id]], "a bare array unless a page is asked for");

  const ended = session(one.id, { status: "revoked" });
  await here.gives(`POST ${path}/revoke`, ended, (sdk) => sdk.sessions.revokeSession(begun.id));
  await here.gives(`GET ${path}`, ended, (sdk) => sdk.sessions.getSession(begun.id));
});

test("whose sessions must be told, and be known", async () => {
  assert.equal((await here.raw("GET", "/v1/sessions")).status, 422);
  await here.refuses(404, "resource_not_found", (sdk) => sdk.sessions.createSession({ userId: "user_nobody" }));
  await here.refuses(404, "resource_not_found", (sdk) => sdk.sessions.getSession("sess_nothing"));
  await here.refuses(404, "resource_not_found", (sdk) => sdk.sessions.revokeSession("sess_nothing"));
  await here.refuses(404, "resource_not_found", (sdk) => sdk.sessions.getToken("sess_nothing"));
  await here.refuses(404, "resource_not_found", (sdk) => sdk.clients.getClient("client_nothing"));
});

test("tokens are minted for a session, and for third parties", async () => {
  const one = await here.person();
  const { id } = await here.sdk.sessions.createSession({ userId: one.id });
  const token = { object: "token", jwt };
  const claims = ({ jwt: text }) => JSON.parse(Buffer.from(text.split(".")[1], "base64url"));
  const plain = claims(await here.gives(`POST /v1/sessions/${id}/tokens`, token, (sdk) => sdk.sessions.getToken(id)));
  assert.deepEqual([plain.sid, plain.sub, plain.exp - plain.iat, plain.azp, plain.aud], [id, one.id, 60, undefined, undefined]);
  const long = claims(await here.gives(`POST /v1/sessions/${id}/tokens`, token, (sdk) => sdk.sessions.getToken(id, "", 600)));
  assert.equal(long.exp - long.iat, 600);
  await here.sdk.jwtTemplates.create({
    name: "partner",
    claims: { aud: "partner", who: "{{user.id}}", role: "{{user.public_metadata.role || 'basic'}}" },
    lifetime: 120,
  });
  const theirs = claims(
    await here.gives(`POST /v1/sessions/${id}/tokens/partner`, token, (sdk) => sdk.sessions.getToken(id, "partner")),
  );
  assert.deepEqual(
    [theirs.aud, theirs.who, theirs.role, theirs.sub, theirs.exp - theirs.iat, theirs.sid],
    ["partner", one.id, "basic", one.id, 120, undefined],
  );
  const short = claims(await here.sdk.sessions.getToken(id, "partner", 30));
  assert.equal(short.exp - short.iat, 30);
  await here.refuses(404, "resource_not_found", (sdk) => sdk.sessions.getToken(id, "nothing"));
  for (const seconds of [29, 315_360_001]) {
    await here.refuses(422, "form_param_value_invalid", (sdk) => sdk.sessions.getToken(id, "", seconds), "expires_in_seconds");
  }
});

test("a session that ended has no tokens", async () => {
  const one = await here.person();
  const { id } = await here.sdk.sessions.createSession({ userId: one.id });
  await here.sdk.sessions.revokeSession(id);
  await here.refuses(401, "authentication_invalid", (sdk) => sdk.sessions.getToken(id));
});

test("the old check of a session token", async () => {
  const one = await here.person();
  const { id } = await here.sdk.sessions.createSession({ userId: one.id });
  const { jwt: token } = await here.sdk.sessions.getToken(id);
  await here.gives(`POST /v1/sessions/${id}/verify`, session(one.id), (sdk) => sdk.sessions.verifySession(id, token));
  await here.refuses(400, "invalid_session_token", (sdk) => sdk.sessions.verifySession(id, `${token}x`));
});

test("the browser of a real sign-in: its sessions, its clients", async () => {
  const { one, browser, sessionId } = await signedIn();
  const used = session(one.id);
  const found = await here.gives(`GET /v1/sessions/${sessionId}`, used, (sdk) => sdk.sessions.getSession(sessionId));
  const shape = client([{ ...used, id: sessionId }], { last_authentication_strategy: "password" });
  const read = await here.gives(`GET /v1/clients/${found.clientId}`, shape, (sdk) => sdk.clients.getClient(found.clientId));
  assert.deepEqual([read.sessionIds, read.lastActiveSessionId], [[sessionId], sessionId]);
  const { jwt: token } = await here.sdk.sessions.getToken(sessionId);
  for (const one of [token, browser.cookies.get("__client")]) {
    await here.gives("POST /v1/clients/verify", shape, (sdk) => sdk.clients.verifyClient(one));
  }
  await here.refuses(400, "invalid_session_token", (sdk) => sdk.clients.verifyClient("nonsense"));
  const { data, totalCount } = await here.sdk.clients.getClientList({ limit: 5 });
  assert.ok(totalCount >= 1 && data.some((it) => it.id === found.clientId));

  await here.sdk.sessions.revokeSession(sessionId);
  assert.deepEqual((await here.sdk.clients.getClient(found.clientId)).sessionIds, []);
  const renewed = await fetch(`${here.url}/v1/me`, { headers: { cookie: browser.cookie } });
  assert.equal(renewed.status, 401, "the browser is signed out");
});

test("a ban ends the sessions", async () => {
  const { one, sessionId } = await signedIn();
  await here.sdk.users.banUser(one.id);
  assert.equal((await here.sdk.sessions.getSession(sessionId)).status, "revoked");
  await here.sdk.users.unbanUser(one.id);
});

test("a token for automated tests", async () => {
  const soon = like(
    "about an hour from now, in seconds",
    (value) => Number.isInteger(value) && Math.abs(Date.now() / 1_000 + 3_600 - value) < 120,
  );
  const shape = {
    object: "testing_token",
    token: like("seconds and an id", (value) => /^\d{10}-\w+$/.test(value)),
    expires_at: soon,
  };
  await here.gives("POST /v1/testing_tokens", shape, (sdk) => sdk.testingTokens.createTestingToken());
});
