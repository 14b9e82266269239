// What people's circumstances must not break: a slow or absent network, less motion, larger text, wider spacing.
import assert from "node:assert/strict";
import { overflow, settled, violations } from "../support/audit.mjs";
import { eventually, focused, hidden, visible } from "../support/check.mjs";
import { member, signInElsewhere } from "../support/people.mjs";
import { STATES, cast } from "../support/states.mjs";
import { identify, openMenu, ui } from "../support/steps.mjs";
import { visit, world } from "../support/world.mjs";

const DEVICES = "**/v1/me/sessions/active*";
const ZOOMS = [1, 2, 4];
const WIDTH = 1280;
const HEIGHT = 1024;
const here = world({}, cast);

/** Text spacing as WCAG 1.4.12 has it. */
function widen(page) {
  return page.evaluate(() => {
    const wide = new CSSStyleSheet();
    wide.replaceSync(`
      * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
      p { margin-block-end: 2em !important }
    `);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, wide];
  });
}

/** Texts that are cut off: more of them than their box shows, and no way to scroll there. */
function cutOff(page) {
  return page.evaluate(() => {
    const isCut = (it) => {
      const { overflowX, overflowY, clipPath } = getComputedStyle(it);
      if (clipPath !== "none" || !it.checkVisibility({ opacityProperty: true })) return false;
      const hides = (value) => value === "hidden" || value === "clip";
      return (hides(overflowX) && it.scrollWidth > it.clientWidth + 1) || (hides(overflowY) && it.scrollHeight > it.clientHeight + 1);
    };
    return [...document.body.querySelectorAll("*")].filter((it) => it.textContent.trim() && isCut(it)).map((it) => it.outerHTML.slice(0, 160));
  });
}

for (const state of STATES.filter((it) => it.name !== "mailbox")) {
  here.scenario(`nothing is lost when enlarged or spaced out: ${state.name}`, async ({ open, watch, server, prepared: people }) => {
    const page = await open({ as: people[state.as]?.device ?? people[state.as] });
    if (state.refuses) watch.expect(...state.refuses);
    if (state.alsoRefuses) watch.expect(...state.alsoRefuses);
    await state.go(page, people, server);
    for (const isWide of [false, true]) {
      if (isWide) await widen(page);
      for (const zoom of ZOOMS) {
        await page.setViewportSize({ width: WIDTH / zoom, height: HEIGHT / zoom });
        const where = `at ${zoom * 100} %${isWide ? ", spaced out" : ""}`;
        assert.deepEqual(await overflow(page), { sideways: 0, cut: [] }, where);
        assert.deepEqual(await cutOff(page), [], where);
      }
    }
  });
}

here.scenario("a slow list shows bars after a moment, then the list", async ({ open, server }) => {
  const ada = await member(server);
  await signInElsewhere(server, ada);
  const page = await open({ as: ada.device });
  let release;
  const gate = new Promise((resolve) => (release = resolve));
  await page.route(DEVICES, async (route) => {
    await gate;
    await route.continue();
  });
  await visit(page, "/user/security");
  await visible(page.getByText("Loading devices"));
  assert.deepEqual(await violations(page), []);
  release();
  await visible(ui.region(page, "Active devices").getByRole("button"));
  await hidden(page.locator(".oh-skeleton"));
});

here.scenario("a quick list shows no bars", async ({ open, server }) => {
  const ada = await member(server);
  await signInElsewhere(server, ada);
  const page = await open({ as: ada.device });
  await page.addInitScript(() => {
    const look = () => (window.sawBars ||= document.querySelector(".oh-skeleton") !== null);
    new MutationObserver(look).observe(document, { childList: true, subtree: true });
  });
  await visit(page, "/user/security");
  await visible(ui.region(page, "Active devices").getByRole("button"));
  assert.equal(await page.evaluate(() => window.sawBars), false);
});

here.scenario("offline, the list says so and can be asked for again", async ({ open, watch, server }) => {
  const ada = await member(server);
  await signInElsewhere(server, ada);
  const page = await open({ as: ada.device });
  const isBack = watch.expectOutage();
  await page.route(DEVICES, (route) => route.abort("internetdisconnected"));
  await visit(page, "/user/security");
  const alert = page.getByRole("alert").filter({ hasText: "Your devices could not be loaded." });
  await visible(alert);
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await settled(page);
    assert.deepEqual(await violations(page), [], colorScheme);
  }
  await page.unroute(DEVICES);
  isBack();
  await alert.getByRole("button", { name: "Try again" }).click();
  await visible(ui.region(page, "Active devices").getByRole("button", { name: /^Sign out/ }));
  await hidden(alert);
});

here.scenario("offline, a form keeps what was typed and works once the network is back", async ({ open, watch, server }) => {
  const ada = await member(server);
  const page = await open();
  await visit(page, "/sign-in");
  const isBack = watch.expectOutage();
  await page.context().setOffline(true);
  await identify(page, ada.email);
  await visible(page.getByRole("alert").filter({ hasText: "Check your connection" }));
  assert.equal(await ui.field(page, "Email address or username").inputValue(), ada.email);
  await page.context().setOffline(false);
  isBack();
  await ui.button(page, "Continue").click();
  await visible(ui.heading(page, "Enter your password"));
});

here.scenario("a form is sent once, however often its button is pressed", async ({ open, server }) => {
  const ada = await member(server);
  const page = await open({ as: ada.device });
  await visit(page, "/user?panel=profile");
  let calls = 0;
  await page.route("**/v1/me*", async (route) => {
    if (route.request().method() !== "GET") calls += 1;
    await new Promise((resolve) => setTimeout(resolve, 500));
    await route.continue();
  });
  await ui.field(page, "First name").fill("Augusta");
  const save = page.locator(".oh-profile-panel button[type=submit][data-variant=primary]");
  await save.click();
  await eventually(() => save.getAttribute("aria-busy"), "true", "the button says that it works");
  await save.click({ force: true });
  await page.keyboard.press("Enter");
  await visible(page.getByText("Profile saved"));
  assert.equal(calls, 1);
});

here.scenario("with less motion nothing moves: it fades, and quickly", async ({ open, server }) => {
  const ada = await member(server);
  const page = await open({ as: ada.device, reducedMotion: "reduce" });
  await page.addInitScript(() => {
    window.moved = [];
    document.addEventListener("animationstart", ({ target }) => {
      for (const it of target.getAnimations()) {
        const frames = it.effect.getKeyframes();
        const shift = frames.map((frame) => frame.transform ?? frame.translate).find((value) => value && !/^none$|^0(px)?( 0(px)?)*$|\(0(px)?\)/.test(value));
        const { duration } = it.effect.getTiming();
        if (shift || duration > 80) window.moved.push(`${target.className}: ${shift} ${duration} ms`);
      }
    }, true);
  });
  await visit(page, "/user");
  await openMenu(page);
  await page.keyboard.press("Escape");
  await ui.link(page, "Edit profile").click();
  await focused(ui.field(page, "First name"));
  assert.deepEqual(await page.evaluate(() => window.moved), []);
});
