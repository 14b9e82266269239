// Every screen in every state in German and in Arabic: nothing left in English, the layout mirrored, nothing cut, and
// nothing that axe objects to. The language is chosen before the first byte.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { overflow, settled, violations } from "../support/audit.mjs";
import { eventually, visible } from "../support/check.mjs";
import { member, signInElsewhere } from "../support/people.mjs";
import { STATES, cast } from "../support/states.mjs";
import { identify, openMenu, ui } from "../support/steps.mjs";
import { translated } from "../support/words.mjs";
import { visit, world } from "../support/world.mjs";

const FOLDER = fileURLToPath(new URL("../screenshots/", import.meta.url));
const WIDTHS = [320, 375, 768, 1280];
const PICTURES = [375, 1280];
const HEIGHT = 800;
const MAX_SHIFT = 0.02;
/** Words that stay Latin in Arabic: names of the people, of programs and of this one, and code. */
const LATIN = /^(Onehop|app\.(?:rs|css)|Cargo\.toml|(?:Ada|Augusta) Lovelace|Wilhelmina .*|[\w.+*•]+@[\w.-]+|(Firefox|Chrome|Safari)[ \d.]*|iPhone|Linux|[A-Z][A-Z\d]?|ada_\w+|\d+|user_\w+|sess_\w+|English|Deutsch|[\d: -]+UTC.*)$/;
mkdirSync(FOLDER, { recursive: true });
const here = world({}, cast);

for (const locale of ["de-DE", "ar-EG"]) {
  const language = locale.slice(0, 2);
  for (const state of STATES.filter((it) => it.name !== "mailbox")) {
    here.scenario(`${language}: ${state.name}`, async ({ open, watch, server, prepared: people }) => {
      const page = await open({ as: people[state.as]?.device ?? people[state.as], locale });
      if (state.refuses) watch.expect(...state.refuses);
      if (state.alsoRefuses) watch.expect(...state.alsoRefuses);
      await state.go(page, people, server);
      await page.mouse.move(0, 0);
      const root = await page.evaluate(() => [document.documentElement.lang, getComputedStyle(document.body).direction]);
      assert.deepEqual(root, [language, language === "ar" ? "rtl" : "ltr"]);
      assert.deepEqual(await leftInEnglish(page, language), [], "nothing is said in English");
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: HEIGHT });
        assert.deepEqual(await overflow(page), { sideways: 0, cut: [] }, `at ${width} px`);
        if (PICTURES.includes(width)) await picture(page, `${language}-${state.name}`, width);
      }
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        await settled(page);
        assert.deepEqual(await violations(page), [], colorScheme);
      }
    });
  }
}

async function picture(page, name, width) {
  await page.screenshot({ path: `${FOLDER}${name}-${width}.png`, fullPage: true, animations: "disabled" });
}

/** What the page says, to the eye or to the ear, and says in English. */
async function leftInEnglish(page, language) {
  const said = await page.evaluate(spoken);
  const english = new Set(translated(language).map(([text]) => text));
  const own = new Set(translated(language).map(([, text]) => text));
  const isForeign = (text) => (language === "ar" ? !/\p{Script=Arabic}/u.test(text) && /\p{L}/u.test(text) && !LATIN.test(text) : false);
  return said.filter((text) => (english.has(text) && !own.has(text)) || isForeign(text));
}

function spoken() {
  const said = new Set();
  const add = (text) => text?.trim() && said.add(text.replaceAll(/[\u2066-\u2069]/g, "").replaceAll(/\s+/g, " ").trim());
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!parent.closest("script, style, noscript, pre, code, [data-kind=id], [lang]:not(html)") && parent.checkVisibility()) add(node.data);
  }
  for (const name of ["aria-label", "title", "placeholder", "alt", "aria-roledescription"]) {
    for (const element of document.querySelectorAll(`[${name}]`)) add(element.getAttribute(name));
  }
  add(document.title);
  return [...said];
}

