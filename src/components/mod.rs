//! Components: the provider, control components, and the forms and panels of user management.
//!
//! | component | what it is for |
//! |---|---|
//! | [`AuthProvider`] | goes around the app, once: everything else stands inside it |
//! | [`SignedIn`], [`SignedOut`], [`Show`] | parts of a page for some and not for others |
//! | [`AuthLoading`], [`AuthDegraded`] | what to show while nobody knows, and while the server can't be reached |
//! | [`RedirectToSignIn`] | the way in and back |
//! | [`SignIn`], [`SignUp`] | the way in, and to an account |
//! | [`UserButton`], [`UserAvatar`] | who is signed in, and the way to the account, to others and out |
//! | [`UserProfile`] | where people see and change their account; takes sections of the app's own ([`Panel`]) |
//! | [`ActorBanner`] | says so where somebody acts in another user's name |
//! | [`parts`] | what all of them are built from, for forms of the app's own |
//!
//! Each is whole in the first HTML and its forms post by themselves; the stylesheet is [`CSS`](crate::CSS). They need no
//! router. In a `view!` that has leptos' own `Show` in scope, import ours under another name.

mod actor_banner;
mod control;
pub mod parts;
mod provider;
mod sign_in;
mod sign_up;
mod step_up;
mod user_avatar;
mod user_button;
pub mod user_profile;
mod waitlist;

pub use actor_banner::ActorBanner;
pub use control::*;
pub use provider::*;
pub use sign_in::SignIn;
pub use sign_up::SignUp;
pub use step_up::{StepUpDialog, StepUpSection};
pub use user_avatar::UserAvatar;
pub use user_button::UserButton;
pub use user_profile::{Panel, ProfilePage, UserProfile};
pub use waitlist::Waitlist;
