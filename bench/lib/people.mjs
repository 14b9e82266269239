// People with passwords, and browsers that are signed in: by the hundred and by the thousand.

import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

const PASSWORD = "harbour lantern at dusk";
const FORM = "application/x-www-form-urlencoded";
/** Calls at once while they are made; where each costs a hash, more would be refused. */
const AT_ONCE = 16;
const HASHES_AT_ONCE = availableParallelism();

/** What a call of the Backend API needs. */
export function backendHeaders({ data }) {
  const { secret_key } = JSON.parse(readFileSync(join(data, "dev-keys.json"), "utf8"));
  return { authorization: `Bearer ${secret_key}`, "content-type": "application/json" };
}

/** Adds people with a password: their ids, and for each the request that signs in, in a browser that was never here. */
export async function withPasswords(server, count) {
  const headers = backendHeaders(server);
  const emails = Array.from({ length: count }, (_, index) => `signs.in.${index}@example.com`);
  return each(emails, async (email) => {
    const { json } = await post(server, "/v1/users", headers, JSON.stringify({ email_address: [email], password: PASSWORD }));
    const fields = { strategy: "password", identifier: email, password: PASSWORD };
    return { id: json.id, signIn: form(server, "/v1/client/sign_ins", fields) };
  }, HASHES_AT_ONCE);
}

/** Browsers in which these users are signed in, made with tickets: no password is hashed for it. */
export async function browsers(server, userIds) {
  const headers = backendHeaders(server);
  return each(userIds, async (user_id) => {
    const { json } = await post(server, "/v1/sign_in_tokens", headers, JSON.stringify({ user_id }));
    const { path, headers: own, body } = form(server, "/v1/client/sign_ins", { strategy: "ticket", ticket: json.token });
    const answer = await post(server, path, own, body);
    const cookie = answer.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
    return { cookie, sessionId: answer.json.response.created_session_id };
  });
}

/** The request that renews a browser's session token: minted anew, as for a token that has ended. */
export function renewal(server, { cookie, sessionId }) {
  const { headers, ...asked } = form(server, `/v1/client/sessions/${sessionId}/tokens?debug=skip_cache`, {});
  return { ...asked, headers: { ...headers, cookie } };
}

/** The request by which a page asks who is signed in. */
export const whoAmI = ({ cookie }) => ({ path: "/v1/me", headers: { cookie } });

function form({ pageOrigin }, path, fields) {
  const headers = { origin: pageOrigin, "content-type": FORM };
  return { method: "POST", path, headers, body: `${new URLSearchParams(fields)}` };
}

async function post({ origin }, path, headers, body) {
  const response = await fetch(origin + path, { method: "POST", headers, body });
  const text = await response.text();
  if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${text}`);
  return { headers: response.headers, json: JSON.parse(text) };
}

/** `act` for each of them, so many at once; the results in their order. */
async function each(things, act, atOnce = AT_ONCE) {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < things.length) {
      const at = next;
      next += 1;
      results[at] = await act(things[at]);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
