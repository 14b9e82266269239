// The room of JWT templates: made, looked at before it is used, signed by a key of its own, deleted; with scripts and without.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { eventually, hidden, visible } from "../support/check.mjs";
import { firstOperator, inRoom, operatorAgain } from "../support/operators.mjs";
import { pictures } from "../support/pictures.mjs";
import { visit, world } from "../support/world.mjs";

const SECRET = "a-secret-of-more-than-thirty-two-characters";
const ROOM = "/dashboard/templates";

const here = world({ ONEHOP_SESSION_CLAIMS: "plan=public.plan,theme=unsafe.ui.theme" }, async (server) => {
  await firstOperator(server);
  const ada = await server.backend("POST", "/v1/users", { email_address: ["ada@example.org"], first_name: "Ada", public_metadata: { plan: "team" } });
  const session = await server.backend("POST", "/v1/sessions", { user_id: ada.id });
  return { ada, session };
});

const payload = (page) => page.getByRole("region", { name: "Payload of the token" });
const shown = async (page) => JSON.parse((await payload(page).innerText().catch(() => "")) || "null");

// First: nothing is there yet.
here.scenario("none: what a template is for, and what tokens of sessions say", async ({ open, server }) => {
  const page = await open({ as: await operatorAgain(server) });
  await visit(page, ROOM);
  await inRoom(page, "JWT templates");
  await visible(page.getByText("No templates", { exact: true }));
  await visible(page.getByRole("row", { name: "theme unsafe.ui.theme" }));
  await visible(page.getByText(/of the 4,096 that browsers keep/));
  await pictures(page, "templates-none");
});

here.scenario("a template is made from a start, previewed while it is typed, and works", async ({ open, server, prepared }) => {
  const page = await open({ as: await operatorAgain(server) });
  await visit(page, ROOM);
  await page.getByRole("link", { name: "Create template" }).first().click();
  await inRoom(page, "Create template");
  await page.getByRole("link", { name: "Hasura" }).click();
  await eventually(async () => (await shown(page))?.["https://hasura.io/jwt/claims"]?.["x-hasura-default-role"], "user", "the start's preview");
  await page.getByLabel("Name", { exact: true }).fill("shop");
  await page.getByLabel("Lifetime in seconds").fill("600");
  await page.getByLabel("Claims", { exact: true }).fill('{"plan": "{{user.public_metadata.plan || \'free\'}}", "nick": "{{user.nickname}}"}');
  await eventually(async () => (await shown(page))?.plan, "pro", "a made-up user");
  await visible(page.getByText("These stand for nothing, so they are null: user.nickname."));
  const { iat, exp } = await shown(page);
  assert.equal(exp - iat, 600);
  await page.getByLabel("For which user").fill("ada@example.org");
  await page.getByRole("button", { name: "Show preview" }).click();
  await eventually(async () => (await shown(page))?.sub, prepared.ada.id, "her token");
  assert.equal((await shown(page)).plan, "team");
  await page.getByRole("button", { name: "Create template" }).click();
  await inRoom(page, "shop");
  await visible(page.getByText("The template was created."));
  const token = await server.backend("POST", `/v1/sessions/${prepared.session.id}/tokens/shop`);
  assert.equal(claims(token.jwt).plan, "team");
});

here.scenario("what is wrong is said: no JSON, a reserved claim, nobody", async ({ open, server, watch }) => {
  const page = await open({ as: await operatorAgain(server) });
  await visit(page, `${ROOM}/new`);
  const editor = page.getByLabel("Claims", { exact: true });
  await editor.fill('{\n  "a": \n}');
  await visible(page.getByText("This is no JSON yet: look at line 3, column 1."));
  await visible(page.getByText("The preview appears as soon as"));
  await editor.fill('{"sub": "me", "a": 1}');
  await visible(page.getByText("No template may set these, so it cannot be saved: sub."));
  watch.expect(400, "/dashboard/forms/v1/jwt_templates");
  await page.getByRole("button", { name: "Create template" }).click();
  await visible(page.getByText("The claim sub cannot be set by a template."));
  watch.expect(422, "/dashboard/api/v1/dashboard/jwt_templates/preview");
  await page.getByLabel("For which user").fill("nobody@example.org");
  await page.getByLabel("For which user").press("Enter");
  await visible(page.getByText("No user has this id or email address."));
  await pictures(page, "template-wrong");
});

