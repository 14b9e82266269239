//! Users in and out of files: `onehop import` and `onehop export`.
//!
//! An import reads rows, makes of each what `POST /v1/users` takes, and adds the users some hundred at a time; how far it
//! has come is written in the same transaction, so that it can end anywhere and go on from there. A row that can't become
//! a user is written down with its line and the reason, and the next one follows.
//!
//! A new source of rows: one file here with a function from a row to a [`person::Person`], and a line in
//! [`format::Format`].

mod auth0;
mod auth0_hashes;
mod auth0_passwords;
mod clerk;
mod elements;
mod export;
mod exported;
mod format;
mod import;
mod own;
mod person;
mod rejected;
mod row;
mod rows;
mod sealing;
mod source;

pub use export::{Exported, export};
pub use format::Format;
pub use import::{Import, Imported, import};

use crate::{error::Error, store::StoreError};
use std::{fmt, io, path::Path};

/// Why an import or export can't go on.
#[derive(Debug)]
pub struct TransferError(String);

impl TransferError {
    fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self(format!("{}: {error}", path.display()))
    }
}

impl fmt::Display for TransferError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TransferError {}

impl From<StoreError> for TransferError {
    fn from(error: StoreError) -> Self {
        Self(error.to_string())
    }
}

impl From<Error> for TransferError {
    fn from(error: Error) -> Self {
        match error {
            Error::Api(failure) => Self(failure.errors.first().map_or("refused", |error| error.text()).to_owned()),
            Error::Internal(source) => Self(source.to_string()),
        }
    }
}
