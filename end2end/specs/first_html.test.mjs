// The first HTML: who is signed in is in it, secrets are not, and it comes alive without a jump or a loss.
import assert from "node:assert/strict";
import { eventually, focused, value, visible } from "../support/check.mjs";
import { PASSWORD, member } from "../support/people.mjs";
import { arrive, ui } from "../support/steps.mjs";
import { alive, visit, world } from "../support/world.mjs";

const MAX_SHIFT = 0.02;
const PAGES = ["/", "/user", "/user/security", "/user?panel=profile", "/user/security?panel=password", "/sign-in", "/sign-up"];
const { scenario } = world();

/** The HTML as the server sends it, asked for with a browser's cookies. */
async function html(page, path) {
  const response = await page.context().request.get(path);
  return { status: response.status(), url: new URL(response.url()), headers: response.headers(), body: await response.text() };
}

scenario("it says who is signed in", async ({ open, server }) => {
  const ada = await member(server);
  const page = await open({ as: ada.device });
  for (const path of ["/", "/user"]) {
    const { status, body } = await html(page, path);
    assert.equal(status, 200);
    const markup = body.replaceAll(/<script[\s\S]*?<\/script>/g, "");
    assert.ok(markup.includes(ada.email), `${path} shows the address`);
    assert.ok(markup.includes("Ada Lovelace"), `${path} shows the name`);
    assert.ok(!markup.includes("Nobody is signed in"), `${path} does not claim otherwise`);
  }
});

scenario("it holds no token, no password and no cookie's value, and is kept by no cache", async ({ open, server }) => {
  const ada = await member(server);
  const page = await open({ as: ada.device });
  const secrets = ada.device.cookies.map((cookie) => cookie.value).filter((secret) => secret.length > 20);
  assert.ok(secrets.length > 0, "there are cookies to look for");
  for (const path of PAGES) {
    const { body, headers } = await html(page, path);
    assert.ok(!body.includes("eyJ"), `${path} holds no token`);
    assert.ok(!body.includes(PASSWORD), `${path} holds no password`);
    assert.ok(!body.includes("argon2"), `${path} holds no password hash`);
    for (const secret of secrets) assert.ok(!body.includes(secret), `${path} holds no cookie's value`);
    assert.match(headers["cache-control"] ?? "", /no-store|private/, `${path} is not for shared caches`);
  }
});

scenario("signed out, it holds nothing of an account", async ({ open, server }) => {
  const ada = await member(server);
  const page = await open();
  for (const path of PAGES) {
    const { url, body } = await html(page, path);
    assert.ok(!body.includes(ada.email) && !body.includes("Active devices"), `${path} shows nothing protected`);
    if (path.startsWith("/user")) assert.equal(url.pathname, "/sign-in", `${path} leads to the way in`);
  }
});

scenario("it comes alive without a jump", async ({ open, server }) => {
  const ada = await member(server);
  for (const [device, paths] of [[ada.device, PAGES], [undefined, ["/", "/sign-in", "/sign-up"]]]) {
    const page = await open({ as: device });
    await page.addInitScript(() => {
      window.shift = 0;
      const add = (list) => list.getEntries().forEach((entry) => (window.shift += entry.value));
      new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
    });
    for (const path of paths) {
      await visit(page, path);
      await page.waitForLoadState("networkidle");
      const shift = await page.evaluate(() => window.shift);
      assert.ok(shift < MAX_SHIFT, `${path} shifted by ${shift}`);
    }
  }
});

/** Holds the page's code back until the function that is handed back is called. */
async function holdBack(page) {
  let release;
  const gate = new Promise((resolve) => (release = resolve));
  await page.route("**/*.wasm*", async (route) => {
    await gate;
    await route.continue();
  });
  return release;
}

scenario("what is typed before it comes alive is kept and used", async ({ open, server }) => {
  const ada = await member(server);
  const page = await open();
  const release = await holdBack(page);
  await page.goto("/sign-in", { waitUntil: "domcontentloaded" });
  const identifier = ui.field(page, "Email address or username");
  await focused(identifier);
  await page.keyboard.type(ada.email);
  release();
  await alive(page);
  await value(identifier, ada.email);
  await focused(identifier);
  await page.keyboard.press("Enter");
  await visible(ui.heading(page, "Enter your password"));
});

scenario("a name typed before it comes alive can be saved", async ({ open, server }) => {
  const ada = await member(server);
  const page = await open({ as: ada.device });
  const release = await holdBack(page);
  await page.goto("/user?panel=profile", { waitUntil: "domcontentloaded" });
  await ui.field(page, "First name").fill("Augusta");
  release();
  await alive(page);
  await value(ui.field(page, "First name"), "Augusta");
  await ui.button(page, "Save").click();
  await visible(page.getByRole("main").getByText("Augusta Lovelace"));
});

scenario("a form sent before it comes alive works as well", async ({ open, server }) => {
  const ada = await member(server);
  const page = await open();
  const release = await holdBack(page);
  await page.goto("/sign-in", { waitUntil: "domcontentloaded" });
  await ui.field(page, "Email address or username").fill(ada.email);
  await ui.button(page, "Continue").click();
  await visible(ui.heading(page, "Enter your password"));
  release();
  await alive(page);
  await ui.field(page, "Password").fill(ada.password);
  await ui.button(page, "Continue").click();
  await arrive(page, "/");
  await eventually(() => ui.userButton(page).count(), 1, "signed in");
});

scenario("an address that leads nowhere says so, with status 404", async ({ open, watch }) => {
  const page = await open();
  watch.expect(404, "/nowhere");
  const response = await visit(page, "/nowhere");
  assert.equal(response.status(), 404);
  await visible(ui.heading(page, "Page not found"));
});
