// The room of webhooks: an endpoint at a real receiver, which is broken and repaired; secrets, examples, the catalogue; with scripts and without.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after } from "node:test";
import { eventually, hidden, visible } from "../support/check.mjs";
import { firstOperator, inRoom, operatorAgain } from "../support/operators.mjs";
import { pictures } from "../support/pictures.mjs";
import { Receiver } from "../support/webhooks.mjs";
import { visit, world } from "../support/world.mjs";

// As receivers verify: a library of others.
const { Webhook } = createRequire(new URL("../sdk/package.json", import.meta.url))("standardwebhooks");
const ROOM = "/dashboard/webhooks";

const receivers = [];
after(() => receivers.forEach((it) => it.close()));

const here = world({}, async (server) => {
  await firstOperator(server);
});

/** A receiver at a real socket. */
async function receiver() {
  const it = await Receiver.open();
  receivers.push(it);
  return it;
}

let people = 0;
function addUser(server) {
  people += 1;
  return server.backend("POST", "/v1/users", { email_address: [`person${people}@example.org`], first_name: "Ada" });
}

/** The rows of the log of tries, as they are after looking again. */
async function triesOf(page) {
  await visit(page, page.url());
  return page.getByRole("region", { name: "Tries" }).getByRole("row").filter({ has: page.getByRole("link") });
}

/** Adds an endpoint at the page; the page is the endpoint's then. */
async function add(page, url, { types = [], description = "" } = {}) {
  await visit(page, `${ROOM}/new`);
  await page.getByLabel("Endpoint URL").fill(url);
  await page.getByLabel("Description (optional)").fill(description);
  for (const type of types) await page.getByRole("checkbox", { name: type }).check();
  await page.getByRole("button", { name: "Add endpoint" }).click();
  await visible(page.getByText("The endpoint was added."));
  await page.waitForURL(/\/ep_\w+$/);
}

async function secretAt(page) {
  await page.getByRole("button", { name: "Show secret" }).click();
  const shown = page.getByText(/^whsec_/);
  await visible(shown);
  return shown.innerText();
}

// First: nothing is there yet.
here.scenario("none: what an endpoint is for, and that nothing happened yet", async ({ open, server }) => {
  const page = await open({ as: await operatorAgain(server) });
  await visit(page, ROOM);
  await inRoom(page, "Webhooks");
  await visible(page.getByText("No endpoints", { exact: true }));
  await pictures(page, "webhooks-none");
});

here.scenario("added, delivered and verified, broken, failed, repaired, resent, recovered", async ({ open, server }) => {
  const page = await open({ as: await operatorAgain(server) });
  const hook = await receiver();
  await add(page, hook.url, { types: ["user.created", "user.deleted"], description: "Shop" });
  const own = page.url();
  await page.getByRole("link", { name: "Settings" }).last().click();
  const secret = await secretAt(page);

  // A change is delivered, signed.
  const first = await addUser(server);
  await eventually(() => hook.deliveries.length, 1, "a delivery");
  const event = new Webhook(secret).verify(hook.deliveries[0].body, hook.deliveries[0].headers);
  assert.deepEqual([event.type, event.data.id], ["user.created", first.id]);
  await page.goto(own);
  await eventually(async () => (await triesOf(page)).count(), 1, "a row");
  await visible(page.getByRole("row", { name: /user\.created.*Delivered.*200/s }));

  // The receiver breaks.
  hook.status = 500;
  const second = await addUser(server);
  await server.backend("PATCH", `/v1/users/${second.id}`, { first_name: "nobody is told" });
  await server.backend("DELETE", `/v1/users/${second.id}`);
  await eventually(() => hook.deliveries.length >= 3, true, "two tries that fail");
  await eventually(async () => (await triesOf(page)).filter({ hasText: "Failed" }).count().then((count) => count >= 2), true, "both are in the log");
  await visible(page.getByText("Failing", { exact: true }));
  await page.getByLabel("Outcome").selectOption("failed");
  await page.getByLabel("Event", { exact: true }).selectOption("user.created");
  await page.getByRole("button", { name: "Filter" }).click();
  await page.waitForURL(/outcome=failed/);
  await hidden(page.getByRole("row", { name: /Delivered/ }));
  await page.getByRole("link", { name: "user.created" }).first().click();
  await inRoom(page, "user.created");
  await visible(page.getByText("not today <b>&amp;</b>").first());
  await visible(page.getByRole("region", { name: "Payload" }).getByText(second.id).first());
  await pictures(page, "webhook-message");

  // Repaired: one is sent again by hand, the rest is recovered.
  hook.status = 200;
  const came = hook.deliveries.length;
  await page.getByRole("button", { name: "Resend" }).click();
  await visible(page.getByText("The event is on its way."));
  await eventually(() => hook.deliveries.length > came, true, "it came again");
  await eventually(async () => {
    await page.getByRole("button", { name: "Look again" }).click();
    return page.getByText("Delivered", { exact: true }).count();
  }, 1, "and is told to have come");
  await visit(page, new URL(own).pathname);
  await page.getByRole("button", { name: "Recover" }).click();
  await visible(page.getByText(/is on its way\.|nothing to send/));
  await eventually(() => new Set(hook.deliveries.filter((it) => it.headers["webhook-id"]).map((it) => `${it.body}`)).size, 3, "each event");
  await eventually(async () => (await triesOf(page)).filter({ hasText: "Delivered" }).count(), 3, "all three are delivered");
  for (const { headers, body } of hook.deliveries) new Webhook(secret).verify(body, headers);
  await visible(page.getByText("On", { exact: true }));
  await pictures(page, "webhook");
});

