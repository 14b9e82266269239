//! The sign-in state machine: identifier → first factor → (new password) → session.

use super::{
    Cause, codes,
    codes::Purpose,
    identifiers,
    lockout::{self, Source},
    restrictions, second_factor_tries, second_factors,
    second_factors::Proof,
    sessions, users,
};
use crate::{
    clock::{DAY, Millis},
    config::Identifier,
    error::{Error, Result},
    metrics, random,
    state::App,
    store::{
        Conn, clients, clients::ClientRow, email_addresses, email_addresses::EmailAddressRow,
        sessions as session_store, sessions::SessionRow, sign_ins, sign_ins::SignInRow, users as user_store,
        users::UserRow, verifications,
    },
};
use onehop::wire::{
    ClientId, ErrorCode, Factor, SessionId, SignIn, SignInId, SignInStatus, SignInTag, SignInUserData, Strategy,
    Verification, VerificationStatus,
};

/// An attempt that isn't finished by then is forgotten.
const LIFETIME: Millis = DAY;
/// Sessions one client may hold.
const MAX_SESSIONS: usize = 10;

/// The account an identifier belongs to: a verified e-mail address or a username, of those that name accounts here.
pub async fn find_account(app: &App, conn: &mut Conn, identifier: &str) -> Result<Option<UserRow>> {
    let instance = &app.instance.id;
    let normalized = identifiers::normalize_email(identifier);
    let is_email = identifier.contains('@');
    if !app.config.sign_in.is_by(if is_email { Identifier::EmailAddress } else { Identifier::Username }) {
        return Ok(None);
    }
    if is_email {
        let Some(email) = email_addresses::find_verified(conn, instance, &normalized).await? else { return Ok(None) };
        return Ok(user_store::find(conn, instance, &email.user_id).await?);
    }
    Ok(user_store::find_by_username(conn, instance, &normalized).await?)
}

/// May this account sign in here, now?
pub async fn admit(
    app: &App,
    conn: &mut Conn,
    client: Option<&ClientRow>,
    user: &UserRow,
    source: &Source,
    now: Millis,
) -> Result<()> {
    if user.banned {
        return Err(Error::api(ErrorCode::UserBanned));
    }
    restrictions::admit_sign_in(app, conn, user).await?;
    lockout::refuse_locked(app, conn, user, source, now).await?;
    let Some(client) = client else { return Ok(()) };
    let live = session_store::list_live_in_client(conn, &app.instance.id, &client.id, now).await?;
    if let Some(session) = live.iter().find(|session| session.user_id == user.id) {
        return Err(Error::api(ErrorCode::IdentifierAlreadySignedIn).session(&session.id));
    }
    admit_another(app, &live)
}

/// May one more account sign in beside these?
pub fn admit_another(app: &App, live: &[SessionRow]) -> Result<()> {
    if app.config.session.single_session_mode && !live.is_empty() {
        return Err(Error::api(ErrorCode::SessionExists));
    }
    if live.len() >= MAX_SESSIONS {
        return Err(Error::api(ErrorCode::QuotaExceeded)
            .text("Too many accounts are signed in on this device. Sign one out first."));
    }
    Ok(())
}

/// Starts an attempt in the place of the current one.
pub async fn start(
    app: &App,
    conn: &mut Conn,
    client: &ClientId,
    identifier: Option<&str>,
    user: Option<&UserRow>,
    now: Millis,
) -> Result<SignInRow> {
    let status = if user.is_some() { SignInStatus::NeedsFirstFactor } else { SignInStatus::NeedsIdentifier };
    let row = SignInRow {
        id: SignInId::from(random::id(&*app.random, now, SignInId::PREFIX)),
        client_id: client.clone(),
        status: status.as_str().to_owned(),
        identifier: identifier.map(str::to_owned),
        user_id: user.map(|user| user.id.to_string()),
        first_factor_strategy: None,
        created_session_id: None,
        abandon_at: now + LIFETIME,
        created_at: now,
    };
    sign_ins::delete_of_client(conn, &app.instance.id, client).await?;
    sign_ins::insert(conn, &app.instance.id, &row).await?;
    clients::update_sign_in(conn, &app.instance.id, client, Some(&row.id), now).await?;
    Ok(row)
}

/// The attempt with this id in this client; others don't exist.
pub async fn get(app: &App, conn: &mut Conn, client: &ClientId, id: &SignInId, now: Millis) -> Result<SignInRow> {
    sign_ins::find(conn, &app.instance.id, client, id, now)
        .await?
        .ok_or_else(|| Error::api(ErrorCode::ResourceNotFound))
}

