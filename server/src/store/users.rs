//! Users.

use super::{Conn, Scope, StoreError, Value, args, daily_totals, daily_totals::Daily};
use crate::clock::Millis;
use onehop::wire::{IdentificationId, UserId};
use sqlx::FromRow;

/// A person. Metadata columns are JSON text.
#[derive(Clone, FromRow)]
pub struct UserRow {
    /// `user_…`
    #[sqlx(try_from = "String")]
    pub id: UserId,
    /// Names the user in the search index.
    pub search_id: i64,
    /// The id in the app's own system.
    pub external_id: Option<String>,
    /// In the case it was typed.
    pub username: Option<String>,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// Language and region (BCP 47).
    pub locale: Option<String>,
    /// The main address.
    pub primary_email_address_id: Option<String>,
    /// The main number.
    pub primary_phone_number_id: Option<String>,
    /// The main wallet.
    pub primary_web3_wallet_id: Option<String>,
    /// PHC string, or an imported digest with the name of its hasher before it.
    pub password_digest: Option<String>,
    /// When it was last set.
    pub password_last_updated_at: Option<Millis>,
    /// Known to others: the next sign-in asks for a new one.
    pub password_compromised_at: Option<Millis>,
    /// Secret of the authenticator app, sealed.
    pub sealed_totp_secret: Option<String>,
    /// The last time step whose code was taken.
    pub totp_last_step: Option<i64>,
    /// Has backup codes.
    pub backup_code_enabled: bool,
    /// When a second factor was last set up.
    pub mfa_enabled_at: Option<Millis>,
    /// When the last second factor was removed.
    pub mfa_disabled_at: Option<Millis>,
    /// User reads, backend writes.
    pub public_metadata: String,
    /// Backend only.
    pub private_metadata: String,
    /// User writes.
    pub unsafe_metadata: String,
    /// May delete the own account.
    pub delete_self_enabled: bool,
    /// May create organizations.
    pub create_organization_enabled: bool,
    /// How many; null: no limit.
    pub create_organizations_limit: Option<i64>,
    /// Is trusted on new devices without further proof.
    pub bypass_client_trust: bool,
    /// May not sign in.
    pub banned: bool,
    /// Too many failures: not before this time.
    pub locked_until: Option<Millis>,
    /// When the terms were accepted.
    pub legal_accepted_at: Option<Millis>,
    /// Last sign-in.
    pub last_sign_in_at: Option<Millis>,
    /// Last use, to the day.
    pub last_active_at: Option<Millis>,
    /// Grows by one with every change.
    pub version: i64,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
    /// The picture the user chose.
    pub image_id: Option<String>,
}

impl UserRow {
    /// Somebody of whom nothing is known yet.
    pub fn blank(id: UserId, search_id: i64, now: Millis) -> Self {
        Self {
            id,
            search_id,
            external_id: None,
            username: None,
            first_name: None,
            last_name: None,
            locale: None,
            primary_email_address_id: None,
            primary_phone_number_id: None,
            primary_web3_wallet_id: None,
            password_digest: None,
            password_last_updated_at: None,
            password_compromised_at: None,
            sealed_totp_secret: None,
            totp_last_step: None,
            backup_code_enabled: false,
            mfa_enabled_at: None,
            mfa_disabled_at: None,
            public_metadata: "{}".to_owned(),
            private_metadata: "{}".to_owned(),
            unsafe_metadata: "{}".to_owned(),
            delete_self_enabled: true,
            create_organization_enabled: true,
            create_organizations_limit: None,
            bypass_client_trust: false,
            banned: false,
            locked_until: None,
            legal_accepted_at: None,
            last_sign_in_at: None,
            last_active_at: None,
            version: 1,
            created_at: now,
            updated_at: now,
            image_id: None,
        }
    }

    /// The main address.
    pub fn primary_email_address(&self) -> Option<IdentificationId> {
        self.primary_email_address_id.clone().map(IdentificationId::from)
    }

    /// Is the account locked at this time?
    pub fn is_locked(&self, now: Millis) -> bool {
        self.locked_until.is_some_and(|until| until > now)
    }

