//! Peppers over the years: which ones stored passwords may need, so that a start without one of them is refused instead
//! of turning people away.

use crate::{
    clock::Millis,
    password::Peppers,
    store::{Conn, Scope, StoreError, peppers},
};
use std::fmt;

/// Why passwords can't be checked.
#[derive(Debug)]
pub enum PepperError {
    /// Passwords were hashed with the pepper of this name, and it was not given.
    Missing(String),
    /// The database failed.
    Store(StoreError),
}

impl fmt::Display for PepperError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(id) => write!(
                f,
                "some were hashed with the pepper {id}, which was not given. Add it to [password] pepper_file, behind the \
                 current one; or, if it is lost or no longer needed, name it in [password] retired_peppers: whoever still \
                 has a password of it must reset it by mail"
            ),
            Self::Store(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for PepperError {}

impl From<StoreError> for PepperError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Notes the pepper that makes digests from now on, and makes sure that none is missing that made some.
pub async fn check(conn: &mut Conn, instance: Scope<'_>, given: &Peppers, now: Millis) -> Result<(), PepperError> {
    if let Some(id) = given.current_id() {
        peppers::insert(conn, instance, &id, now).await?;
    }
    let used = peppers::list(conn, instance).await?;
    used.into_iter().find(|id| !given.covers(id)).map_or(Ok(()), |id| Err(PepperError::Missing(id)))
}
