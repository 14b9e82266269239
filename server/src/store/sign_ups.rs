//! Sign-up attempts.

use super::{Conn, Scope, StoreError, args};
use crate::clock::Millis;
use onehop::wire::{ClientId, SessionId, SignUpId, SignUpStatus, UserId};
use sqlx::FromRow;

/// An attempt.
#[derive(Clone, FromRow)]
pub struct SignUpRow {
    /// `sua_…`
    #[sqlx(try_from = "String")]
    pub id: SignUpId,
    /// Where.
    #[sqlx(try_from = "String")]
    pub client_id: ClientId,
    /// As stored; see [`SignUpRow::status`].
    pub status: String,
    /// As typed.
    pub email_address: Option<String>,
    /// As compared.
    pub email_normalized: Option<String>,
    /// When it was proven.
    pub email_verified_at: Option<Millis>,
    /// As typed.
    pub username: Option<String>,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// PHC string.
    pub password_digest: Option<String>,
    /// JSON text.
    pub unsafe_metadata: String,
    /// BCP 47.
    pub locale: Option<String>,
    /// When the terms were accepted.
    pub legal_accepted_at: Option<Millis>,
    /// The invitation it came by.
    pub invitation_id: Option<String>,
    /// What came of it.
    pub created_session_id: Option<String>,
    /// Who came of it.
    pub created_user_id: Option<String>,
    /// Over after this.
    pub abandon_at: Millis,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

impl SignUpRow {
    /// Where it stands.
    pub fn status(&self) -> SignUpStatus {
        match self.status.as_str() {
            "complete" => SignUpStatus::Complete,
            "abandoned" => SignUpStatus::Abandoned,
            _ => SignUpStatus::MissingRequirements,
        }
    }
}

const FIND: &str = "SELECT id, client_id, status, email_address, email_normalized, email_verified_at, username, first_name, last_name, password_digest, \
    unsafe_metadata, locale, legal_accepted_at, invitation_id, created_session_id, created_user_id, abandon_at, created_at, updated_at \
    FROM sign_ups WHERE instance_id = $1 AND client_id = $2 AND id = $3 AND abandon_at > $4";

/// An attempt of this client that isn't over.
pub async fn find(
    conn: &mut Conn,
    instance: Scope<'_>,
    client: &ClientId,
    id: &SignUpId,
    now: Millis,
) -> Result<Option<SignUpRow>, StoreError> {
    conn.optional(FIND, args![instance, client, id, now]).await
}

const INSERT: &str = "INSERT INTO sign_ups (instance_id, id, client_id, status, email_address, email_normalized, email_verified_at, username, first_name, \
    last_name, password_digest, unsafe_metadata, locale, legal_accepted_at, invitation_id, abandon_at, created_at, updated_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";

/// Adds an attempt.
pub async fn insert(conn: &mut Conn, instance: Scope<'_>, row: &SignUpRow) -> Result<(), StoreError> {
    let args = args![
        instance,
        &row.id,
        &row.client_id,
        &row.status,
        &row.email_address,
        &row.email_normalized,
        row.email_verified_at,
        &row.username,
        &row.first_name,
        &row.last_name,
        &row.password_digest,
        &row.unsafe_metadata,
        &row.locale,
        row.legal_accepted_at,
        &row.invitation_id,
        row.abandon_at,
        row.created_at,
        row.updated_at,
    ];
    conn.execute(INSERT, args).await.map(|_| ())
}

const UPDATE: &str = "UPDATE sign_ups SET email_address = $3, email_normalized = $4, email_verified_at = $5, username = $6, first_name = $7, last_name = $8, \
    password_digest = $9, unsafe_metadata = $10, locale = $11, legal_accepted_at = $12, invitation_id = $13, updated_at = $14 \
    WHERE instance_id = $1 AND id = $2 AND status = 'missing_requirements'";

/// Writes changed fields back; false when it is over.
pub async fn update(conn: &mut Conn, instance: Scope<'_>, row: &SignUpRow) -> Result<bool, StoreError> {
    let args = args![
        instance,
        &row.id,
        &row.email_address,
        &row.email_normalized,
        row.email_verified_at,
        &row.username,
        &row.first_name,
        &row.last_name,
        &row.password_digest,
        &row.unsafe_metadata,
        &row.locale,
        row.legal_accepted_at,
        &row.invitation_id,
        row.updated_at,
    ];
    Ok(conn.execute(UPDATE, args).await? == 1)
}

const COMPLETE: &str = "UPDATE sign_ups SET status = 'complete', created_user_id = $3, created_session_id = $4, password_digest = NULL, updated_at = $5 \
    WHERE instance_id = $1 AND id = $2 AND status = 'missing_requirements'";

/// It became a user; false when somebody else was faster.
pub async fn update_complete(
    conn: &mut Conn,
    instance: Scope<'_>,
    id: &SignUpId,
    user: &UserId,
    session: &SessionId,
    now: Millis,
) -> Result<bool, StoreError> {
    Ok(conn.execute(COMPLETE, args![instance, id, user, session, now]).await? == 1)
}

const DELETE_OF_CLIENT: &str = "DELETE FROM sign_ups WHERE instance_id = $1 AND client_id = $2";

/// A new attempt takes the place of the old ones.
pub async fn delete_of_client(conn: &mut Conn, instance: Scope<'_>, client: &ClientId) -> Result<(), StoreError> {
    conn.execute(DELETE_OF_CLIENT, args![instance, client]).await.map(|_| ())
}
