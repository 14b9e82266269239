// The changes that a driver makes: each asks for one thing and says what is so when it is acknowledged. They hand back the
// answer where there is success.
import { Fact } from "./ledger.mjs";

export async function create(driver, account) {
  const value = driver.value();
  // Every third with a password: hashing one costs more than all the rest.
  const password = value % 3 === 0 ? `harbour-lantern-${value}` : null;
  const facts = [
    [account.exists, true],
    [account.firstName, `Name ${value}`],
    [account.count, value],
    [account.password, password],
  ];
  const user = await driver.change("create", facts, () =>
    driver.backend("POST", "/v1/users", {
      email_address: [account.email],
      first_name: `Name ${value}`,
      public_metadata: { count: value },
      ...(password ? { password } : { skip_password_requirement: true }),
    }),
  );
  account.id = user?.id;
  return user;
}

/** A person in a browser: the last of three requests makes the account. */
export async function signUp(driver, account) {
  if (driver.isProduction) return create(driver, account);
  const browser = driver.browser();
  const password = `harbour-lantern-${driver.value()}`;
  const step = (path, fields) => driver.change("sign up", [], () => browser.post(path, fields));
  const begun = await step("/v1/client/sign_ups", { email_address: account.email, password });
  if (!begun) return undefined;
  const path = `/v1/client/sign_ups/${begun.response.id}`;
  if (!(await step(`${path}/prepare_verification`, { strategy: "email_code" }))) return undefined;
  const facts = [
    [account.exists, true],
    [account.password, password],
  ];
  const done = await driver.change("sign up", facts, () =>
    browser.post(`${path}/attempt_verification`, { strategy: "email_code", code: "424242" }),
  );
  if (!done) return undefined;
  const { created_user_id: user, created_session_id: session } = done.response;
  account.id = user;
  fact(account, session).acknowledge("active");
  account.browser = { browser, session };
  return done;
}

async function rename(driver, account) {
  const name = `Name ${driver.value()}`;
  const facts = [[account.firstName, name]];
  return driver.change("rename", facts, () => driver.backend("PATCH", path(account), { first_name: name }));
}

async function describe(driver, account) {
  const count = driver.value();
  const facts = [[account.count, count]];
  return driver.change("metadata", facts, () =>
    driver.backend("PATCH", `${path(account)}/metadata`, { public_metadata: { count } }),
  );
}

/** In the browser where there is one and its session lives, by the backend otherwise. */
async function changePassword(driver, account) {
  const password = `harbour-lantern-${driver.value()}`;
  const facts = [[account.password, password]];
  const own = account.browser && account.sessions.get(account.browser.session);
  if (!own?.isCertain || own.known !== "active" || !account.password.isCertain)
    return driver.change("password", facts, () => driver.backend("PATCH", path(account), { password }));
  const body = { new_password: password, current_password: account.password.known };
  return inBrowser(
    driver,
    "own password",
    account,
    facts,
    `/v1/me/change_password?_clerk_session_id=${account.browser.session}`,
    body,
  );
}

async function openSession(driver, account) {
  if (driver.isProduction) return signIn(driver, account);
  const session = await driver.change("session", [], () => driver.backend("POST", "/v1/sessions", { user_id: account.id }));
  if (session) fact(account, session.id).acknowledge("active");
  return session;
}

/** With the password, where it is known. */
async function signIn(driver, account) {
  if (!account.password.isCertain || account.password.known === null) return changePassword(driver, account);
  const browser = driver.browser();
  const fields = { identifier: account.email, password: account.password.known };
  const done = await driver.change("sign in", [], () => browser.post("/v1/client/sign_ins", fields));
  if (!done) return undefined;
  const session = done.response.created_session_id;
  if (!session) driver.refusals.push(`sign in: ${JSON.stringify(done.response)}`);
  fact(account, session).acknowledge("active");
  account.browser = { browser, session };
  return done;
}

/** Asks for a session token, which changes nothing but must be given. */
async function refresh(driver, account) {
  const own = account.browser && account.sessions.get(account.browser.session);
  if (!own?.isCertain || own.known !== "active") return openSession(driver, account);
  const { browser, session } = account.browser;
  return driver.change("refresh", [], () => browser.refresh(session));
}

async function revoke(driver, account) {
  const session = account.session("active");
  if (!session) return openSession(driver, account);
  const facts = [[account.sessions.get(session), "revoked"]];
  return driver.change("revoke", facts, () => driver.backend("POST", `/v1/sessions/${session}/revoke`));
}

async function signOut(driver, account) {
  const own = account.browser && account.sessions.get(account.browser.session);
  if (!own?.isCertain || own.known !== "active") return revoke(driver, account);
  const facts = [[own, "ended"]];
  return inBrowser(driver, "sign out", account, facts, `/v1/client/sessions/${account.browser.session}/end`, {});
}

/** What a browser was to keep of an answer that never came, it doesn't have: nothing can be said of it any more. */
async function inBrowser(driver, what, account, facts, path, fields) {
  const { browser } = account.browser;
  const reply = await driver.change(what, facts, () => browser.post(path, fields));
  if (!reply) account.browser = undefined;
  return reply;
}

async function remove(driver, account) {
  const facts = [[account.exists, false]];
  return driver.change("delete", facts, () => driver.backend("DELETE", path(account)));
}

/** What is done to those who are there; two of the kinds make somebody new. */
export const CHANGES = [
  create,
  create,
  signUp,
  rename,
  rename,
  describe,
  describe,
  changePassword,
  openSession,
  refresh,
  refresh,
  revoke,
  signOut,
  remove,
];

function path({ id }) {
  return `/v1/users/${id}`;
}

function fact(account, session) {
  const known = account.sessions.get(session) ?? new Fact(undefined);
  account.sessions.set(session, known);
  return known;
}
