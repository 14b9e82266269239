//! Why a command didn't end well, in words for the terminal.

use crate::{domain::signing_keys::KeysError, error::Error, start::StartError, store::StoreError};
use std::fmt::{self, Display};

/// Why it didn't end well.
pub(super) struct Failed(pub(super) String);

impl Failed {
    pub(super) fn new(error: impl Display) -> Self {
        Self(error.to_string())
    }
}

impl Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<StartError> for Failed {
    fn from(error: StartError) -> Self {
        Self::new(error)
    }
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self::new(error)
    }
}

impl From<KeysError> for Failed {
    fn from(error: KeysError) -> Self {
        Self::new(error)
    }
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        match error {
            Error::Api(failure) => {
                let texts: Vec<&str> = failure.errors.iter().map(|error| error.text()).collect();
                Self(texts.join(" "))
            }
            Error::Internal(error) => Self::new(error),
        }
    }
}
