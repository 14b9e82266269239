//! Which texts there are, and their English.

mod parts;
mod picture;
mod sign_in;
mod sign_up;
mod step_up;
mod two_step;
mod user_button;
mod user_profile;
mod waitlist;

use super::{
    Direction, Language, PluralRule,
    errors::{ERRORS, ErrorsText},
};
pub use parts::*;
pub use picture::*;
pub use sign_in::*;
pub use sign_up::*;
pub use step_up::*;
pub use two_step::*;
pub use user_button::*;
pub use user_profile::*;
pub use waitlist::*;

crate::texts! {
    /// All texts of the library in one language.
    Text, ENGLISH {
        language: Language = Language {
            tag: "en",
            name: "English",
            dates: "en",
            direction: Direction::Ltr,
            plural: PluralRule::OneOther,
        },
        parts: PartsText = PARTS,
        sign_in: SignInText = SIGN_IN,
        sign_up: SignUpText = SIGN_UP,
        user_button: UserButtonText = USER_BUTTON,
        user_profile: UserProfileText = USER_PROFILE,
        picture: PictureText = PICTURE,
        two_step: TwoStepText = TWO_STEP,
        step_up: StepUpText = STEP_UP,
        waitlist: WaitlistText = WAITLIST,
        errors: ErrorsText = ERRORS,
    }
}
