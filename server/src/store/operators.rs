//! Operators: who runs the instance.

use super::{Conn, Count, Scope, StoreError, args};
use crate::clock::Millis;
use onehop::wire::OperatorId;
use sqlx::FromRow;

/// An operator.
#[derive(Clone, FromRow)]
pub struct OperatorRow {
    /// `opr_…`
    #[sqlx(try_from = "String")]
    pub id: OperatorId,
    /// As it was given.
    pub email_address: String,
    /// As it is compared.
    pub email_normalized: String,
    /// What they may do.
    pub role: String,
    /// None: the link was not used yet.
    pub password_digest: Option<String>,
    /// The authenticator app.
    pub sealed_totp_secret: Option<String>,
    /// One that waits for its first code.
    pub sealed_new_totp_secret: Option<String>,
    /// The time step of the last code that was taken.
    pub totp_last_step: Option<i64>,
    /// When they last signed in.
    pub last_sign_in_at: Option<Millis>,
    /// Created.
    pub created_at: Millis,
}

/// Without what lets somebody in.
impl std::fmt::Debug for OperatorRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OperatorRow").field("id", &self.id).finish_non_exhaustive()
    }
}

macro_rules! columns {
    () => {
        "id, email_address, email_normalized, role, password_digest, sealed_totp_secret, sealed_new_totp_secret, \
         totp_last_step, last_sign_in_at, created_at"
    };
}

const FIND: &str = concat!("SELECT ", columns!(), " FROM operators WHERE instance_id = $1 AND id = $2");

/// An operator by id.
pub async fn find(conn: &mut Conn, instance: Scope<'_>, id: &OperatorId) -> Result<Option<OperatorRow>, StoreError> {
    conn.optional(FIND, args![instance, id]).await
}

const FIND_BY_EMAIL: &str =
    concat!("SELECT ", columns!(), " FROM operators WHERE instance_id = $1 AND email_normalized = $2");

/// An operator by address.
pub async fn find_by_email(
    conn: &mut Conn,
    instance: Scope<'_>,
    email_normalized: &str,
) -> Result<Option<OperatorRow>, StoreError> {
    conn.optional(FIND_BY_EMAIL, args![instance, email_normalized]).await
}

const COUNT: &str = "SELECT COUNT(*) AS count FROM operators WHERE instance_id = $1";

/// How many there are.
pub async fn count(conn: &mut Conn, instance: Scope<'_>) -> Result<i64, StoreError> {
    Ok(conn.one::<Count>(COUNT, args![instance]).await?.count)
}

const LIST: &str = concat!("SELECT ", columns!(), " FROM operators WHERE instance_id = $1 ORDER BY created_at, id");

/// All of them.
pub async fn list(conn: &mut Conn, instance: Scope<'_>) -> Result<Vec<OperatorRow>, StoreError> {
    conn.all(LIST, args![instance]).await
}

const INSERT: &str = "INSERT INTO operators (instance_id, id, email_address, email_normalized, role, created_at, updated_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $6)";

/// Adds an operator, who has no password yet.
pub async fn insert(conn: &mut Conn, instance: Scope<'_>, row: &OperatorRow) -> Result<(), StoreError> {
    let args = args![instance, &row.id, &row.email_address, &row.email_normalized, &row.role, row.created_at];
    conn.execute(INSERT, args).await.map(|_| ())
}

const UPDATE_PASSWORD: &str =
    "UPDATE operators SET password_digest = $3, updated_at = $4 WHERE instance_id = $1 AND id = $2";

/// Sets the password.
pub async fn update_password(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &OperatorId,
    digest: &str,
    now: Millis,
) -> Result<(), StoreError> {
    conn.execute(UPDATE_PASSWORD, args![instance, id, digest, now]).await.map(|_| ())
}

const UPDATE_SIGNED_IN: &str = "UPDATE operators SET last_sign_in_at = $3 WHERE instance_id = $1 AND id = $2";

/// Remembers a sign-in.
pub async fn update_signed_in(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &OperatorId,
    now: Millis,
) -> Result<(), StoreError> {
    conn.execute(UPDATE_SIGNED_IN, args![instance, id, now]).await.map(|_| ())
}

const UPDATE_NEW_TOTP: &str =
    "UPDATE operators SET sealed_new_totp_secret = $3, updated_at = $4 WHERE instance_id = $1 AND id = $2";

/// Keeps a drawn secret until its first code.
pub async fn update_new_totp(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &OperatorId,
    sealed: &str,
    now: Millis,
) -> Result<(), StoreError> {
    conn.execute(UPDATE_NEW_TOTP, args![instance, id, sealed, now]).await.map(|_| ())
}

const UPDATE_TOTP: &str = "UPDATE operators SET sealed_totp_secret = $3, sealed_new_totp_secret = NULL, totp_last_step = $4, \
    updated_at = $5 WHERE instance_id = $1 AND id = $2";

/// Sets or takes away the authenticator app.
pub async fn update_totp(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &OperatorId,
    sealed: Option<&str>,
    last_step: Option<i64>,
    now: Millis,
) -> Result<(), StoreError> {
    conn.execute(UPDATE_TOTP, args![instance, id, sealed, last_step, now]).await.map(|_| ())
}

const UPDATE_TOTP_STEP: &str = "UPDATE operators SET totp_last_step = $3 \
    WHERE instance_id = $1 AND id = $2 AND (totp_last_step IS NULL OR totp_last_step < $3)";

/// Uses a code up; false when somebody was faster.
pub async fn update_totp_step(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &OperatorId,
    step: i64,
) -> Result<bool, StoreError> {
    Ok(conn.execute(UPDATE_TOTP_STEP, args![instance, id, step]).await? == 1)
}
