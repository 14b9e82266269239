//! Success replies: the resource, and beside it the client as it stands afterwards.

use super::Client;
use serde::{Deserialize, Serialize};

/// `{"response": …, "client": …}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Envelope<T> {
    /// The resource asked for or changed.
    pub response: T,
    /// The client after the call; null: nothing to update (not a sign-out).
    #[serde(default = "none")]
    pub client: Option<Client>,
}

fn none() -> Option<Client> {
    None
}

/// What is left of a deleted resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Deleted {
    /// The kind of resource it was.
    pub object: String,
    /// Its id.
    pub id: String,
    /// Always true.
    pub deleted: bool,
}

impl Deleted {
    /// A deleted resource of this kind.
    pub fn new(object: &str, id: impl std::fmt::Display) -> Self {
        Self { object: object.to_owned(), id: id.to_string(), deleted: true }
    }
}