here.scenario("a secret is hidden again, and the one before it opens deliveries for a day", async ({ open, server }) => {
  const page = await open({ as: await operatorAgain(server) });
  const hook = await receiver();
  await add(page, hook.url);
  await visit(page, `${new URL(page.url()).pathname}/settings`);
  assert.ok(!(await page.content()).includes("whsec_"), "nothing is shown before it is asked for");
  const old = await secretAt(page);
  await page.getByRole("button", { name: "Change secret" }).click();
  await page.getByRole("button", { name: "Change it" }).click();
  await visible(page.getByText("The secret was changed."));
  await eventually(async () => (await page.getByText(/^whsec_/).innerText()) !== old, true, "another one");
  const fresh = await page.getByText(/^whsec_/).innerText();
  await addUser(server);
  await eventually(() => hook.deliveries.length, 1, "a delivery");
  for (const secret of [old, fresh]) new Webhook(secret).verify(hook.deliveries[0].body, hook.deliveries[0].headers);
  await page.reload();
  assert.ok(!(await page.content()).includes("whsec_"));
  await pictures(page, "webhook-settings");
});

here.scenario("an example is sent and its answer shown; what is wrong with an address is said", async ({ open, server, watch }) => {
  const page = await open({ as: await operatorAgain(server) });
  const hook = await receiver();
  watch.expect(422, "/dashboard/forms/v1/dashboard/webhook_endpoints");
  await visit(page, `${ROOM}/new`);
  await page.getByLabel("Endpoint URL").fill("http://169.254.169.254/latest");
  await page.getByRole("button", { name: "Add endpoint" }).click();
  await visible(page.getByText("This address is not on the public internet."));
  await page.getByLabel("Find an event").fill("signed out");
  await hidden(page.getByRole("checkbox", { name: "user.created" }));
  await page.getByLabel("Find an event").fill("");
  await page.getByRole("button", { name: "Tick all or none of session" }).click();
  const family = page.getByRole("group", { name: "session", exact: true }).getByRole("checkbox");
  assert.ok((await family.count()) >= 4);
  await eventually(() => page.getByRole("checkbox", { checked: true }).count(), await family.count(), "the family");
  await pictures(page, "webhook-new");

  await add(page, hook.url);
  await visit(page, `${new URL(page.url()).pathname}/testing`);
  await page.getByLabel("Event", { exact: true }).selectOption("session.created");
  await visible(page.getByRole("region", { name: "Example of session.created" }));
  await page.getByRole("button", { name: "Send example" }).click();
  await visible(page.getByText("thank you"));
  assert.equal(JSON.parse(hook.deliveries[0].body).type, "session.created");
  hook.status = 503;
  await page.getByRole("button", { name: "Send example" }).click();
  await visible(page.getByText("not today <b>&amp;</b>"));
  await pictures(page, "webhook-testing");
});

