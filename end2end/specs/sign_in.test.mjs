// Signing in, in a browser that runs scripts.
import assert from "node:assert/strict";
import { eventually, focused, hidden, text, value, visible } from "../support/check.mjs";
import { member, signInElsewhere } from "../support/people.mjs";
import { otherCode } from "../support/server.mjs";
import { alive, visit, world } from "../support/world.mjs";
import { TOO_MANY, arrive, askForPause, enterPassword, identify, openMenu, signIn, ui } from "../support/steps.mjs";

const { scenario } = world();
const WRONG_PASSWORD = "This password is not right. Try again, or use another method.";

scenario("the right password leads in within two seconds", async ({ open, server }) => {
  const ada = await member(server);
  const took = [];
  // The best of three: the machine may be busy with other things.
  while (took.length < 3 && took.every((ms) => ms >= 2_000)) {
    const page = await open();
    await visit(page, "/sign-in");
    await focused(ui.field(page, "Email address or username"));
    await identify(page, ada.email);
    await visible(ui.heading(page, "Enter your password"));
    await focused(ui.field(page, "Password"));
    await page.keyboard.type(ada.password);
    const start = Date.now();
    await page.keyboard.press("Enter");
    await arrive(page, "/");
    await visible(page.locator("#content").getByText(ada.email));
    took.push(Date.now() - start);
  }
  assert.ok(took.some((ms) => ms < 2_000), `took ${took} ms`);
});

scenario("a username is as good as an address, and letter case does not matter", async ({ open, server }) => {
  const ada = await member(server, { username: "ada_by_name" });
  const page = await open();
  await visit(page, "/sign-in");
  await identify(page, "Ada_By_Name");
  await enterPassword(page, ada.password);
  await arrive(page, "/");
});

scenario("a wrong password is told under its field, which keeps the focus", async ({ open, watch, server }) => {
  const ada = await member(server);
  const page = await open();
  await visit(page, "/sign-in");
  await identify(page, ada.email);
  watch.expect(422, "/v1/client/sign_ins/");
  await enterPassword(page, "not-the-password-at-all");
  await text(ui.fieldError(page, "Password"), WRONG_PASSWORD);
  await focused(ui.field(page, "Password"));
  assert.equal(await ui.field(page, "Password").getAttribute("aria-invalid"), "true");
  await enterPassword(page, ada.password);
  await arrive(page, "/");
});

scenario("somebody unknown is told so under the field", async ({ open, watch }) => {
  const page = await open();
  await visit(page, "/sign-in");
  watch.expect(422, "/v1/client/sign_ins");
  await identify(page, "nobody@example.com");
  await eventually(async () => (await ui.fieldError(page, "Email address or username").innerText()).length > 10, true, "a message");
  await focused(ui.field(page, "Email address or username"));
  await value(ui.field(page, "Email address or username"), "nobody@example.com");
});

scenario("another way is a mailed code; a wrong one is refused", async ({ open, watch, server }) => {
  const ada = await member(server);
  const page = await open();
  await visit(page, "/sign-in");
  await identify(page, ada.email);
  await ui.link(page, "Use another method").click();
  await visible(ui.heading(page, "Choose how to sign in"));
  await page.getByRole("link", { name: /^Email a code to/ }).click();
  await visible(ui.heading(page, "Check your email"));
  await focused(ui.code(page));
  const resend = page.getByRole("button", { name: /^Send a new code in \d+ s$/ });
  await visible(resend);
  assert.ok(await resend.isDisabled() || (await resend.getAttribute("aria-disabled")) === "true", "not yet");
  const before = await resend.innerText();
  await eventually(async () => (await resend.innerText()) !== before, true, "counts down");
  const code = await server.code(ada.email);
  watch.expect(422, "/v1/client/sign_ins/");
  await page.keyboard.type(otherCode(code));
  await text(ui.fieldError(page, "Verification code"), "This code is not right. Check it and try again.");
  await value(ui.code(page), "");
  await page.keyboard.type(code);
  await arrive(page, "/");
});

scenario("ways lead back and forth, and to somebody else", async ({ open, server }) => {
  const ada = await member(server);
  const page = await open();
  await visit(page, "/sign-in");
  await identify(page, ada.email);
  await visible(ui.heading(page, "Enter your password"));
  await ui.link(page, "Use another method").click();
  await ui.link(page, "Back").click();
  await visible(ui.heading(page, "Enter your password"));
  await ui.link(page, "Use another method").click();
  await page.getByRole("link", { name: "Sign in with your password" }).click();
  await visible(ui.heading(page, "Enter your password"));
  await ui.button(page, "Use a different account").click();
  await visible(ui.heading(page, "Sign in"));
});

