//! The file of password hashes that Auth0's support sends beside an export: one JSON object a line.

use super::{TransferError, auth0, rows::Rows};
use std::{collections::HashMap, path::Path};

/// Hashes by the user's id.
#[derive(Default)]
pub(super) struct Hashes(HashMap<String, String>);

impl Hashes {
    /// Reads the whole file: a hundred bytes for each user.
    pub(super) fn read(path: &Path) -> Result<Self, TransferError> {
        let mut rows = Rows::open(path)?;
        let mut hashes = HashMap::new();
        while let Some(raw) = rows.next().map_err(TransferError::file(path))? {
            let wrong = |what: &str| TransferError::new(format!("{}: line {}: {what}", path.display(), raw.line));
            let row = raw.row.as_ref().map_err(|error| wrong(error))?;
            let hash = row.text(&["password_hash"]).map_err(|error| wrong(&error))?;
            let (Some(id), Some(hash)) = (auth0::id(row), hash) else {
                return Err(wrong("has no id or no passwordHash"));
            };
            hashes.insert(id, hash);
        }
        Ok(Self(hashes))
    }

    /// The hash of this user's password.
    pub(super) fn find(&self, id: Option<&str>) -> Option<&String> {
        self.0.get(id?)
    }
}