here.scenario("switched off, on, saved and deleted", async ({ open, server }) => {
  const page = await open({ as: await operatorAgain(server) });
  const hook = await receiver();
  await add(page, hook.url, { description: "Short-lived" });
  const own = new URL(page.url()).pathname;
  await visit(page, `${own}/settings`);
  await page.getByRole("button", { name: "Switch off" }).click();
  await visible(page.getByText("The endpoint is off."));
  await addUser(server);
  await page.getByLabel("Description (optional)").fill("Renamed");
  await page.getByRole("button", { name: "Save endpoint" }).click();
  await visible(page.getByText("The endpoint was saved."));
  assert.equal(hook.deliveries.length, 0);
  await page.getByRole("button", { name: "Switch on" }).click();
  await eventually(() => hook.deliveries.length, 1, "what happened meanwhile");
  await visit(page, ROOM);
  await visible(page.getByText("Renamed"));
  await pictures(page, "webhooks");
  await visit(page, `${own}/settings`);
  await page.getByRole("button", { name: "Delete endpoint" }).click();
  await page.getByLabel("Type delete to go on").fill("delete");
  await page.getByRole("button", { name: "Delete for good" }).click();
  await visible(page.getByText("The endpoint was deleted."));
  await hidden(page.getByText("Renamed"));
});

here.scenario("the catalogue has every event, and what happens is seen while it happens", async ({ open, server }) => {
  const page = await open({ as: await operatorAgain(server) });
  await visit(page, `${ROOM}/events`);
  await page.getByLabel("Search", { exact: true }).fill("signed");
  await page.getByRole("button", { name: "Search" }).click();
  await page.waitForURL(/query=signed/);
  await hidden(page.getByRole("link", { name: "user.deleted" }));
  await page.getByRole("link", { name: "session.created" }).click();
  await visible(page.getByRole("region", { name: "Example of session.created" }));
  await page.getByText("Schema of its data").click();
  await visible(page.getByRole("region", { name: "Schema" }));
  assert.equal(await page.getByLabel("Search", { exact: true }).inputValue(), "signed", "the search is kept");
  await hidden(page.getByRole("link", { name: "user.deleted" }));
  await pictures(page, "webhook-events");
  await visit(page, `${ROOM}/activity`);
  const { id } = await addUser(server);
  await visible(page.getByText(id).first());
  await page.getByRole("button", { name: "Pause" }).click();
  await visible(page.getByRole("button", { name: "Go on" }));
  await pictures(page, "webhook-activity");
});

here.scenario("without scripts: added, shown, tested, resent, recovered", async ({ open, server }) => {
  const page = await open({ as: await operatorAgain(server), javaScriptEnabled: false });
  const hook = await receiver();
  await page.goto(`${ROOM}/new`);
  await page.getByLabel("Endpoint URL").fill("http://10.0.0.1/");
  await page.getByLabel("Description (optional)").fill("Plain page");
  await page.getByRole("checkbox", { name: "user.created" }).check();
  await page.getByRole("button", { name: "Add endpoint" }).click();
  await visible(page.getByText("This address is not on the public internet."));
  assert.equal(await page.getByLabel("Description (optional)").inputValue(), "Plain page", "what was typed is kept");
  assert.ok(await page.getByRole("checkbox", { name: "user.created" }).isChecked(), "what was ticked is kept");
  await page.getByLabel("Endpoint URL").fill(hook.url);
  await page.getByRole("button", { name: "Add endpoint" }).click();
  await visible(page.getByText("The endpoint was added."));
  await page.getByRole("link", { name: hook.url }).click();
  const own = page.url();
  hook.status = 500;
  await addUser(server);
  await eventually(async () => (await page.goto(own), page.getByRole("row", { name: /user\.created/ }).count()), 1, "the try");
  await page.getByRole("link", { name: "user.created" }).click();
  hook.status = 200;
  await page.getByRole("button", { name: "Resend" }).click();
  await visible(page.getByText("The event is on its way."));
  await eventually(() => hook.deliveries.length, 2, "it came again");
  await page.goto(own);
  await page.getByRole("button", { name: "Recover" }).click();
  await visible(page.getByText("There is nothing to send."));
  await page.goto(`${own}/testing`);
  await page.getByLabel("Event", { exact: true }).selectOption("session.ended");
  await page.getByRole("button", { name: "Show example" }).click();
  await visible(page.getByRole("region", { name: "Example of session.ended" }));
  await page.getByRole("button", { name: "Send example" }).click();
  await visible(page.getByText("thank you"));
  await page.goto(`${own}/settings`);
  await page.getByRole("button", { name: "Show secret" }).click();
  const secret = await page.getByText(/^whsec_/).innerText();
  for (const { headers, body } of hook.deliveries) new Webhook(secret).verify(body, headers);
});
