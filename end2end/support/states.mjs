// Every screen in every state that a person can meet, and how to get there.
import { visible } from "./check.mjs";
import { totp as totpOf } from "./operators.mjs";
import { guarded, member, signInElsewhere, stranger, ticket, totp } from "./people.mjs";
import { otherCode } from "./server.mjs";
import { arrive, askForPause, enterPassword, fillSignUp, identify, openMenu, ui } from "./steps.mjs";
import { say } from "./words.mjs";
import { visit } from "./world.mjs";

/** The people the states are about: a short and a long name, one and two accounts in a browser. */
export async function cast(server) {
  const ada = await member(server, { email: "ada.lovelace@example.com", username: "ada_lovelace" });
  const long = await member(server, {
    firstName: "Wilhelmina Konstantina",
    lastName: "von Habsburg-Lothringen",
    email: "wilhelmina.konstantina.von.habsburg@long-domain.example.com",
  });
  const guard = await guarded(server, { email: "grace.hopper@example.com" });
  return { ada, long, guard, both: await signInElsewhere(server, long, await signInElsewhere(server, ada)) };
}

/** In seconds: one that the page waits out, and one that it tells. */
const SHORT_PAUSE = 5;
const LONG_PAUSE = 30;

/** The list of devices. */
const DEVICES = "**/v1/me/sessions/active*";

const refused = (path) => ({ refuses: [422, path] });

