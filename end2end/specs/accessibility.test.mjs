// Nothing that the WCAG 2.2 rules of axe object to, in any state, light and dark; and everything by keyboard alone.
import assert from "node:assert/strict";
import { settled, violations } from "../support/audit.mjs";
import { eventually, focused, hidden, visible } from "../support/check.mjs";
import { member } from "../support/people.mjs";
import { STATES, cast } from "../support/states.mjs";
import { arrive, ui } from "../support/steps.mjs";
import { visit, world } from "../support/world.mjs";

const here = world({}, cast);

for (const state of STATES) {
  here.scenario(`axe objects to nothing: ${state.name}`, async ({ open, watch, server, prepared: people }) => {
    const page = await open({ as: people[state.as]?.device ?? people[state.as] });
    if (state.refuses) watch.expect(...state.refuses);
    if (state.alsoRefuses) watch.expect(...state.alsoRefuses);
    await state.go(page, people, server);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      assert.deepEqual(await violations(page), [], colorScheme);
    }
  });
}

/** Presses Tab until `locator` has the focus, and checks on the way that whoever has it shows it. */
async function tabTo(page, locator, key = "Tab") {
  for (let presses = 0; presses < 40; presses += 1) {
    if ((await locator.count()) && (await locator.evaluate((it) => it === document.activeElement))) return;
    await page.keyboard.press(key);
    const shown = await page.evaluate(showsFocus);
    assert.ok(shown.isVisible, `the focus on ${shown.what} shows`);
  }
  assert.fail(`no way by keyboard to ${locator}`);
}

/** Does what has the focus, or the frame around it, draw an outline or a ring? */
function showsFocus() {
  const element = document.activeElement;
  if (!element || element === document.body) return { what: "the page", isVisible: true };
  const draws = (it) => {
    const style = getComputedStyle(it);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  };
  // The input for codes is drawn by the boxes beside it.
  const around = [element, ...element.parentElement.querySelectorAll("*"), element.parentElement];
  return { what: element.outerHTML.slice(0, 120), isVisible: around.some(draws) };
}

here.scenario("signing in and out by keyboard alone", async ({ open, server }) => {
  const ada = await member(server);
  const page = await open();
  await visit(page, "/");
  await page.keyboard.press("Tab");
  await focused(ui.link(page, "Skip to content"));
  await tabTo(page, page.getByRole("navigation").getByRole("link", { name: "Sign in" }));
  await page.keyboard.press("Enter");
  await visible(ui.heading(page, "Sign in"));
  await tabTo(page, ui.field(page, "Email address or username"));
  await page.keyboard.type(ada.email);
  await tabTo(page, ui.button(page, "Continue"));
  await page.keyboard.press("Enter");
  await visible(ui.heading(page, "Enter your password"));
  await focused(ui.field(page, "Password"));
  await page.keyboard.type(ada.password);
  await tabTo(page, page.getByRole("button", { name: "Show password" }));
  await page.keyboard.press("Space");
  await eventually(() => ui.field(page, "Password").getAttribute("type"), "text", "the password shows");
  await tabTo(page, ui.button(page, "Continue"));
  await page.keyboard.press("Space");
  await arrive(page, "/");

  await tabTo(page, ui.userButton(page));
  await page.keyboard.press("Enter");
  await visible(ui.popover(page));
  await eventually(() => ui.userButton(page).getAttribute("aria-expanded"), "true", "the button says that it is open");
  await page.keyboard.press("Escape");
  await hidden(ui.popover(page));
  await focused(ui.userButton(page));
  await eventually(() => ui.userButton(page).getAttribute("aria-expanded"), "false", "the button says that it is closed");
  await page.keyboard.press("Space");
  await visible(ui.popover(page));
  await tabTo(page, ui.popover(page).getByRole("link", { name: "Manage account" }));
  await tabTo(page, ui.popover(page).getByRole("button", { name: "Sign out", exact: true }));
  await page.keyboard.press("Enter");
  await visible(page.locator("#content").getByText("Nobody is signed in."));
});

here.scenario("the profile by keyboard alone", async ({ open, server }) => {
  const ada = await member(server);
  const page = await open({ as: ada.device });
  await visit(page, "/user");
  await tabTo(page, ui.link(page, "Edit profile"));
  await page.keyboard.press("Enter");
  await focused(ui.field(page, "First name"));
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("Augusta");
  await page.keyboard.press("Enter");
  await visible(page.getByText("Profile saved"));
  await focused(ui.link(page, "Edit profile"));
});

here.scenario("a click beside the popover closes it", async ({ open, server }) => {
  const ada = await member(server);
  const page = await open({ as: ada.device });
  await visit(page, "/");
  await ui.userButton(page).click();
  await visible(ui.popover(page));
  await page.mouse.click(200, 500);
  await hidden(ui.popover(page));
});
