//! The texts of the parts that everything is built from, and of the small components.

use crate::text::{Plural, Template};

crate::texts! {
    /// The texts of the parts that everything is built from, and of the small components.
    PartsText, PARTS {
        close = "Close",
        wait = "One moment…",
        show_password = "Show password",
        password_length: Plural = Plural::two("At least {count} character", "At least {count} characters"),
        password_lowercase = "a lowercase letter",
        password_uppercase = "an uppercase letter",
        password_number = "a digit",
        password_special = "a special character",
        code = "Verification code",
        resend = "Send a new code",
        resend_in: Plural = Plural::two("Send a new code in {count} s", "Send a new code in {count} s"),
        resent = "A new code is on its way.",
        sign_in = "Sign in",
        acting = "Acting as another user",
        acting_as: Template = Template("You are signed in as {name}"),
        stop_acting = "Sign out of this account",
    }
}
