//! The user button's texts.

pub const MENU: &str = "account menu";
pub const POPOVER: &str = "Account";
pub const ACTIONS: &str = "Your account";
pub const MANAGE: &str = "Manage account";
pub const SIGN_OUT: &str = "Sign out";
pub const OTHERS: &str = "Other accounts";
pub const SWITCH_TO: &str = "Switch to";
pub const ADD: &str = "Add account";
pub const SIGN_OUT_ALL: &str = "Sign out of all accounts";
