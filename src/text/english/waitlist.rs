//! The texts of `<Waitlist/>`.

crate::texts! {
    /// The texts of `<Waitlist/>`.
    WaitlistText, WAITLIST {
        title = "Join the waiting list",
        subtitle = "Leave your email address. We write to you when it is your turn.",
        email = "Email address",
        join = "Join the waiting list",
        have_access = "Already have access?",
        sign_in = "Sign in",
        joined_title = "You are on the waiting list",
        joined_subtitle = "We write to you when it is your turn. Nothing more is to be done.",
        leaving = "Taking you there",
        next = "Continue",
        closed_title = "There is no waiting list",
        open = "Everybody may sign up: no need to wait.",
        restricted = "New accounts are made by invitation only. Ask whoever runs this site for access.",
        sign_up = "Create an account",
    }
}
