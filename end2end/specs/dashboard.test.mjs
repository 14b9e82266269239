// The operators' dashboard: the ways in, proofs, keys and settings, with scripts and without.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { eventually, hidden, visible } from "../support/check.mjs";
import { OPERATOR, OPERATOR_PASSWORD, firstOperator, inRoom, operatorAgain, setupPath, signInAtDashboard, totp } from "../support/operators.mjs";
import { visit, world } from "../support/world.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FOLDER = fileURLToPath(new URL("../screenshots/", import.meta.url));
mkdirSync(FOLDER, { recursive: true });
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const ROOMS = ["/dashboard/keys", "/dashboard/settings", "/dashboard/account"];
const here = world({}, async (server) => ({ path: setupPath(server), first: await firstOperator(server) }));

here.scenario("the first link is used up, and the password lets in and out", async ({ open, prepared }) => {
  const page = await open();
  await visit(page, prepared.path);
  await visible(page.getByText("This link was used already"));
  await page.goto("/dashboard/keys");
  assert.equal(new URL(page.url()).pathname, "/dashboard/sign-in", "nobody is in");
  await page.getByLabel("Email address").fill(OPERATOR);
  await page.getByLabel("Password", { exact: true }).fill(OPERATOR_PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await inRoom(page, "API keys");
  await page.getByRole("button", { name: "Sign out" }).click();
  await inRoom(page, "Sign in to the dashboard");
  await page.goto("/dashboard");
  await inRoom(page, "Sign in to the dashboard");
});

here.scenario("a wrong password is told beside the form, which keeps the address", async ({ open, watch }) => {
  const page = await open();
  watch.expect(422, "/dashboard/forms/v1/dashboard/session");
  await signInAtDashboard(page, "not the right words at all");
  await visible(page.getByRole("alert").getByText("Email address or password is not right."));
  assert.equal(await page.getByLabel("Email address").inputValue(), OPERATOR);
});

here.scenario("a key is shown once, works, and stops when it is revoked", async ({ open, server }) => {
  const page = await open({ as: await operatorAgain(server) });
  await visit(page, "/dashboard/keys");
  await page.getByLabel("What it is for").fill("The shop");
  await page.getByRole("button", { name: "Create key" }).click();
  await visible(page.getByText("Copy this key now"));
  const key = await page.locator(".db-secret code").innerText();
  assert.match(key, /^sk_test_\w{43}$/);
  const call = () => fetch(`${server.url}/v1/users`, { headers: { authorization: `Bearer ${key}` } });
  assert.equal((await call()).status, 200);
  const row = page.getByRole("row", { name: /The shop/ });
  await visible(row);
  assert.equal(new URL(page.url()).pathname, "/dashboard/keys", "the page stayed");
  await page.getByRole("button", { name: "I have kept it" }).click();
  await hidden(page.getByText(key));
  await row.getByText("Revoke", { exact: true }).click();
  await row.getByRole("button", { name: "Revoke key" }).click();
  await visible(row.getByText("Revoked"));
  assert.equal((await call()).status, 401);
});

here.scenario("settings are saved in place", async ({ open, server }) => {
  const page = await open({ as: await operatorAgain(server) });
  await visit(page, "/dashboard/settings");
  await page.getByLabel("Support address").fill("help@example.com");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await visible(page.getByText("The settings are saved."));
  await page.getByLabel("No throw-away addresses").check();
  await page.getByRole("button", { name: "Save restrictions" }).click();
  await visible(page.getByText("The restrictions are saved."));
  await visit(page, "/dashboard/settings");
  assert.equal(await page.getByLabel("Support address").inputValue(), "help@example.com");
  assert.ok(await page.getByLabel("No throw-away addresses").isChecked());
});

here.scenario("without scripts: in, a key shown once, settings saved, out", async ({ open, server }) => {
  const page = await open({ javaScriptEnabled: false });
  await page.goto("/dashboard/keys");
  await page.getByLabel("Email address").fill(OPERATOR);
  await page.getByLabel("Password", { exact: true }).fill("not the right words at all");
  await page.getByRole("button", { name: "Sign in" }).click();
  await visible(page.getByText("Email address or password is not right."));
  assert.equal(await page.getByLabel("Email address").inputValue(), OPERATOR);
  await page.getByLabel("Password", { exact: true }).fill(OPERATOR_PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.goto("/dashboard/keys");
  await page.getByLabel("What it is for").fill("Without scripts");
  await page.getByRole("button", { name: "Create key" }).click();
  const key = await page.locator(".db-secret code").innerText();
  assert.equal((await fetch(`${server.url}/v1/users`, { headers: { authorization: `Bearer ${key}` } })).status, 200);
  await page.goto("/dashboard/keys");
  await eventually(() => page.getByText(key).count(), 0, "shown once");
  await page.goto("/dashboard/settings");
  await page.getByLabel("Only who is on the allow list").check();
  await page.getByRole("button", { name: "Save restrictions" }).click();
  await visible(page.getByText("The restrictions are saved."));
  assert.ok(await page.getByLabel("Only who is on the allow list").isChecked());
  await page.getByLabel("Only who is on the allow list").uncheck();
  await page.getByRole("button", { name: "Save restrictions" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await inRoom(page, "Sign in to the dashboard");
});

here.scenario("the palette leads to a room by keyboard", async ({ open, prepared, server }) => {
  const page = await open({ as: await operatorAgain(server) });
  await visit(page, "/dashboard/settings");
  await page.keyboard.press("Control+k");
  await page.getByLabel("Room or user").fill("key");
  await page.keyboard.press("Enter");
  await inRoom(page, "API keys");
});

for (const room of ROOMS) {
  here.scenario(`axe objects to nothing, and nothing scrolls sideways: ${room}`, async ({ open, server }) => {
    const page = await open({ as: await operatorAgain(server) });
    await visit(page, room);
    await page.evaluate(AXE);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      assert.deepEqual(await violations(page), [], colorScheme);
    }
    await page.mouse.move(0, 0);
    for (const width of [375, 768, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(sideways <= 0, `${width} px: ${sideways}`);
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        await settled(page);
        const path = `${FOLDER}dashboard-${room.split("/").pop()}-${width}-${colorScheme}.png`;
        await page.screenshot({ path, fullPage: true, animations: "disabled" });
      }
    }
  });
}

here.scenario("axe objects to nothing at the way in", async ({ open }) => {
  const page = await open();
  await visit(page, "/dashboard/sign-in");
  await page.evaluate(AXE);
  assert.deepEqual(await violations(page), []);
});

// Last: from here on a password alone is not enough.
here.scenario("an authenticator app is set up, asked for, and removed", async ({ open, server }) => {
  const page = await open({ as: await operatorAgain(server) });
  await visit(page, "/dashboard/account");
  await page.getByRole("button", { name: "Set up authenticator app" }).click();
  await visible(page.getByRole("img", { name: "QR code" }));
  const secret = await page.locator(".db-enrol .db-code").innerText();
  await page.getByLabel("Code that the app shows").fill(totp(secret));
  await page.getByRole("button", { name: "Turn on" }).click();
  await visible(page.getByText("The authenticator app is set up."));

  for (const javaScriptEnabled of [true, false]) {
    const other = await open({ javaScriptEnabled });
    if (javaScriptEnabled) await signInAtDashboard(other);
    else {
      await other.goto("/dashboard/sign-in");
      await other.getByLabel("Email address").fill(OPERATOR);
      await other.getByLabel("Password", { exact: true }).fill(OPERATOR_PASSWORD);
      await other.getByRole("button", { name: "Sign in" }).click();
    }
    await visible(other.getByText("Enter the code that your authenticator app shows now."));
    await other.goto("/dashboard/keys");
    await inRoom(other, "Sign in to the dashboard");
    if (javaScriptEnabled) {
      // The code that set the app up is used; the next one is allowed half a minute early.
      await other.getByLabel("Code", { exact: true }).fill(totp(secret, 1));
      await other.getByRole("button", { name: "Continue" }).click();
      await inRoom(other, "API keys");
    }
  }
  await visit(page, "/dashboard/account");
  await page.getByRole("button", { name: "Remove" }).click();
  await visible(page.getByText("The authenticator app is removed."));
});

async function violations(page) {
  const { violations: found } = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags, resultTypes: ["violations"] }), TAGS);
  return found.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => `${node.html} ${node.failureSummary}`) }));
}

/** Colours move to those of another scheme in a moment. */
function settled(page) {
  return page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const endless = (it) => it.effect?.getTiming().iterations === Infinity;
    await Promise.all(document.getAnimations().filter((it) => !endless(it)).map((it) => it.finished.catch(() => {})));
  });
}
