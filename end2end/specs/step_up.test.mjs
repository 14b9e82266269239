// Changes that ask once more who one is, when the last proof is more than ten minutes old.
import assert from "node:assert/strict";
import { eventually, focused, hidden, text, value, visible } from "../support/check.mjs";
import { guarded, member, signInElsewhere, totp } from "../support/people.mjs";
import { otherCode } from "../support/server.mjs";
import { arrive, enterPassword, identify, ui } from "../support/steps.mjs";
import { visit, world } from "../support/world.mjs";

const { scenario } = world();
const NEW = "one-more-fine-password";
const section = (page, title) => page.getByRole("region", { name: title, exact: true });
const dialog = (page) => page.getByRole("dialog", { name: "Confirm that it is you" });
const password = (page) => dialog(page).getByLabel("Password", { exact: true });
const confirm = (page) => dialog(page).getByRole("button", { name: "Confirm", exact: true });

/** Somebody in front of the filled-in form for a new password, whose last proof is old. */
async function changing(open, server) {
  const ada = await member(server);
  const page = await open({ as: ada.device });
  await visit(page, "/user/security?panel=password");
  await server.age(11);
  await ui.field(page, "New password").fill(NEW);
  await ui.field(page, "Confirm new password").fill(NEW);
  return { ada, page };
}

scenario("an old session proves the password by keyboard, and the change goes on by itself", async ({ open, watch, server }) => {
  const { ada, page } = await changing(open, server);
  watch.expect(403, "/v1/me/change_password");
  watch.expect(422, "/v1/client/sessions/");
  const changes = [];
  page.on("request", (request) => request.url().includes("/change_password") && changes.push(request.method()));
  await page.keyboard.press("Enter");
  await visible(dialog(page));
  await focused(password(page));
  await page.keyboard.type("not-the-password-at-all");
  await page.keyboard.press("Enter");
  await eventually(async () => (await dialog(page).locator(".oh-field-error").last().innerText()).length > 10, true, "says that it is wrong");
  await focused(password(page));
  await password(page).fill(ada.password);
  await page.keyboard.press("Enter");
  await hidden(dialog(page));
  await visible(section(page, "Password").getByText("Password saved"));
  assert.equal(changes.length, 2, "the call is made once more, and not more often");

  const fresh = await open();
  await visit(fresh, "/sign-in");
  await identify(fresh, ada.email);
  await enterPassword(fresh, NEW);
  await arrive(fresh, "/");
});

scenario("whoever cancels keeps what was typed, and nothing is changed", async ({ open, watch, server }) => {
  const { ada, page } = await changing(open, server);
  watch.expect(403, "/v1/me/change_password");
  for (const leave of [() => page.keyboard.press("Escape"), () => dialog(page).getByRole("button", { name: "Close" }).click()]) {
    await ui.button(page, "Save").click();
    await visible(dialog(page));
    await leave();
    await hidden(dialog(page));
    await value(ui.field(page, "New password"), NEW);
    await focused(ui.button(page, "Save"));
    assert.equal(await page.getByRole("alert").count(), 0, "nothing went wrong");
  }
  await signInElsewhere(server, ada);
});

scenario("a mailed code is another way, and can be sent again after a while", async ({ open, watch, server }) => {
  const { ada, page } = await changing(open, server);
  watch.expect(403, "/v1/me/change_password");
  watch.expect(422, "/v1/client/sessions/");
  await ui.button(page, "Save").click();
  await dialog(page).getByRole("button", { name: "Email me a code" }).click();
  await focused(ui.code(page));
  await visible(dialog(page).getByRole("button", { name: /^Send a new code in \d+ s$/ }));
  const code = await server.code(ada.email);
  await page.keyboard.type(otherCode(code));
  await text(ui.fieldError(page, "Verification code"), "This code is not right. Check it and try again.");
  await page.keyboard.type(code);
  await visible(section(page, "Password").getByText("Password saved"));
});

