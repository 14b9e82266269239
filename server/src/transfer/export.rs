//! Writing all users to a file. Users that change meanwhile are written as they were at one of both moments.

use super::{
    TransferError,
    exported::{HEAD, Head, Line, Secrets, VERSION},
    sealing,
    sealing::{Kdf, Seal},
};
use crate::{
    domain::{accounts::AccountRows, second_factors},
    state::App,
    store::{
        Conn, Slice, backup_codes, identifications, identifications::Identifications, user_filter::Filter, user_lists,
        user_lists::Order, users::UserRow,
    },
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::SecretString;
use serde::Serialize;
use std::{
    fs::{self, File, OpenOptions},
    io::{BufWriter, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};
use zeroize::Zeroizing;

const PAGE: i64 = 200;

/// What was written.
#[derive(Debug, PartialEq, Eq)]
pub struct Exported {
    /// Users.
    pub users: i64,
}

/// Writes all users to `path`, which only this user of the machine can read. The file takes its place when it is whole.
pub async fn export(app: &App, path: &Path, passphrase: &SecretString) -> Result<Exported, TransferError> {
    sealing::check(passphrase)?;
    let kdf = Kdf::draw(&*app.random);
    let seal = Seal::derive(passphrase, &kdf)?;
    let mut file = Writing::create(path)?;
    let proof = seal.seal(&*app.random, HEAD, b"");
    file.write(&Head { onehop_export: VERSION, exported_at: app.clock.now(), seal: kdf, proof })?;
    let (mut written, mut after) = (0, None);
    loop {
        let mut conn = app.read().await?;
        let slice = Slice { order: Order::CreatedAt, is_descending: false, limit: PAGE, offset: 0 };
        let rows = user_lists::list(&mut conn, &app.instance.id, &Filter::default(), &slice, after.as_ref()).await?;
        let Some(last) = rows.last() else { break };
        after = Some((last.created_at, last.id.clone()));
        for line in lines(app, &mut conn, rows, &seal).await? {
            file.write(&line)?;
            written += 1;
        }
    }
    file.finish()?;
    Ok(Exported { users: written })
}

async fn lines(app: &App, conn: &mut Conn, users: Vec<UserRow>, seal: &Seal) -> Result<Vec<Line>, TransferError> {
    let instance = &app.instance.id;
    let ids: Vec<String> = users.iter().map(|user| user.id.to_string()).collect();
    let mut identifications = identifications::of_users(conn, instance, &ids).await?;
    let mut lines = Vec::with_capacity(users.len());
    for user in users {
        let secrets = secrets(app, conn, &user).await?;
        let text = Zeroizing::new(serde_json::to_vec(&secrets).map_err(|error| TransferError::new(error.to_string()))?);
        let sealed = seal.seal(&*app.random, user.id.as_str(), &text);
        let Identifications { emails, phones, wallets } = identifications.remove(&user.id).unwrap_or_default();
        let rows = AccountRows {
            emails: emails.into_iter().map(|(email, _)| email).collect(),
            phones,
            wallets,
            backup_codes: None,
            user,
        };
        lines.push(Line { user: rows.into(), sealed });
    }
    Ok(lines)
}

async fn secrets(app: &App, conn: &mut Conn, user: &UserRow) -> Result<Secrets, TransferError> {
    let backup_codes = match user.backup_code_enabled {
        true => backup_codes::list(conn, &app.instance.id, &user.id).await?,
        false => Vec::new(),
    };
    Ok(Secrets {
        password_digest: user.password_digest.clone(),
        totp_secret: second_factors::open(app, user)?.map(|secret| URL_SAFE_NO_PAD.encode(&*secret)),
        totp_last_step: user.totp_last_step,
        backup_codes: backup_codes.into_iter().map(|code| code.digest).collect(),
    })
}

/// A file that isn't in its place yet.
struct Writing {
    path: PathBuf,
    partial: PathBuf,
    writer: BufWriter<File>,
}

impl Writing {
    fn create(path: &Path) -> Result<Self, TransferError> {
        let mut partial = path.as_os_str().to_owned();
        partial.push(".partial");
        let partial = PathBuf::from(partial);
        let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&partial);
        let writer = BufWriter::new(file.map_err(TransferError::file(&partial))?);
        Ok(Self { path: path.to_owned(), partial, writer })
    }

    fn write(&mut self, line: &impl Serialize) -> Result<(), TransferError> {
        let mut text = serde_json::to_vec(line).map_err(|error| TransferError::new(error.to_string()))?;
        text.push(b'\n');
        self.writer.write_all(&text).map_err(TransferError::file(&self.partial))
    }

    fn finish(self) -> Result<(), TransferError> {
        let file = self.writer.into_inner().map_err(|error| TransferError::file(&self.partial)(error.into_error()))?;
        file.sync_all().map_err(TransferError::file(&self.partial))?;
        fs::rename(&self.partial, &self.path).map_err(TransferError::file(&self.path))
    }
}
