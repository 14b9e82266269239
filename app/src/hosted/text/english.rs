//! Which texts the hosted pages have, and their English.

use onehop::text::{Plural, Template};

onehop::texts! {
    /// What the hosted pages say.
    HostedText, HOSTED {
        skip = "Skip to content",
        footer = "Accounts by Onehop, running on your own server.",
        language = "Language",
        account = "Account",
        profile = "Profile",
        sign_in = "Sign in",
        sign_up = "Sign up",
        create_account = "Create an account",
        waitlist = "Waiting list",
        your_account = "Your account",
        not_found = "Page not found",
        not_found_text = "Nothing is at this address. It may have moved, or the link is incomplete.",
        to_start = "Go to the start page",
        headline = "User accounts that live on your own server",
        lead = "Onehop gives your application sign-up, sign-in and profiles. It runs as one program beside your app, and your pages ask it for the user at the moment they need one. There is no copy to keep in step, and the first HTML already knows who is there.",
        developers = "For developers",
        developers_text = "The library is one crate: components, signals and token verification. Add it once and choose its side by a feature.",
        you_here = "You, in this browser",
        looking = "Looking up your session.",
        nobody = "Nobody is signed in. Sign in, and every open tab of this page follows.",
        open_profile = "Open your profile",
        you_there = "You, as the server sees you",
        you_there_text = "A server function reads your session token. It checks the signature and asks no database.",
        asking = "Asking the server.",
        ask_again = "Ask the server again",
        ask_failed = "The server could not be asked. Try again in a moment.",
        refused = "Sign in to continue.",
        expired = "The session token has expired.",
        invalid = "The session token is not valid.",
        user = "User",
        session = "Session",
        issued = "Token issued",
        expires = "Token expires",
        expires_at: Template = Template("{time} ({seconds} s later)"),
        proof = "Proof of identity",
        not_in_token = "Not in the token",
        just_now = "Less than a minute ago",
        minutes_ago: Plural = Plural::two("{count} minute ago", "{count} minutes ago"),
    }
}