    /// A new password, which nobody else knows.
    pub fn set_password(&mut self, digest: String, now: Millis) {
        self.password_digest = Some(digest);
        self.password_last_updated_at = Some(now);
        self.password_compromised_at = None;
    }

    /// Must a second factor be passed at every sign-in?
    pub fn has_second_factor(&self) -> bool {
        self.sealed_totp_secret.is_some() || self.backup_code_enabled
    }
}

macro_rules! columns {
    () => {
        $crate::store::users::columns!(list "";)
    };
    ($do:ident $($with:tt)*) => {
        $crate::store::$do! {
            $($with)*
            id, search_id, external_id, username, first_name, last_name, locale, primary_email_address_id,
            primary_phone_number_id, primary_web3_wallet_id, password_digest, password_last_updated_at,
            password_compromised_at, sealed_totp_secret, totp_last_step, backup_code_enabled, mfa_enabled_at,
            mfa_disabled_at, public_metadata, private_metadata, unsafe_metadata, delete_self_enabled,
            create_organization_enabled, create_organizations_limit, bypass_client_trust, banned, locked_until,
            legal_accepted_at, last_sign_in_at, last_active_at, version, created_at, updated_at,
            image_id
        }
    };
}
pub(super) use columns;
columns!(keyed UserRow;);

macro_rules! find_by_id {
    () => {
        concat!("SELECT ", columns!(), " FROM users WHERE instance_id = $1 AND id = $2")
    };
}
const FIND: &str = find_by_id!();
const LOCK: &str = concat!(find_by_id!(), " FOR NO KEY UPDATE");
pub(super) const SELECT: &str = concat!("SELECT ", columns!(), " FROM users");

/// A user by id. Changes of one user wait for each other: in a transaction that writes, nobody else changes the row
/// from here on. It comes before the user's sessions and their clients, so that no two such transactions can wait for
/// each other.
pub async fn find(conn: &mut Conn, instance: Scope<'_>, id: &UserId) -> Result<Option<UserRow>, StoreError> {
    let sql = if conn.must_lock_rows() { LOCK } else { FIND };
    conn.find(sql, args![instance, id]).await
}

/// A user that must be there.
pub async fn get(conn: &mut Conn, instance: Scope<'_>, id: &UserId) -> Result<UserRow, StoreError> {
    find(conn, instance, id).await?.ok_or_else(|| StoreError::Failed("a user is missing".into()))
}

const FIND_BY_USERNAME: &str =
    concat!("SELECT ", columns!(), " FROM users WHERE instance_id = $1 AND username_normalized = $2");

/// A user by normalised username.
pub async fn find_by_username(
    conn: &mut Conn,
    instance: Scope<'_>,
    normalized: &str,
) -> Result<Option<UserRow>, StoreError> {
    conn.find(FIND_BY_USERNAME, args![instance, normalized]).await
}

const FIND_BY_EXTERNAL_ID: &str =
    concat!("SELECT ", columns!(), " FROM users WHERE instance_id = $1 AND external_id = $2");

/// A user by the id in the app's own system.
pub async fn find_by_external_id(
    conn: &mut Conn,
    instance: Scope<'_>,
    external_id: &str,
) -> Result<Option<UserRow>, StoreError> {
    conn.find(FIND_BY_EXTERNAL_ID, args![instance, external_id]).await
}

const INSERT: &str = concat!(
    "INSERT INTO users (instance_id, ",
    columns!(),
    ", username_normalized) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, \
     $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36)"
);

/// Adds a user. `Conflict` when the username or external id is taken.
pub async fn insert(conn: &mut Conn, instance: Scope<'_>, row: &UserRow) -> Result<(), StoreError> {
    conn.execute(INSERT, values(instance, row)).await?;
    daily_totals::add(conn, instance, Daily::SignUps, row.created_at)?;
    if let Some(at) = row.last_active_at {
        daily_totals::add(conn, instance, Daily::ActiveUsers, at)?;
    }
    super::totals::add(conn, instance, "users", 1)
}

