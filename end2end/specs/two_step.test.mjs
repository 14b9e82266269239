// Two-step verification, set up by its user, and the profile picture.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { eventually, focused, hidden, text, visible } from "../support/check.mjs";
import { totp } from "../support/operators.mjs";
import { member } from "../support/people.mjs";
import { otherCode } from "../support/server.mjs";
import { arrive, enterPassword, identify, ui } from "../support/steps.mjs";
import { visit, world } from "../support/world.mjs";

const { scenario } = world();
const section = (page, title) => page.getByRole("region", { name: title, exact: true });
const twoStep = (page) => section(page, "Two-step verification");
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGM4IScHAAK2AQU0pnWqAAAAAElFTkSuQmCC",
  "base64",
);

/** Signs in anew, as far as the second factor. */
async function toSecondFactor(open, person) {
  const page = await open();
  await visit(page, "/sign-in");
  await identify(page, person.email);
  await enterPassword(page, person.password);
  await visible(ui.heading(page, "Two-step verification"));
  return page;
}

async function told(server, person, subject) {
  await eventually(async () => (await server.mails()).some((mail) => mail.to === person.email && mail.subject.includes(subject)), true, `a mail: ${subject}`);
}

scenario("an app is set up by keyboard, and signing in asks for its codes", async ({ open, watch, server }) => {
  const ada = await member(server);
  const page = await open({ as: ada.device });
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await visit(page, "/user/security");
  await visible(twoStep(page).getByText("Not set up"));
  await twoStep(page).getByRole("link", { name: /^Set up/ }).focus();
  await page.keyboard.press("Enter");
  await visible(page.getByRole("group", { name: "Set up an authenticator app" }));
  await page.keyboard.press("Tab");
  await focused(ui.button(page, "Continue"));
  await page.keyboard.press("Enter");
  await visible(page.getByRole("img", { name: "QR code for your authenticator app" }));
  await focused(ui.code(page));
  const secret = (await page.locator(".oh-secret").innerText()).replaceAll(/\s/g, "");
  await ui.button(page, "Copy key").click();
  await visible(page.getByText("Copied"));
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), secret);
  watch.expect(422, "/v1/me/totp/");
  await ui.code(page).fill(otherCode(totp(secret)));
  await text(ui.fieldError(page, "Verification code"), "This code is not right. Check it and try again.");
  await page.keyboard.type(totp(secret));

  await visible(ui.heading(page, "Your backup codes"));
  await focused(ui.heading(page, "Your backup codes"));
  await visible(twoStep(page).getByText("Two-step verification is on"));
  const codes = await page.locator(".oh-codes-list li").allInnerTexts();
  assert.equal(new Set(codes).size, 10);
  await told(server, ada, "authenticator app was added");

  await ui.button(page, "Copy").click();
  await visible(page.getByText("Copied"));
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), codes.join("\n"));
  const [download] = await Promise.all([page.waitForEvent("download"), ui.link(page, "Download").click()]);
  assert.match(download.suggestedFilename(), /backup-codes\.txt$/);
  const file = await readFile(await download.path(), "utf8");
  assert.ok(file.includes(ada.email) && codes.every((code) => file.includes(code)), file);
  await page.evaluate(() => (window.print = () => (window.isPrinted = true)));
  await ui.button(page, "Print").click();
  assert.equal(await page.evaluate(() => window.isPrinted), true);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".oh-codes-list").evaluate((it) => getComputedStyle(it).visibility), "visible");
  assert.equal(await page.locator("#user-profile-password-title").evaluate((it) => getComputedStyle(it).visibility), "hidden");
  await page.emulateMedia({ media: "screen" });
  await ui.button(page, "I have saved them").click();
  await hidden(ui.heading(page, "Your backup codes"));
  await visit(page, "/user/security");
  assert.equal(await page.locator(".oh-codes-list").count(), 0, "shown once");
  await visible(twoStep(page).getByText("On", { exact: true }));

  const fresh = await toSecondFactor(open, ada);
  await ui.code(fresh).fill(totp(secret, 1));
  await arrive(fresh, "/");
  const other = await toSecondFactor(open, ada);
  await ui.link(other, "Use a backup code instead").click();
  await ui.field(other, "Backup code").fill(codes[0]);
  await ui.button(other, "Continue").click();
  await arrive(other, "/");
});

/** Somebody with an app, on the security page; its secret, and the codes. */
async function withApp(open, server) {
  const ada = await member(server);
  const page = await open({ as: ada.device });
  await visit(page, "/user/security?panel=totp");
  await ui.button(page, "Continue").click();
  await visible(page.locator(".oh-secret"));
  const secret = (await page.locator(".oh-secret").innerText()).replaceAll(/\s/g, "");
  await ui.code(page).fill(totp(secret));
  await visible(ui.heading(page, "Your backup codes"));
  const codes = await page.locator(".oh-codes-list li").allInnerTexts();
  await ui.button(page, "I have saved them").click();
  return { ada, page, secret, codes };
}

