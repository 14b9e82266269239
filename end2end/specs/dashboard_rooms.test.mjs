// The rooms of the dashboard: users, invitations, lists and the audit log, with scripts and without, and a picture of each.
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
const CROWD = 60;
/** Colours change within this time after the scheme. */
const SETTLE_MS = 250;
mkdirSync(FOLDER, { recursive: true });
const here = world({}, async (server) => {
  await firstOperator(server);
  const create = (email, fields = {}) => server.backend("POST", "/v1/users", { email_address: [email], skip_password_checks: true, ...fields });
  for (let n = 0; n < CROWD; n += 1) await create(`crowd${String(n).padStart(2, "0")}@example.com`, { first_name: "Member", last_name: `No ${n}` });
  const ada = await create("ada@example.com", {
    first_name: "Ada",
    last_name: "Lovelace",
    username: "ada_l",
    phone_number: ["+14155552671"],
    password: "correct horse staple",
    public_metadata: { plan: "pro", note: "</textarea><b>&amp;" },
  });
  await server.backend("POST", "/v1/sessions", { user_id: ada.id });
  await server.backend("POST", `/v1/users/${(await create("banned@example.com", { first_name: "Bo" })).id}/ban`);
  await create("a.rather.long.address.that.must.wrap@subdomain.example-company.com", { first_name: "Maximiliana", last_name: "von Hohenstaufen-Wittelsbach" });
  for (const name of ["one", "two", "three"]) await server.backend("POST", "/v1/invitations", { email_address: `${name}@example.com` });
  await server.backend("POST", "/v1/allowlist_identifiers", { identifier: "*@example.com" });
  await server.backend("POST", "/v1/blocklist_identifiers", { identifier: "spam@example.com" });
  return { ada, create };
});

const ROOMS = [
  ["overview", () => "/dashboard", "Overview"],
  ["users", () => "/dashboard/users", "Users"],
  ["users-none", () => "/dashboard/users?query=nobody-at-all", "Users"],
  ["user-new", () => "/dashboard/users/new", "Create user"],
  ["user", ({ ada }) => `/dashboard/users/${ada.id}`, "Ada Lovelace"],
  ["user-metadata", ({ ada }) => `/dashboard/users/${ada.id}/metadata`, "Ada Lovelace"],
  ["user-sessions", ({ ada }) => `/dashboard/users/${ada.id}/sessions`, "Ada Lovelace"],
  ["user-activity", ({ ada }) => `/dashboard/users/${ada.id}/activity`, "Ada Lovelace"],
  ["invitations", () => "/dashboard/invitations", "Invitations"],
  ["restrictions", () => "/dashboard/restrictions", "Restrictions"],
  ["audit", () => "/dashboard/audit", "Audit log"],
  ["audit-none", () => "/dashboard/audit?action=nothing.at.all", "Audit log"],
];

for (const [name, path, heading] of ROOMS) {
  here.scenario(`${name}: axe objects to nothing, nothing scrolls sideways`, async ({ open, server, prepared }) => {
    const page = await open({ as: await operatorAgain(server) });
    await visit(page, path(prepared));
    await inRoom(page, heading);
    await page.evaluate(AXE);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(SETTLE_MS);
      assert.deepEqual(await violations(page), [], colorScheme);
    }
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: `${FOLDER}dashboard-${name}-${width}-${colorScheme}.png`, fullPage: true, animations: "disabled" });
      }
      assert.ok(sideways <= 0, `${width} px: ${sideways}`);
    }
  });
}

here.scenario("users are searched, walked and gone back to, by the address alone", async ({ open, server }) => {
  const page = await open({ as: await operatorAgain(server) });
  await visit(page, "/dashboard/users");
  await eventually(() => rows(page).count(), 50, "a page");
  await page.getByRole("link", { name: "Next page" }).click();
  await eventually(() => rows(page).count(), CROWD + 3 - 50, "the rest");
  assert.match(page.url(), /after=/);
  await page.goBack();
  await eventually(() => rows(page).count(), 50, "the first page again");
  await page.getByLabel("Search").fill("lovelace");
  await page.getByRole("button", { name: "Search" }).click();
  await eventually(() => rows(page).count(), 1, "one user");
  assert.match(page.url(), /query=lovelace/);
  await page.getByRole("link", { name: "Ada Lovelace" }).click();
  await inRoom(page, "Ada Lovelace");
});

