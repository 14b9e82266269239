// Tickets that sign somebody in, as themselves and as somebody else, in a browser.
import assert from "node:assert/strict";
import { hidden, visible } from "../support/check.mjs";
import { guarded, member, ticket, totp } from "../support/people.mjs";
import { arrive, ui } from "../support/steps.mjs";
import { visit, world } from "../support/world.mjs";

const { scenario } = world();
const TITLE = "Sign in with your link";
const LEAVE = "Sign out of this account";
const ACTING = "Acting as another user";
const banner = (page) => page.getByRole("complementary", { name: ACTING });

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with" : "without";
  const go = (page, path) => (javaScriptEnabled ? visit(page, path) : page.goto(path));
  const reach = (page, path) =>
    javaScriptEnabled ? arrive(page, path) : page.waitForURL((url) => url.pathname + url.search === path);

  scenario(`a ticket waits for a press of its button, ${how} scripts`, async ({ open, watch, server }) => {
    const ada = await member(server);
    const { path, id } = await ticket(server, "sign_in_tokens", ada);
    for (let times = 0; times < 2; times += 1) {
      const scanner = await open({ javaScriptEnabled });
      await go(scanner, path);
      await visible(ui.heading(scanner, TITLE));
      await scanner.close();
    }
    const page = await open({ javaScriptEnabled });
    await go(page, `${path}&redirect_url=/user`);
    await ui.button(page, "Sign in").click();
    await reach(page, "/user");
    await visible(page.locator("#content").getByText(ada.email));
    await page.close();

    const late = await open({ javaScriptEnabled });
    if (javaScriptEnabled) watch.expect(400, "/v1/client/sign_ins");
    await go(late, path);
    await ui.button(late, "Sign in").click();
    await visible(late.getByText("This link is not valid, or was used already. Ask for a new one."));
    await ui.link(late, "Sign in another way").click();
    await visible(ui.heading(late, "Sign in"));
    assert.ok(id.startsWith("sit_"));
  });

  scenario(`a ticket leads to the second factor and leaves the address, ${how} scripts`, async ({ open, server }) => {
    const ada = await guarded(server);
    const { path } = await ticket(server, "sign_in_tokens", ada);
    const page = await open({ javaScriptEnabled });
    await go(page, path);
    await ui.button(page, "Sign in").click();
    await reach(page, "/sign-in");
    await visible(ui.heading(page, "Two-step verification"));
    await ui.code(page).fill(totp());
    if (!javaScriptEnabled) await ui.button(page, "Continue").click();
    await reach(page, "/");
    await visible(page.locator("#content").getByText(ada.email));
  });

  scenario(`who acts as somebody sees so everywhere and can leave, ${how} scripts`, async ({ open, server }) => {
    const [ada, operator] = [await member(server, { firstName: "Grace" }), await member(server)];
    const { path } = await ticket(server, "actor_tokens", ada);
    const page = await open({ as: operator.device, javaScriptEnabled });
    await go(page, path);
    await hidden(banner(page));
    await ui.button(page, "Sign in").click();
    await reach(page, "/");
    for (const place of ["/", "/user", "/user/security", "/sign-in"]) {
      await go(page, place);
      await visible(banner(page).getByText("You are signed in as Grace Lovelace"));
    }
    await go(page, "/user");
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    assert.ok(await inView(banner(page)), "it stays in sight");
    await ui.button(page, LEAVE).click();
    await hidden(banner(page));
    await visible(page.locator("#content").getByText(operator.email));
  });
}

scenario("who acts as somebody is refused what lets the owner in", async ({ open, watch, server }) => {
  const ada = await member(server);
  const { path } = await ticket(server, "actor_tokens", ada);
  const page = await open();
  await visit(page, path);
  await ui.button(page, "Sign in").click();
  await arrive(page, "/");
  watch.expect(403, "/v1/me/email_addresses");
  await visit(page, "/user?panel=email-new");
  await ui.field(page, "Email address").fill("mallory@example.com");
  await ui.button(page, "Add").click();
  await visible(page.getByText("This is not possible while acting in another user's name."));

  // The owner sees it, and ends it.
  const own = await open({ as: ada.device });
  await visit(own, "/user/security");
  const device = own.getByRole("listitem").filter({ hasText: "Acting in your name" });
  await device.getByRole("button").click();
  await hidden(device);
  await visit(page, "/");
  await hidden(banner(page));
});

/** Is any of it within the window? */
function inView(locator) {
  return locator.evaluate((it) => {
    const { top, bottom } = it.getBoundingClientRect();
    return bottom > 0 && top < window.innerHeight;
  });
}
