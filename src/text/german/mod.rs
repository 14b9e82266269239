//! German.

mod errors;
mod parts;
mod picture;
mod sign_in;
mod sign_up;
mod step_up;
mod two_step;
mod user_button;
mod user_profile;
mod waitlist;

use super::{Direction, Language, PluralRule, Text};

/// All texts of the library in German.
pub const GERMAN: Text = Text {
    language: Language {
        tag: "de",
        name: "Deutsch",
        dates: "de",
        direction: Direction::Ltr,
        plural: PluralRule::OneOther,
    },
    parts: parts::PARTS,
    sign_in: sign_in::SIGN_IN,
    sign_up: sign_up::SIGN_UP,
    user_button: user_button::USER_BUTTON,
    user_profile: user_profile::USER_PROFILE,
    picture: picture::PICTURE,
    two_step: two_step::TWO_STEP,
    step_up: step_up::STEP_UP,
    waitlist: waitlist::WAITLIST,
    errors: errors::ERRORS,
};
