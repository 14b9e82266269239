// Everything a person needs, in a browser without scripts: plain forms, answered with 303.
import assert from "node:assert/strict";
import { eventually, text, value, visible } from "../support/check.mjs";
import { member, signInElsewhere, stranger } from "../support/people.mjs";
import { otherCode } from "../support/server.mjs";
import { enterPassword, fillSignUp, identify, openMenu, signIn, ui } from "../support/steps.mjs";
import { world } from "../support/world.mjs";

const PLAIN = { javaScriptEnabled: false };
const { scenario } = world();
const section = (page, title) => page.getByRole("region", { name: title, exact: true });
const panel = (page, title) => page.getByRole("group", { name: title, exact: true });

/** A browser without scripts. Every form it posts must be answered with 303. */
async function plain(open, device) {
  const page = await open({ ...PLAIN, as: device });
  page.posts = [];
  page.on("response", (response) => {
    if (response.request().method() === "POST") page.posts.push(response.status());
  });
  return page;
}

function onlyRedirects(page) {
  assert.ok(page.posts.length > 0 && page.posts.every((status) => status === 303), `answers to forms: ${page.posts}`);
}

const at = (page, path) => eventually(() => new URL(page.url()).pathname, path, "the page's path");

scenario("signing up with a wrong and the right code, then signing out", async ({ open, server }) => {
  const person = stranger();
  const page = await plain(open);
  await page.goto("/sign-up");
  await fillSignUp(page, person);
  await visible(ui.heading(page, "Verify your email address"));
  await ui.button(page, "Email me a code").click();
  await visible(ui.heading(page, "Check your email"));
  const code = await server.code(person.email);
  await ui.code(page).fill(otherCode(code));
  await ui.button(page, "Continue").click();
  await text(ui.fieldError(page, "Verification code"), "This code is not right. Check it and try again.");
  await value(ui.code(page), "");
  await ui.code(page).fill(code);
  await ui.button(page, "Continue").click();
  await at(page, "/");
  await visible(page.locator("#content").getByText(person.email));
  await (await openMenu(page)).getByRole("button", { name: "Sign out", exact: true }).click();
  await visible(page.locator("#content").getByText("Nobody is signed in."));
  await page.goto("/user");
  await at(page, "/sign-in");
  onlyRedirects(page);
});

scenario("an address with an account is refused under the field and what was typed stays, but not the password", async ({ open, server }) => {
  const known = await member(server);
  const page = await plain(open);
  await page.goto("/sign-up");
  await fillSignUp(page, known);
  await text(ui.fieldError(page, "Email address"), "This email address is in use. Sign in, or use another one.");
  await value(ui.field(page, "Email address"), known.email);
  await value(ui.field(page, "First name (optional)"), known.firstName);
  await value(ui.field(page, "Password"), "");
  await ui.link(page, "Sign in with this address instead").click();
  await visible(ui.heading(page, "Sign in"));
  onlyRedirects(page);
});

scenario("signing in with a password; a wrong one is told under the field", async ({ open, server }) => {
  const ada = await member(server);
  const page = await plain(open);
  await page.goto("/user/security?panel=password");
  await at(page, "/sign-in");
  await identify(page, ada.email);
  await enterPassword(page, "not-the-password-at-all");
  await text(ui.fieldError(page, "Password"), "This password is not right. Try again, or use another method.");
  await value(ui.field(page, "Password"), "");
  await visible(page.getByRole("main").getByText(ada.email));
  await enterPassword(page, ada.password);
  await at(page, "/user/security");
  await visible(ui.field(page, "New password"));
  onlyRedirects(page);
});

scenario("somebody unknown is told so, and the identifier stays", async ({ open }) => {
  const page = await plain(open);
  await page.goto("/sign-in");
  await identify(page, "nobody@example.com");
  await eventually(async () => (await ui.fieldError(page, "Email address or username").innerText()).length > 10, true, "a message");
  await value(ui.field(page, "Email address or username"), "nobody@example.com");
  onlyRedirects(page);
});

