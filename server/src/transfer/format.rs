//! Where a file of users comes from.

use super::{TransferError, rows::Rows};
use std::{fmt, path::Path};

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Clerk: the dashboard's CSV, or users of its Backend API as JSON
    Clerk,
    /// Auth0: users as JSON lines, JSON or CSV, or the file of password hashes
    Auth0,
    /// What `onehop export` writes
    Onehop,
}

impl Format {
    /// Looks at the first row.
    pub(super) fn detect(path: &Path) -> Result<Self, TransferError> {
        let first = Rows::open(path)?.next().map_err(TransferError::file(path))?;
        let row = first.and_then(|raw| raw.row.ok());
        let has = |name: &str| row.as_ref().is_some_and(|row| row.has(name));
        let is_named = |name: &str, part: char| {
            row.as_ref().and_then(|row| row.text(&[name]).ok().flatten()).is_some_and(|text| text.contains(part))
        };
        if has("onehop_export") {
            Ok(Self::Onehop)
        } else if is_named("user_id", '|') || has("password_hash") || has("identities") || has("email_verified") {
            Ok(Self::Auth0)
        } else if has("primary_email_address") || has("primary_email_address_id") || has("email_addresses") {
            Ok(Self::Clerk)
        } else {
            let text = format!("{}: this doesn't look like users of any known system; say --format", path.display());
            Err(TransferError::new(text))
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Clerk => "clerk",
            Self::Auth0 => "auth0",
            Self::Onehop => "onehop",
        })
    }
}
