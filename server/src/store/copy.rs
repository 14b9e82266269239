//! Copies of the embedded database.

use super::{Store, StoreError};
use rusqlite::{Connection, OpenFlags};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

impl Store {
    /// The file of the embedded database that `url` names.
    pub fn sqlite_path(url: &str) -> Option<PathBuf> {
        url.strip_prefix("sqlite:").map(|path| PathBuf::from(path.trim_start_matches("//")))
    }

    /// Writes the database at `source`, as it is at this moment, into the empty file `target`. Who writes to it
    /// meanwhile isn't held up.
    pub fn copy_sqlite(source: &Path, target: &Path) -> Result<(), StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(source, flags)?;
        connection.busy_timeout(Duration::from_secs(30))?;
        let target = target.to_str().ok_or_else(|| StoreError::Failed("the file's name is no Unicode".into()))?;
        connection.execute("VACUUM INTO ?1", [target])?;
        Ok(())
    }

    /// Is the database in this file whole? Then the number of its users, else what is wrong.
    pub fn check_sqlite(file: &Path) -> Result<Result<i64, String>, StoreError> {
        let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let found: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if found != "ok" {
            return Ok(Err(found));
        }
        let broken = connection.prepare("PRAGMA foreign_key_check")?.exists([])?;
        if broken {
            return Ok(Err("a row refers to one that is not there".to_owned()));
        }
        Ok(Ok(connection.query_row("SELECT COUNT(*) FROM users", [], |row| row.get(0))?))
    }
}
