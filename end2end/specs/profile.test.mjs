// Managing one's own account, in a browser that runs scripts.
import assert from "node:assert/strict";
import { eventually, focused, hidden, text, value, visible } from "../support/check.mjs";
import { member, signInElsewhere } from "../support/people.mjs";
import { otherCode } from "../support/server.mjs";
import { arrive, askForPause, identify, enterPassword, openMenu, ui } from "../support/steps.mjs";
import { visit, world } from "../support/world.mjs";

const { scenario } = world();
const section = (page, title) => page.getByRole("region", { name: title, exact: true });
const panel = (page, title) => page.getByRole("group", { name: title, exact: true });
const row = (page, address) => section(page, "Email addresses").getByRole("listitem").filter({ hasText: address });

scenario("a new name shows everywhere at once and stays", async ({ open, server }) => {
  const ada = await member(server);
  const page = await open({ as: ada.device });
  await visit(page, "/user");
  await ui.link(page, "Edit profile").click();
  await focused(ui.field(page, "First name"));
  const save = panel(page, "Edit profile").getByRole("button", { name: "Save" });
  await eventually(() => save.getAttribute("aria-disabled").then(async (it) => it === "true" || (await save.isDisabled())), true, "nothing to save yet");
  await ui.field(page, "First name").fill("Augusta");
  await ui.field(page, "Last name").fill("King");
  await save.click();
  await hidden(panel(page, "Edit profile"));
  await visible(section(page, "Profile").getByText("Profile saved"));
  await focused(ui.link(page, "Edit profile"));
  await visible(section(page, "Profile").getByText("Augusta King"));
  await visible(page.getByRole("button", { name: /^Augusta King\s*, account menu$/ }));
  await visit(page, "/user");
  await visible(section(page, "Profile").getByText("Augusta King"));
});

scenario("only one panel is open, and Cancel and Escape give the focus back", async ({ open, server }) => {
  const ada = await member(server);
  const page = await open({ as: ada.device });
  await visit(page, "/user");
  await ui.link(page, "Edit profile").click();
  await visible(panel(page, "Edit profile"));
  await ui.link(page, "Set username").click();
  await visible(panel(page, "Username"));
  await hidden(panel(page, "Edit profile"));
  await panel(page, "Username").getByRole("link", { name: "Cancel" }).click();
  await hidden(panel(page, "Username"));
  await focused(ui.link(page, "Set username"));
  await page.keyboard.press("Enter");
  await focused(ui.field(page, "Username"));
  await page.keyboard.press("Escape");
  await hidden(panel(page, "Username"));
  await focused(ui.link(page, "Set username"));
});

scenario("a username is set; one that is taken is told under the field", async ({ open, watch, server }) => {
  await member(server, { username: "first_come" });
  const ada = await member(server);
  const page = await open({ as: ada.device });
  await visit(page, "/user?panel=username");
  await ui.field(page, "Username").fill("first_come");
  watch.expect(422, "/v1/me");
  await ui.button(page, "Save").click();
  await text(ui.fieldError(page, "Username"), "This username is taken. Choose another one.");
  await focused(ui.field(page, "Username"));
  await ui.field(page, "Username").fill("second_come");
  await ui.button(page, "Save").click();
  await visible(section(page, "Username").getByText("Username saved"));
  await visible(section(page, "Username").getByText("second_come"));
  await visible(ui.link(page, "Change username"));
});

scenario("an address is added, proven, made primary, and the old one removed", async ({ open, watch, server }) => {
  const ada = await member(server);
  const page = await open({ as: ada.device });
  await visit(page, "/user");
  await ui.link(page, "Add email address").click();
  await focused(ui.field(page, "Email address"));
  await ui.field(page, "Email address").fill("countess@example.com");
  await ui.button(page, "Add").click();
  await visible(panel(page, "Verify email address"));
  await focused(ui.code(page));
  await visible(row(page, "countess@example.com").getByText("Unverified"));

  const code = await server.code("countess@example.com");
  watch.expect(422, "/v1/me/email_addresses/");
  await page.keyboard.type(otherCode(code));
  await text(ui.fieldError(page, "Verification code"), "This code is not right. Check it and try again.");
  await page.keyboard.type(code);
  await hidden(panel(page, "Verify email address"));
  await visible(section(page, "Email addresses").getByText("Email address verified"));
  assert.equal(await row(page, "countess@example.com").getByText("Unverified").count(), 0);

  await row(page, "countess@example.com").getByRole("button", { name: /^Set as primary/ }).click();
  await visible(row(page, "countess@example.com").getByText("Primary"));
  await visible(section(page, "Email addresses").getByText("Primary email address changed"));
  assert.equal(await row(page, ada.email).getByText("Primary", { exact: true }).count(), 0);

  await row(page, ada.email).getByRole("link", { name: /^Remove/ }).click();
  await visible(panel(page, "Remove email address"));
  await ui.button(page, "Remove email address").click();
  await visible(section(page, "Email addresses").getByText("Email address removed"));
  await eventually(() => row(page, ada.email).count(), 0, "the old address is gone");
  await visible((await openMenu(page)).getByText("countess@example.com"));
});

scenario("a short pause before an address is proven is waited out", async ({ open, watch, server }) => {
  const ada = await member(server);
  const page = await open({ as: ada.device });
  await visit(page, "/user?panel=email-new");
  await ui.field(page, "Email address").fill("patient@example.com");
  await ui.button(page, "Add").click();
  await focused(ui.code(page));
  watch.expect(429, "/v1/me/email_addresses/");
  await askForPause(page, "/attempt_verification", 1);
  await page.keyboard.type(await server.code("patient@example.com"));
  await visible(ui.oneMoment(page));
  await visible(section(page, "Email addresses").getByText("Email address verified"));
});

