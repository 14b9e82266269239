// Brands and colour schemes: two lines of CSS, at once and without scripts; and an app's own rules win over ours.
import assert from "node:assert/strict";
import { settled, violations } from "../support/audit.mjs";
import { eventually, visible } from "../support/check.mjs";
import { ui } from "../support/steps.mjs";
import { alive, visit, world } from "../support/world.mjs";

const BRANDS = ["onehop", "forest", "sun", "ink"];
const SCHEMES = ["light", "dark"];
const { scenario } = world();

const style = (locator, property) => locator.evaluate((it, name) => getComputedStyle(it).getPropertyValue(name), property);
const choose = (page, id) => page.locator(`#${id}`).check();

scenario("a brand takes effect at once: colour and corners of every part", async ({ open }) => {
  const page = await open({ colorScheme: "light" });
  await visit(page, "/theming");
  await page.evaluate(() => (window.isTheSamePage = true));
  const primary = ui.button(page, "Save");
  const before = [await style(primary, "background-color"), await style(primary, "border-radius")];
  assert.deepEqual(before, ["rgb(43, 74, 203)", "8px"]);
  await choose(page, "brand-forest");
  await eventually(() => style(primary, "background-color"), "rgb(23, 105, 74)", "the brand's colour");
  assert.equal(await style(primary, "border-radius"), "2px");
  await choose(page, "brand-sun");
  await eventually(() => style(primary, "border-radius"), "20px", "the brand's corners");
  await choose(page, "scheme-dark");
  await eventually(() => style(page.locator("html"), "background-color"), "rgb(13, 15, 20)", "dark");
  await choose(page, "scheme-light");
  await eventually(() => style(page.locator("html"), "background-color"), "rgb(246, 247, 249)", "light");
  await choose(page, "scheme-system");
  await page.emulateMedia({ colorScheme: "dark" });
  await eventually(() => style(page.locator("html"), "background-color"), "rgb(13, 15, 20)", "as the system");
  assert.equal(await page.evaluate(() => window.isTheSamePage), true, "nothing was loaded anew");
});

for (const brand of BRANDS) {
  scenario(`every brand can be read, light and dark: ${brand}`, async ({ open }) => {
    const page = await open();
    await visit(page, "/theming");
    await choose(page, `brand-${brand}`);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      assert.deepEqual(await violations(page), [], colorScheme);
      assert.ok((await contrast(ui.button(page, "Save"))) >= 4.5, `text on the accent, ${colorScheme}`);
    }
  });
}

/** The contrast of an element's text on its own background, from the pixels that a canvas paints for both colours. */
function contrast(locator) {
  return locator.evaluate((it) => {
    const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const luminance = (colour) => {
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
      const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].map((byte) => byte / 255);
      const linear = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
      return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    };
    const { color, backgroundColor } = getComputedStyle(it);
    const [one, other] = [luminance(color), luminance(backgroundColor)];
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  });
}

scenario("without scripts the choices work as well", async ({ open }) => {
  const page = await open({ javaScriptEnabled: false });
  await page.goto("/theming");
  await choose(page, "brand-forest");
  await choose(page, "scheme-dark");
  assert.equal(await page.locator("#brand-forest").isChecked(), true);
});

scenario("an app's own rules win, however weak their selectors are", async ({ open }) => {
  const page = await open();
  await visit(page, "/sign-in");
  await page.evaluate(() => {
    const own = new CSSStyleSheet();
    own.replaceSync(`
      button { background: rgb(1, 2, 3); border-radius: 0; padding: 1px }
      section { border-color: rgb(4, 5, 6) }
      h1 { font-size: 40px }
      :where(input) { color: rgb(7, 8, 9) }
    `);
    document.adoptedStyleSheets = [own];
  });
  // It changes gently.
  await eventually(() => style(ui.button(page, "Continue"), "background-color"), "rgb(1, 2, 3)", "the app's colour");
  assert.equal(await style(ui.button(page, "Continue"), "border-top-left-radius"), "0px");
  await eventually(() => style(page.locator(".oh-card"), "border-top-color"), "rgb(4, 5, 6)", "the app's border");
  assert.equal(await style(ui.heading(page, "Sign in"), "font-size"), "40px");
  await eventually(() => style(ui.field(page, "Email address or username"), "color"), "rgb(7, 8, 9)", "the app's text");
});

scenario("all rules stand in one layer, but for those of the page that shows brands", async ({ open }) => {
  const page = await open();
  await visit(page, "/");
  const outside = await page.evaluate(() => {
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
    return rules.filter((rule) => !(rule instanceof CSSLayerBlockRule && rule.name === "onehop")).map((rule) => rule.selectorText ?? rule.cssText);
  });
  assert.ok(outside.length > 0 && outside.every((it) => /^:root:has\(#(brand|scheme)-\w+:checked\)$/.test(it)), outside.join("\n"));
});

scenario("a language is chosen on the page, and the page comes back in it", async ({ open }) => {
  const page = await open();
  await visit(page, "/sign-in?method=password");
  await page.getByRole("button", { name: "العربية" }).click();
  await page.waitForURL((url) => url.pathname + url.search === "/sign-in?method=password");
  await alive(page);
  await visible(page.getByRole("heading", { name: "تسجيل الدخول" }));
  assert.equal(await page.locator("html").getAttribute("dir"), "rtl");
});