here.scenario("several are banned and deleted together; the word is asked for", async ({ open, server, prepared, watch }) => {
  for (const name of ["x", "y"]) await prepared.create(`bulk-${name}@example.com`);
  const page = await open({ as: await operatorAgain(server) });
  await visit(page, "/dashboard/users?query=bulk-");
  await page.getByLabel("Select bulk-x@example.com").check();
  await page.getByLabel("Select bulk-y@example.com").check();
  await visible(page.getByText("2 users selected"));
  await page.getByRole("button", { name: "Apply" }).click();
  await eventually(() => rows(page).getByText("Banned").count(), 2, "both are banned");
  await page.getByLabel("Select bulk-x@example.com").check();
  await page.getByLabel("What to do with the selected users").selectOption("delete");
  watch.expect(422, "/dashboard/forms/v1/dashboard/users/bulk");
  await page.getByRole("button", { name: "Apply" }).click();
  await visible(page.getByText("Type delete to delete these users for good."));
  await page.getByLabel("To delete, type delete").fill("delete");
  await page.getByRole("button", { name: "Apply" }).click();
  await eventually(() => rows(page).count(), 1, "one is left");
});

here.scenario("a user is created, changed, given an address, and deleted", async ({ open, server, watch }) => {
  const page = await open({ as: await operatorAgain(server) });
  await visit(page, "/dashboard/users/new");
  await page.getByLabel("Email address").fill("grace@example.com");
  await page.getByLabel("First name (optional)").fill("Grace");
  await page.getByRole("button", { name: "Create user" }).click();
  await inRoom(page, "Grace");
  await visible(page.getByText("The user was created."));
  await page.getByLabel("Last name").fill("Hopper");
  await page.getByRole("button", { name: "Save profile" }).click();
  await inRoom(page, "Grace Hopper");
  await page.getByText("Add email address").click();
  await page.getByLabel("Email address", { exact: true }).fill("second@example.com");
  await page.getByRole("button", { name: "Add", exact: true }).first().click();
  await page.getByRole("button", { name: "Make primary: second@example.com" }).click();
  await visible(page.getByRole("button", { name: "Make primary: grace@example.com" }));
  await page.getByRole("button", { name: "Remove: grace@example.com" }).click();
  await hidden(page.getByRole("button", { name: "Remove: grace@example.com" }));
  await page.getByRole("button", { name: "Ban", exact: true }).click();
  await visible(page.getByRole("button", { name: "Unban" }));
  await page.getByRole("button", { name: "Delete user" }).click();
  const remove = page.getByRole("button", { name: "Delete for good" });
  await page.getByLabel("Type second@example.com to go on").fill("second@example.co");
  assert.ok(await remove.isDisabled());
  await page.getByLabel("Type second@example.com to go on").fill("second@example.com");
  watch.expect(404, "/dashboard/api/v1/users/");
  await remove.click();
  await inRoom(page, "Users");
  await visible(page.getByText("The user was deleted."));
  await visible(page.getByRole("link", { name: "See it in the audit log" }));
  await page.goto("/dashboard/users?query=second%40example.com");
  await visible(page.getByText("No users match"));
});

here.scenario("metadata is checked while it is typed, and kept as it is", async ({ open, server, prepared }) => {
  const page = await open({ as: await operatorAgain(server) });
  await visit(page, `/dashboard/users/${prepared.ada.id}/metadata`);
  const editor = page.locator("#public_metadata");
  assert.deepEqual(JSON.parse(await editor.inputValue()), prepared.ada.public_metadata, "nothing of it became markup");
  await editor.fill('{\n  "plan": \n}');
  await visible(page.getByText("This is no JSON yet: look at line 3, column 1."));
  await editor.fill('{"plan": "team", "note": "</textarea><b>&amp;"}');
  await hidden(page.getByText("This is no JSON yet"));
  await page.getByRole("button", { name: "Save" }).first().click();
  await visible(page.getByText("The metadata was saved."));
  const saved = await server.backend("GET", `/v1/users/${prepared.ada.id}`);
  assert.deepEqual(saved.public_metadata, { plan: "team", note: "</textarea><b>&amp;" });
});

here.scenario("an operator acts as a user by a link that works once", async ({ open, server, prepared }) => {
  const page = await open({ as: await operatorAgain(server) });
  await visit(page, `/dashboard/users/${prepared.ada.id}`);
  await page.getByRole("button", { name: "Impersonate" }).click();
  const link = page.getByRole("link", { name: "Open the application as this user" });
  await visible(link);
  const other = await open();
  await visit(other, await link.getAttribute("href"));
  await other.getByRole("button", { name: "Sign in", exact: true }).click();
  await visible(other.getByText("You are signed in as"));
});

here.scenario("many are invited at once, the bad ones are named, and one is revoked", async ({ open, server }) => {
  const page = await open({ as: await operatorAgain(server) });
  await visit(page, "/dashboard/invitations");
  await page.getByLabel("Email addresses").fill("new1@example.com, new2@example.com\nnonsense");
  await page.getByRole("button", { name: "Send invitations" }).click();
  await visible(page.getByText("2 invitations were sent"));
  await visible(page.getByText("nonsense"));
  const row = page.getByRole("row", { name: /new1@example.com/ });
  await row.getByRole("button", { name: "Revoke invitation of new1@example.com" }).click();
  await hidden(page.getByRole("row", { name: /new1@example.com/ }));
});

