//! What only the dashboard shows.

mod audit;
mod invitations;
mod operator;
mod overview;
mod secret_key;
mod settings;
mod tokens;
mod users;
mod waitlist;
mod webhooks;

pub use audit::*;
pub use invitations::*;
pub use operator::*;
pub use overview::*;
pub use secret_key::*;
pub use settings::*;
pub use tokens::*;
pub use users::*;
pub use waitlist::*;
pub use webhooks::*;