/** `name`, who is signed in (`as`), which refusals belong to the state (`refuses`, `alsoRefuses`), and the way there (`go`). */
export const STATES = [
  // First, while there are few mails.
  { name: "mailbox", go: (page) => page.goto("/dev/mailbox") },

  { name: "home-signed-out", go: (page) => visit(page, "/") },
  { name: "home-signed-in", as: "ada", go: (page) => visit(page, "/") },
  { name: "user-button", as: "ada", go: (page) => visit(page, "/").then(() => openMenu(page)) },
  { name: "user-button-accounts", as: "both", go: (page) => visit(page, "/").then(() => openMenu(page)) },
  { name: "theming", go: (page) => visit(page, "/theming") },
  { name: "not-found", refuses: [404, "/nowhere"], go: (page) => visit(page, "/nowhere") },

  { name: "sign-in-start", go: (page) => visit(page, "/sign-in") },
  {
    name: "sign-in-start-error",
    ...refused("/v1/client/sign_ins"),
    async go(page) {
      await visit(page, "/sign-in");
      await identify(page, "nobody@example.com");
      await visible(page.locator(".oh-field-error", { hasText: /./ }));
    },
  },
  { name: "sign-in-password", go: (page, { ada }) => toPassword(page, ada) },
  {
    name: "sign-in-password-error",
    ...refused("/v1/client/sign_ins"),
    async go(page, { ada }) {
      await toPassword(page, ada);
      await enterPassword(page, "not-the-password-at-all");
      await visible(page.locator(".oh-field-error", { hasText: /./ }));
    },
  },
  {
    name: "sign-in-password-wait",
    refuses: [429, "/v1/client/sign_ins"],
    async go(page, { ada }) {
      await toPassword(page, ada);
      await endlessPauses(page);
      await askForPause(page, "/attempt_first_factor", SHORT_PAUSE);
      await enterPassword(page, ada.password);
      await visible(ui.oneMoment(page));
    },
  },
  {
    name: "sign-in-password-wait-long",
    refuses: [429, "/v1/client/sign_ins"],
    async go(page, { ada }) {
      await toPassword(page, ada);
      await askForPause(page, "/attempt_first_factor", LONG_PAUSE);
      await enterPassword(page, ada.password);
      await visible(page.getByRole("alert"));
    },
  },
  { name: "sign-in-code", go: toCode },
  {
    name: "sign-in-code-error",
    ...refused("/v1/client/sign_ins"),
    async go(page, cast, server) {
      const { email } = await toCode(page, cast, server);
      await ui.code(page).fill(otherCode(await server.code(email)));
      await visible(page.locator(".oh-field-error", { hasText: /./ }));
    },
  },
  {
    name: "sign-in-alternatives",
    async go(page, { long }) {
      await toPassword(page, long);
      await ui.link(page, "Use another method").click();
      await visible(ui.heading(page, "Choose how to sign in"));
    },
  },
  {
    name: "sign-in-forgot",
    async go(page, { ada }) {
      await toPassword(page, ada);
      await ui.link(page, "Forgot password?").click();
      await visible(ui.heading(page, "Forgot your password?"));
    },
  },
  { name: "sign-in-reset-code", go: toResetCode },
  {
    name: "sign-in-new-password",
    async go(page, cast, server) {
      const { email } = await toResetCode(page, cast, server);
      await ui.code(page).fill(await server.code(email));
      await visible(ui.heading(page, "Choose a new password"));
      await ui.field(page, "New password").fill("long-enough-for-all");
      await ui.field(page, "Confirm new password").fill("long-enough-for-none");
      await visible(ui.text(page, "The passwords are different."));
    },
  },
  { name: "sign-in-totp", go: (page, { guard }) => toSecondFactor(page, guard) },
  {
    name: "sign-in-backup-code",
    async go(page, { guard }) {
      await toSecondFactor(page, guard);
      await ui.link(page, "Use a backup code instead").click();
      await visible(ui.heading(page, "Enter a backup code"));
    },
  },
  {
    name: "sign-in-ticket",
    async go(page, { ada }, server) {
      await visit(page, (await ticket(server, "sign_in_tokens", ada)).path);
      await visible(ui.heading(page, "Sign in with your link"));
    },
  },
  {
    name: "sign-in-ticket-error",
    refuses: [400, "/v1/client/sign_ins"],
    async go(page) {
      await visit(page, "/sign-in?__clerk_ticket=unknown");
      await ui.button(page, "Sign in").click();
      await visible(page.getByRole("alert"));
    },
  },
  { name: "home-acting", go: (page, { ada }, server) => actAs(page, server, ada) },
  {
    name: "profile-acting-long",
    async go(page, { long }, server) {
      await actAs(page, server, long);
      await visit(page, "/user/security");
      await visible(ui.region(page, "Active devices").getByRole("button"));
    },
  },
  {
    name: "sign-in-switcher",
    as: "both",
    async go(page) {
      await visit(page, "/sign-in");
      await visible(ui.heading(page, "Choose an account"));
    },
  },
  {
    name: "sign-in-add",
    as: "ada",
    async go(page) {
      await visit(page, "/sign-in?add=1");
      await visible(ui.heading(page, "Add another account"));
    },
  },

  { name: "sign-up-start", go: (page) => visit(page, "/sign-up") },
  {
    name: "sign-up-start-error",
    ...refused("/v1/client/sign_ups"),
    async go(page, { ada }) {
      await visit(page, "/sign-up");
      await fillSignUp(page, ada);
      await visible(page.locator(".oh-field-error", { hasText: /./ }));
    },
  },
  { name: "sign-up-code", go: toSignUpCode },
  {
    name: "sign-up-code-error",
    ...refused("/v1/client/sign_ups"),
    async go(page, cast, server) {
      const { email } = await toSignUpCode(page);
      await ui.code(page).fill(otherCode(await server.code(email)));
      await visible(page.locator(".oh-field-error", { hasText: /./ }));
    },
  },

  { name: "profile-account", as: "ada", go: (page) => toPanel(page, "/user") },
  { name: "profile-account-long", as: "both", go: (page) => toPanel(page, "/user") },
  { name: "profile-edit", as: "ada", go: (page) => toPanel(page, "/user?panel=profile") },
  {
    name: "profile-edit-saved",
    async go(page, cast, server) {
      await arriveAs(page, await member(server));
      await visit(page, "/user?panel=profile");
      await ui.field(page, "First name").fill("Augusta");
      await ui.button(page, "Save").click();
      await visible(ui.text(page, "Profile saved"));
    },
  },
  {
    name: "profile-username-error",
    ...refused("/v1/me"),
    async go(page, { ada }, server) {
      await arriveAs(page, await member(server));
      await visit(page, "/user?panel=username");
      await ui.field(page, "Username").fill(ada.username);
      await ui.button(page, "Save").click();
      await visible(page.locator(".oh-field-error", { hasText: /./ }));
    },
  },
  { name: "profile-email-new", as: "ada", go: (page) => toPanel(page, "/user?panel=email-new") },
  { name: "profile-email-verify", go: toEmailCode },
  {
    name: "profile-email-verify-wait",
    refuses: [429, "/v1/me/email_addresses"],
    async go(page, cast, server) {
      const { email } = await toEmailCode(page, cast, server);
      await endlessPauses(page);
      await askForPause(page, "/attempt_verification", SHORT_PAUSE);
      await ui.code(page).fill(await server.code(email));
      await visible(ui.oneMoment(page));
    },
  },
  {
    name: "profile-email-remove",
    async go(page, cast, server) {
      await toEmailCode(page, cast, server);
      await page.getByRole("link", { name: say(page, "Remove") }).click();
      await visible(ui.button(page, "Remove email address"));
    },
  },
  {
    name: "profile-security",
    as: "ada",
    async go(page, { ada }, server) {
      await signInElsewhere(server, ada);
      await visit(page, "/user/security");
      await visible(ui.region(page, "Active devices").getByRole("button"));
    },
  },
  {
    name: "profile-devices-loading",
    as: "ada",
    async go(page) {
      await page.route(DEVICES, () => new Promise(() => {}));
      await visit(page, "/user/security");
      await visible(page.locator(".oh-skeleton"));
    },
  },
  {
    name: "profile-devices-failed",
    as: "ada",
    refuses: [429, "/v1/me/sessions/active"],
    async go(page) {
      await page.route(DEVICES, (route) => route.fulfill({ status: 429, json: { errors: [] } }));
      await visit(page, "/user/security");
      await visible(page.getByRole("alert"));
    },
  },
  { name: "profile-password", as: "ada", go: (page) => toPanel(page, "/user/security?panel=password") },
  {
    name: "profile-password-error",
    as: "ada",
    ...refused("/v1/me/change_password"),
    async go(page) {
      await visit(page, "/user/security?panel=password");
      await ui.field(page, "New password").fill("password1");
      await ui.field(page, "Confirm new password").fill("password1");
      await ui.button(page, "Save").click();
      await visible(page.locator(".oh-field-error", { hasText: /./ }));
    },
  },
  { name: "picture-error", as: "ada", go: toWrongPicture },
  { name: "step-up-password", refuses: [403, "/v1/me"], go: toStepUp },
  {
    name: "step-up-password-error",
    refuses: [403, "/v1/me"],
    alsoRefuses: [422, "/v1/client/sessions"],
    async go(page, cast, server) {
      await toStepUp(page, cast, server);
      await page.getByRole("dialog").getByLabel(say(page, "Password"), { exact: true }).fill("not-the-password-at-all");
      await ui.button(page, "Confirm").click();
      await visible(page.getByRole("dialog").locator(".oh-field-error", { hasText: /./ }));
    },
  },
  {
    name: "step-up-code",
    refuses: [403, "/v1/me"],
    async go(page, cast, server) {
      await toStepUp(page, cast, server);
      await ui.button(page, "Email me a code").click();
      await visible(ui.code(page));
    },
  },
  {
    name: "step-up-totp",
    refuses: [403, "/v1/me"],
    async go(page, { guard }, server) {
      await signInWithTotp(page, guard);
      await askToProve(page, server, guard);
      await visible(ui.code(page));
    },
  },
  {
    name: "step-up-backup-code",
    refuses: [403, "/v1/me"],
    async go(page, { guard }, server) {
      await signInWithTotp(page, guard, true);
      await askToProve(page, server, guard);
      await ui.button(page, "Use a backup code").click();
      await visible(page.getByLabel(say(page, "Backup code")));
    },
  },
  { name: "two-step-intro", as: "ada", go: (page) => toPanel(page, "/user/security?panel=totp") },
  { name: "two-step-enrol", go: toEnrol },
  {
    name: "two-step-codes",
    async go(page, cast, server) {
      await toEnrol(page, cast, server);
      const secret = await page.locator(".oh-secret").innerText();
      await ui.code(page).fill(totpOf(secret));
      await visible(ui.heading(page, "Your backup codes"));
    },
  },
  { name: "profile-delete", as: "ada", go: (page) => toPanel(page, "/user/security?panel=delete-account") },
  {
    name: "profile-signed-out",
    async go(page, cast, server) {
      await arriveAs(page, await member(server));
      await visit(page, "/user");
      await (await openMenu(page)).getByRole("button", { name: say(page, "Sign out"), exact: true }).click();
      await visible(ui.heading(page, "You are signed out"));
    },
  },
];

