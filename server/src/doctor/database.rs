//! The database: there, up to date, writable, and kept so that nothing is lost.

use super::{Findings, sqlite_file};
use crate::{
    clock::{MINUTE, Millis, SECOND},
    config::Config,
    store::{Store, StoreError, instances},
};
use secrecy::ExposeSecret;

/// What tokens allow between two clocks.
const LEEWAY: Millis = 5 * SECOND;
/// SQLite before it can corrupt a log that is reset while another process reads.
const FIXED_SQLITE: (u32, u32, u32) = (3, 51, 3);
const OLDEST_POSTGRES: u32 = 13;

/// Opens the database, if it is there: looking makes none.
pub(super) async fn open(findings: &mut Findings, config: &Config) -> Option<Store> {
    let shown = config.database.shown();
    if let Some(file) = sqlite_file(config)
        && !file.exists()
    {
        findings.warn("database.reachable", format!("{shown} is not there yet"), "it is made at the first start");
        return None;
    }
    let opened = Store::open(config.database.url.expose_secret(), config.database.max_connections.min(2)).await;
    let answered = match opened {
        Ok(store) => store.ping().await.map(|()| store),
        Err(error) => Err(error),
    };
    match answered {
        Ok(store) => {
            findings.ok("database.reachable", shown);
            Some(store)
        }
        Err(error) => {
            let mend = match sqlite_file(config) {
                Some(_) => "let this user read and write the file and its folder; if it is damaged, restore a backup",
                None => "start it, or mend [database] url: address, name, user and password",
            };
            findings.fail("database.reachable", format!("{shown}: {}", reason(&error)), mend);
            None
        }
    }
}

fn reason(error: &StoreError) -> String {
    match error {
        StoreError::Busy => "does not answer".to_owned(),
        other => other.to_string(),
    }
}

pub(super) async fn check(findings: &mut Findings, config: &Config, store: &Store, now: Millis) {
    let looked = async {
        version(findings, store).await?;
        settings(findings, store).await?;
        if schema(findings, store).await? {
            writable(findings, store).await;
        }
        clock(findings, store, now).await
    };
    if let Err(error) = looked.await {
        let mend = "look at the database's own log; if the file is damaged, restore a backup";
        findings.fail("database.answers", format!("{}: {}", config.database.shown(), reason(&error)), mend);
    }
}

async fn version(findings: &mut Findings, store: &Store) -> Result<(), StoreError> {
    let version = store.version().await?;
    let mut parts = version.split(['.', ' ']).map(|part| part.parse::<u32>().unwrap_or_default());
    let parts = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let (found, is_new_enough, mend) = match store {
        Store::Sqlite { .. } => (format!("SQLite {version}"), parts >= FIXED_SQLITE, "use a newer Onehop"),
        Store::Postgres(_) => (format!("Postgres {version}"), parts.0 >= OLDEST_POSTGRES, "use Postgres 13 or newer"),
    };
    match is_new_enough {
        true => findings.ok("database.version", found),
        false => findings.fail("database.version", found, mend),
    }
    Ok(())
}

async fn settings(findings: &mut Findings, store: &Store) -> Result<(), StoreError> {
    if let Some(mode) = store.journal_mode().await? {
        match mode.as_str() {
            "wal" => findings.ok("database.settings", "WAL; every commit is on disk before it is answered"),
            _ => findings.fail(
                "database.settings",
                format!("the log is {mode}, not WAL: the file system refused it"),
                "put the data folder on a local disk: SQLite can't be shared over a network",
            ),
        }
        return Ok(());
    }
    let unsafe_ones = store.unsafe_settings().await?;
    if store.is_replica().await? {
        let mend = "name the primary in [database] url";
        findings.fail("database.settings", "this is a replica: it is behind, and can't be written to", mend);
    } else if unsafe_ones.is_empty() {
        findings.ok("database.settings", "every commit is on disk before it is answered");
    } else {
        let found = format!("{} off: what was answered can be lost in a power cut", unsafe_ones.join(", "));
        findings.fail("database.settings", found, "turn them on in postgresql.conf");
    }
    Ok(())
}

/// True when rows can be looked at.
async fn schema(findings: &mut Findings, store: &Store) -> Result<bool, StoreError> {
    let Some(schema) = store.schema().await? else {
        findings.warn("database.schema", "it is empty", "run `onehop migrate`, or `onehop serve`, which does it too");
        return Ok(false);
    };
    if !schema.unknown.is_empty() {
        findings.fail(
            "database.schema",
            "a newer Onehop has used it, which this one doesn't understand",
            "use the newer version again, or restore a backup from before it",
        );
        return Ok(false);
    }
    match schema.missing.len() {
        0 => findings.ok("database.schema", "up to date"),
        count => {
            let found = format!("{count} migrations behind this version");
            findings.warn("database.schema", found, "make a backup, then run `onehop migrate`, or restart the server");
            return Ok(false);
        }
    }
    Ok(true)
}

async fn writable(findings: &mut Findings, store: &Store) {
    match store.try_write().await {
        Ok(()) => findings.ok("database.writable", "a change was tried and taken back"),
        Err(error) => findings.fail(
            "database.writable",
            reason(&error),
            "give this user the right to write; if it is busy for long, look for a process that holds it",
        ),
    }
}

async fn clock(findings: &mut Findings, store: &Store, now: Millis) -> Result<(), StoreError> {
    if let Some(theirs) = store.clock().await? {
        let apart = (theirs - now).abs();
        let found = format!("{apart} ms from the database's");
        match apart > LEEWAY {
            true => findings.fail("clock", found, "set both machines' clocks by NTP"),
            false => findings.ok("clock", found),
        }
        return Ok(());
    }
    // A file has no clock; but nothing in it can come from the future.
    let instance = match store.schema().await? {
        Some(_) => instances::find(&mut store.read().await?).await.ok().flatten(),
        None => None,
    };
    let newest = match &instance {
        Some(row) => store.newest_change(&row.id).await?.max(Some(row.created_at)),
        None => None,
    };
    match newest {
        Some(newest) if newest > now + LEEWAY => {
            let found = format!("the newest change was made {} minutes from now", (newest - now) / MINUTE);
            findings.fail("clock", found, "set this machine's clock by NTP: it is behind, or was ahead");
        }
        _ => findings.ok("clock", "no change comes from the future"),
    }
    Ok(())
}
