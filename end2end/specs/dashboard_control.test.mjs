// The dashboard's settings, waiting list, and what concerns many at once: with scripts and without, and a picture of each.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { eventually, hidden, visible } from "../support/check.mjs";
import { firstOperator, inRoom, operatorAgain } from "../support/operators.mjs";
import { visit, world } from "../support/world.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const FOLDER = fileURLToPath(new URL("../screenshots/", import.meta.url));
const WIDTHS = [375, 768, 1280];
const SETTLE_MS = 250;
mkdirSync(FOLDER, { recursive: true });
const here = world({}, async (server) => {
  await firstOperator(server);
  const create = (email, fields = {}) => server.backend("POST", "/v1/users", { email_address: [email], skip_password_checks: true, ...fields });
  const ada = await create("ada@example.com", { first_name: "Ada", last_name: "Lovelace" });
  for (let n = 0; n < 3; n += 1) await server.backend("POST", "/v1/sessions", { user_id: ada.id });
  for (let n = 0; n < 4; n += 1) await create(`crowd${n}@example.com`);
  for (const email of ["first@waits.example", "second@waits.example", "a.rather.long.address.that.must.wrap@subdomain.example-company.com"]) {
    await server.backend("POST", "/v1/waitlist_entries", { email_address: email });
  }
  return { ada, create };
});