scenario("whoever has a second factor proves that one: the app, or a backup code", async ({ open, watch, server }) => {
  const ada = await guarded(server);
  const page = await open();
  await visit(page, "/sign-in");
  await identify(page, ada.email);
  await enterPassword(page, ada.password);
  await ui.code(page).fill(totp());
  await arrive(page, "/");
  watch.expect(403, "/v1/me");
  watch.expect(422, "/v1/client/sessions/");
  for (const [address, prove] of [
    ["first.more@example.com", async () => {
      // The code that let them in is used up.
      await ui.code(page).fill(totp(1));
    }],
    ["second.more@example.com", async () => {
      await dialog(page).getByRole("button", { name: "Use a backup code" }).click();
      await focused(dialog(page).getByLabel("Backup code"));
      await page.keyboard.type("not-a-code-of-ours");
      await page.keyboard.press("Enter");
      await eventually(async () => (await dialog(page).locator(".oh-field-error").last().innerText()).length > 10, true, "says that it is wrong");
      await dialog(page).getByLabel("Backup code").fill(ada.backupCodes[0]);
      await confirm(page).click();
    }],
  ]) {
    await visit(page, "/user?panel=email-new");
    await server.age(11);
    await ui.field(page, "Email address").fill(address);
    await ui.button(page, "Add").click();
    await visible(dialog(page));
    await prove();
    await hidden(dialog(page));
    await visible(section(page, "Email addresses").getByText(address).first());
  }
});

scenario("without a network the dialog says so and can try again", async ({ open, watch, server }) => {
  const { ada, page } = await changing(open, server);
  watch.expect(403, "/v1/me/change_password");
  const restore = watch.expectOutage();
  await page.route("**/verify?*", (route) => route.abort("internetdisconnected"));
  await ui.button(page, "Save").click();
  await visible(dialog(page).getByRole("alert"));
  await page.unroute("**/verify?*");
  restore();
  await dialog(page).getByRole("button", { name: "Try again" }).click();
  await password(page).fill(ada.password);
  await confirm(page).click();
  await visible(section(page, "Password").getByText("Password saved"));
});

const plain = async (open, person) => open({ javaScriptEnabled: false, as: person.device });
const step = (page) => section(page, "Confirm that it is you");

scenario("without scripts a section asks, and the form comes back as it was", async ({ open, server }) => {
  const ada = await member(server);
  const page = await plain(open, ada);
  await page.goto("/user?panel=email-new");
  await server.age(11);
  await ui.field(page, "Email address").fill("plain.more@example.com");
  await ui.button(page, "Add").click();
  await visible(step(page));
  await value(ui.field(page, "Email address"), "plain.more@example.com");
  await step(page).getByLabel("Password", { exact: true }).fill("not-the-password-at-all");
  await step(page).getByRole("button", { name: "Confirm" }).click();
  await eventually(async () => (await step(page).locator(".oh-field-error").first().innerText()).length > 10, true, "says that it is wrong");
  await value(ui.field(page, "Email address"), "plain.more@example.com");
  await step(page).getByLabel("Password", { exact: true }).fill(ada.password);
  await step(page).getByRole("button", { name: "Confirm" }).click();
  await visible(page.getByText("It is you. Now send the form again."));
  await value(ui.field(page, "Email address"), "plain.more@example.com");
  await ui.button(page, "Add").click();
  await visible(section(page, "Email addresses").getByText("plain.more@example.com").first());
});

scenario("without scripts a mailed code will do, and no password stands in the page", async ({ open, server }) => {
  const ada = await member(server);
  const page = await plain(open, ada);
  await page.goto("/user/security?panel=password");
  await server.age(11);
  await ui.field(page, "New password").fill(NEW);
  await ui.button(page, "Save").click();
  await visible(step(page));
  assert.ok(!(await page.content()).includes(NEW), "the new password isn't in the page");
  await step(page).getByRole("button", { name: "Email me a code" }).click();
  await step(page).getByLabel("Verification code").fill(await server.code(ada.email));
  await step(page).getByRole("button", { name: "Confirm" }).last().click();
  await visible(page.getByText("It is you. Now send the form again."));
  await ui.field(page, "New password").fill(NEW);
  await ui.button(page, "Save").click();
  await eventually(() => page.getByRole("group", { name: "Change password" }).count(), 0, "the panel is closed");
});
