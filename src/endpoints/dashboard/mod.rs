//! The dashboard: what operators call, beside the whole Backend API.

mod audit;
mod invitations;
mod operator;
mod overview;
mod secret_keys;
mod settings;
mod tokens;
mod users;
mod waitlist;
mod webhooks;

pub use audit::*;
pub use invitations::*;
pub use operator::*;
pub use overview::*;
pub use secret_keys::*;
pub use settings::*;
pub use tokens::*;
pub use users::*;
pub use waitlist::*;
pub use webhooks::*;
