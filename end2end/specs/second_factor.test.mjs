// Signing in to an account with an authenticator app and backup codes.
import { focused, text, visible } from "../support/check.mjs";
import { guarded, totp } from "../support/people.mjs";
import { otherCode } from "../support/server.mjs";
import { arrive, signIn, ui } from "../support/steps.mjs";
import { visit, world } from "../support/world.mjs";

const { scenario } = world();
const TITLE = "Two-step verification";
const WRONG_CODE = "This code is not right. Check it and try again.";

scenario("the password leads to the code of the authenticator app, which leads in", async ({ open, watch, server }) => {
  const ada = await guarded(server);
  const page = await open();
  await visit(page, "/sign-in");
  await signIn(page, ada);
  await visible(ui.heading(page, TITLE));
  await focused(ui.code(page));
  // Nobody is signed in yet, wherever one goes.
  await visit(page, "/");
  await visible(page.locator("#content").getByText("Nobody is signed in."));
  await visit(page, "/sign-in");
  await visible(ui.heading(page, TITLE));
  watch.expect(422, "/v1/client/sign_ins/");
  await ui.code(page).fill(otherCode(totp()));
  await text(ui.fieldError(page, "Verification code"), WRONG_CODE);
  await ui.code(page).fill(totp());
  await arrive(page, "/");
  await visible(page.locator("#content").getByText(ada.email));
});

scenario("a backup code leads in once", async ({ open, watch, server }) => {
  const ada = await guarded(server);
  for (const isFresh of [true, false]) {
    const page = await open();
    await visit(page, "/sign-in");
    await signIn(page, ada);
    await ui.link(page, "Use a backup code instead").click();
    await visible(ui.heading(page, "Enter a backup code"));
    await focused(ui.field(page, "Backup code"));
    if (!isFresh) watch.expect(422, "/v1/client/sign_ins/");
    await page.keyboard.type(ada.backupCodes[0]);
    await page.keyboard.press("Enter");
    if (isFresh) {
      await arrive(page, "/");
    } else {
      await text(ui.fieldError(page, "Backup code"), WRONG_CODE);
      await ui.link(page, "Use your authenticator app instead").click();
      await ui.code(page).fill(totp());
      await arrive(page, "/");
    }
  }
});

scenario("without scripts both work as plain forms", async ({ open, server }) => {
  const ada = await guarded(server);
  const page = await open({ javaScriptEnabled: false });
  await page.goto("/sign-in");
  await signIn(page, ada);
  await visible(ui.heading(page, TITLE));
  await ui.code(page).fill(otherCode(totp()));
  await ui.button(page, "Continue").click();
  await text(ui.fieldError(page, "Verification code"), WRONG_CODE);
  await ui.link(page, "Use a backup code instead").click();
  await ui.field(page, "Backup code").fill("not-a-code-of-ours");
  await ui.button(page, "Continue").click();
  await visible(ui.heading(page, "Enter a backup code"));
  await text(ui.fieldError(page, "Backup code"), WRONG_CODE);
  await ui.field(page, "Backup code").fill(ada.backupCodes[1]);
  await ui.button(page, "Continue").click();
  await visible(page.locator("#content").getByText(ada.email));
});
