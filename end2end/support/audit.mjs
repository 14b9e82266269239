// What is asked of every screen, whatever is on it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** What the WCAG 2.2 rules of axe object to on this page as it is now. */
export async function violations(page) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AXE);
  const { violations: found } = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags, resultTypes: ["violations"] }), TAGS);
  return found.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => `${node.html} ${node.failureSummary}`) }));
}

/** Colours move to those of another scheme in a moment. */
export function settled(page) {
  return page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const endless = (it) => it.effect?.getTiming().iterations === Infinity;
    await Promise.all(document.getAnimations().filter((it) => !endless(it)).map((it) => it.finished.catch(() => {})));
  });
}

/** By how much the page scrolls sideways, and what sticks out of it. */
export function overflow(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const canScroll = (it) => it && (/auto|scroll|hidden|clip/.test(getComputedStyle(it).overflowX) || canScroll(it.parentElement));
    const sticksOut = ({ left, right, width }) => width > 1 && (right > clientWidth + 1 || left < -1);
    const cut = [...document.body.querySelectorAll("*")]
      .filter((it) => it.checkVisibility() && sticksOut(it.getBoundingClientRect()) && !canScroll(it.parentElement))
      .map((it) => it.outerHTML.slice(0, 120));
    return { sideways: Math.max(0, scrollWidth - clientWidth), cut };
  });
}