/// The account of an attempt that is at this step.
pub async fn account_at(app: &App, conn: &mut Conn, row: &SignInRow, step: SignInStatus) -> Result<UserRow> {
    let wrong_step = || Error::api(ErrorCode::AttemptStateInvalid);
    if row.status() != step {
        return Err(wrong_step());
    }
    let user = row.user().ok_or_else(wrong_step)?;
    user_store::find(conn, &app.instance.id, &user).await?.ok_or_else(wrong_step)
}

/// What can prove the first factor of this account.
pub async fn first_factors(
    app: &App,
    conn: &mut Conn,
    user: &UserRow,
    identifier: Option<&str>,
) -> Result<Vec<Factor>> {
    let emails = email_addresses::list(conn, &app.instance.id, &user.id).await?;
    let typed = identifier.map(identifiers::normalize_email);
    let mut verified: Vec<&EmailAddressRow> = emails.iter().filter(|email| email.verified_at.is_some()).collect();
    // The address that was typed comes first, then the main one.
    verified.sort_by_key(|email| {
        (
            Some(&email.email_normalized) != typed.as_ref(),
            Some(email.id.as_str()) != user.primary_email_address_id.as_deref(),
        )
    });
    let by_mail = |strategy: Strategy, email: &EmailAddressRow| Factor {
        strategy,
        email_address_id: Some(email.id.clone()),
        safe_identifier: Some(match typed.as_deref() == Some(email.email_normalized.as_str()) {
            true => email.email_address.clone(),
            false => identifiers::mask(&email.email_address),
        }),
        primary: Some(Some(email.id.as_str()) == user.primary_email_address_id.as_deref()),
    };
    let config = &app.config.sign_in;
    let has_password = config.has_passwords() && user.password_digest.is_some();
    let mut factors = Vec::new();
    if has_password {
        factors.push(Factor {
            strategy: Strategy::Password,
            email_address_id: None,
            safe_identifier: None,
            primary: None,
        });
    }
    if config.has_email_codes() {
        factors.extend(verified.iter().map(|email| by_mail(Strategy::EmailCode, email)));
    }
    if has_password {
        factors.extend(verified.iter().map(|email| by_mail(Strategy::ResetPasswordEmailCode, email)));
    }
    Ok(factors)
}

/// What a code for this attempt is bound to.
pub fn purpose<'a>(row: &'a SignInRow, strategy: Strategy, source: &Source) -> Purpose<'a> {
    Purpose {
        subject: row.id.as_str(),
        strategy,
        client: &row.client_id,
        account: source.key(),
        is_known_device: source.is_known(),
    }
}

/// The first factor is proven: ends the attempt with a session, or goes on to the second factor of an account that has
/// one. True: somebody is signed in now.
pub async fn complete(
    app: &App,
    conn: &mut Conn,
    cause: &Cause,
    row: &SignInRow,
    user: UserRow,
    source: &Source,
    strategy: Strategy,
) -> Result<bool> {
    lockout::succeed(app, conn, source).await?;
    if !user.has_second_factor() {
        finish(app, conn, cause, row, user, strategy, None).await?;
        return Ok(true);
    }
    let instance = &app.instance.id;
    let to = SignInStatus::NeedsSecondFactor;
    if !sign_ins::update_status(conn, instance, row, to, strategy.as_str(), None, cause.now).await? {
        return Err(Error::api(ErrorCode::AttemptStateInvalid));
    }
    verifications::delete(conn, instance, row.id.as_str()).await?;
    let stored = user_store::get(conn, instance, &user.id).await?;
    if stored.password_digest != user.password_digest {
        users::save(app, conn, cause, &mut { user }).await?;
    }
    clients::touch(conn, instance, &row.client_id, cause.now).await?;
    metrics::SECOND_FACTOR_NEEDED.add();
    Ok(false)
}

/// The second factor is proven too: ends the attempt with a session.
pub async fn complete_second_factor(
    app: &App,
    conn: &mut Conn,
    cause: &Cause,
    row: &SignInRow,
    mut user: UserRow,
    proof: Proof,
) -> Result<()> {
    let wrong = || Error::param(ErrorCode::FormCodeIncorrect, "code");
    if !second_factors::spend(app, conn, &mut user, proof, cause.now).await? {
        metrics::CODE_WRONG.add();
        return Err(wrong());
    }
    second_factor_tries::succeed(app, conn, user.id.as_str()).await?;
    let strategy = row.first_factor_strategy.as_deref().map_or(Strategy::Unknown, parse);
    finish(app, conn, cause, row, user, strategy, Some(cause.now)).await
}

