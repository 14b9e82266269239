// A picture of every screen in every state, for people to look at; and no screen that scrolls sideways.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { overflow } from "../support/audit.mjs";
import { STATES, cast } from "../support/states.mjs";
import { world } from "../support/world.mjs";

const FOLDER = fileURLToPath(new URL("../screenshots/", import.meta.url));
const WIDTHS = [375, 768, 1280];
/** 1280 pixels enlarged to 400 %. */
const REFLOW = 320;
const HEIGHT = 800;
const MIN_TARGET = 24;
mkdirSync(FOLDER, { recursive: true });
const here = world({}, cast);

for (const state of STATES) {
  here.scenario(`fits every width: ${state.name}`, async ({ open, watch, server, prepared: people }) => {
    const page = await open({ as: people[state.as]?.device ?? people[state.as] });
    if (state.refuses) watch.expect(...state.refuses);
    if (state.alsoRefuses) watch.expect(...state.alsoRefuses);
    await state.go(page, people, server);
    await page.mouse.move(0, 0);
    for (const width of [REFLOW, ...WIDTHS]) {
      await page.setViewportSize({ width, height: HEIGHT });
      assert.deepEqual(await overflow(page), { sideways: 0, cut: [] }, `at ${width} px`);
      if (width === WIDTHS[0]) assert.deepEqual(await smallTargets(page), [], `targets at ${width} px`);
      if (width !== REFLOW) await picture(page, state.name, width);
    }
  });
}

async function picture(page, name, width) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${FOLDER}${name}-${width}-${colorScheme}.png`, fullPage: true, animations: "disabled" });
  }
}

/** What is to be pressed and too small for a finger. Links within text are exempt, and boxes whose label can be pressed. */
function smallTargets(page) {
  return page.evaluate((min) => {
    const isSmall = (it) => {
      const { width, height } = it.getBoundingClientRect();
      return it.checkVisibility({ checkOpacity: true }) && width > 1 && (width < min || height < min);
    };
    return [...document.querySelectorAll("button, input:not([type=hidden]):not([type=checkbox]), a.oh-button, a.oh-profile-action, a.pg-nav-link")]
      .filter((it) => isSmall(it) && !it.closest("[aria-hidden=true], label"))
      .map((it) => `${it.outerHTML.slice(0, 100)} ${JSON.stringify(it.getBoundingClientRect())}`);
  }, MIN_TARGET);
}