scenario("a forgotten password is replaced, and other devices are signed out", async ({ open, watch, server }) => {
  const ada = await member(server);
  const other = await open({ as: ada.device });
  await visit(other, "/user");
  await visible(ui.heading(other, "Account"));

  const page = await open();
  await visit(page, "/sign-in");
  await identify(page, ada.email);
  await ui.link(page, "Forgot password?").click();
  await visible(ui.heading(page, "Forgot your password?"));
  await ui.button(page, "Email me a reset code").click();
  await visible(ui.heading(page, "Reset your password"));
  await ui.code(page).fill(await server.code(ada.email));
  await visible(ui.heading(page, "Choose a new password"));
  await ui.field(page, "New password").fill("a-brand-new-password-7");
  await ui.field(page, "Confirm new password").fill("a-brand-new-passwor");
  await visible(page.getByText("The passwords are different."));
  await ui.field(page, "Confirm new password").fill("a-brand-new-password-7");
  await visible(page.getByText("Both passwords match."));
  await ui.button(page, "Save password").click();
  await arrive(page, "/");

  await other.goto("/user");
  assert.equal(new URL(other.url()).pathname, "/sign-in", "the other device is signed out on its next request");

  const third = await open();
  await visit(third, "/sign-in");
  await identify(third, ada.email);
  watch.expect(422, "/v1/client/sign_ins/");
  await enterPassword(third, ada.password);
  await text(ui.fieldError(third, "Password"), WRONG_PASSWORD);
  await enterPassword(third, "a-brand-new-password-7");
  await arrive(third, "/");
});

scenario("a short pause is waited out, once, and a long one is told", async ({ open, watch, server }) => {
  const ada = await member(server);
  const page = await open();
  await visit(page, "/sign-in");
  await identify(page, ada.email);
  watch.expect(429, "/v1/client/sign_ins/");
  const tries = [];
  page.on("response", (it) => it.url().includes("/attempt_first_factor") && tries.push(it.status()));
  await askForPause(page, "/attempt_first_factor", 30);
  await enterPassword(page, ada.password);
  await visible(page.getByRole("alert").getByText(TOO_MANY));
  assert.deepEqual(tries, [429], "a long pause is for the person to wait");
  await askForPause(page, "/attempt_first_factor", 2);
  await enterPassword(page, ada.password);
  await visible(ui.oneMoment(page));
  await visible(page.getByRole("status").filter({ hasText: "One moment…" }));
  assert.equal(await ui.oneMoment(page).getAttribute("aria-busy"), "true");
  assert.equal(await page.getByRole("alert").count(), 0, "nothing went wrong");
  await arrive(page, "/");
  assert.deepEqual(tries, [429, 429, 200]);
});

scenario("the server's own pause after three failures is waited out", async ({ open, watch, server }) => {
  const ada = await member(server);
  const page = await open();
  await visit(page, "/sign-in");
  await identify(page, ada.email);
  await visible(ui.heading(page, "Enter your password"));
  watch.expect(422, "/v1/client/sign_ins/");
  watch.expect(429, "/v1/client/sign_ins/");
  const tries = [];
  page.on("response", (it) => it.url().includes("/attempt_first_factor") && tries.push(it.status()));
  for (const password of ["wrong-1", "wrong-2", "wrong-3", ada.password]) {
    const before = tries.length;
    await ui.field(page, "Password").fill(password);
    await page.keyboard.press("Enter");
    await eventually(() => tries.slice(before).some((status) => status !== 429), true, "answered");
    await eventually(() => page.locator("[aria-busy=true]").count(), 0, "taken in");
  }
  await arrive(page, "/");
  assert.deepEqual(tries.filter((status) => status !== 429), [422, 422, 422, 200]);
});

scenario("a code waits out a short pause too, also on the way to a new password", async ({ open, watch, server }) => {
  const ada = await member(server);
  const page = await open();
  await visit(page, "/sign-in?method=reset");
  await identify(page, ada.email);
  await ui.button(page, "Email me a reset code").click();
  await visible(ui.heading(page, "Reset your password"));
  watch.expect(429, "/v1/client/sign_ins/");
  await askForPause(page, "/attempt_first_factor", 1);
  await ui.code(page).fill(await server.code(ada.email));
  await visible(ui.oneMoment(page));
  await visible(ui.heading(page, "Choose a new password"));
  await ui.field(page, "New password").fill("a-brand-new-password-7");
  await ui.field(page, "Confirm new password").fill("a-brand-new-password-7");
  await askForPause(page, "/reset_password", 1);
  await ui.button(page, "Save password").click();
  await visible(ui.oneMoment(page));
  await arrive(page, "/");
});

