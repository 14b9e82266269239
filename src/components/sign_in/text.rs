//! The texts of `<SignIn/>`.

pub(super) const TITLE: &str = "Sign in";
pub(super) const TITLE_ADD: &str = "Add another account";
pub(super) const SUBTITLE: &str = "Enter your details to continue";
pub(super) const IDENTIFIER: &str = "Email address or username";
pub(super) const PASSWORD: &str = "Password";
pub(super) const CONTINUE: &str = "Continue";
pub(super) const NO_ACCOUNT: &str = "Don’t have an account?";
pub(super) const SIGN_UP: &str = "Sign up";
pub(super) const BACK: &str = "Back";

pub(super) const PASSWORD_TITLE: &str = "Enter your password";
pub(super) const PASSWORD_SUBTITLE: &str = "Enter the password of your account";
pub(super) const FORGOT: &str = "Forgot password?";
pub(super) const OTHER_METHOD: &str = "Use another method";
pub(super) const EDIT_IDENTITY: &str = "Use a different email address or username";

pub(super) const CODE_TITLE: &str = "Check your email";
pub(super) const CODE_TITLE_UNSENT: &str = "Sign in with a code";
pub(super) const CODE_SEND: &str = "Email me a code";
pub(super) const RESET_CODE_TITLE: &str = "Reset your password";
pub(super) const RESET_CODE_SEND: &str = "Email me a reset code";

pub(super) const ALTERNATIVES_TITLE: &str = "Choose how to sign in";
pub(super) const ALTERNATIVES_SUBTITLE: &str = "Any of these proves that it is you";
pub(super) const BY_PASSWORD: &str = "Sign in with your password";
pub(super) const BY_RESET: &str = "Reset your password";

pub(super) const RESET_TITLE: &str = "Forgot your password?";
pub(super) const RESET_SUBTITLE: &str = "We email you a code, then you choose a new password";
pub(super) const RESET_OR: &str = "or sign in another way";

pub(super) const NEW_PASSWORD_TITLE: &str = "Choose a new password";
pub(super) const NEW_PASSWORD_SUBTITLE: &str = "You are signed in once it is saved";
pub(super) const NEW_PASSWORD: &str = "New password";
pub(super) const CONFIRM_PASSWORD: &str = "Confirm new password";
pub(super) const PASSWORDS_MATCH: &str = "Both passwords match.";
pub(super) const PASSWORDS_DIFFER: &str = "The passwords are different.";
pub(super) const SIGN_OUT_OTHERS: &str = "Sign out of all other devices";
pub(super) const SAVE_PASSWORD: &str = "Save password";

pub(super) const TICKET_TITLE: &str = "Sign in with your link";
pub(super) const TICKET_SUBTITLE: &str = "It works once, in this browser";
pub(super) const TICKET_USE: &str = "Sign in";
pub(super) const TICKET_OTHERWISE: &str = "Sign in another way";

pub(super) const TOTP_TITLE: &str = "Two-step verification";
pub(super) const TOTP_SUBTITLE: &str = "Enter the 6-digit code that your authenticator app shows";
pub(super) const USE_BACKUP_CODE: &str = "Use a backup code instead";
pub(super) const BACKUP_CODE_TITLE: &str = "Enter a backup code";
pub(super) const BACKUP_CODE_SUBTITLE: &str = "You got your backup codes when you set up two-step verification";
pub(super) const BACKUP_CODE: &str = "Backup code";
pub(super) const BACKUP_CODE_HINT: &str = "Each code works once.";
pub(super) const USE_TOTP: &str = "Use your authenticator app instead";

pub(super) const NO_FACTOR_TITLE: &str = "You can’t sign in here";
pub(super) const NO_FACTOR: &str = "None of the ways to prove that this account is yours is available here.";
pub(super) const START_OVER: &str = "Start over";
pub(super) const SUPPORT: &str = "Email support";

pub(super) const SWITCHER_TITLE: &str = "Choose an account";
pub(super) const SWITCHER_SUBTITLE: &str = "You are signed in to these accounts";
pub(super) const ADD_ACCOUNT: &str = "Add another account";
pub(super) const SIGN_OUT_ALL: &str = "Sign out of all accounts";
pub(super) const BACK_TO_ACCOUNTS: &str = "Back to your accounts";

pub(super) const DONE_TITLE: &str = "You are signed in";
pub(super) const DONE_SUBTITLE: &str = "Taking you to your account";
