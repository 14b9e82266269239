//! The profile's texts.

pub const NAV: &str = "Account settings";
pub const ACCOUNT: &str = "Account";
pub const SECURITY: &str = "Security";
pub const LOADING: &str = "Loading your account";
pub const CANCEL: &str = "Cancel";
pub const SAVE: &str = "Save";

pub const SIGNED_OUT_TITLE: &str = "You are signed out";
pub const SIGNED_OUT_TEXT: &str = "Sign in to see and change your account.";
pub const SIGN_IN: &str = "Sign in";

pub const PROFILE: &str = "Profile";
pub const EDIT_PROFILE: &str = "Edit profile";
pub const FIRST_NAME: &str = "First name";
pub const LAST_NAME: &str = "Last name";
pub const PROFILE_SAVED: &str = "Profile saved";

pub const USERNAME: &str = "Username";
pub const NO_USERNAME: &str = "Not set";
pub const SET_USERNAME: &str = "Set username";
pub const CHANGE_USERNAME: &str = "Change username";
pub const USERNAME_SAVED: &str = "Username saved";

pub const EMAILS: &str = "Email addresses";
pub const NO_EMAILS: &str = "No email address yet.";
pub const PRIMARY: &str = "Primary";
pub const UNVERIFIED: &str = "Unverified";
pub const VERIFY: &str = "Verify";
pub const SET_PRIMARY: &str = "Set as primary";
pub const REMOVE: &str = "Remove";
pub const ADD_EMAIL: &str = "Add email address";
pub const EMAIL: &str = "Email address";
pub const ADD_EMAIL_HINT: &str = "We will send a verification code to this address.";
pub const ADD: &str = "Add";
pub const VERIFY_EMAIL: &str = "Verify email address";
pub const SEND_CODE: &str = "Send code";
pub const REMOVE_EMAIL: &str = "Remove email address";
pub const EMAIL_VERIFIED: &str = "Email address verified";
pub const EMAIL_REMOVED: &str = "Email address removed";
pub const PRIMARY_CHANGED: &str = "Primary email address changed";
pub const CODE_SENT_TO: &str = "Enter the code that was sent to";
pub const CODE_GOES_TO: &str = "A verification code will be sent to";
pub const REMOVE_EMAIL_TEXT: &str = "will be removed from your account. You can no longer sign in with it.";

pub const PASSWORD: &str = "Password";
pub const PASSWORD_IS_SET: &str = "Password is set";
pub const NO_PASSWORD: &str = "No password set";
pub const SET_PASSWORD: &str = "Set password";
pub const CHANGE_PASSWORD: &str = "Change password";
pub const REMOVE_PASSWORD: &str = "Remove password";
pub const REMOVE_PASSWORD_TEXT: &str = "You will sign in with a code sent to your email address instead.";
pub const CURRENT_PASSWORD: &str = "Current password";
pub const NEW_PASSWORD: &str = "New password";
pub const CONFIRM_PASSWORD: &str = "Confirm new password";
pub const PASSWORDS_DIFFER: &str = "The passwords do not match.";
pub const SIGN_OUT_OTHERS: &str = "Sign out of all other devices";
pub const PASSWORD_SAVED: &str = "Password saved";
pub const PASSWORD_REMOVED: &str = "Password removed";

pub const DEVICES: &str = "Active devices";
pub const THIS_DEVICE: &str = "This device";
pub const ACTING: &str = "Acting in your name";
pub const THIS_BROWSER: &str = "This browser";
pub const UNKNOWN_DEVICE: &str = "Unknown device";
pub const IN_USE_NOW: &str = "In use now";
pub const SIGN_OUT: &str = "Sign out";
pub const DEVICE_SIGNED_OUT: &str = "Device signed out";
pub const DEVICES_LOADING: &str = "Loading devices";
pub const DEVICES_FAILED: &str = "Your devices could not be loaded.";
pub const RETRY: &str = "Try again";
pub const DEVICES_NEED_SCRIPTS: &str = "Your other devices are listed here when scripts are allowed. Without them, change your password to sign out of all other devices.";

pub const DELETE_ACCOUNT: &str = "Delete account";
pub const DELETE_TEXT: &str = "Delete your account and all of its data. This cannot be undone.";
pub const DELETE_PHRASE: &str = "Delete account";
pub const DELETE_WARNING: &str = "Your account and everything that belongs to it will be deleted for good.";
pub const DELETE_LABEL: &str = "Type “Delete account” to continue";
