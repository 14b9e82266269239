//! Adding the users of a file, some hundred in each transaction.

use super::{
    Format, TransferError,
    rejected::RejectedFile,
    rows::Raw,
    source,
    source::{Refused, Source},
};
use crate::{
    domain::{Cause, accounts, accounts::AccountRows},
    error::Error,
    state::App,
    store::{
        Conn, StoreError, imports,
        imports::{ImportRow, RejectionRow},
        users,
    },
};
use secrecy::SecretString;
use std::{collections::HashSet, path::PathBuf, time::Duration};

/// Users in one transaction: much less would be slow, much more would keep others waiting.
const BATCH: usize = 100;
/// How often a batch is begun again when the database is busy, and how long after.
const TRIES: u32 = 10;
const PAUSE: Duration = Duration::from_millis(300);

/// What is to be imported.
pub struct Import {
    /// The file.
    pub file: PathBuf,
    /// Where it comes from; found out unless told.
    pub format: Option<Format>,
    /// Auth0's password hashes, in a file of their own.
    pub hashes: Option<PathBuf>,
    /// What the secrets of an export of ours were sealed with.
    pub passphrase: Option<SecretString>,
    /// Only say what would happen.
    pub is_dry_run: bool,
}

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Imported {
    /// Where the file comes from.
    pub format: Format,
    /// Rows in the file.
    pub rows: i64,
    /// Rows that an earlier run had done already.
    pub rows_before: i64,
    /// Users made, in all runs.
    pub created: i64,
    /// Where the rows are that could not become users; none: there are none.
    pub rejected_file: Option<PathBuf>,
}

impl Imported {
    /// Rows that could not become users.
    pub fn rejected(&self) -> i64 {
        self.rows - self.created
    }
}

/// Some rows on their way.
struct Batch {
    candidates: Vec<Candidate>,
    is_last: bool,
}

/// A row on its way.
struct Candidate {
    position: i64,
    line: i64,
    old_id: Option<String>,
    account: Result<Box<AccountRows>, String>,
}

impl Candidate {
    fn rejected(&self, reason: &str) -> RejectionRow {
        let (position, line, old_id) = (self.position, self.line, self.old_id.clone());
        // A text column takes no zero byte.
        let old_id = old_id.map(|id| id.replace('\0', ""));
        RejectionRow { position, line, old_id, reason: reason.replace('\0', "") }
    }
}

/// Imports a file, from where an earlier run of the same file ended. Prints nothing; `tell` hears how many rows are done.
pub async fn import(app: &App, import: &Import, tell: impl Fn(i64)) -> Result<Imported, TransferError> {
    let format = match import.format {
        Some(format) => format,
        None => Format::detect(&import.file)?,
    };
    let hash = source::hash(&import.file, format, import.hashes.as_deref())?;
    let mut source = Source::open(&import.file, format, import.hashes.as_deref(), import.passphrase.as_ref())?;
    let run = Run { app, hash };
    if import.is_dry_run {
        return run.rehearse(&mut source, format, import).await;
    }
    let begun = run.begin().await?;
    let mut progress = begun;
    for _ in 0..begun.rows_done {
        source.next()?;
    }
    while progress.finished_at.is_none() {
        let batch = run.read(&mut source, progress.rows_done).await?;
        progress = run.write(progress, &batch).await?;
        tell(progress.rows_done);
    }
    let rejected_file = run.rejections(&import.file).await?;
    let (rows, rows_before) = (progress.rows_done, begun.rows_done);
    Ok(Imported { format, rows, rows_before, created: progress.users_created, rejected_file })
}

/// One import of one file.
struct Run<'a> {
    app: &'a App,
    hash: String,
}