here.scenario("lists are added to and taken from in place", async ({ open, server, watch }) => {
  const page = await open({ as: await operatorAgain(server) });
  await visit(page, "/dashboard/restrictions");
  const block = page.locator("section", { has: page.getByRole("heading", { name: "Block list" }) });
  watch.expect(422, "/dashboard/forms/v1/blocklist_identifiers");
  await block.getByRole("textbox").fill("nonsense");
  await block.getByRole("button", { name: "Add" }).click();
  await visible(block.getByText(/Write an email address/));
  await block.getByRole("textbox").fill("*@spam.example");
  await block.getByRole("button", { name: "Add" }).click();
  await visible(block.getByRole("button", { name: "Remove *@spam.example" }));
  await block.getByRole("button", { name: "Remove *@spam.example" }).click();
  await hidden(block.getByRole("button", { name: "Remove *@spam.example" }));
});

here.scenario("the log tells who changed what, before and after", async ({ open, server, prepared }) => {
  const page = await open({ as: await operatorAgain(server) });
  await server.backend("PATCH", `/v1/users/${prepared.ada.id}`, { last_name: "King" });
  await server.backend("PATCH", `/v1/users/${prepared.ada.id}`, { last_name: "Lovelace" });
  await visit(page, `/dashboard/audit?target_id=${prepared.ada.id}`);
  await page.getByRole("link", { name: /user\.update/ }).first().click();
  await visible(page.getByRole("heading", { name: "Before and after" }));
  const change = page.getByRole("row", { name: /last_name/ });
  await visible(change.getByText('"King"'));
  await visible(change.getByText('"Lovelace"'));
  await page.getByRole("link", { name: "Close" }).click();
  await hidden(page.getByRole("heading", { name: "Before and after" }));
});

here.scenario("the file is had after a proof", async ({ open, server }) => {
  const page = await open({ as: await operatorAgain(server) });
  await visit(page, "/dashboard/users?query=lovelace");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Export CSV" }).click()]);
  const text = readFileSync(await download.path(), "utf8");
  assert.equal(text.trim().split("\r\n").length, 2);
  assert.match(text, /Ada,Lovelace,ada_l,ada@example\.com/);
});

here.scenario("without scripts: search, create, change, ban several, delete", async ({ open, server, prepared }) => {
  const page = await open({ as: await operatorAgain(server), javaScriptEnabled: false });
  await page.goto("/dashboard/users");
  await page.getByLabel("Search").fill("lovelace");
  await page.getByRole("button", { name: "Search" }).click();
  assert.equal(await rows(page).count(), 1);
  await page.getByRole("link", { name: "Ada Lovelace" }).click();
  await page.getByRole("link", { name: "Metadata" }).click();
  await page.locator("#private_metadata").fill("{ nonsense");
  await page.getByRole("button", { name: "Save" }).nth(1).click();
  assert.equal(await page.locator("#private_metadata").inputValue(), "{ nonsense", "what was typed is kept");
  await page.locator("#private_metadata").fill('{"a": 1}');
  await page.getByRole("button", { name: "Save" }).nth(1).click();
  await visible(page.getByText("The metadata was saved."));
  assert.deepEqual((await server.backend("GET", `/v1/users/${prepared.ada.id}`)).private_metadata, { a: 1 });

  await page.goto("/dashboard/users/new");
  await page.getByLabel("Email address").fill("plain@example.com");
  await page.getByRole("button", { name: "Create user" }).click();
  await visible(page.getByText("The user was created."));
  await page.goto("/dashboard/users?query=plain%40");
  await page.getByLabel("Select plain@example.com").check();
  await page.getByRole("button", { name: "Apply" }).click();
  await visible(rows(page).getByText("Banned"));
  await page.getByRole("link", { name: "plain@example.com" }).click();
  await page.getByRole("button", { name: "Delete user" }).click();
  await page.getByLabel("Type plain@example.com to go on").fill("plain@example.com");
  await page.getByRole("button", { name: "Delete for good" }).click();
  await visible(page.getByText("The user was deleted."));

  await page.goto("/dashboard/invitations");
  await page.getByLabel("Email addresses").fill("noscript@example.com, nonsense");
  await page.getByRole("button", { name: "Send invitations" }).click();
  await visible(page.getByText("1 invitation was sent"));
  await visible(page.getByText("nonsense"));
  for (const [, path, heading] of ROOMS) {
    await page.goto(path(prepared));
    await inRoom(page, heading);
  }
});

/** The rows of the list. */
function rows(page) {
  return page.locator("tbody tr");
}

async function violations(page) {
  const { violations: found } = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags, resultTypes: ["violations"] }), TAGS);
  return found.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => `${node.html} ${node.failureSummary}`) }));
}