/** From now on a pause never ends, so that there is time to look at it. */
function endlessPauses(page) {
  return page.evaluate(() => {
    const setTimeout = window.setTimeout;
    window.setTimeout = (work, ms, ...rest) => (ms >= 1_000 ? 0 : setTimeout(work, ms, ...rest));
  });
}

async function actAs(page, server, person) {
  await visit(page, (await ticket(server, "actor_tokens", person)).path);
  await ui.button(page, "Sign in").click();
  await arrive(page, "/");
  await visible(page.getByRole("complementary", { name: say(page, "Acting as another user") }));
}

async function arriveAs(page, person) {
  await page.context().addCookies(person.device.cookies);
}

/** A page of the profile, with the panel that its address names. */
async function toPanel(page, path) {
  await visit(page, path);
  await visible(ui.navigation(page, "Account settings"));
  if (path.includes("panel=")) await visible(page.locator(".oh-profile-panel"));
}

async function toPassword(page, person) {
  await visit(page, "/sign-in");
  await identify(page, person.email);
  await visible(ui.heading(page, "Enter your password"));
}

/** Somebody whose last proof is long ago, in front of the dialog that asks for a new one. */
async function toStepUp(page, cast, server) {
  const person = await member(server);
  await arriveAs(page, person);
  await askToProve(page, server, person);
}