scenario("signing in with a mailed code", async ({ open, server }) => {
  const ada = await member(server);
  const page = await plain(open);
  await page.goto("/sign-in");
  await identify(page, ada.email);
  await ui.link(page, "Use another method").click();
  await page.getByRole("link", { name: /^Email a code to/ }).click();
  await visible(ui.heading(page, "Sign in with a code"));
  await ui.button(page, "Email me a code").click();
  await visible(ui.heading(page, "Check your email"));
  const code = await server.code(ada.email);
  await ui.code(page).fill(otherCode(code));
  await ui.button(page, "Continue").click();
  await text(ui.fieldError(page, "Verification code"), "This code is not right. Check it and try again.");
  await ui.code(page).fill(code);
  await ui.button(page, "Continue").click();
  await at(page, "/");
  onlyRedirects(page);
});

scenario("a forgotten password is replaced", async ({ open, server }) => {
  const ada = await member(server);
  const page = await plain(open);
  await page.goto("/sign-in");
  await identify(page, ada.email);
  await ui.link(page, "Forgot password?").click();
  await ui.button(page, "Email me a reset code").click();
  await ui.code(page).fill(await server.code(ada.email));
  await ui.button(page, "Continue").click();
  await visible(ui.heading(page, "Choose a new password"));
  await ui.field(page, "New password").fill("short");
  await ui.button(page, "Save password").click();
  await eventually(async () => /8/.test(await ui.fieldError(page, "New password").innerText()), true, "says the length");
  await ui.field(page, "New password").fill("a-brand-new-password-7");
  await ui.button(page, "Save password").click();
  await at(page, "/");
  const fresh = await plain(open);
  await fresh.goto("/sign-in");
  await signIn(fresh, { email: ada.email, password: "a-brand-new-password-7" });
  await at(fresh, "/");
  onlyRedirects(page);
});

scenario("name, username and password are changed", async ({ open, server }) => {
  await member(server, { username: "taken_already" });
  const ada = await member(server);
  const page = await plain(open, ada.device);
  await page.goto("/user");
  await ui.link(page, "Edit profile").click();
  await ui.field(page, "First name").fill("Augusta");
  await ui.button(page, "Save").click();
  await visible(section(page, "Profile").getByText("Augusta Lovelace"));
  assert.equal(await panel(page, "Edit profile").count(), 0, "the panel is closed");

  await ui.link(page, "Set username").click();
  await ui.field(page, "Username").fill("taken_already");
  await ui.button(page, "Save").click();
  await text(ui.fieldError(page, "Username"), "This username is taken. Choose another one.");
  await value(ui.field(page, "Username"), "taken_already");
  await ui.field(page, "Username").fill("augusta_king");
  await ui.button(page, "Save").click();
  await visible(section(page, "Username").getByText("augusta_king"));

  await page.goto("/user/security");
  await ui.link(page, "Change password").click();
  await ui.field(page, "New password").fill("password1");
  await ui.button(page, "Save").click();
  await eventually(async () => (await ui.fieldError(page, "New password").innerText()).length > 10, true, "says what is wrong");
  await ui.field(page, "New password").fill("one-more-fine-password");
  await ui.button(page, "Save").click();
  await eventually(() => panel(page, "Change password").count(), 0, "the panel is closed");

  const fresh = await plain(open);
  await fresh.goto("/sign-in");
  await signIn(fresh, { email: "augusta_king", password: "one-more-fine-password" });
  await at(fresh, "/");
  onlyRedirects(page);
});

/** Ada on another device: is she signed in there? */
async function isSignedIn(page) {
  await page.goto("/user");
  return new URL(page.url()).pathname === "/user";
}

