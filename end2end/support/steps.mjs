// What people do on the pages, in the words they see there: named in English, said in the language of the page.
import { say } from "./words.mjs";
import { alive } from "./world.mjs";

/** What the server says to who is too fast. */
export const TOO_MANY = "Too many requests. Wait 30 seconds and try again.";

export const ui = {
  heading: (page, name) => page.getByRole("heading", { name: say(page, name), exact: true }),
  button: (page, name) => page.getByRole("button", { name: say(page, name), exact: true }),
  link: (page, name) => page.getByRole("link", { name: say(page, name), exact: true }),
  field: (page, label) => page.getByLabel(say(page, label), { exact: true }).and(page.locator("input")),
  region: (page, name) => page.getByRole("region", { name: say(page, name) }),
  navigation: (page, name) => page.getByRole("navigation", { name: say(page, name), exact: true }),
  text: (page, text) => page.getByText(say(page, text)),
  oneMoment: (page) => page.getByRole("button", { name: say(page, "One moment…") }),
  code: (page) => page.getByLabel(say(page, "Verification code")),
  userButton: (page) => page.getByRole("button", { name: say(page, ", account menu") }),
  popover: (page) => page.getByRole("dialog", { name: say(page, "Account") }),
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

/** Lets the server ask for a pause of so many seconds, once, when the page calls a path that ends so. */
export async function askForPause(page, ending, seconds) {
  const body = { errors: [{ code: "rate_limit_exceeded", message: "Too many requests", long_message: TOO_MANY, meta: {} }] };
  const answer = { status: 429, headers: { "retry-after": String(seconds) }, json: body };
  const isMeant = (url) => url.pathname.endsWith(ending);
  await page.route(isMeant, (route) => route.fulfill(answer), { times: 1 });
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
