//! The texts of `<SignUp/>`.

use crate::text::Template;

crate::texts! {
    /// The texts of `<SignUp/>`.
    SignUpText, SIGN_UP {
        title = "Create your account",
        subtitle = "Fill in your details to continue",
        first_name = "First name",
        last_name = "Last name",
        username = "Username",
        email = "Email address",
        password = "Password",
        next = "Continue",
        have_account = "Already have an account?",
        sign_in = "Sign in",
        sign_in_instead = "Sign in with this address instead",
        continue_title = "Complete your account",
        continue_subtitle = "A few details are still missing",
        start_over = "Start over",
        code_title = "Check your email",
        code_title_unsent = "Verify your email address",
        code_send = "Email me a code",
        edit_email = "Change the email address",
        invited_title = "Accept your invitation",
        ticket_title = "You are invited",
        ticket_subtitle = "Your invitation is good for one account",
        ticket_use = "Accept the invitation",
        waitlist = "New accounts are made from a waiting list. Whoever is on it gets an invitation by email.",
        waitlist_join = "Join the waiting list",
        restricted_title = "Sign-up is closed",
        restricted = "New accounts are made by invitation only. Ask whoever runs this site for access.",
        support = "Email support",
        done_title = "Your account is ready",
        done_subtitle = "Taking you there",
        code_goes_out: Template = Template("We send a {length}-digit code to this address"),
        code_sent: Template = Template("Enter the {length}-digit code sent to this address"),
        optional = "(optional)",
        legal: Template = Template("I accept the {terms} and the {privacy}"),
        legal_one: Template = Template("I accept the {document}"),
        legal_terms = "terms of service",
        legal_privacy = "privacy policy",
    }
}