async function askToProve(page, server, person) {
  await visit(page, "/user?panel=email-new");
  await server.age(30, person.email);
  await ui.field(page, "Email address").fill("one.more@example.com");
  await ui.button(page, "Add").click();
  await visible(page.getByRole("dialog", { name: say(page, "Confirm that it is you") }));
}

/** Each code works once, so whoever signs in again does it with a backup code. */
async function signInWithTotp(page, person, isByBackupCode = false) {
  await toSecondFactor(page, person);
  if (!isByBackupCode) {
    await ui.code(page).fill(totp());
  } else {
    await ui.link(page, "Use a backup code instead").click();
    await ui.field(page, "Backup code").fill(person.backupCodes.shift());
    await ui.button(page, "Continue").click();
  }
  await arrive(page, "/");
}

async function toEnrol(page, cast, server) {
  await arriveAs(page, await member(server));
  await toPanel(page, "/user/security?panel=totp");
  await ui.button(page, "Continue").click();
  await visible(page.getByRole("img", { name: say(page, "QR code for your authenticator app") }));
}

async function toWrongPicture(page) {
  await toPanel(page, "/user?panel=profile");
  await page.locator("input[type=file]").setInputFiles({ name: "a.svg", mimeType: "image/svg+xml", buffer: Buffer.from("<svg/>") });
  await visible(page.getByRole("alert"));
}

/** As far as the password goes. */
async function toSecondFactor(page, person) {
  await toPassword(page, person);
  await enterPassword(page, person.password);
  await visible(ui.heading(page, "Two-step verification"));
}

/** With an account of its own: codes are limited per address. */
async function toCode(page, cast, server) {
  const person = await member(server);
  await visit(page, "/sign-in?method=email_code");
  await identify(page, person.email);
  await visible(ui.heading(page, "Check your email"));
  return person;
}

async function toResetCode(page, cast, server) {
  const person = await member(server);
  await visit(page, "/sign-in?method=reset");
  await identify(page, person.email);
  await ui.button(page, "Email me a reset code").click();
  await visible(ui.heading(page, "Reset your password"));
  return person;
}

async function toSignUpCode(page) {
  const person = stranger();
  await visit(page, "/sign-up");
  await fillSignUp(page, person);
  await visible(ui.heading(page, "Check your email"));
  return person;
}

async function toEmailCode(page, cast, server) {
  const person = await member(server);
  await arriveAs(page, person);
  await visit(page, "/user?panel=email-new");
  const email = `second.${person.email}`;
  await ui.field(page, "Email address").fill(email);
  await ui.button(page, "Add").click();
  await visible(ui.code(page));
  return { email };
}