/** Axe in both schemes, nothing sideways, and pictures. */
async function look(page, name) {
  await page.evaluate(AXE);
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(SETTLE_MS);
    const { violations } = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags, resultTypes: ["violations"] }), TAGS);
    const found = violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => `${node.html} ${node.failureSummary}`) }));
    assert.deepEqual(found, [], `${name}, ${colorScheme}`);
  }
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${FOLDER}dashboard-${name}-${width}-${colorScheme}.png`, fullPage: true, animations: "disabled" });
    }
    assert.ok(sideways <= 0, `${name}, ${width} px: ${sideways}`);
  }
}

here.scenario("the way in and the picture to scan", async ({ open, server }) => {
  const outside = await open();
  await visit(outside, "/dashboard/sign-in");
  await look(outside, "sign-in");
  const page = await open({ as: await operatorAgain(server) });
  await visit(page, "/dashboard/account");
  await page.getByRole("button", { name: "Set up authenticator app" }).click();
  await visible(page.getByRole("img", { name: "QR code for your authenticator app" }));
  await look(page, "totp");
});

here.scenario("settings: who may sign up and how long sessions last, with a row in the log", async ({ open, server, watch }) => {
  const page = await open({ as: await operatorAgain(server) });
  await visit(page, "/dashboard/settings");
  await inRoom(page, "Settings");
  await look(page, "settings");
  await page.getByRole("radio", { name: /Waiting list/ }).check();
  await page.getByRole("button", { name: "Save sign-up" }).click();
  await visible(page.getByText("Who may sign up is saved."));
  const timeout = page.getByLabel("Inactivity timeout", { exact: true });
  await timeout.fill("9");
  await page.getByLabel("Inactivity timeout: unit").selectOption("days");
  watch.expect(422, "/dashboard/forms/v1/dashboard/settings");
  await page.getByRole("button", { name: "Save sessions" }).click();
  await visible(page.getByText("Give at most the maximum lifetime, or 0 for no timeout."));
  await timeout.fill("2");
  await page.getByRole("button", { name: "Save sessions" }).click();
  await visible(page.getByText("The limits of sessions are saved."));
  await page.getByRole("button", { name: "Use the configuration's limits" }).click();
  await visible(page.getByText("Sessions last as the configuration says."));
  await page.getByRole("link", { name: "See it in the audit log" }).click();
  await visible(page.getByRole("heading", { name: "Before and after" }));
  await visible(page.getByRole("row", { name: /session_inactivity_timeout/ }));
});

here.scenario("the waiting list: searched, invited, turned down; people join by themselves", async ({ open, server }) => {
  const page = await open({ as: await operatorAgain(server) });
  await visit(page, "/dashboard/settings");
  await page.getByRole("radio", { name: /Waiting list/ }).check();
  await page.getByRole("button", { name: "Save sign-up" }).click();
  await visible(page.getByText("Who may sign up is saved."));
  await visit(page, "/dashboard/waitlist");
  await inRoom(page, "Waiting list");
  await look(page, "waitlist");
  await page.getByRole("button", { name: "Invite first@waits.example" }).click();
  await visible(page.getByRole("row", { name: /first@waits.example Invited/ }));
  await page.getByRole("button", { name: "Turn down second@waits.example" }).click();
  await visible(page.getByRole("row", { name: /second@waits.example Turned down/ }));
  await page.getByLabel("Status").selectOption("rejected");
  await page.getByRole("button", { name: "Search" }).click();
  await eventually(() => rows(page).count(), 1, "one was turned down");
  await page.getByLabel("Search").fill("nobody-at-all");
  await page.getByRole("button", { name: "Search" }).click();
  await visible(page.getByText("Nobody matches"));
  await look(page, "waitlist-none");

  const plain = await open({ javaScriptEnabled: false });
  await eventually(async () => {
    await plain.goto("/waitlist");
    return plain.getByRole("button", { name: "Join the waiting list" }).count();
  }, 1, "pages follow within half a minute", 40_000);
  await plain.getByLabel("Email address").fill("plain@waits.example");
  await plain.getByRole("button", { name: "Join the waiting list" }).click();
  await visible(plain.getByText("You are on the waiting list"));
  await plain.close();
  const living = await open();
  await visit(living, "/waitlist");
  await look(living, "join-waitlist");
  await living.getByLabel("Email address").fill("living@waits.example");
  await living.getByRole("button", { name: "Join the waiting list" }).click();
  await visible(living.getByText("You are on the waiting list"));
  await look(living, "joined-waitlist");
  await visit(page, "/dashboard/waitlist?query=waits.example");
  await eventually(() => rows(page).count(), 4, "two came by themselves");
});

here.scenario("all sessions of a user are ended after a word, in a dialog", async ({ open, server, prepared }) => {
  const page = await open({ as: await operatorAgain(server) });
  await visit(page, `/dashboard/users/${prepared.ada.id}/sessions`);
  await visible(page.getByText("Signed in on 3 devices"));
  await page.getByRole("button", { name: "Revoke all sessions" }).click();
  const dialog = page.getByRole("dialog", { name: "Sign this user out everywhere?" });
  await visible(dialog);
  await look(page, "revoke-sessions");
  await page.keyboard.press("Escape");
  await hidden(dialog);
  await page.getByRole("button", { name: "Revoke all sessions" }).click();
  const revoke = dialog.getByRole("button", { name: "Revoke all sessions" });
  assert.ok(await revoke.isDisabled());
  await dialog.getByLabel("Type revoke to go on").fill("revoke");
  await revoke.click();
  await visible(page.getByText("All sessions of this user are ended."));
  await visible(page.getByText("Signed in nowhere"));
  await visit(page, `/dashboard/users/${prepared.ada.id}/activity`);
  await visible(page.getByRole("img", { name: /^Activity by day: \d+ events on 1 day/ }));
  await page.getByText("Show the numbers").click();
  await look(page, "heat-map");
});

here.scenario("the list: columns in the address, keys, a dialog for a new user, all that match", async ({ open, server }) => {
  const page = await open({ as: await operatorAgain(server) });
  await visit(page, "/dashboard/users?query=crowd&order_by=created_at");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await visible(page.getByText("1 user selected"));
  await page.keyboard.press("k");
  await page.keyboard.press("Enter");
  await inRoom(page, "crowd0@example.com");
  await page.goBack();
  await page.getByText("Columns", { exact: true }).click();
  await look(page, "columns");
  await page.getByLabel("User ID").check();
  await page.getByLabel("Last active").uncheck();
  await page.getByRole("button", { name: "Show these" }).click();
  await visible(page.getByRole("columnheader", { name: "User ID" }));
  assert.equal(await page.getByRole("columnheader", { name: "Last active" }).count(), 0);
  assert.match(page.url(), /columns=id/);
  await page.getByRole("button", { name: "Change all 4 that match" }).click();
  await look(page, "matching");
  await page.getByRole("button", { name: "Change them" }).click();
  await visible(page.getByText("4 users changed"));
  await eventually(() => rows(page).getByText("Banned").count(), 4, "all are banned");
  assert.match(page.url(), /columns=id/, "the columns stay");
  await page.getByRole("link", { name: "Create user" }).click();
  const dialog = page.getByRole("dialog", { name: "Create user" });
  await visible(dialog);
  await look(page, "create-user");
  await dialog.getByLabel("Email address").fill("dialog@example.com");
  await dialog.getByRole("button", { name: "Create user" }).click();
  await inRoom(page, "dialog@example.com");
});

here.scenario("without scripts: settings, the waiting list, all sessions, all that match", async ({ open, server, prepared }) => {
  const page = await open({ as: await operatorAgain(server), javaScriptEnabled: false });
  await page.goto("/dashboard/settings");
  await page.getByLabel("Maximum lifetime", { exact: true }).fill("3");
  await page.getByRole("button", { name: "Save sessions" }).click();
  await visible(page.getByText("The limits of sessions are saved."));
  await visible(page.getByRole("link", { name: "See it in the audit log" }));
  await page.getByRole("button", { name: "Use the configuration's limits" }).click();
  await visible(page.getByText("Sessions last as the configuration says."));

  await server.backend("POST", "/v1/waitlist_entries", { email_address: "late@waits.example" });
  await page.goto("/dashboard/waitlist?query=late");
  await page.getByRole("button", { name: "Invite late@waits.example" }).click();
  await visible(page.getByRole("row", { name: /late@waits.example Invited/ }));

  await server.backend("POST", "/v1/sessions", { user_id: prepared.ada.id });
  await page.goto(`/dashboard/users/${prepared.ada.id}/sessions`);
  await page.getByRole("button", { name: "Revoke all sessions" }).click();
  await page.getByLabel("Type revoke to go on").fill("revoke");
  await page.getByRole("dialog").getByRole("button", { name: "Revoke all sessions" }).click();
  await visible(page.getByText("All sessions of this user are ended."));

  for (const name of ["x", "y"]) await prepared.create(`many-${name}@example.com`);
  await page.goto("/dashboard/users?query=many-");
  await page.getByRole("button", { name: "Change all 2 that match" }).click();
  await page.getByRole("button", { name: "Change them" }).click();
  await visible(page.getByText("2 users changed"));
  await eventually(() => rows(page).getByText("Banned").count(), 2, "both are banned");
});

/** The rows of the list. */
function rows(page) {
  return page.locator("tbody tr");
}
