// Signing up, in a browser that runs scripts.
import assert from "node:assert/strict";
import { eventually, focused, text, value, visible } from "../support/check.mjs";
import { member, stranger } from "../support/people.mjs";
import { otherCode } from "../support/server.mjs";
import { arrive, askForPause, fillSignUp, openMenu, ui } from "../support/steps.mjs";
import { visit, world } from "../support/world.mjs";

const { scenario } = world();

scenario("a wrong code is refused, the right one makes an account and every page knows it", async ({ open, watch, server }) => {
  const person = stranger();
  const page = await open();
  await visit(page, "/sign-up");
  await fillSignUp(page, person);
  await visible(ui.heading(page, "Check your email"));
  await focused(ui.code(page));
  const code = await server.code(person.email);

  watch.expect(422, "/v1/client/sign_ups/");
  await page.keyboard.type(otherCode(code));
  await text(ui.fieldError(page, "Verification code"), "This code is not right. Check it and try again.");
  await value(ui.code(page), "");
  await focused(ui.code(page));

  await page.keyboard.type(code, { delay: 20 });
  await arrive(page, "/");
  await visible(page.locator("#content").getByText(person.email));
  const popover = await openMenu(page);
  await visible(popover.getByText("Ada Lovelace"));

  const second = await page.context().newPage();
  await visit(second, "/user");
  await visible(second.getByRole("main").getByText(person.email));
  await visible(ui.userButton(second));
});

scenario("a short pause before the right code counts is waited out", async ({ open, watch, server }) => {
  const person = stranger();
  const page = await open();
  await visit(page, "/sign-up");
  await fillSignUp(page, person);
  await visible(ui.heading(page, "Check your email"));
  watch.expect(429, "/v1/client/sign_ups/");
  await askForPause(page, "/attempt_verification", 1);
  await ui.code(page).fill(await server.code(person.email));
  await visible(ui.oneMoment(page));
  await arrive(page, "/");
});

scenario("a pasted code needs no click", async ({ open, server }) => {
  const person = stranger();
  const page = await open({ permissions: ["clipboard-read", "clipboard-write"] });
  await visit(page, "/sign-up?redirect_url=/user/security");
  await fillSignUp(page, person);
  await visible(ui.heading(page, "Check your email"));
  const code = await server.code(person.email);
  await page.evaluate((spaced) => navigator.clipboard.writeText(spaced), `${code.slice(0, 3)} ${code.slice(3)}`);
  await focused(ui.code(page));
  await page.keyboard.press("Control+V");
  await arrive(page, "/user/security");
  await visible(ui.heading(page, "Security"));
});

scenario("an address with an account gets an error under the field and a way to sign in", async ({ open, watch, server }) => {
  const known = await member(server);
  const page = await open();
  await visit(page, "/sign-up");
  watch.expect(422, "/v1/client/sign_ups");
  await fillSignUp(page, known);
  await text(ui.fieldError(page, "Email address"), "This email address is in use. Sign in, or use another one.");
  await focused(ui.field(page, "Email address"));
  assert.equal(await ui.field(page, "Email address").getAttribute("aria-invalid"), "true");
  await ui.link(page, "Sign in with this address instead").click();
  await visible(ui.heading(page, "Sign in"));
});

scenario("a short password is refused under its field", async ({ open, watch }) => {
  const page = await open();
  await visit(page, "/sign-up");
  watch.expect(422, "/v1/client/sign_ups");
  await fillSignUp(page, stranger({ password: "short" }));
  await eventually(async () => /8/.test(await ui.fieldError(page, "Password").innerText()), true, "says the length");
  await focused(ui.field(page, "Password"));
});

scenario("the address can be changed on the code screen", async ({ open, server }) => {
  const typo = stranger();
  const right = stranger();
  const page = await open();
  await visit(page, "/sign-up");
  await fillSignUp(page, typo);
  await visible(ui.heading(page, "Check your email"));
  await server.code(typo.email);
  await ui.link(page, "Change the email address").click();
  await value(ui.field(page, "Email address"), typo.email);
  await value(ui.field(page, "First name (optional)"), typo.firstName);
  await ui.field(page, "Email address").fill(right.email);
  const password = ui.field(page, "Password");
  if (await password.count()) await password.fill(right.password);
  await ui.button(page, "Continue").click();
  await visible(ui.heading(page, "Check your email"));
  await visible(page.getByRole("main").getByText(right.email));
  await ui.code(page).fill(await server.code(right.email));
  await arrive(page, "/");
  await visible(page.locator("#content").getByText(right.email));
});

scenario("a reload on the code screen shows the code screen", async ({ open, server }) => {
  const person = stranger();
  const page = await open();
  await visit(page, "/sign-up");
  await fillSignUp(page, person);
  await visible(ui.heading(page, "Check your email"));
  const code = await server.code(person.email);
  await visit(page, "/sign-up");
  await visible(ui.heading(page, "Check your email"));
  await ui.code(page).fill(code);
  await arrive(page, "/");
});
