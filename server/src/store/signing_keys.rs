//! The keys that sign session tokens: one next, one current, and previous ones that are still published.

use super::{Conn, Scope, StoreError, args};
use crate::clock::Millis;
use sqlx::FromRow;

/// Published, and doesn't sign yet.
pub const NEXT: &str = "next";
/// Signs.
pub const CURRENT: &str = "current";
/// Signs no more. Published for as long as a token of it may live.
pub const PREVIOUS: &str = "previous";

/// A key that signs session tokens.
#[derive(Clone, FromRow)]
pub struct SigningKeyRow {
    /// The `kid`.
    pub id: String,
    /// [`NEXT`], [`CURRENT`] or [`PREVIOUS`].
    pub state: String,
    /// PKCS #8, sealed. Empty for previous keys.
    pub sealed_private_key: String,
    /// As it is published, in JSON: of previous keys, which have nothing else.
    pub public_key: Option<String>,
    /// The longest life that a token of it was given.
    pub longest_life: Millis,
    /// When it took up its state.
    pub state_since: Millis,
    /// Until when a previous key is published.
    pub published_until: Option<Millis>,
    /// Created.
    pub created_at: Millis,
}

macro_rules! columns {
    () => {
        "id, state, sealed_private_key, public_key, longest_life, state_since, published_until, created_at"
    };
}

const LIST: &str =
    concat!("SELECT ", columns!(), " FROM signing_keys WHERE instance_id = $1 ORDER BY created_at DESC, id DESC");

/// All keys, the newest first.
pub async fn list(conn: &mut Conn, instance: Scope<'_>) -> Result<Vec<SigningKeyRow>, StoreError> {
    conn.all(LIST, args![instance]).await
}

const GET_CURRENT: &str =
    concat!("SELECT ", columns!(), " FROM signing_keys WHERE instance_id = $1 AND state = 'current'");

/// The key that signs now.
pub async fn get_current(conn: &mut Conn, instance: Scope<'_>) -> Result<SigningKeyRow, StoreError> {
    conn.one(GET_CURRENT, args![instance]).await
}

const INSERT: &str = concat!(
    "INSERT INTO signing_keys (instance_id, algorithm, ",
    columns!(),
    ") VALUES ($1, 'RS256', $2, $3, $4, $5, $6, $7, $8, $9)"
);

/// Adds a key. `Conflict` when there is another one in its state, unless that is [`PREVIOUS`].
pub async fn insert(conn: &mut Conn, instance: Scope<'_>, row: &SigningKeyRow) -> Result<(), StoreError> {
    let args = args![
        instance,
        &row.id,
        &row.state,
        &row.sealed_private_key,
        &row.public_key,
        row.longest_life,
        row.state_since,
        row.published_until,
        row.created_at,
    ];
    conn.execute(INSERT, args).await.map(|_| ())
}

const RETIRE: &str = "UPDATE signing_keys SET state = 'previous', sealed_private_key = '', public_key = $3, state_since = $4, \
    published_until = longest_life + $5 WHERE instance_id = $1 AND id = $2 AND state = 'current'";

/// Ends signing with the current key, whose private half is forgotten. It stays published until its last token has ended,
/// counted from `last_signed_before`. False when it isn't the current one any more.
pub async fn update_retired(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &str,
    public_key: &str,
    now: Millis,
    last_signed_before: Millis,
) -> Result<bool, StoreError> {
    Ok(conn.execute(RETIRE, args![instance, id, public_key, now, last_signed_before]).await? == 1)
}

const ACTIVATE: &str =
    "UPDATE signing_keys SET state = 'current', state_since = $3 WHERE instance_id = $1 AND id = $2 AND state = 'next'";

/// Begins signing with the next key. False when it isn't the next one any more.
pub async fn update_activated(conn: &mut Conn, instance: Scope<'_>, id: &str, now: Millis) -> Result<bool, StoreError> {
    Ok(conn.execute(ACTIVATE, args![instance, id, now]).await? == 1)
}

const UPDATE_LONGEST_LIFE: &str = "UPDATE signing_keys SET longest_life = CASE WHEN longest_life < $3 THEN $3 ELSE longest_life END \
    WHERE instance_id = $1 AND id = $2 AND state = 'current'";

/// Tokens of the current key may live that long. False when it isn't the current one any more.
pub async fn update_longest_life(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &str,
    life: Millis,
) -> Result<bool, StoreError> {
    Ok(conn.execute(UPDATE_LONGEST_LIFE, args![instance, id, life]).await? == 1)
}

const DELETE_ENDED: &str =
    "DELETE FROM signing_keys WHERE instance_id = $1 AND state = 'previous' AND published_until <= $2";

/// Forgets previous keys whose last token has ended.
pub async fn delete_ended(conn: &mut Conn, instance: Scope<'_>, now: Millis) -> Result<u64, StoreError> {
    conn.execute(DELETE_ENDED, args![instance, now]).await
}

const DELETE_ALL: &str = "DELETE FROM signing_keys WHERE instance_id = $1";

/// Forgets all keys.
pub async fn delete_all(conn: &mut Conn, instance: Scope<'_>) -> Result<u64, StoreError> {
    conn.execute(DELETE_ALL, args![instance]).await
}
