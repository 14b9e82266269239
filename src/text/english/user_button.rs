//! The texts of `<UserButton/>`.

crate::texts! {
    /// The texts of `<UserButton/>`.
    UserButtonText, USER_BUTTON {
        popover = "Account",
        actions = "Your account",
        manage = "Manage account",
        sign_out = "Sign out",
        others = "Other accounts",
        add = "Add account",
        sign_out_all = "Sign out of all accounts",
        menu = ", account menu",
        switch_to = "Switch to",
    }
}
