// Invitations and listed redirects, in a browser that runs scripts.
import assert from "node:assert/strict";
import { value, visible } from "../support/check.mjs";
import { stranger } from "../support/people.mjs";
import { arrive, signIn, ui } from "../support/steps.mjs";
import { visit, world } from "../support/world.mjs";

const { scenario } = world({ ONEHOP_USER_SIGN_UP: "restricted" });

/** The page of a new invitation, as a path. */
async function invite(server, email) {
  const { url, id } = await server.backend("POST", "/v1/invitations", { email_address: email });
  return { path: url.slice(server.url.length), id };
}

scenario("an invitation opens a closed sign-up for its address alone", async ({ open, server }) => {
  const person = stranger();
  const page = await open();
  await visit(page, "/sign-up");
  await visible(ui.heading(page, "Sign-up is closed"));

  const { path } = await invite(server, person.email);
  await page.goto(path);
  await visible(ui.heading(page, "Accept your invitation"));
  assert.equal(new URL(page.url()).search, "", "the ticket left the address");
  await value(ui.field(page, "Email address"), person.email);
  assert.equal(await ui.field(page, "Email address").getAttribute("readonly"), "");
  await page.reload();
  await visible(ui.heading(page, "Accept your invitation"));
  await ui.field(page, "Password").fill(person.password);
  await ui.button(page, "Continue").click();
  await arrive(page, "/");
  await visible(page.locator("#content").getByText(person.email));
});

scenario("an invitation that was taken back says so", async ({ open, watch, server }) => {
  const { path, id } = await invite(server, stranger().email);
  await server.backend("POST", `/v1/invitations/${id}/revoke`);
  const page = await open();
  watch.expect(400, "/v1/client/sign_ups");
  await page.goto(path);
  await visible(ui.heading(page, "Sign-up is closed"));
  await visible(page.getByText("This invitation was revoked. Ask for a new one."));
});

scenario("signing in leads to a listed redirect on another site and to no other", async ({ open, server }) => {
  const person = await account(server);
  const listed = "https://app.example.com/callback?a=b";
  await server.backend("POST", "/v1/redirect_urls", { url: listed });
  for (const [asked, ends] of [[listed, listed], ["https://evil.example/", `${server.url}/`]]) {
    const page = await open();
    await page.route((url) => url.hostname.endsWith(".example") || url.hostname.endsWith("example.com"), (route) =>
      route.fulfill({ contentType: "text/html", body: "<title>elsewhere</title>" }),
    );
    await visit(page, `/sign-in?redirect_url=${encodeURIComponent(asked)}`);
    await signIn(page, person);
    await page.waitForURL(ends);
  }
});

/** Somebody who has an account. */
async function account(server) {
  const person = stranger();
  const user = { email_address: [person.email], password: person.password };
  await server.backend("POST", "/v1/users", user);
  return person;
}