scenario("an address of somebody else is refused under the field", async ({ open, watch, server }) => {
  const [ada, grace] = [await member(server), await member(server)];
  const page = await open({ as: ada.device });
  await visit(page, "/user?panel=email-new");
  watch.expect(422, "/v1/me/email_addresses");
  await ui.field(page, "Email address").fill(grace.email);
  await ui.button(page, "Add").click();
  await eventually(async () => /in use/.test(await ui.fieldError(page, "Email address").innerText()), true, "says why");
  await focused(ui.field(page, "Email address"));
});

scenario("a password is changed: both new ones must be equal and good, other devices end", async ({ open, watch, server }) => {
  const ada = await member(server);
  const other = await open({ as: await signInElsewhere(server, ada) });
  await visit(other, "/user");
  const page = await open({ as: ada.device });
  await visit(page, "/user/security");
  await ui.link(page, "Change password").click();
  await focused(ui.field(page, "New password"));
  watch.expect(422, "/v1/me/change_password");
  await ui.field(page, "New password").fill("one-more-fine-password");
  await ui.field(page, "Confirm new password").fill("one-more-fine-passwor");
  await ui.button(page, "Save").click();
  await text(ui.fieldError(page, "Confirm new password"), "The passwords do not match.");
  await focused(ui.field(page, "Confirm new password"));
  const both = async (password) => {
    await ui.field(page, "New password").fill(password);
    await ui.field(page, "Confirm new password").fill(password);
    await ui.button(page, "Save").click();
  };
  await both("password1");
  await eventually(async () => (await ui.fieldError(page, "New password").innerText()).length > 10, true, "says what is wrong");
  await focused(ui.field(page, "New password"));
  await both("one-more-fine-password");
  await visible(section(page, "Password").getByText("Password saved"));

  await other.goto("/user");
  assert.equal(new URL(other.url()).pathname, "/sign-in", "the other device is signed out");

  const fresh = await open();
  await visit(fresh, "/sign-in");
  await identify(fresh, ada.email);
  await enterPassword(fresh, "one-more-fine-password");
  await arrive(fresh, "/");
});

scenario("a device is signed out from another one", async ({ open, server }) => {
  const ada = await member(server);
  const other = await open({ as: await signInElsewhere(server, ada) });
  await visit(other, "/user");
  const page = await open({ as: ada.device });
  await visit(page, "/user/security");
  const devices = section(page, "Active devices");
  await visible(devices.getByText("This device"));
  await eventually(() => devices.getByRole("listitem").count(), 2, "both devices are listed");
  await devices.getByRole("button", { name: /^Sign out/ }).click();
  await visible(devices.getByText("Device signed out"));
  await eventually(() => devices.getByRole("listitem").count(), 1, "one device is left");
  await other.goto("/user");
  assert.equal(new URL(other.url()).pathname, "/sign-in", "signed out on its next request");
  await visit(page, "/user");
  await visible(ui.heading(page, "Account"));
});

scenario("an account is deleted after its phrase was typed exactly", async ({ open, watch, server }) => {
  const ada = await member(server);
  const page = await open({ as: ada.device });
  await visit(page, "/user/security");
  await ui.link(page, "Delete account").click();
  const button = panel(page, "Delete account").getByRole("button", { name: "Delete account" });
  const phrase = page.getByLabel(/Type “Delete account” to continue/);
  await focused(phrase);
  const isOff = async () => (await button.isDisabled()) || (await button.getAttribute("aria-disabled")) === "true";
  for (const wrong of ["", "delete account", "Delete accoun", "Delete account "]) {
    await phrase.fill(wrong);
    await eventually(isOff, true, `locked with "${wrong}"`);
  }
  await phrase.fill("Delete account");
  await eventually(isOff, false, "unlocked");
  await button.click();
  await page.waitForURL((url) => !url.pathname.startsWith("/user"));
  await eventually(() => ui.userButton(page).count(), 0, "nobody is signed in");

  await visit(page, "/sign-in");
  watch.expect(422, "/v1/client/sign_ins");
  await identify(page, ada.email);
  await eventually(async () => (await ui.fieldError(page, "Email address or username").innerText()).length > 10, true, "the account is unknown");
});

scenario("addresses lead to pages and panels, also with the browser's own buttons", async ({ open, server }) => {
  const ada = await member(server);
  const page = await open({ as: ada.device });
  await visit(page, "/user/security");
  await visible(ui.heading(page, "Security"));
  const nav = page.getByRole("navigation", { name: "Account settings" });
  assert.equal(await nav.getByRole("link", { name: "Security" }).getAttribute("aria-current"), "page");
  await nav.getByRole("link", { name: "Account" }).click();
  await visible(ui.heading(page, "Account"));
  assert.equal(new URL(page.url()).pathname, "/user/account");
  await page.goBack();
  await visible(ui.heading(page, "Security"));
  await visit(page, "/user?panel=profile");
  await value(ui.field(page, "First name"), "Ada");
  await visit(page, "/user/security?panel=delete-account");
  await visible(panel(page, "Delete account"));
});

scenario("a mandatory password is shown as set and has no way to remove it", async ({ open, server }) => {
  const ada = await member(server);
  const page = await open({ as: ada.device });
  await visit(page, "/user/security");
  await visible(section(page, "Password").getByText("Password is set"));
  assert.equal(await section(page, "Password").getByRole("link", { name: "Remove password" }).count(), 0);
});
