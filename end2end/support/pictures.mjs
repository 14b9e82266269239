// Pictures of a page of the dashboard.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { overflow, settled, violations } from "./audit.mjs";

const FOLDER = fileURLToPath(new URL("../screenshots/", import.meta.url));
mkdirSync(FOLDER, { recursive: true });

/** Looked at by axe and taken, at every width, light and dark. */
export async function pictures(page, name) {
  await page.mouse.move(0, 0);
  for (const width of [375, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      assert.deepEqual(await violations(page), [], `${name}, ${width} px, ${colorScheme}`);
      await page.screenshot({ path: `${FOLDER}dashboard-${name}-${width}-${colorScheme}.png`, fullPage: true, animations: "disabled" });
    }
    const { sideways, cut } = await overflow(page);
    assert.deepEqual([sideways, cut], [0, []], `${name}, ${width} px`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}