/// The one place where signing in comes true.
async fn finish(
    app: &App,
    conn: &mut Conn,
    cause: &Cause,
    row: &SignInRow,
    mut user: UserRow,
    strategy: Strategy,
    second_factor_at: Option<Millis>,
) -> Result<()> {
    let instance = &app.instance.id;
    let session = sessions::begin(app, conn, cause, &row.client_id, &user.id, second_factor_at).await?;
    let (to, name) = (SignInStatus::Complete, strategy.as_str());
    if !sign_ins::update_status(conn, instance, row, to, name, Some(&session.id), cause.now).await? {
        return Err(Error::api(ErrorCode::AttemptStateInvalid));
    }
    verifications::delete(conn, instance, row.id.as_str()).await?;
    metrics::SIGNED_IN.add();
    clients::update_signed_in(conn, instance, &row.client_id, &session.id, name).await?;
    user.last_sign_in_at = Some(cause.now);
    user.last_active_at = Some(users::day_of(cause.now));
    users::save(app, conn, cause, &mut user).await
}

/// What can prove the second factor of this account.
pub fn second_factors_of(user: &UserRow) -> Vec<Factor> {
    let factor = |strategy| Factor { strategy, email_address_id: None, safe_identifier: None, primary: None };
    let totp = user.sealed_totp_secret.is_some().then(|| factor(Strategy::Totp));
    let backup = user.backup_code_enabled.then(|| factor(Strategy::BackupCode));
    totp.into_iter().chain(backup).collect()
}

/// A strategy as it was stored.
pub fn parse(strategy: &str) -> Strategy {
    serde_json::from_value(strategy.into()).unwrap_or(Strategy::Unknown)
}

/// The attempt under way in this client.
pub async fn current(app: &App, conn: &mut Conn, client: &ClientRow, now: Millis) -> Result<Option<SignIn>> {
    let Some(id) = client.sign_in_id.as_deref().map(SignInId::from) else { return Ok(None) };
    match sign_ins::find(conn, &app.instance.id, &client.id, &id, now).await? {
        Some(row) => Ok(Some(view(app, conn, &row, now).await?)),
        None => Ok(None),
    }
}

/// The attempt as the browser sees it.
pub async fn view(app: &App, conn: &mut Conn, row: &SignInRow, now: Millis) -> Result<SignIn> {
    let user = match row.user() {
        Some(id) => user_store::find(conn, &app.instance.id, &id).await?,
        None => None,
    };
    let factors = match &user {
        Some(user) => Some(first_factors(app, conn, user, row.identifier.as_deref()).await?),
        None => None,
    };
    let identifiers = app.config.sign_in.identifiers.iter();
    Ok(SignIn {
        object: SignInTag,
        id: row.id.clone(),
        status: row.status(),
        supported_identifiers: identifiers.map(|identifier| identifier.as_str().to_owned()).collect(),
        identifier: row.identifier.clone(),
        user_data: user.as_ref().map(preview),
        supported_first_factors: factors,
        supported_second_factors: user
            .as_ref()
            .filter(|_| row.status() == SignInStatus::NeedsSecondFactor)
            .map(second_factors_of),
        first_factor_verification: first_factor_verification(app, conn, row, now).await?,
        second_factor_verification: None,
        created_session_id: row.created_session_id.clone().map(SessionId::from),
        abandon_at: Some(row.abandon_at),
    })
}

/// Nothing of the account but initials is shown before it is proven: names stay hidden.
fn preview(_: &UserRow) -> SignInUserData {
    SignInUserData { first_name: None, last_name: None, image_url: String::new(), has_image: false }
}

async fn first_factor_verification(
    app: &App,
    conn: &mut Conn,
    row: &SignInRow,
    now: Millis,
) -> Result<Option<Verification>> {
    if let Some(strategy) = row.first_factor_strategy.as_deref() {
        return Ok(Some(Verification {
            status: Some(VerificationStatus::Verified),
            strategy: Some(parse(strategy)),
            ..Verification::unsent()
        }));
    }
    let Some(code) = verifications::find_latest(conn, &app.instance.id, row.id.as_str()).await? else {
        return Ok(None);
    };
    Ok(Some(codes::view(app, &code, parse(&code.purpose), now)))
}
