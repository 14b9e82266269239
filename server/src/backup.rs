//! `onehop backup`: a copy of the embedded database while it is in use, and the key that opens its secrets.
//!
//! SQLite writes the copy itself (`VACUUM INTO`), in one reading transaction: it is the database as it was at one moment,
//! whole and without gaps, and who writes meanwhile waits for nothing. Before the command says that there is a backup, the
//! copy is opened and checked, and on disk.
//!
//! The key. Without it a backup opens no secret: nobody signs in with it who has an authenticator app, and no token can be
//! signed. With it beside the backup, whoever takes both has everything. Where the key is a file in the data folder, which
//! is lost together with the database, it is copied too, into a file of its own, and the command says to keep the two
//! apart; a key that lives elsewhere is left there, and the command names the place.

use crate::{
    config::{Config, EncryptionKey},
    store::{Store, StoreError},
};
use secrecy::{ExposeSecret, SecretString};
use std::{
    fmt, fs,
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// What was written.
#[derive(Debug, PartialEq, Eq)]
pub struct Backup {
    /// Bytes of the copy.
    pub bytes: u64,
    /// Users in it.
    pub users: i64,
    /// The copy of the key.
    pub key: Option<PathBuf>,
    /// What is not in it and is needed all the same, one sentence each.
    pub missing: Vec<String>,
}

/// Why there is no backup.
#[derive(Debug)]
pub enum BackupError {
    /// Postgres has better ways; the command to use.
    Postgres(String),
    /// There is no database to copy.
    Nothing(PathBuf),
    /// A file that is there is never overwritten.
    Exists(PathBuf),
    /// The file system.
    File(PathBuf, io::Error),
    /// The database.
    Store(StoreError),
    /// The copy is not whole.
    Damaged(String),
}

impl fmt::Display for BackupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Postgres(command) => write!(f, "Postgres makes its own backups, while it is in use: {command}"),
            Self::Nothing(path) => write!(f, "there is no database at {}", path.display()),
            Self::Exists(path) => {
                write!(f, "{} exists: a backup overwrites nothing, choose another name", path.display())
            }
            Self::File(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Store(error) => error.fmt(f),
            Self::Damaged(what) => write!(f, "the copy is damaged and was thrown away: {what}"),
        }
    }
}

impl std::error::Error for BackupError {}

impl From<StoreError> for BackupError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Copies the database to `file`, and the key to `file` with `.key` behind it unless `is_without_key`.
pub fn run(config: &Config, file: &Path, is_without_key: bool) -> Result<Backup, BackupError> {
    let url = &config.database.url;
    let Some(source) = Store::sqlite_path(url.expose_secret()) else {
        return Err(BackupError::Postgres(pg_dump(url, file)));
    };
    if !source.is_file() {
        return Err(BackupError::Nothing(source));
    }
    let key = key_in_data_folder(config).filter(|_| !is_without_key);
    let key_file = with_ending(file, ".key");
    if key.is_some() && key_file.exists() {
        return Err(BackupError::Exists(key_file));
    }
    create_private(file)?;
    let copied = copy(&source, file).and_then(|users| {
        if let Some(key) = &key {
            let bytes = fs::read(key).map_err(|error| BackupError::File(key.clone(), error))?;
            let mut copy = create_private(&key_file)?;
            copy.write_all(&bytes).and_then(|()| copy.sync_all()).map_err(failed(&key_file))?;
        }
        sync_folder(file)?;
        Ok(users)
    });
    match copied {
        Ok(users) => {
            let bytes = fs::metadata(file).map_err(failed(file))?.len();
            let missing = missing(config, key.is_some());
            Ok(Backup { bytes, users, key: key.map(|_| key_file), missing })
        }
        Err(error) => {
            // Half a backup is worse than none: somebody could rely on it. Both files were made here.
            let _ = fs::remove_file(file);
            if key.is_some() {
                let _ = fs::remove_file(&key_file);
            }
            Err(error)
        }
    }
}

/// The copy, checked and on disk; how many users are in it.
fn copy(source: &Path, file: &Path) -> Result<i64, BackupError> {
    Store::copy_sqlite(source, file)?;
    let users = Store::check_sqlite(file)?.map_err(BackupError::Damaged)?;
    fs::File::open(file).and_then(|file| file.sync_all()).map_err(failed(file))?;
    Ok(users)
}

/// An empty file that its owner alone may read.
fn create_private(path: &Path) -> Result<fs::File, BackupError> {
    fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => BackupError::Exists(path.to_owned()),
        _ => BackupError::File(path.to_owned(), error),
    })
}

/// Without this the file's name may be lost in a power cut.
fn sync_folder(file: &Path) -> Result<(), BackupError> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed(folder))
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> BackupError {
    move |error| BackupError::File(path.to_owned(), error)
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// The key's file, where it would be lost together with the database.
fn key_in_data_folder(config: &Config) -> Option<PathBuf> {
    let EncryptionKey::File { path, .. } = &config.keys.encryption_key else { return None };
    let (folder, key) = (fs::canonicalize(&config.server.data).ok()?, fs::canonicalize(path).ok()?);
    key.starts_with(folder).then_some(key)
}

fn missing(config: &Config, has_key: bool) -> Vec<String> {
    let key = match &config.keys.encryption_key {
        _ if has_key => None,
        EncryptionKey::Given(_) => Some("the encryption key (ONEHOP_KEYS_ENCRYPTION_KEY)".to_owned()),
        EncryptionKey::File { path, .. } => Some(format!("the encryption key, {}", path.display())),
    };
    let pepper = config.password.peppers.current_id().map(|_| "the pepper of the passwords".to_owned());
    let file = Some("the configuration".to_owned());
    [key, pepper, file].into_iter().flatten().collect()
}

/// Without the password: it would end in shell histories. libpq asks for it, or takes it from `~/.pgpass`.
fn pg_dump(url: &SecretString, file: &Path) -> String {
    let shown = match url::Url::parse(url.expose_secret()) {
        Ok(mut url) => {
            let _ = url.set_password(None);
            url.to_string()
        }
        Err(_) => "postgres://…".to_owned(),
    };
    format!("pg_dump --format=custom --file={} '{shown}'", file.display())
}
