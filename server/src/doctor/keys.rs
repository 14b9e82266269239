//! The encryption key and the signing keys.

use super::Findings;
use crate::{
    clock::{DAY, Millis},
    config::{Config, EncryptionKey},
    domain::instance,
    keys::encryption_key,
    store::{Store, instances, operators, secret_keys, signing_keys},
};
use secrecy::ExposeSecret;
use std::fs;

/// So long after it was due, nobody can be at it any more.
const OVERDUE: Millis = 3 * DAY;

pub(super) async fn check(findings: &mut Findings, config: &Config, store: &Store, now: Millis) {
    well_made(findings, config);
    // Tables of the newest schema are read: where it isn't applied, that was told already.
    let is_current = store.schema().await.is_ok_and(|schema| schema.is_some_and(|schema| schema.missing.is_empty()));
    let Ok(mut conn) = store.read().await else { return };
    if !is_current {
        return;
    }
    let Ok(Some(row)) = instances::find(&mut conn).await else {
        findings.warn("instance", "there is none yet", "run `onehop serve` once: it makes one");
        return;
    };
    let ring = match &config.keys.encryption_key {
        EncryptionKey::Given(text) => encryption_key::from_base64(text),
        EncryptionKey::File { path, .. } => encryption_key::from_file(path),
    };
    let opens = match &ring {
        Ok(ring) => instance::check_key(&mut conn, ring).await.map_err(|error| error.to_string()),
        Err(error) => Err(error.to_string()),
    };
    match opens {
        Ok(()) => findings.ok("keys.encryption", "opens what the database holds"),
        Err(error) => findings.fail("keys.encryption", error, "give the key that the first start was given"),
    }
    if let Ok(rows) = signing_keys::list(&mut conn, &row.id).await {
        signing(findings, config, &rows, now);
    }
    if !config.is_development()
        && let Ok(keys) = secret_keys::list(&mut conn, &row.id, 1_000).await
        && keys.iter().any(|key| key.name == "For development" && key.revoked_at.is_none())
    {
        let mend = "revoke the key named \"For development\" in the dashboard under Keys";
        findings.fail("secrets.development", "a secret key that was made for development is still good", mend);
    }
    if operators::count(&mut conn, &row.id).await.is_ok_and(|count| count == 0) {
        let mend = "open the link that the server prints at its start, or run `onehop operator add EMAIL`";
        findings.warn("operators", "nobody can sign in to the dashboard yet", mend);
    }
}

fn signing(findings: &mut Findings, config: &Config, rows: &[signing_keys::SigningKeyRow], now: Millis) {
    let Some(current) = rows.iter().find(|row| row.state == signing_keys::CURRENT) else {
        findings.fail("keys.signing", "no key signs", "run `onehop keys rotate --force`");
        return;
    };
    let days = (now - current.state_since).max(0) / DAY;
    let found = format!("the current one signs for {days} days");
    let limit = i64::from(config.keys.rotate_days) * DAY;
    let has_next = rows.iter().any(|row| row.state == signing_keys::NEXT);
    if limit > 0 && now - current.state_since > limit + OVERDUE {
        let mend = "the server rotates it by itself: see in its log why it didn't, or run `onehop keys rotate`";
        findings.warn("keys.signing", format!("{found}, and rotation is overdue"), mend);
    } else if !has_next {
        let mend = "the running server makes it: if one runs, see in its log why it didn't";
        findings.warn("keys.signing", format!("{found}, and no next one is published"), mend);
    } else {
        findings.ok("keys.signing", format!("{found}, and the next one is published"));
    }
}

/// Examples are copied out of documents, and what everybody can read protects nothing.
fn well_made(findings: &mut Findings, config: &Config) {
    let text = match &config.keys.encryption_key {
        EncryptionKey::Given(text) => Some(text.expose_secret().to_owned()),
        EncryptionKey::File { path, .. } => fs::read_to_string(path).ok(),
    };
    let keys = text.as_deref().and_then(encryption_key::split_base64).unwrap_or_default();
    if keys.iter().any(is_example) {
        let mend =
            "make a new one (openssl rand -base64 32), set it before the old one, and rotate what the old one sealed";
        findings.fail("secrets.encryption_key", "it is no random key: it looks like an example", mend);
    }
}

/// Bytes in a row, or all alike: 256 random bits never are.
fn is_example(key: &[u8; 32]) -> bool {
    let step = |pair: &[u8]| pair[1].wrapping_sub(pair[0]);
    let first = step(&key[..2]);
    key.windows(2).filter(|pair| step(pair) == first).count() > 24
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_are_told_from_keys() {
        let rising: Vec<u8> = (0..32).collect();
        assert!(is_example(&[0; 32]) && is_example(&[b'x'; 32]));
        assert!(is_example(&rising.try_into().unwrap()));
        assert!(!is_example(b"\x1f\x8a\x03\xe2\x55\x91\xc4\x7d\x0b\x66\xf8\x2e\x93\xaa\x41\x0c\xd7\x38\x5b\xe9\x72\x14\xbd\x60\x8f\x27\xca\x05\x9e\x53\xf1\x4c"));
    }
}
