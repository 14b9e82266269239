// Sign-up, sign-in and the profile under other settings than the usual ones, with scripts and without.
import assert from "node:assert/strict";
import { eventually, text, visible } from "../support/check.mjs";
import { stranger } from "../support/people.mjs";
import { arrive, ui } from "../support/steps.mjs";
import { visit, world } from "../support/world.mjs";

const PLAIN = { javaScriptEnabled: false };
const TERMS = "https://example.com/terms";
const REFUSED = "Accept this to create an account.";
const strict = world({
  ONEHOP_USER_NAMES_REQUIRED: "true",
  ONEHOP_USER_USERNAME_REQUIRED: "true",
  ONEHOP_USER_LEGAL_CONSENT: "true",
  ONEHOP_INSTANCE_TERMS_URL: TERMS,
  ONEHOP_INSTANCE_PRIVACY_POLICY_URL: "/privacy",
  ONEHOP_SIGN_IN_IDENTIFIERS: "username",
  ONEHOP_PASSWORD_CHARACTERS: "uppercase,number",
  ONEHOP_CODES_LENGTH: "8",
});
const bare = world({
  ONEHOP_USER_NAMES_ENABLED: "false",
  ONEHOP_USER_USERNAME_ENABLED: "false",
  ONEHOP_USER_PASSWORD_REQUIRED: "false",
  ONEHOP_SIGN_IN_FIRST_FACTORS: "email_code",
});
let count = 0;

/** Somebody with a username and a password of the kinds asked for. */
function strictStranger() {
  count += 1;
  return stranger({ username: `ada_${count}_l`, password: "Quiet-harbour 42" });
}

const consent = (page) => page.getByRole("checkbox", { name: "I accept the terms of service and the privacy policy" });
const at = (page, path) => eventually(() => new URL(page.url()).pathname, path, "the page's path");

/** The first form. Its inputs keep a browser from sending less, so that is switched off. */
async function fill(page, person) {
  await page.locator("form").evaluateAll((forms) => forms.forEach((form) => (form.noValidate = true))).catch(() => {});
  for (const [label, value] of [
    ["First name", person.firstName],
    ["Last name", person.lastName],
    ["Username", person.username],
    ["Email address", person.email],
    ["Password", person.password],
  ]) {
    await ui.field(page, label).fill(value);
  }
}

strict.scenario("everything that is required is asked for, told beforehand, and the box for consent too", async ({ open, watch, server }) => {
  const person = strictStranger();
  const page = await open();
  await visit(page, "/sign-up");
  await visible(page.getByText("At least 8 characters · an uppercase letter · a digit"));
  assert.equal(await page.getByRole("link", { name: "terms of service" }).getAttribute("href"), TERMS);
  assert.equal(await page.getByRole("link", { name: "privacy policy" }).getAttribute("href"), `${server.url}/privacy`);
  await fill(page, person);
  watch.expect(422, "/v1/client/sign_ups");
  await ui.button(page, "Continue").click();
  await text(page.locator(".oh-field", { has: consent(page) }).locator(".oh-field-error"), REFUSED);
  await consent(page).check();
  await ui.button(page, "Continue").click();
  await visible(page.getByText(/Enter the .?8.?-digit code sent to this address/));
  assert.equal(await page.locator(".oh-code-box").count(), 8);
  const code = await server.code(person.email);
  assert.equal(code.length, 8);
  await page.keyboard.type(code, { delay: 20 });
  await arrive(page, "/");

  await visit(page, "/user?panel=profile");
  assert.ok(await ui.field(page, "First name").evaluate((input) => input.required), "a name can't be cleared");
  await visit(page, "/user/security?panel=password");
  await ui.field(page, "New password").fill("quiet harbour 42");
  await visible(page.locator(".oh-hint:not([data-tone])", { hasText: "an uppercase letter" }));
  await ui.field(page, "New password").fill("Quiet harbour 43");
  await visible(page.locator(".oh-hint[data-tone=success]", { hasText: "an uppercase letter" }));
  assert.equal(await ui.button(page, "Remove password").count(), 0, "a password that is required stays");
});

strict.scenario("the same without scripts; then the username names the account and the address doesn't", async ({ open, server }) => {
  const person = strictStranger();
  const page = await open(PLAIN);
  await page.goto("/sign-up");
  await fill(page, person);
  await ui.button(page, "Continue").click();
  await text(page.locator(".oh-field", { has: consent(page) }).locator(".oh-field-error"), REFUSED);
  await ui.field(page, "Password").fill(person.password);
  await consent(page).check();
  await ui.button(page, "Continue").click();
  await ui.button(page, "Email me a code").click();
  await ui.code(page).fill(await server.code(person.email));
  await ui.button(page, "Continue").click();
  await at(page, "/");

  const other = await open(PLAIN);
  await other.goto("/sign-in");
  await ui.field(other, "Username").fill(person.email);
  await ui.button(other, "Continue").click();
  await text(ui.fieldError(other, "Username"), "We could not find an account with these details.");
  await ui.field(other, "Username").fill(person.username);
  await ui.button(other, "Continue").click();
  await ui.field(other, "Password").fill(person.password);
  await ui.button(other, "Continue").click();
  await at(other, "/");
});

bare.scenario("without passwords, names and usernames an address and its code are enough", async ({ open, server }) => {
  const person = stranger();
  const page = await open();
  await visit(page, "/sign-up");
  assert.deepEqual(await page.locator("form input:visible").evaluateAll((inputs) => inputs.map((it) => it.name)), ["email_address"]);
  await ui.field(page, "Email address").fill(person.email);
  await ui.button(page, "Continue").click();
  await visible(ui.heading(page, "Check your email"));
  await page.keyboard.type(await server.code(person.email), { delay: 20 });
  await arrive(page, "/");
  await visit(page, "/user?panel=profile");
  await visible(page.getByRole("group", { name: "Edit profile", exact: true }).or(page.getByRole("heading", { name: "Profile" })).first());
  assert.equal(await ui.field(page, "First name").count(), 0);
  await visit(page, "/user/security");
  assert.equal(await page.getByRole("region", { name: "Password", exact: true }).count(), 0);

  const other = await open();
  await visit(other, "/sign-in");
  await ui.field(other, "Email address").fill(person.email);
  await ui.button(other, "Continue").click();
  await visible(ui.heading(other, "Check your email"));
  await other.keyboard.type(await server.code(person.email), { delay: 20 });
  await arrive(other, "/");
});
