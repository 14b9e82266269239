//! The Backend API: what an app's own backend calls with a secret key.

mod access;
mod api_keys;
mod email_addresses;
mod events;
mod instance;
mod invitations;
mod jwt_templates;
mod phone_numbers;
mod sessions;
mod tickets;
mod users;
mod waitlist;
mod webhooks;

pub use access::*;
pub use api_keys::*;
pub use email_addresses::*;
pub use events::*;
pub use instance::*;
pub use invitations::*;
pub use jwt_templates::*;
pub use phone_numbers::*;
pub use sessions::*;
pub use tickets::*;
pub use users::*;
pub use waitlist::*;
pub use webhooks::*;

use crate::wire::backend::Paging;
use serde::{Deserialize, Deserializer, Serialize};

/// A member that may be absent (stays as it is), null (is cleared) or a value.
pub type Given<T> = Option<Option<T>>;

pub(crate) fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Given<T>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// The query of a list that knows no filter.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ListQuery {
    /// Which part of the list.
    #[serde(flatten)]
    pub paging: Paging,
}
