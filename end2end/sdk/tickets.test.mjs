// `signInTokens` and `actorTokens`: made, used to sign in, taken back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { actorToken, newActorToken, newSignInToken, signInToken } from "./shapes.mjs";
import { world } from "./support.mjs";

const here = world();
const ticket = (token) => ({ strategy: "ticket", ticket: token });

test("a ticket signs its user in, once", async () => {
  const one = await here.person();
  const made = await here.gives("POST /v1/sign_in_tokens", newSignInToken(one.id), (sdk) =>
    sdk.signInTokens.createSignInToken({ userId: one.id, expiresInSeconds: 600 }),
  );
  const sessionId = await here.browser().signIn(ticket(made.token));
  assert.equal((await here.sdk.sessions.getSession(sessionId)).userId, one.id);
  await assert.rejects(here.browser().signIn(ticket(made.token)), /ticket_/);
  await here.refuses(400, "sign_in_token_cannot_be_revoked_code", (sdk) => sdk.signInTokens.revokeSignInToken(made.id));
});

test("a ticket that was taken back signs nobody in", async () => {
  const one = await here.person();
  const made = await here.gives("POST /v1/sign_in_tokens", newSignInToken(one.id), (sdk) =>
    sdk.signInTokens.createSignInToken({ userId: one.id }),
  );
  await here.gives(`POST /v1/sign_in_tokens/${made.id}/revoke`, signInToken(one.id, { status: "revoked" }), (sdk) =>
    sdk.signInTokens.revokeSignInToken(made.id),
  );
  await assert.rejects(here.browser().signIn(ticket(made.token)), /ticket_/);
  await here.refuses(404, "resource_not_found", (sdk) => sdk.signInTokens.createSignInToken({ userId: "user_nobody" }));
  await here.refuses(404, "resource_not_found", (sdk) => sdk.signInTokens.revokeSignInToken("sit_nothing"));
});

test("somebody acts as a user, and the session says who", async () => {
  const [one, support] = [await here.person(), await here.person()];
  const actor = { sub: support.id, additionalProperties: { reason: "helpdesk" } };
  const params = { userId: one.id, actor, expiresInSeconds: 600, sessionMaxDurationInSeconds: 900 };
  const made = await here.gives("POST /v1/actor_tokens", newActorToken(one.id, actor), (sdk) => sdk.actorTokens.create(params));
  const sessionId = await here.browser().signIn(ticket(made.token));
  const session = await here.sdk.sessions.getSession(sessionId);
  assert.deepEqual([session.userId, session.actor], [one.id, actor]);
  assert.ok(Math.abs(session.expireAt - session.createdAt - 900_000) < 1_000, "no longer than it was allowed to");
  const { jwt } = await here.sdk.sessions.getToken(sessionId);
  assert.equal(JSON.parse(Buffer.from(jwt.split(".")[1], "base64url")).act.sub, support.id);
  await here.refuses(400, "actor_token_cannot_be_revoked_code", (sdk) => sdk.actorTokens.revoke(made.id));
});

test("an actor's ticket that was taken back signs nobody in", async () => {
  const one = await here.person();
  const actor = { sub: one.id };
  const made = await here.gives("POST /v1/actor_tokens", newActorToken(one.id, actor), (sdk) =>
    sdk.actorTokens.create({ userId: one.id, actor }),
  );
  await here.gives(`POST /v1/actor_tokens/${made.id}/revoke`, actorToken(one.id, actor, { status: "revoked" }), (sdk) =>
    sdk.actorTokens.revoke(made.id),
  );
  await assert.rejects(here.browser().signIn(ticket(made.token)), /ticket_/);
  await here.refuses(422, "form_param_missing", (sdk) => sdk.actorTokens.create({ userId: one.id }), "actor");
  await here.refuses(
    422,
    "form_resource_not_found",
    (sdk) => sdk.actorTokens.create({ userId: "user_nobody", actor }),
    "user_id",
  );
  await here.refuses(
    422,
    "form_param_missing",
    (sdk) => sdk.actorTokens.create({ userId: one.id, actor: { reason: "x" } }),
    "actor",
  );
});
