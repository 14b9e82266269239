//! What only the Backend API sends: resources with everything an app's own backend may know.

mod access;
mod api_key;
mod email;
mod email_address;
mod event;
mod instance;
mod invitation;
mod list;
mod phone_number;
mod session;
mod template;
mod ticket;
mod user;
mod verification;
mod version;
mod webhooks;

pub use access::*;
pub use api_key::*;
pub use email::*;
pub use email_address::*;
pub use event::*;
pub use instance::*;
pub use invitation::*;
pub use list::*;
pub use phone_number::*;
pub use session::*;
pub use template::*;
pub use ticket::*;
pub use user::*;
pub use verification::*;
pub use version::ApiVersion;
pub use webhooks::SvixUrl;