here.scenario("the cookie decides before the browser, and what isn't spoken here is English", async ({ open }) => {
  const page = await open({ locale: "ar" });
  await page.context().addCookies([{ name: "locale", value: "de", url: here.server.url }]);
  const html = await (await page.request.get("/sign-in")).text();
  assert.match(html, /<html lang="de" dir="ltr">/);
  assert.match(html, />Anmelden</);
  const other = await open({ locale: "fr-FR" });
  assert.match(await (await other.request.get("/sign-in")).text(), /<html lang="en" dir="ltr">/);
});

here.scenario("English pages carry no catalogue, others their own alone", async ({ open }) => {
  const size = async (locale) => (await (await open({ locale })).request.get("/sign-in")).text();
  const [en, de, ar] = [await size("en"), await size("de"), await size("ar")];
  assert.ok(!en.includes("Anmelden") && !en.includes("تسجيل"), "no other language");
  assert.ok(!de.includes("تسجيل") && !ar.includes("Anmelden"), "none but its own");
});

here.scenario("errors and what comes later are in the language too", async ({ open, watch }) => {
  watch.expect(422, "/v1/client/sign_ins");
  const page = await open({ locale: "de-DE" });
  await visit(page, "/sign-in");
  await identify(page, "nobody@example.com");
  await visible(page.getByText("Zu diesen Angaben wurde kein Konto gefunden."));
});

here.scenario("without scripts an error is in the language", async ({ open }) => {
  const page = await open({ locale: "ar", javaScriptEnabled: false });
  await page.goto("/sign-in");
  await identify(page, "nobody@example.com");
  await visible(page.getByText("لم نجد حسابًا بهذه البيانات."));
});

here.scenario("right to left: mirrored, with codes and addresses from left to right", async ({ open, server }) => {
  const ada = await member(server);
  const page = await open({ as: ada.device, locale: "ar" });
  await visit(page, "/user/security");
  const nav = await ui.navigation(page, "Account settings").boundingBox();
  const content = await page.locator(".oh-profile-content").boundingBox();
  assert.ok(nav.x > content.x, "the navigation stands at the right");
  const popover = await openMenu(page);
  const [trigger, box] = [await ui.userButton(page).boundingBox(), await popover.boundingBox()];
  assert.ok(trigger.x < 640 && box.x >= 0 && box.x < 640, "the account is at the left");
  await page.keyboard.press("Escape");
  const email = page.locator("bdi").filter({ hasText: ada.email }).first();
  await visit(page, "/user");
  assert.equal(await email.evaluate((it) => getComputedStyle(it).direction), "ltr");

  const stranger = await open({ locale: "ar" });
  await visit(stranger, "/sign-in?method=email_code");
  await identify(stranger, ada.email);
  await visible(ui.heading(stranger, "Check your email"));
  assert.equal(await stranger.locator(".oh-code").evaluate((it) => getComputedStyle(it).direction), "ltr");
  const boxes = await stranger.locator(".oh-code-box").evaluateAll((all) => all.map((it) => it.getBoundingClientRect().x));
  assert.deepEqual(boxes, boxes.toSorted((a, b) => a - b), "the first digit is at the left");
});

here.scenario("it comes alive without a jump in every language", async ({ open, server }) => {
  const ada = await member(server);
  for (const locale of ["de-DE", "ar"]) {
    const page = await open({ as: ada.device, locale });
    await page.addInitScript(() => {
      window.shift = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((it) => (window.shift += it.value))).observe({ type: "layout-shift", buffered: true });
    });
    for (const path of ["/", "/user", "/user/security", "/sign-up"]) {
      await visit(page, path);
      await page.waitForLoadState("networkidle");
      const shift = await page.evaluate(() => window.shift);
      assert.ok(shift < MAX_SHIFT, `${locale} ${path} shifted by ${shift}`);
    }
  }
});

here.scenario("times are told in the language of the page", async ({ open, server }) => {
  const ada = await member(server);
  await signInElsewhere(server, ada);
  const page = await open({ as: ada.device, locale: "ar" });
  await visit(page, "/user/security");
  const when = page.locator("time");
  await eventually(async () => /\p{Script=Arabic}/u.test((await when.textContent()) ?? ""), true, "the time of another device");
});
