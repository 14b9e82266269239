// Two tabs of one browser, and what happens while the network is away.
import assert from "node:assert/strict";
import { eventually, hidden, visible } from "../support/check.mjs";
import { member, signInElsewhere } from "../support/people.mjs";
import { pause } from "../support/server.mjs";
import { openMenu, signIn, ui } from "../support/steps.mjs";
import { visit, world } from "../support/world.mjs";

// The shortest that the server allows. Pages renew a token 15 s before its end.
const TOKEN_SECONDS = 30;
const FOLLOW_MS = 2_000;
const { scenario } = world({ ONEHOP_SESSION_TOKEN_LIFETIME_SECONDS: String(TOKEN_SECONDS) });

/** Two tabs on `path`. */
async function twoTabs(open, device, path) {
  const first = await open({ as: device });
  const second = await first.context().newPage();
  await visit(first, path);
  await visit(second, path);
  return [first, second];
}

/** What still holds this text: the document, down to the scripts in it, or a variable of its scripts. */
function holding(page, text) {
  return page.evaluate((text) => {
    const places = { document: document.documentElement.outerHTML, handover: JSON.stringify(window.__RESOLVED_RESOURCES) };
    return Object.keys(places).filter((place) => places[place].includes(text));
  }, text);
}

scenario("signing out in one tab removes what is protected in the other within two seconds", async ({ open, server }) => {
  const ada = await member(server);
  const [first, second] = await twoTabs(open, ada.device, "/user");
  await visible(second.getByRole("main").getByText(ada.email));
  assert.ok((await holding(second, ada.email)).includes("document"), "it shows whose it is");
  await (await openMenu(first)).getByRole("button", { name: "Sign out", exact: true }).click();
  await hidden(second.getByText(ada.email), FOLLOW_MS);
  await visible(ui.heading(second, "You are signed out"));
  for (const trace of [ada.email, ada.firstName, ada.lastName]) {
    assert.deepEqual(await holding(second, trace), [], `${trace} is left nowhere`);
  }
  await eventually(() => ui.userButton(second).count(), 0, "no user button");
});

scenario("signing in in one tab shows in the other", async ({ open, server }) => {
  const ada = await member(server);
  const [first, second] = await twoTabs(open, undefined, "/");
  await visit(first, "/sign-in");
  await signIn(first, ada);
  await visible(second.locator("#content").getByText(ada.email), FOLLOW_MS + 2_000);
});

scenario("a new name shows in the other tab", async ({ open, server }) => {
  const ada = await member(server);
  const [first, second] = await twoTabs(open, ada.device, "/user?panel=profile");
  await ui.field(first, "First name").fill("Augusta");
  await ui.button(first, "Save").click();
  await visible(second.getByRole("button", { name: /^Augusta Lovelace\s*, account menu$/ }), FOLLOW_MS);
});

scenario("switching the account in one tab switches the other", async ({ open, server }) => {
  const ada = await member(server);
  const grace = await member(server, { firstName: "Grace", lastName: "Hopper" });
  const both = await signInElsewhere(server, grace, ada.device);
  const [first, second] = await twoTabs(open, both, "/");
  await visible(second.locator("#content").getByText(grace.email));
  await (await openMenu(first)).getByRole("button", { name: /Switch to Ada Lovelace/ }).click();
  await visible(second.locator("#content").getByText(ada.email), FOLLOW_MS);
  await hidden(second.locator("#content").getByText(grace.email));
});

scenario("the session survives a network that goes away and comes back", async ({ open, watch, server }) => {
  const ada = await member(server);
  const page = await open({ as: ada.device });
  await visit(page, "/");
  const isOver = watch.expectOutage();
  await page.context().setOffline(true);
  await pause(3_000);
  await visible(page.locator("#content").getByText(ada.email));
  await page.context().setOffline(false);
  await ui.button(page, "Ask the server again").click();
  await visible(page.getByText("Token expires"));
  await visible(page.locator("#content").getByText(ada.email));
  await visible(ui.userButton(page));
  isOver();
});

scenario("two tabs renew the token once between them, before it ends", async ({ open, server }) => {
  const ada = await member(server);
  const [first, second] = await twoTabs(open, ada.device, "/");
  const renewals = [];
  first.context().on("request", (request) => {
    if (/\/v1\/client\/sessions\/[^/]+\/tokens/.test(request.url())) renewals.push(Date.now());
  });
  // Both ask at the same time, over and over, for longer than a token lasts.
  const end = Date.now() + (TOKEN_SECONDS + 2) * 1_000;
  const refused = () => Promise.all([first, second].map((page) => page.getByText("Sign in to continue.").count()));
  while (Date.now() < end) {
    await Promise.all([first, second].map((page) => ui.button(page, "Ask the server again").click()));
    await pause(1_000);
    assert.deepEqual(await refused(), [0, 0], "the server always got a living token");
  }
  const gaps = renewals.slice(1).map((at, index) => at - renewals[index]);
  assert.ok(renewals.length >= 1 && renewals.length <= 3, `the token was renewed ${renewals.length} times`);
  assert.ok(gaps.every((gap) => gap > 10_000), `renewals close together: ${gaps}`);
});
