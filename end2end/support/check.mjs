// Assertions that wait: the page gets a moment to come to the state that is expected.
import assert from "node:assert/strict";

const WAIT_MS = 8_000;

/** Asks `probe` until it equals `wanted`. */
export async function eventually(probe, wanted, what, within = WAIT_MS) {
  const end = Date.now() + within;
  let seen = await probe();
  while (!same(seen, wanted) && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    seen = await probe();
  }
  assert.deepEqual(seen, wanted, what);
}

export async function visible(locator, within = WAIT_MS) {
  await locator.first().waitFor({ state: "visible", timeout: within });
}

export async function hidden(locator, within = WAIT_MS) {
  await locator.first().waitFor({ state: "hidden", timeout: within });
}

export function focused(locator) {
  return eventually(() => locator.evaluate((it) => it === document.activeElement), true, `focus on ${locator}`);
}

export function text(locator, wanted) {
  return eventually(async () => ((await locator.innerText().catch(() => "")) ?? "").trim(), wanted, `text of ${locator}`);
}

export function value(locator, wanted) {
  return eventually(() => locator.inputValue(), wanted, `value of ${locator}`);
}

function same(a, b) {
  try {
    assert.deepEqual(a, b);
    return true;
  } catch {
    return false;
  }
}