scenario("a deep link comes back after signing in", async ({ open, server }) => {
  const ada = await member(server);
  const page = await open();
  await visit(page, "/user/security?panel=password");
  assert.equal(new URL(page.url()).pathname, "/sign-in");
  await signIn(page, ada);
  await arrive(page, "/user/security?panel=password");
  await visible(ui.field(page, "New password"));
});

for (const foreign of ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)"]) {
  scenario(`redirect_url=${foreign} is not followed`, async ({ open, server }) => {
    const ada = await member(server);
    const page = await open();
    await visit(page, `/sign-in?redirect_url=${encodeURIComponent(foreign)}`);
    await signIn(page, ada);
    await arrive(page, "/");
    assert.equal(new URL(page.url()).origin, server.url);
  });
}

scenario("two accounts share a browser: switch, add, sign out of one, sign out of all", async ({ open, server }) => {
  const ada = await member(server);
  const grace = await member(server, { firstName: "Grace", lastName: "Hopper", email: "grace@example.com" });
  const page = await open({ as: ada.device });

  // Add a second one.
  await visit(page, "/");
  await (await openMenu(page)).getByRole("link", { name: "Add account" }).click();
  await visible(ui.heading(page, "Add another account"));
  await signIn(page, grace);
  await arrive(page, "/");
  await visible(page.locator("#content").getByText(grace.email));

  // Switch by the user button: everything on the page follows.
  const menu = await openMenu(page);
  await menu.getByRole("button", { name: /Switch to Ada Lovelace/ }).click();
  await visible(page.locator("#content").getByText(ada.email));
  await hidden(ui.popover(page));
  await visible(page.getByRole("button", { name: /^Ada Lovelace\s*, account menu$/ }));

  // Switch on the sign-in page.
  await visit(page, "/sign-in");
  await visible(ui.heading(page, "Choose an account"));
  await page.getByRole("button", { name: /Grace Hopper/ }).and(page.locator(".oh-row")).click();
  await arrive(page, "/");
  await visible(page.locator("#content").getByText(grace.email));

  // Signing out of one keeps the other.
  await (await openMenu(page)).getByRole("button", { name: "Sign out", exact: true }).click();
  await visible(page.locator("#content").getByText(ada.email));
  await visit(page, "/user");
  await visible(page.getByRole("main").getByText(ada.email));
});

scenario("signing out of all accounts leaves nobody", async ({ open, server }) => {
  const ada = await member(server);
  const grace = await member(server, { firstName: "Grace", lastName: "Hopper" });
  const page = await open({ as: await signInElsewhere(server, grace, ada.device) });
  await visit(page, "/");
  await (await openMenu(page)).getByRole("button", { name: "Sign out of all accounts" }).click();
  await visible(page.locator("#content").getByText("Nobody is signed in."));
  await page.goto("/user");
  await alive(page);
  assert.equal(new URL(page.url()).pathname, "/sign-in");
  await visible(ui.heading(page, "Sign in"));
});

scenario("the account switcher signs out of all accounts too", async ({ open, server }) => {
  const ada = await member(server);
  const page = await open({ as: ada.device });
  await visit(page, "/sign-in");
  await visible(ui.heading(page, "Choose an account"));
  await ui.button(page, "Sign out of all accounts").click();
  await visible(ui.heading(page, "Sign in"));
  await eventually(() => ui.userButton(page).count(), 0, "no user button");
});

scenario("a code that is used up is told, and a new one helps", async ({ open, watch, server }) => {
  const ada = await member(server);
  const page = await open();
  await visit(page, "/sign-in?method=email_code");
  await identify(page, ada.email);
  await visible(ui.heading(page, "Check your email"));
  const code = await server.code(ada.email);
  watch.expect(422, "/v1/client/sign_ins/");
  watch.expect(429, "/v1/client/sign_ins/");
  const next = ui.button(page, "Email me a code");
  // The card may go while its field is being read.
  const typed = () => ui.code(page).inputValue({ timeout: 500 }).catch(() => undefined);
  for (let tries = 0; tries < 5; tries += 1) {
    await tryCode(page, otherCode(code));
    await eventually(async () => (await next.isVisible()) || (await typed()) === "", true, "the code is taken away");
  }
  await visible(page.getByRole("alert"));
  await next.click();
  await visible(ui.code(page));
  await tryCode(page, await server.code(ada.email));
  await arrive(page, "/");
});

/** Types a code. After a few failures the page waits a moment before it asks again. */
async function tryCode(page, code) {
  await focused(ui.code(page));
  const isAnswer = (it) => it.url().includes("/attempt_first_factor") && it.status() !== 429;
  await Promise.all([page.waitForResponse(isAnswer), page.keyboard.type(code)]);
}