here.scenario("a key of its own signs, is never shown again, and is given up", async ({ open, server, prepared }) => {
  const page = await open({ as: await operatorAgain(server) });
  await server.backend("POST", "/v1/jwt_templates", { name: "own", claims: { a: 1 } });
  await visit(page, ROOM);
  await page.getByRole("link", { name: "own", exact: true }).click();
  await inRoom(page, "own");
  await page.getByLabel("Algorithm").selectOption("HS256");
  await page.getByLabel("Signing key").fill(SECRET);
  await page.getByRole("button", { name: "Set own key" }).click();
  await visible(page.getByText("Tokens are signed with a key of this template's own (HS256)."));
  assert.equal(await page.getByLabel("Signing key").inputValue(), "");
  await page.reload();
  await visible(page.getByRole("button", { name: "Replace key" }));
  assert.ok(!(await page.content()).includes(SECRET));
  const mint = async () => (await server.backend("POST", `/v1/sessions/${prepared.session.id}/tokens/own`)).jwt.split(".");
  const [head, body, signature] = await mint();
  assert.equal(signature, createHmac("sha256", SECRET).update(`${head}.${body}`).digest("base64url"));
  await visit(page, page.url());
  await pictures(page, "template");
  await page.getByRole("button", { name: "Use the instance's key" }).click();
  await page.getByRole("button", { name: "Give the key up" }).click();
  await visible(page.getByText("Tokens are signed with the instance's key (RS256)"));
  assert.equal(JSON.parse(Buffer.from((await mint())[0], "base64url")).alg, "RS256");
});

here.scenario("it is changed in place and deleted by its name, by keyboard", async ({ open, server }) => {
  const { id } = await server.backend("POST", "/v1/jwt_templates", { name: "short-lived", claims: {} });
  const page = await open({ as: await operatorAgain(server) });
  await visit(page, `${ROOM}/${id}`);
  await page.getByLabel("Name", { exact: true }).fill("renamed");
  await page.keyboard.press("Enter");
  await inRoom(page, "renamed");
  await visible(page.getByText("The template was saved."));
  const remove = page.getByRole("button", { name: "Delete template" });
  await remove.focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("Type renamed to go on").fill("renamed");
  await page.getByRole("button", { name: "Delete for good" }).click();
  await inRoom(page, "JWT templates");
  await visible(page.getByText("The template was deleted."));
  await hidden(page.getByRole("link", { name: "renamed" }));
});

here.scenario("without scripts: a start, a preview, an error that keeps the text, made, signed, deleted", async ({ open, server }) => {
  const page = await open({ as: await operatorAgain(server), javaScriptEnabled: false });
  await page.goto(`${ROOM}/new`);
  await page.getByRole("link", { name: "Supabase" }).click();
  assert.equal((await shown(page)).email, "ada@example.com", "a made-up user");
  await page.getByLabel("Name", { exact: true }).fill("plain-page");
  await page.getByLabel("Claims", { exact: true }).fill('{"plan": "{{user.public_metadata.plan}}", "x": "{{user.nothing}}"}');
  await page.getByLabel("For which user").fill("ada@example.org");
  await page.getByRole("button", { name: "Show preview" }).click();
  assert.equal((await shown(page)).plan, "team");
  await visible(page.getByText("they are null: user.nothing."));
  assert.equal(await page.getByLabel("Name", { exact: true }).inputValue(), "plain-page");
  await page.getByLabel("Claims", { exact: true }).fill('{"plan": }');
  await page.getByRole("button", { name: "Create template" }).click();
  await visible(page.getByText(/This is not valid JSON: .* line 1 column 10/));
  assert.equal(await page.getByLabel("Claims", { exact: true }).inputValue(), '{"plan": }', "what was typed is kept");
  await page.getByLabel("Claims", { exact: true }).fill('{"plan": 1}');
  await page.getByLabel("Name", { exact: true }).fill("plain-page");
  await page.getByRole("button", { name: "Create template" }).click();
  await inRoom(page, "JWT templates");
  await visible(page.getByText("The template was created."));
  await page.getByRole("link", { name: "plain-page" }).click();
  await page.getByLabel("Algorithm").selectOption("ES256");
  await page.getByLabel("Signing key").fill("no key at all");
  await page.getByRole("button", { name: "Set own key" }).click();
  await visible(page.locator("#signing-key-error").filter({ hasText: /\w/ }));
  assert.ok(!(await page.content()).includes("no key at all"), "a key is not shown again");
  await page.getByLabel("Algorithm").selectOption("HS256");
  await page.getByLabel("Signing key").fill(SECRET);
  await page.getByRole("button", { name: "Set own key" }).click();
  await visible(page.getByText("of this template's own (HS256)"));
  await page.getByRole("button", { name: "Delete template" }).click();
  await page.getByLabel("Type plain-page to go on").fill("plain-page");
  await page.getByRole("button", { name: "Delete for good" }).click();
  await visible(page.getByText("The template was deleted."));
});

here.scenario("axe objects to nothing, nothing scrolls sideways: the list and a new one", async ({ open, server }) => {
  await server.backend("POST", "/v1/jwt_templates", { name: "a-name-that-is-as-long-as-names-of-templates-can-be-which-is-64", claims: {} });
  const page = await open({ as: await operatorAgain(server) });
  await visit(page, ROOM);
  await visible(page.getByRole("row", { name: /a-name-that/ }));
  await pictures(page, "templates");
  await visit(page, `${ROOM}/new?start=hasura`);
  await visible(payload(page));
  await page.getByText("What can stand between the braces").click();
  await pictures(page, "template-new");
});

function claims(jwt) {
  return JSON.parse(Buffer.from(jwt.split(".")[1], "base64url"));
}