scenario("other devices stay signed in when the box is unticked, and are signed out when it is not", async ({ open, server }) => {
  const ada = await member(server);
  const other = await plain(open, await signInElsewhere(server, ada));
  const page = await plain(open, ada.device);
  const box = page.getByLabel("Sign out of all other devices");
  const change = async (to) => {
    await ui.field(page, "New password").fill(to);
    await ui.button(page, "Save").click();
  };
  await page.goto("/user/security?panel=password");
  assert.equal(await box.isChecked(), true, "ticked at first");
  await box.uncheck();
  await change("password1");
  await eventually(async () => (await ui.fieldError(page, "New password").innerText()).length > 10, true, "says what is wrong");
  assert.equal(await box.isChecked(), false, "stays unticked after an error");
  await change("one-more-fine-password");
  await eventually(() => panel(page, "Change password").count(), 0, "the panel is closed");
  assert.equal(await isSignedIn(other), true);

  await page.goto("/user/security?panel=password");
  await change("yet-another-fine-password");
  await eventually(() => panel(page, "Change password").count(), 0, "the panel is closed");
  assert.equal(await isSignedIn(other), false);
  onlyRedirects(page);
});

scenario("an address is added, proven, made primary, and the old one removed", async ({ open, server }) => {
  const ada = await member(server);
  const page = await plain(open, ada.device);
  const row = (address) => section(page, "Email addresses").getByRole("listitem").filter({ hasText: address });
  await page.goto("/user");
  await ui.link(page, "Add email address").click();
  await ui.field(page, "Email address").fill("plain@example.com");
  await ui.button(page, "Add").click();
  await ui.button(page, "Send code").click();
  await ui.code(page).fill(await server.code("plain@example.com"));
  await ui.button(page, "Verify").click();
  await visible(row("plain@example.com").getByRole("button", { name: /^Set as primary/ }));
  await row("plain@example.com").getByRole("button", { name: /^Set as primary/ }).click();
  await visible(row("plain@example.com").getByText("Primary", { exact: true }));
  await row(ada.email).getByRole("link", { name: /^Remove/ }).click();
  await ui.button(page, "Remove email address").click();
  await eventually(() => row(ada.email).count(), 0, "the old address is gone");
  onlyRedirects(page);
});

scenario("accounts are switched and signed out of", async ({ open, server }) => {
  const ada = await member(server);
  const grace = await member(server, { firstName: "Grace", lastName: "Hopper" });
  const page = await plain(open, await signInElsewhere(server, grace, ada.device));
  await page.goto("/");
  await visible(page.locator("#content").getByText(grace.email));
  await (await openMenu(page)).getByRole("button", { name: /Switch to Ada Lovelace/ }).click();
  await visible(page.locator("#content").getByText(ada.email));
  await page.goto("/sign-in");
  await page.locator(".oh-row", { hasText: "Grace Hopper" }).click();
  await at(page, "/");
  await visible(page.locator("#content").getByText(grace.email));
  await (await openMenu(page)).getByRole("button", { name: "Sign out of all accounts" }).click();
  await visible(page.locator("#content").getByText("Nobody is signed in."));
  onlyRedirects(page);
});

scenario("the account is deleted once its phrase is typed", async ({ open, server }) => {
  const ada = await member(server);
  const page = await plain(open, ada.device);
  await page.goto("/user/security");
  await ui.link(page, "Delete account").click();
  const phrase = page.getByLabel(/Type “Delete account” to continue/);
  const button = panel(page, "Delete account").getByRole("button", { name: "Delete account" });
  await phrase.fill("Delete");
  await button.click();
  assert.equal(await phrase.evaluate((it) => it.validity.valid), false, "the browser insists on the phrase");
  assert.equal(new URL(page.url()).pathname, "/user/security");
  await phrase.fill("Delete account");
  await button.click();
  await eventually(() => new URL(page.url()).pathname.startsWith("/user"), false, "left the profile");
  assert.equal(await ui.userButton(page).count(), 0);
  onlyRedirects(page);
});