impl Run<'_> {
    async fn begin(&self) -> Result<ImportRow, TransferError> {
        let instance = &self.app.instance.id;
        let mut conn = self.app.write().await?;
        imports::insert(&mut conn, instance, &self.hash, self.app.clock.now()).await?;
        let row = imports::find(&mut conn, instance, &self.hash).await?;
        conn.commit().await?;
        row.ok_or_else(|| TransferError::new("the import was forgotten"))
    }

    /// The next rows, with what they are to become: hashing is done here, outside of any transaction.
    async fn read(&self, source: &mut Source, mut position: i64) -> Result<Batch, TransferError> {
        let mut candidates = Vec::with_capacity(BATCH);
        while candidates.len() < BATCH {
            let Raw { line, row } = match source.next() {
                Ok(Some(raw)) => raw,
                Ok(None) => return Ok(Batch { candidates, is_last: true }),
                // What came before it counts; the next call fails.
                Err(_) if !candidates.is_empty() => break,
                Err(error) => return Err(error),
            };
            let old_id = row.as_ref().ok().and_then(|row| source.id(row));
            let account = match row {
                Err(reason) => Err(reason),
                Ok(row) => match source.account(self.app, self.app.clock.now(), row).await {
                    Ok(account) => Ok(Box::new(account)),
                    Err(Refused::Row(reason)) => Err(reason),
                    Err(Refused::Busy) => return Err(TransferError::new("too many passwords to hash at once")),
                    Err(Refused::Broken(error)) => return Err(error),
                },
            };
            let line = i64::try_from(line).unwrap_or(i64::MAX);
            candidates.push(Candidate { position, line, old_id, account });
            position += 1;
        }
        Ok(Batch { candidates, is_last: false })
    }

    /// Adds a batch, again while the database is busy.
    async fn write(&self, progress: ImportRow, batch: &Batch) -> Result<ImportRow, TransferError> {
        for _ in 0..TRIES {
            match self.try_write(progress, batch).await {
                Err(Refused::Busy) => tokio::time::sleep(PAUSE).await,
                Err(Refused::Broken(error)) => return Err(error),
                Err(Refused::Row(reason)) => return Err(TransferError::new(reason)),
                Ok(progress) => return Ok(progress),
            }
        }
        Err(TransferError::new("the database is busy; run the same command again to go on"))
    }

    async fn try_write(&self, before: ImportRow, batch: &Batch) -> Result<ImportRow, Refused> {
        let instance = &self.app.instance.id;
        let now = self.app.clock.now();
        let mut conn = self.app.write().await?;
        let mut after = before;
        for candidate in &batch.candidates {
            after.rows_done += 1;
            match self.add(&mut conn, candidate).await? {
                None => after.users_created += 1,
                Some(reason) => {
                    let row = candidate.rejected(&reason);
                    imports::insert_rejection(&mut conn, instance, &self.hash, &row).await?;
                }
            }
        }
        after.finished_at = batch.is_last.then_some(now);
        // Of two who import the same file at once, the second one leaves nothing behind.
        if !imports::update(&mut conn, instance, &self.hash, before.rows_done, &after, now).await? {
            return Err(Refused::Broken(TransferError::new("somebody else is importing this file")));
        }
        conn.commit().await?;
        Ok(after)
    }

    /// Adds one user; why not, where it can't be.
    async fn add(&self, conn: &mut Conn, candidate: &Candidate) -> Result<Option<String>, Refused> {
        let account = match &candidate.account {
            Ok(account) => account,
            Err(reason) => return Ok(Some(reason.clone())),
        };
        if users::find(conn, &self.app.instance.id, &account.user.id).await?.is_some() {
            return Ok(Some("id: there is a user with this id.".to_owned()));
        }
        conn.begin_step().await?;
        let cause = Cause { actor: None, ip: None, user_agent: None, locale: None, now: self.app.clock.now() };
        match accounts::insert(self.app, conn, &cause, account).await.map_err(Refused::from) {
            Ok(()) => {
                conn.keep_step().await?;
                Ok(None)
            }
            Err(Refused::Row(reason)) => {
                conn.undo_step().await?;
                Ok(Some(reason))
            }
            Err(other) => Err(other),
        }
    }

    /// Says what would happen: each batch is added and taken back, and what it would have taken is remembered.
    async fn rehearse(&self, source: &mut Source, format: Format, import: &Import) -> Result<Imported, TransferError> {
        let (mut rows, mut created, mut seen) = (0, 0, HashSet::new());
        let mut file = RejectedFile::new(&import.file);
        loop {
            let batch = self.read(source, rows).await?;
            let mut conn = self.app.write().await?;
            for candidate in &batch.candidates {
                let taken = candidate.account.as_ref().ok().and_then(|account| taken_before(account, &mut seen));
                let reason = match taken {
                    Some(name) => Some(format!("{name}: another row of this file has the same.")),
                    None => match self.add(&mut conn, candidate).await {
                        Ok(reason) => reason,
                        Err(Refused::Row(reason)) => Some(reason),
                        Err(Refused::Busy) => return Err(StoreError::Busy.into()),
                        Err(Refused::Broken(error)) => return Err(error),
                    },
                };
                match reason {
                    Some(reason) => file.push(&candidate.rejected(&reason))?,
                    None => created += 1,
                }
                rows += 1;
            }
            drop(conn);
            if batch.is_last {
                return Ok(Imported { format, rows, rows_before: 0, created, rejected_file: file.finish()? });
            }
        }
    }

    async fn rejections(&self, of: &std::path::Path) -> Result<Option<PathBuf>, TransferError> {
        let mut file = RejectedFile::new(of);
        let mut conn = self.app.read().await?;
        let mut after = -1;
        loop {
            let rows = imports::list_rejections(&mut conn, &self.app.instance.id, &self.hash, after).await?;
            let Some(last) = rows.last() else { return file.finish() };
            after = last.position;
            for row in &rows {
                file.push(row)?;
            }
        }
    }
}

/// Which of the names of an account an earlier row has already.
fn taken_before(account: &AccountRows, seen: &mut HashSet<String>) -> Option<&'static str> {
    let names = account.user.username.iter().map(|name| ("username", name.to_lowercase()));
    let names = names.chain(account.user.external_id.iter().map(|id| ("external_id", id.clone())));
    let is_claimed = |verified_at: Option<i64>, reserved: bool| verified_at.is_some() || reserved;
    let emails = account.emails.iter().filter(|email| is_claimed(email.verified_at, email.reserved));
    let names = names.chain(emails.map(|email| ("email_address", email.email_normalized.clone())));
    let phones = account.phones.iter().filter(|phone| is_claimed(phone.verified_at, phone.reserved));
    let names = names.chain(phones.map(|phone| ("phone_number", phone.phone_number.clone())));
    let names = names.chain(account.wallets.iter().map(|wallet| ("web3_wallet", wallet.web3_wallet.to_lowercase())));
    let names: Vec<(&str, String)> = names.map(|(name, value)| (name, format!("{name}:{value}"))).collect();
    if let Some((name, _)) = names.iter().find(|(_, value)| seen.contains(value)) {
        return Some(name);
    }
    seen.extend(names.into_iter().map(|(_, value)| value));
    None
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Error::from(error).into()
    }
}