const SEEN: &str = "UPDATE users SET last_active_at = $3 WHERE instance_id = $1 AND id = $2 AND (last_active_at IS NULL OR last_active_at < $3)";

/// The user was seen at this time. Written, and counted, once a day.
pub async fn update_last_active(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &UserId,
    now: Millis,
) -> Result<(), StoreError> {
    if conn.execute(SEEN, args![instance, id, daily_totals::day_of(now)]).await? == 1 {
        daily_totals::add(conn, instance, Daily::ActiveUsers, now)?;
    }
    Ok(())
}

const UPDATE: &str = "UPDATE users SET external_id = $4, username = $5, first_name = $6, last_name = $7, locale = $8, \
    primary_email_address_id = $9, primary_phone_number_id = $10, primary_web3_wallet_id = $11, password_digest = $12, \
    password_last_updated_at = $13, password_compromised_at = $14, sealed_totp_secret = $15, totp_last_step = $16, \
    backup_code_enabled = $17, mfa_enabled_at = $18, mfa_disabled_at = $19, public_metadata = $20, private_metadata = $21, \
    unsafe_metadata = $22, delete_self_enabled = $23, create_organization_enabled = $24, create_organizations_limit = $25, \
    bypass_client_trust = $26, banned = $27, locked_until = $28, legal_accepted_at = $29, last_sign_in_at = $30, last_active_at = CASE WHEN last_active_at > $31 THEN last_active_at ELSE $31 END, \
    version = $32 + 1, created_at = $33, updated_at = $34, image_id = $35, username_normalized = $36 \
    WHERE instance_id = $1 AND id = $2 AND search_id = $3 AND version = $32";

/// Writes a changed user back, if nobody else changed it since it was read; says whether it was written.
pub async fn update(conn: &mut Conn, instance: Scope<'_>, row: &UserRow) -> Result<bool, StoreError> {
    Ok(conn.execute(UPDATE, values(instance, row)).await? == 1)
}

const TOTP_STEP: &str = "UPDATE users SET totp_last_step = $3 WHERE instance_id = $1 AND id = $2 AND (totp_last_step IS NULL OR totp_last_step < $3)";

/// Takes the code of this time step; false when it, or a later one, was taken already.
pub async fn update_totp_step(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &UserId,
    step: i64,
) -> Result<bool, StoreError> {
    Ok(conn.execute(TOTP_STEP, args![instance, id, step]).await? == 1)
}

/// In the order of the columns, with the instance first and the normalised username last.
fn values(instance: Scope<'_>, row: &UserRow) -> Vec<Value> {
    args![
        instance,
        &row.id,
        row.search_id,
        &row.external_id,
        &row.username,
        &row.first_name,
        &row.last_name,
        &row.locale,
        &row.primary_email_address_id,
        &row.primary_phone_number_id,
        &row.primary_web3_wallet_id,
        &row.password_digest,
        row.password_last_updated_at,
        row.password_compromised_at,
        &row.sealed_totp_secret,
        row.totp_last_step,
        row.backup_code_enabled,
        row.mfa_enabled_at,
        row.mfa_disabled_at,
        &row.public_metadata,
        &row.private_metadata,
        &row.unsafe_metadata,
        row.delete_self_enabled,
        row.create_organization_enabled,
        row.create_organizations_limit,
        row.bypass_client_trust,
        row.banned,
        row.locked_until,
        row.legal_accepted_at,
        row.last_sign_in_at,
        row.last_active_at,
        row.version,
        row.created_at,
        row.updated_at,
        &row.image_id,
        row.username.as_deref().map(str::to_lowercase),
    ]
}

const DELETE: &str = "DELETE FROM users WHERE instance_id = $1 AND id = $2";

/// Removes a user with everything that hangs on it; says whether there was one.
pub async fn delete(conn: &mut Conn, instance: Scope<'_>, row: &UserRow) -> Result<bool, StoreError> {
    if conn.execute(DELETE, args![instance, &row.id]).await? == 0 {
        return Ok(false);
    }
    super::user_search::delete(conn, row.search_id).await?;
    super::totals::add(conn, instance, "users", -1)?;
    Ok(true)
}
