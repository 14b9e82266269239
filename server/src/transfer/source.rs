//! A file of users: its rows one by one, each made into the rows of an account.

use super::{
    Format, TransferError, auth0,
    auth0_hashes::Hashes,
    clerk, own,
    row::Row,
    rows::{Raw, Rows},
    sealing::Seal,
};
use crate::{
    clock::Millis,
    domain::{accounts, accounts::AccountRows, new_accounts},
    error::Error,
    keys::token_hash::hex,
    state::App,
};
use aws_lc_rs::digest::{Context, SHA256};
use onehop::wire::ErrorCode;
use secrecy::SecretString;
use std::{fs::File, io::Read, path::Path};

/// What every format has in common.
pub(super) struct Source {
    rows: Rows,
    kind: Kind,
}

enum Kind {
    Clerk,
    Auth0(Hashes),
    Onehop(Box<Seal>),
}

/// Why a row can't become a user, or why it can't be said.
pub(super) enum Refused {
    /// The row is to blame.
    Row(String),
    /// Too much to do: the same row may do later.
    Busy,
    /// Nothing goes on.
    Broken(TransferError),
}

impl Refused {
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self::Row(reason.into())
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        match error {
            Error::Api(failure) if failure.errors.iter().any(|error| error.code == ErrorCode::ServiceUnavailable) => {
                Self::Busy
            }
            Error::Api(failure) => {
                let texts = failure.errors.iter().map(|error| match &error.meta.param_name {
                    Some(name) => format!("{name}: {}", error.text()),
                    None => error.text().to_owned(),
                });
                Self::Row(texts.collect::<Vec<_>>().join(" "))
            }
            Error::Internal(source) => Self::Broken(TransferError::new(source.to_string())),
        }
    }
}

impl Source {
    /// Opens a file, and the one with password hashes beside it.
    pub(super) fn open(
        path: &Path,
        format: Format,
        hashes: Option<&Path>,
        passphrase: Option<&SecretString>,
    ) -> Result<Self, TransferError> {
        if hashes.is_some() && format != Format::Auth0 {
            return Err(TransferError::new("a file of password hashes goes with users of Auth0 only"));
        }
        let mut rows = Rows::open(path)?;
        let kind = match format {
            Format::Clerk => Kind::Clerk,
            Format::Auth0 => Kind::Auth0(hashes.map(Hashes::read).transpose()?.unwrap_or_default()),
            Format::Onehop => {
                let head = rows.next().map_err(TransferError::file(path))?.and_then(|raw| raw.row.ok());
                let head = head.ok_or_else(|| TransferError::new("the head of the export is damaged"))?;
                Kind::Onehop(Box::new(own::open(head, passphrase)?))
            }
        };
        Ok(Self { rows, kind })
    }

    /// The next row.
    pub(super) fn next(&mut self) -> Result<Option<Raw>, TransferError> {
        self.rows.next().map_err(|error| TransferError::new(format!("the file can't be read any further: {error}")))
    }

    /// The user's id in the other system.
    pub(super) fn id(&self, row: &Row) -> Option<String> {
        match self.kind {
            Kind::Clerk => clerk::id(row),
            Kind::Auth0(_) => auth0::id(row),
            Kind::Onehop(_) => own::id(row),
        }
    }

    /// The rows of the user in a row, checked as `POST /v1/users` checks.
    pub(super) async fn account(&self, app: &App, now: Millis, row: Row) -> Result<AccountRows, Refused> {
        let person = match &self.kind {
            Kind::Onehop(seal) => return own::account(app, now, row, seal),
            Kind::Clerk => clerk::person(&row),
            Kind::Auth0(hashes) => auth0::person(&row, hashes),
        };
        let person = person.map_err(Refused::Row)?;
        let account = new_accounts::read(app, now, &person.body).await?;
        let mut rows = accounts::rows(app, account, now);
        let past = |time: Option<Millis>| time.filter(|time| (0..=now).contains(time));
        rows.user.last_sign_in_at = past(person.last_sign_in_at);
        rows.user.last_active_at = past(person.last_active_at);
        Ok(rows)
    }
}

/// What the progress of an import is known by: everything that decides what comes of it.
pub(super) fn hash(path: &Path, format: Format, hashes: Option<&Path>) -> Result<String, TransferError> {
    let mut context = Context::new(&SHA256);
    context.update(format.to_string().as_bytes());
    for path in [Some(path), hashes].into_iter().flatten() {
        context.update(b"\0file\0");
        let mut file = File::open(path).map_err(TransferError::file(path))?;
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let count = file.read(&mut buffer).map_err(TransferError::file(path))?;
            if count == 0 {
                break;
            }
            context.update(&buffer[..count]);
        }
    }
    Ok(hex(context.finish().as_ref()))
}
