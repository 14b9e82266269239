//! Step-up: what lets a user in or keeps others out is changed only by somebody who has proven a moment ago that it is
//! them. What is proven again counts for the session in which it was proven, and for no other.
//!
//! Who has a second factor proves that; whoever has none proves the first. Signing in proves both.

use super::{Cause, codes::Purpose, lockout::Source, sign_ins};
use crate::{
    clock::{HOUR, MINUTE, Millis},
    error::{Error, Result},
    random,
    state::App,
    store::{
        Conn, session_verifications as store, session_verifications::SessionVerificationRow, sessions,
        sessions::SessionRow, users::UserRow, verifications,
    },
};
use onehop::wire::{
    ErrorCode, Factor, Session, SessionVerification, SessionVerificationId, SessionVerificationStatus as Status,
    SessionVerificationTag, Strategy, Verification, VerificationLevel as Level, VerificationStatus,
};

/// So long a proof counts.
pub const WINDOW: Millis = 10 * MINUTE;
/// Clocks of several servers may differ by this much.
const SKEW: Millis = MINUTE;
/// An attempt that isn't finished by then is forgotten.
const LIFETIME: Millis = HOUR;

/// Has the user of this session proven a moment ago who they are, as far as their account can?
pub fn is_recent(session: &SessionRow, user: &UserRow, now: Millis) -> bool {
    let proven_at = if user.has_second_factor() { session.second_factor_at } else { session.first_factor_at };
    proven_at.is_some_and(|at| (-SKEW..=WINDOW).contains(&(now - at)))
}

/// Starts an attempt in the place of the session's current one. Without a second factor it asks for the first.
pub async fn start(
    app: &App,
    conn: &mut Conn,
    session: &SessionRow,
    user: &UserRow,
    level: Level,
    now: Millis,
) -> Result<SessionVerificationRow> {
    let level = if user.has_second_factor() { level } else { Level::FirstFactor };
    let status = if level == Level::SecondFactor { Status::NeedsSecondFactor } else { Status::NeedsFirstFactor };
    let row = SessionVerificationRow {
        id: SessionVerificationId::from(random::id(&*app.random, now, SessionVerificationId::PREFIX)),
        session_id: session.id.clone(),
        level: level.as_str().to_owned(),
        status: status.as_str().to_owned(),
        first_factor_strategy: None,
        second_factor_strategy: None,
        expire_at: now + LIFETIME,
        created_at: now,
    };
    store::put(conn, &app.instance.id, &row).await?;
    Ok(row)
}

/// The attempt of this session, which must be there.
pub async fn get(app: &App, conn: &mut Conn, session: &SessionRow, now: Millis) -> Result<SessionVerificationRow> {
    let row = store::find(conn, &app.instance.id, &session.id, now).await?;
    row.ok_or_else(|| Error::api(ErrorCode::ResourceNotFound))
}

/// The attempt of this session, which must be at this step.
pub async fn get_at(
    app: &App,
    conn: &mut Conn,
    session: &SessionRow,
    step: Status,
    now: Millis,
) -> Result<SessionVerificationRow> {
    let row = get(app, conn, session, now).await?;
    if row.status() != step {
        return Err(Error::api(ErrorCode::AttemptStateInvalid));
    }
    Ok(row)
}

/// What can prove the first factor of somebody who is signed in.
pub async fn first_factors(app: &App, conn: &mut Conn, user: &UserRow) -> Result<Vec<Factor>> {
    let factors = sign_ins::first_factors(app, conn, user, None).await?;
    let proves = |factor: &Factor| matches!(factor.strategy, Strategy::Password | Strategy::EmailCode);
    Ok(factors.into_iter().filter(proves).collect())
}

/// What a code for this attempt is bound to.
pub fn purpose<'a>(row: &'a SessionVerificationRow, session: &'a SessionRow, source: &Source) -> Purpose<'a> {
    Purpose {
        subject: row.id.as_str(),
        strategy: Strategy::EmailCode,
        client: &session.client_id,
        account: source.key(),
        is_known_device: source.is_known(),
    }
}

/// The first factor is proven: the attempt is over, unless it asks for both.
pub async fn prove_first(
    app: &App,
    conn: &mut Conn,
    cause: &Cause,
    row: &SessionVerificationRow,
    strategy: Strategy,
) -> Result<()> {
    let instance = &app.instance.id;
    let to = if row.level() == Level::MultiFactor { Status::NeedsSecondFactor } else { Status::Complete };
    if !store::update_status(conn, instance, row, to, Some(strategy.as_str()), None).await? {
        return Err(Error::api(ErrorCode::AttemptStateInvalid));
    }
    verifications::delete(conn, instance, row.id.as_str()).await?;
    must_be_live(sessions::update_factor(conn, instance, &row.session_id, sessions::Factor::First, cause.now).await?)
}

/// The second factor is proven, and with it the attempt is over.
pub async fn prove_second(
    app: &App,
    conn: &mut Conn,
    cause: &Cause,
    row: &SessionVerificationRow,
    strategy: Strategy,
) -> Result<()> {
    let (instance, first) = (&app.instance.id, row.first_factor_strategy.as_deref());
    if !store::update_status(conn, instance, row, Status::Complete, first, Some(strategy.as_str())).await? {
        return Err(Error::api(ErrorCode::AttemptStateInvalid));
    }
    must_be_live(sessions::update_factor(conn, instance, &row.session_id, sessions::Factor::Second, cause.now).await?)
}

/// It may have ended since it was read.
fn must_be_live(is_live: bool) -> Result<()> {
    if is_live { Ok(()) } else { Err(Error::api(ErrorCode::AuthenticationInvalid)) }
}

/// The attempt as the browser sees it.
pub async fn view(
    app: &App,
    conn: &mut Conn,
    row: &SessionVerificationRow,
    user: &UserRow,
    session: Session,
    now: Millis,
) -> Result<SessionVerification> {
    let first_factors = match row.level() {
        Level::SecondFactor => None,
        _ => Some(first_factors(app, conn, user).await?),
    };
    let second_factors = (row.level() != Level::FirstFactor).then(|| sign_ins::second_factors_of(user));
    Ok(SessionVerification {
        object: SessionVerificationTag,
        id: row.id.clone(),
        status: row.status(),
        level: row.level(),
        session,
        supported_first_factors: first_factors,
        supported_second_factors: second_factors,
        first_factor_verification: first_factor_verification(app, conn, row, now).await?,
        second_factor_verification: row.second_factor_strategy.as_deref().map(verified),
    })
}

async fn first_factor_verification(
    app: &App,
    conn: &mut Conn,
    row: &SessionVerificationRow,
    now: Millis,
) -> Result<Option<Verification>> {
    if let Some(strategy) = row.first_factor_strategy.as_deref() {
        return Ok(Some(verified(strategy)));
    }
    let code = verifications::find_latest(conn, &app.instance.id, row.id.as_str()).await?;
    Ok(code.map(|code| super::codes::view(app, &code, Strategy::EmailCode, now)))
}

fn verified(strategy: &str) -> Verification {
    Verification {
        status: Some(VerificationStatus::Verified),
        strategy: Some(sign_ins::parse(strategy)),
        ..Verification::unsent()
    }
}
