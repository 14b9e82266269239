//! Sign-in attempts.

use super::{Conn, Scope, StoreError, args};
use crate::clock::Millis;
use onehop::wire::{ClientId, SessionId, SignInId, SignInStatus, UserId};
use sqlx::FromRow;

/// An attempt.
#[derive(Clone, FromRow)]
pub struct SignInRow {
    /// `sia_…`
    #[sqlx(try_from = "String")]
    pub id: SignInId,
    /// Where.
    #[sqlx(try_from = "String")]
    pub client_id: ClientId,
    /// As stored; see [`SignInRow::status`].
    pub status: String,
    /// As typed.
    pub identifier: Option<String>,
    /// Whose account.
    pub user_id: Option<String>,
    /// How the first factor was proven.
    pub first_factor_strategy: Option<String>,
    /// What came of it.
    pub created_session_id: Option<String>,
    /// Over after this.
    pub abandon_at: Millis,
    /// Created.
    pub created_at: Millis,
}

impl SignInRow {
    /// The step it is at.
    pub fn status(&self) -> SignInStatus {
        match self.status.as_str() {
            "needs_first_factor" => SignInStatus::NeedsFirstFactor,
            "needs_second_factor" => SignInStatus::NeedsSecondFactor,
            "needs_new_password" => SignInStatus::NeedsNewPassword,
            "complete" => SignInStatus::Complete,
            _ => SignInStatus::NeedsIdentifier,
        }
    }

    /// Whose account.
    pub fn user(&self) -> Option<UserId> {
        self.user_id.clone().map(UserId::from)
    }
}

const FIND: &str = "SELECT id, client_id, status, identifier, user_id, first_factor_strategy, created_session_id, abandon_at, created_at \
    FROM sign_ins WHERE instance_id = $1 AND client_id = $2 AND id = $3 AND abandon_at > $4";

/// An attempt of this client that isn't over.
pub async fn find(
    conn: &mut Conn,
    instance: Scope<'_>,
    client: &ClientId,
    id: &SignInId,
    now: Millis,
) -> Result<Option<SignInRow>, StoreError> {
    conn.optional(FIND, args![instance, client, id, now]).await
}

const INSERT: &str = "INSERT INTO sign_ins (instance_id, id, client_id, status, identifier, user_id, abandon_at, created_at, updated_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)";

/// Adds an attempt.
pub async fn insert(conn: &mut Conn, instance: Scope<'_>, row: &SignInRow) -> Result<(), StoreError> {
    let args = args![
        instance,
        &row.id,
        &row.client_id,
        &row.status,
        &row.identifier,
        &row.user_id,
        row.abandon_at,
        row.created_at
    ];
    conn.execute(INSERT, args).await.map(|_| ())
}

const UPDATE_STATUS: &str = "UPDATE sign_ins SET status = $4, first_factor_strategy = $5, created_session_id = $6, updated_at = $7 \
    WHERE instance_id = $1 AND id = $2 AND status = $3";

/// Moves it from one step to the next; false when somebody else was faster.
pub async fn update_status(
    conn: &mut Conn,
    instance: Scope<'_>,
    row: &SignInRow,
    to: SignInStatus,
    strategy: &str,
    session: Option<&SessionId>,
    now: Millis,
) -> Result<bool, StoreError> {
    let args = args![instance, &row.id, &row.status, to.as_str(), strategy, session, now];
    Ok(conn.execute(UPDATE_STATUS, args).await? == 1)
}

const DELETE_OF_CLIENT: &str = "DELETE FROM sign_ins WHERE instance_id = $1 AND client_id = $2";

/// A new attempt takes the place of the old ones.
pub async fn delete_of_client(conn: &mut Conn, instance: Scope<'_>, client: &ClientId) -> Result<(), StoreError> {
    conn.execute(DELETE_OF_CLIENT, args![instance, client]).await.map(|_| ())
}
