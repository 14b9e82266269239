//! `[keys]`: the key that seals secrets in the database, and how often signing keys are rotated.

use super::environment::Environment;
use super::section::Section;
use base64::{Engine, engine::general_purpose::STANDARD};
use secrecy::{ExposeSecret, SecretString};
use std::path::{Path, PathBuf};

/// Where the key-encryption key comes from.
#[derive(Clone, Debug)]
pub enum EncryptionKey {
    /// The key itself: base64 of 32 bytes.
    Given(SecretString),
    /// A file that holds base64 of 32 bytes.
    File {
        /// The file.
        path: PathBuf,
        /// Whether to make it on first start. Never in production: a new key beside old data opens nothing.
        is_created: bool,
    },
}

/// Keys that live outside of the database.
#[derive(Clone, Debug)]
pub struct Keys {
    /// Seals signing keys and every other stored secret.
    pub encryption_key: EncryptionKey,
    /// After so many days another signing key takes over by itself; 0: never.
    pub rotate_days: u32,
}

impl Keys {
    pub(super) fn read(mut section: Section<'_>, environment: Environment, data: &Path) -> Self {
        let (key, file) = (section.secret("encryption_key"), section.optional("encryption_key_file"));
        if key.is_some() && file.is_some() {
            section.problem("encryption_key_file", "is set beside encryption_key", "keep one of the two");
        }
        if key.as_ref().is_some_and(|key| !is_key(key)) {
            section.problem("encryption_key", "is not base64 of 32 bytes", "make one with: openssl rand -base64 32");
        }
        let production = environment.is_production();
        let encryption_key = match (key, file) {
            (Some(key), _) => EncryptionKey::Given(key),
            (None, Some(file)) => {
                let path = PathBuf::from(file);
                if production && !path.is_file() {
                    let mend = "put the key there, made with: openssl rand -base64 32";
                    section.problem("encryption_key_file", "names no file", mend);
                }
                EncryptionKey::File { path, is_created: !production }
            }
            (None, None) => {
                if production {
                    let mend =
                        "write base64 of 32 bytes, made with: openssl rand -base64 32; or set encryption_key_file";
                    section.missing("encryption_key", mend);
                }
                EncryptionKey::File { path: data.join("encryption.key"), is_created: !production }
            }
        };
        Self { encryption_key, rotate_days: section.whole("rotate_days", 90, 0..=3_650) }
    }

    /// Where the key comes from, without the key.
    pub fn shown(&self) -> String {
        match &self.encryption_key {
            EncryptionKey::Given(_) => "given".to_owned(),
            EncryptionKey::File { path, .. } => path.display().to_string(),
        }
    }
}

fn is_key(text: &SecretString) -> bool {
    STANDARD.decode(text.expose_secret().trim()).is_ok_and(|bytes| bytes.len() == 32)
}
