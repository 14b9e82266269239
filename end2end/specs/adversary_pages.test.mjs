// Every page, alive: nothing in it is what its own policy forbids, every answer has the headers that protect its reader, and
// every cookie the attributes that protect it.
import assert from "node:assert/strict";
import { firstOperator } from "../support/operators.mjs";
import { member } from "../support/people.mjs";
import { visit, world } from "../support/world.mjs";

const here = world({}, async (server) => ({ operator: await firstOperator(server), ada: await member(server) }));
const OPEN = ["/", "/sign-in", "/sign-up", "/nothing"];
const OWN = ["/", "/user", "/user/security", "/user?panel=profile", "/user?panel=username", "/user?panel=password"];
const ROOMS = ["", "/users", "/users/new", "/invitations", "/restrictions", "/keys", "/settings", "/audit", "/account", "/nothing"];
const REFERRERS = ["strict-origin-when-cross-origin", "same-origin", "no-referrer"];

/** Keeps all that the server answers to this page, and what its policy forbids in it. */
function listen(page, origin) {
  const answers = [];
  page.on("response", (response) => response.url().startsWith(origin) && answers.push(response));
  return answers;
}

async function check(answers) {
  for (const response of answers) {
    const [path, headers] = [new URL(response.url()).pathname, await response.allHeaders()];
    const what = `${response.status()} ${path}`;
    assert.equal(headers["x-content-type-options"], "nosniff", what);
    assert.ok(REFERRERS.includes(headers["referrer-policy"]), `${what}: ${headers["referrer-policy"]}`);
    assert.equal(headers["cross-origin-opener-policy"], "same-origin-allow-popups", what);
    const policy = headers["content-security-policy"] ?? "";
    if (headers["content-type"]?.startsWith("text/html")) {
      assert.match(policy, /default-src 'none'.*frame-ancestors 'none'/, what);
      assert.match(policy, /script-src 'nonce-[\w+/=-]{16,}' 'strict-dynamic' 'wasm-unsafe-eval';/, what);
      assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|\*/, what);
      assert.match(headers["cache-control"] ?? "", /no-store/, what);
    } else if (headers["content-type"]?.startsWith("application/json")) {
      assert.match(policy, /default-src 'none'/, what);
    }
    for (const { value } of (await response.headersArray()).filter((it) => it.name.toLowerCase() === "set-cookie")) cookie(value, what);
  }
}

function cookie(line, what) {
  const name = line.split("=")[0];
  assert.match(name, /^__(client|session|client_uat)(_[\w-]{8})?$|^__(onehop_device|onehop_flash|dash\w*)$/, `${what}: ${line}`);
  assert.match(line, /; Path=\//, line);
  assert.match(line, name.startsWith("__dash") ? /; SameSite=Strict/ : /; SameSite=Lax/, line);
  assert.ok(!/domain=/i.test(line) && line.length <= 4_096, line);
  if (!name.startsWith("__client_uat")) assert.match(line, /; HttpOnly/, line);
}

async function go(page, path) {
  await visit(page, path);
  const violated = await page.evaluate(() => window.violated ?? []);
  assert.deepEqual(violated, [], `what the policy of ${path} forbids`);
  const nonces = await page.evaluate(() => [...document.querySelectorAll("[nonce]")].map((it) => it.getAttribute("nonce")).filter(Boolean));
  assert.deepEqual(nonces, [], `${path} tells its nonce`);
}

const note = () => document.addEventListener("securitypolicyviolation", (it) => (window.violated ??= []).push(`${it.violatedDirective} ${it.blockedURI}`));

here.scenario("pages that are open to everybody, and one's own", async ({ open, server, watch, prepared }) => {
  watch.expect(404, "/nothing");
  for (const [as, paths] of [[undefined, OPEN], [prepared.ada.device, OWN]]) {
    const page = await open({ as });
    await page.addInitScript(note);
    const answers = listen(page, server.url);
    const nonces = new Set();
    for (const path of paths) {
      await go(page, path);
      nonces.add(answers.findLast((it) => it.request().isNavigationRequest()).headers()["content-security-policy"]);
    }
    await check(answers);
    assert.equal(nonces.size, paths.length, "a nonce is new for each page");
    assert.ok(answers.length > 10);
  }
});

here.scenario("the rooms of the dashboard", async ({ open, server, watch, prepared }) => {
  watch.expect(404, "/dashboard/nothing");
  const [user] = await server.backend("GET", "/v1/users");
  for (const [as, paths] of [
    [prepared.operator, [...ROOMS, `/users/${user.id}`, `/users/${user.id}/metadata`, `/users/${user.id}/sessions`]],
    [undefined, ["/sign-in", "/setup?token=x"]],
  ]) {
    const page = await open({ as });
    await page.addInitScript(note);
    const answers = listen(page, server.url);
    for (const path of paths) await go(page, `/dashboard${path}`);
    await check(answers);
  }
});
