//! Components: the provider, control components, and the forms and panels of user management.

mod actor_banner;
mod control;
pub mod parts;
mod provider;
mod sign_in;
mod sign_up;
mod step_up;
mod user_avatar;
pub mod user_button;
pub mod user_profile;

pub use actor_banner::ActorBanner;
pub use control::*;
pub use provider::*;
pub use sign_in::SignIn;
pub use sign_up::SignUp;
pub use step_up::{StepUpDialog, StepUpSection};
pub use user_avatar::UserAvatar;
pub use user_button::UserButton;
pub use user_profile::{Panel, ProfilePage, UserProfile};
