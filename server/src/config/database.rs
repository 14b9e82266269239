//! `[database]`: SQLite in the data folder unless told otherwise.

use super::section::Section;
use secrecy::{ExposeSecret, SecretString};
use std::path::Path;

/// Where the rows are.
#[derive(Clone, Debug)]
pub struct Database {
    /// `sqlite:…` or `postgres:…`; may hold a password.
    pub url: SecretString,
    /// The most connections we open. SQLite uses them for reading; it has one for writing besides.
    pub max_connections: u32,
    /// So many MiB of the embedded database are read where the system has them in memory, and not copied. 0: none.
    /// It makes reading many users at once about twice as fast; but a part of the file that the disk can no longer read
    /// then ends the process, not just the request.
    pub mmap_mib: u32,
}

impl Database {
    pub(super) fn read(mut section: Section<'_>, data: &Path) -> Self {
        let url = section.secret("url").unwrap_or_else(|| in_folder(data));
        if !["sqlite:", "postgres://", "postgresql://"].iter().any(|start| url.expose_secret().starts_with(start)) {
            let mend = "write sqlite:FILE or postgres://USER:PASSWORD@HOST/NAME, or leave it out for SQLite in the data folder";
            section.problem("url", "is the address of no database that we know", mend);
        }
        Self {
            url,
            max_connections: section.whole("max_connections", 10, 1..=1_000),
            mmap_mib: section.whole("mmap_mib", 2_047, 0..=2_047),
        }
    }

    /// Whether this is the embedded database.
    pub fn is_sqlite(&self) -> bool {
        self.url.expose_secret().starts_with("sqlite:")
    }

    /// The address without user, password and options.
    pub fn shown(&self) -> String {
        let url = self.url.expose_secret();
        if self.is_sqlite() {
            return url.split('?').next().unwrap_or_default().to_owned();
        }
        match url::Url::parse(url) {
            Ok(url) => {
                let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
                format!("{}://{}{port}{}", url.scheme(), url.host_str().unwrap_or_default(), url.path())
            }
            Err(_) => "postgres".to_owned(),
        }
    }
}

/// `onehop.db` in `data`. What follows a question mark would be read as options.
fn in_folder(data: &Path) -> SecretString {
    let file = data.join("onehop.db").display().to_string();
    format!("sqlite:{}", file.replace('%', "%25").replace('?', "%3F")).into()
}