scenario("backup codes are made anew, and the app is removed", async ({ open, server }) => {
  const { ada, page, codes } = await withApp(open, server);
  await ui.link(page, "Make new backup codes").click();
  await page.getByRole("group", { name: "Make new backup codes" }).getByRole("button", { name: "Make new backup codes" }).click();
  await visible(ui.heading(page, "Your backup codes"));
  const fresh = await page.locator(".oh-codes-list li").allInnerTexts();
  assert.ok(fresh.every((code) => !codes.includes(code)));
  await told(server, ada, "backup codes");
  await ui.button(page, "I have saved them").click();

  await twoStep(page).getByRole("link", { name: /^Remove/ }).click();
  await ui.button(page, "Remove app").click();
  await visible(twoStep(page).getByText("Two-step verification is off"));
  await visible(twoStep(page).getByText("Not set up"));
  assert.equal(await twoStep(page).getByText("Backup codes", { exact: true }).count(), 0);
  await told(server, ada, "was removed");
});

scenario("without scripts an app is set up by plain forms", async ({ open, server }) => {
  const ada = await member(server);
  const page = await open({ javaScriptEnabled: false, as: ada.device });
  await page.goto("/user/security");
  await twoStep(page).getByRole("link", { name: /^Set up/ }).click();
  await ui.button(page, "Continue").click();
  const secret = (await page.locator(".oh-secret").innerText()).replaceAll(/\s/g, "");
  await ui.code(page).fill(otherCode(totp(secret)));
  await ui.button(page, "Turn on").click();
  await text(ui.fieldError(page, "Verification code"), "This code is not right. Check it and try again.");
  await ui.code(page).fill(totp(secret));
  await ui.button(page, "Turn on").click();
  await visible(ui.heading(page, "Your backup codes"));
  assert.equal(await page.locator(".oh-codes-list li").count(), 10);
  assert.match(await ui.link(page, "Download").getAttribute("href"), /^data:text\/plain/);
  await page.reload();
  assert.equal(await page.locator(".oh-codes-list").count(), 0, "shown once");
  await visible(twoStep(page).getByText("On", { exact: true }));
});

const chooser = (page) => page.getByLabel("Choose picture");

scenario("a picture is uploaded, shows everywhere, and is removed", async ({ open, server }) => {
  const ada = await member(server);
  const page = await open({ as: ada.device });
  await visit(page, "/user?panel=profile");
  const uploads = [];
  page.on("request", (request) => request.url().includes("/profile_image") && uploads.push(request.method()));
  await chooser(page).setInputFiles({ name: "a.svg", mimeType: "image/svg+xml", buffer: Buffer.from("<svg/>") });
  await text(page.getByRole("alert"), "Choose a picture: PNG, JPEG, WebP or GIF.");
  await chooser(page).setInputFiles({ name: "a.png", mimeType: "image/png", buffer: Buffer.alloc(10 * 1024 * 1024 + 1) });
  await text(page.getByRole("alert"), "This picture is larger than 10 MB. Choose a smaller one.");
  assert.deepEqual(uploads, [], "neither was sent");
  await chooser(page).setInputFiles({ name: "a.png", mimeType: "image/png", buffer: PNG });
  await visible(section(page, "Profile").getByText("Picture saved"));
  assert.equal(await page.getByRole("alert").count(), 0);
  await eventually(() => ui.userButton(page).locator("img").count(), 1, "the user button shows it");
  await ui.button(page, "Remove picture").click();
  await visible(section(page, "Profile").getByText("Picture removed"));
  await eventually(() => ui.userButton(page).locator("img").count(), 0, "initials again");
});

scenario("a file that only looks like a picture is refused with the reason", async ({ open, watch, server }) => {
  const ada = await member(server);
  const page = await open({ as: ada.device });
  await visit(page, "/user?panel=profile");
  watch.expect(422, "/v1/me/profile_image");
  watch.expect(400, "/v1/me/profile_image");
  await chooser(page).setInputFiles({ name: "a.png", mimeType: "image/png", buffer: Buffer.from("no picture") });
  await visible(page.getByRole("alert"));
});

scenario("without scripts a picture is sent by a plain form", async ({ open, server }) => {
  const ada = await member(server);
  const page = await open({ javaScriptEnabled: false, as: ada.device });
  await page.goto("/user?panel=profile");
  await page.locator("input[type=file]").setInputFiles({ name: "a.png", mimeType: "image/png", buffer: PNG });
  await ui.button(page, "Upload").click();
  await eventually(() => section(page, "Profile").locator("img").count(), 1, "the picture");
  await page.goto("/user?panel=profile");
  await ui.button(page, "Remove picture").click();
  await eventually(() => section(page, "Profile").locator("img").count(), 0, "initials again");
});
