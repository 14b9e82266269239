//! The hosted pages, one per file, and the frame around them.

mod home;
mod layout;
mod live_state;
mod not_found;
mod query;
mod server_answer;
mod sign_in;
mod sign_up;
mod text;
mod theming;
mod user;
mod utc;
mod waitlist;

pub use home::Home;
pub use layout::{BrandMark, Layout};
pub use not_found::NotFound;
pub use sign_in::SignInPage;
pub use sign_up::SignUpPage;
#[cfg(feature = "ssr")]
pub(crate) use text::in_language;
pub use text::provide_hosted_text;
pub use theming::Theming;
pub use user::UserPage;
pub use utc::{days_of, utc};
pub use waitlist::WaitlistPage;
