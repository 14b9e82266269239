//! `DIR/dev-keys.json`: in development, the keys that tools and tests need. Production writes no such file.

use crate::{domain::instance, keys::SecretKey, state::App, store::StoreError};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use std::{fmt, fs, io, io::Write, os::unix::fs::OpenOptionsExt, path::PathBuf};

/// Why the file can't be written.
#[derive(Debug)]
pub enum DevKeysError {
    /// The file system.
    File(io::Error),
    /// The database.
    Store(StoreError),
}

impl fmt::Display for DevKeysError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(error) => error.fmt(f),
            Self::Store(error) => error.fmt(f),
        }
    }
}

impl From<io::Error> for DevKeysError {
    fn from(error: io::Error) -> Self {
        Self::File(error)
    }
}

impl From<StoreError> for DevKeysError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Where the file is.
pub fn path(app: &App) -> PathBuf {
    app.config.server.data.join("dev-keys.json")
}

/// Writes the file. The secret key is the one just made, or the one in the file, or (when the file was lost) a new one.
pub async fn write(app: &App, made: Option<&SecretKey>) -> Result<(), DevKeysError> {
    let secret = match (made, written(app)) {
        (Some(made), _) => made.value.expose_secret().to_owned(),
        (None, Some(written)) => written,
        (None, None) => {
            let mut conn = app.write().await?;
            let made = instance::add_secret_key(
                &mut conn,
                &app.config,
                &app.instance.id,
                "For development",
                &*app.random,
                app.clock.now(),
            )
            .await?;
            conn.commit().await?;
            made.value.expose_secret().to_owned()
        }
    };
    let origin = app.config.server.public_origin();
    let keys = json!({
        "publishable_key": app.instance.publishable_key,
        "secret_key": secret,
        "frontend_api": origin,
        "jwks_url": format!("{origin}/.well-known/jwks.json"),
    });
    let temporary = path(app).with_extension("json.new");
    let _ = fs::remove_file(&temporary);
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&temporary)?;
    file.write_all(format!("{keys:#}\n").as_bytes())?;
    fs::rename(&temporary, path(app))?;
    Ok(())
}

fn written(app: &App) -> Option<String> {
    let keys: Value = serde_json::from_slice(&fs::read(path(app)).ok()?).ok()?;
    keys["secret_key"].as_str().map(str::to_owned)
}
