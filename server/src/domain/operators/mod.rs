//! Operators: who runs the instance. They are not users; what they may do doesn't hang on a flag that some call could
//! set.
//!
//! An operator comes in by a [link](links) that sets the password, signs in with it and, where an
//! [authenticator app](second_factor) is set up, a code, and stays for a [session](sessions).

pub mod links;
pub mod second_factor;
pub mod sessions;

use super::{
    audit::{Actor, Trail},
    identifiers, passwords,
};
use crate::{
    clock::{MINUTE, Millis},
    error::{Error, Result},
    keys::token_hash::sha256_hex,
    password::Outcome,
    random,
    state::App,
    store::{Conn, counters, operators as store, operators::OperatorRow},
};
use onehop::wire::{ErrorCode, OperatorId, dashboard::ActorKind};
use secrecy::SecretString;

/// Fewest characters of a password: it may be the only factor (NIST SP 800-63B-4, 3.1.1.2).
pub const MIN_PASSWORD: usize = 15;
/// There is one role so far.
const OWNER: &str = "owner";
/// So many tries at once, and then one in each interval, from one address at one account.
const TRIES: i64 = 3;
const TRY_AGAIN: Millis = 5 * MINUTE;

/// The operator with this address; made when there is none.
pub async fn find_or_add(app: &App, conn: &mut Conn, email: &str, now: Millis) -> Result<OperatorRow> {
    let email = identifiers::email(email, "email_address")?;
    if let Some(row) = store::find_by_email(conn, &app.instance.id, &email.normalized).await? {
        return Ok(row);
    }
    let row = OperatorRow {
        id: OperatorId::from(random::id(&*app.random, now, OperatorId::PREFIX)),
        email_address: email.address,
        email_normalized: email.normalized,
        role: OWNER.to_owned(),
        password_digest: None,
        sealed_totp_secret: None,
        sealed_new_totp_secret: None,
        totp_last_step: None,
        last_sign_in_at: None,
        created_at: now,
    };
    store::insert(conn, &app.instance.id, &row).await?;
    Ok(row)
}

/// Is there anybody who could let others in?
pub async fn is_any(app: &App, conn: &mut Conn) -> Result<bool> {
    Ok(store::count(conn, &app.instance.id).await? > 0)
}

/// Checks a new password of the operator with this address.
pub fn check_password(app: &App, password: &str, param: &str, email: &str) -> Result<()> {
    passwords::check_new_of(app, MIN_PASSWORD, password, param, &[email])
}

/// Counts a try at an account before it is made. `from` is whose tries are counted together.
pub async fn begin_try(app: &App, from: &str, email: &str, now: Millis) -> Result<()> {
    let mut conn = app.write().await?;
    let name = tries(from, email);
    let is_allowed = counters::take(&mut conn, &app.instance.id, &name, now, TRY_AGAIN, TRIES).await?;
    conn.commit().await?;
    if is_allowed { Ok(()) } else { Err(Error::too_many_requests(TRY_AGAIN)) }
}

/// The try was right: the count starts again.
pub async fn succeed(app: &App, conn: &mut Conn, from: &str, email: &str) -> Result<()> {
    Ok(counters::delete(conn, &app.instance.id, &tries(from, email)).await?)
}

/// Addresses may be long, so the name has their hash.
fn tries(from: &str, email: &str) -> String {
    format!("operator:{from}:{}", sha256_hex(&identifiers::normalize_email(email)))
}

/// Is this the operator's password? Without an operator the same work is done, so that time tells nothing.
pub async fn is_password(app: &App, operator: Option<&OperatorRow>, password: &str) -> Result<bool> {
    let digest = operator.and_then(|row| row.password_digest.clone());
    let outcome = app.passwords.verify(SecretString::from(password), digest).await?;
    Ok(matches!(outcome, Outcome::Right { .. }))
}

/// The operator with this id, whose session was found a moment ago.
pub async fn get(app: &App, conn: &mut Conn, id: &OperatorId) -> Result<OperatorRow> {
    let row = store::find(conn, &app.instance.id, id).await?;
    row.ok_or_else(|| Error::api(ErrorCode::AuthenticationInvalid))
}

/// The operator as the audit log tells it, for what happens before there is a session.
pub fn actor(row: &OperatorRow, action: &str) -> Actor {
    let (id, name) = (row.id.to_string(), row.email_address.clone());
    Actor { kind: ActorKind::Operator, id, name, action: action.to_owned(), trail: Trail::default() }
}
