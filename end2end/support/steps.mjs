// What people do on the pages, in the words they see there.
import { alive } from "./world.mjs";

export const ui = {
  heading: (page, name) => page.getByRole("heading", { name, exact: true }),
  button: (page, name) => page.getByRole("button", { name, exact: true }),
  link: (page, name) => page.getByRole("link", { name, exact: true }),
  field: (page, label) => page.getByLabel(label, { exact: true }).and(page.locator("input")),
  code: (page) => page.getByLabel("Verification code"),
  userButton: (page) => page.getByRole("button", { name: /account menu/ }),
  popover: (page) => page.getByRole("dialog", { name: "Account" }),
  fieldError: (page, label) =>
    page.locator(".oh-field", { has: ui.field(page, label) }).locator(".oh-field-error").last(),
};

export async function fillSignUp(page, person) {
  await ui.field(page, "First name (optional)").fill(person.firstName);
  await ui.field(page, "Last name (optional)").fill(person.lastName);
  await ui.field(page, "Email address").fill(person.email);
  await ui.field(page, "Password").fill(person.password);
  await ui.button(page, "Continue").click();
}

/** The first step of signing in. */
export async function identify(page, identifier) {
  await ui.field(page, "Email address or username").fill(identifier);
  await ui.button(page, "Continue").click();
}

export async function enterPassword(page, password) {
  await ui.heading(page, "Enter your password").waitFor();
  await ui.field(page, "Password").fill(password);
  await ui.button(page, "Continue").click();
}

export async function signIn(page, person) {
  await identify(page, person.email);
  await enterPassword(page, person.password);
}

/** Opens the user button's popover. */
export async function openMenu(page) {
  await ui.userButton(page).click();
  const popover = ui.popover(page);
  await popover.waitFor();
  return popover;
}

/** Waits for a full load of a path, alive. */
export async function arrive(page, path) {
  await page.waitForURL((url) => url.pathname + url.search === path);
  await alive(page);
}
