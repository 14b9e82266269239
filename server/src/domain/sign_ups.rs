//! The sign-up state machine: fields in any order → address proven → user and session.

use super::{Cause, codes, codes::Purpose, identifiers::taken, invitations, restrictions, sessions, users, waitlist};
use crate::{
    clock::{DAY, Millis},
    error::{Error, Result},
    random,
    state::App,
    store::{
        Conn, StoreError, clients, clients::ClientRow, email_addresses, email_addresses::EmailAddressRow,
        invitations::InvitationRow, sign_ups, sign_ups::SignUpRow, users as user_store, users::UserRow, verifications,
    },
};
use onehop::wire::{
    ClientId, ErrorCode, IdentificationId, InvitationId, SessionId, SignUp, SignUpId, SignUpTag, SignUpVerifications,
    Strategy, UnsafeMetadata, UserId, Verification, VerificationStatus,
};

/// An attempt that isn't finished by then is forgotten.
const LIFETIME: Millis = DAY;

/// An empty attempt.
pub fn blank(app: &App, client: &ClientId, now: Millis) -> SignUpRow {
    SignUpRow {
        id: SignUpId::from(random::id(&*app.random, now, SignUpId::PREFIX)),
        client_id: client.clone(),
        status: "missing_requirements".to_owned(),
        email_address: None,
        email_normalized: None,
        email_verified_at: None,
        username: None,
        first_name: None,
        last_name: None,
        password_digest: None,
        unsafe_metadata: "{}".to_owned(),
        locale: None,
        legal_accepted_at: None,
        invitation_id: None,
        created_session_id: None,
        created_user_id: None,
        abandon_at: now + LIFETIME,
        created_at: now,
        updated_at: now,
    }
}

/// Puts a new attempt in the place of the current one.
pub async fn start(app: &App, conn: &mut Conn, row: &SignUpRow, now: Millis) -> Result<()> {
    let instance = &app.instance.id;
    sign_ups::delete_of_client(conn, instance, &row.client_id).await?;
    sign_ups::insert(conn, instance, row).await?;
    clients::update_sign_up(conn, instance, &row.client_id, Some(&row.id), now).await?;
    Ok(())
}

/// The attempt with this id in this client; others don't exist.
pub async fn get(app: &App, conn: &mut Conn, client: &ClientId, id: &SignUpId, now: Millis) -> Result<SignUpRow> {
    sign_ups::find(conn, &app.instance.id, client, id, now)
        .await?
        .ok_or_else(|| Error::api(ErrorCode::ResourceNotFound))
}

/// May this attempt go on, and are the address and the username nobody's?
pub async fn admit(app: &App, conn: &mut Conn, row: &SignUpRow) -> Result<()> {
    restrictions::admit_sign_up(app, conn, row).await?;
    refuse_taken(app, conn, row).await
}

async fn refuse_taken(app: &App, conn: &mut Conn, row: &SignUpRow) -> Result<()> {
    let instance = &app.instance.id;
    if let Some(email) = &row.email_normalized
        && email_addresses::find_claimed(conn, instance, email).await?.is_some()
    {
        return Err(taken("email_address"));
    }
    if let Some(username) = &row.username
        && user_store::find_by_username(conn, instance, &username.to_lowercase()).await?.is_some()
    {
        return Err(taken("username"));
    }
    Ok(())
}

/// What a code for this attempt is bound to.
pub fn purpose<'a>(row: &'a SignUpRow, account: &str) -> Purpose<'a> {
    Purpose {
        subject: row.id.as_str(),
        strategy: Strategy::EmailCode,
        client: &row.client_id,
        account: account.to_owned(),
        is_known_device: false,
    }
}

/// Fields the instance asks for, and those that may be given.
fn fields(app: &App) -> (Vec<&'static str>, Vec<&'static str>) {
    let user = &app.config.user;
    let has_passwords = app.config.sign_in.has_passwords();
    let asked = [
        ("email_address", true, true),
        ("password", has_passwords, user.is_password_required),
        ("username", user.is_username_enabled, user.is_username_required),
        ("first_name", user.is_name_enabled, user.is_name_required),
        ("last_name", user.is_name_enabled, user.is_name_required),
        ("legal_accepted", user.is_legal_consent_enabled, true),
    ];
    let of = |wanted: bool| {
        let fields = asked.into_iter().filter(|(_, is_enabled, is_required)| *is_enabled && *is_required == wanted);
        fields.map(|(name, ..)| name).collect()
    };
    (of(true), of(false))
}

fn missing(app: &App, row: &SignUpRow) -> Vec<&'static str> {
    let (required, _) = fields(app);
    let is_missing = |field: &&str| match *field {
        "email_address" => row.email_address.is_none(),
        "password" => row.password_digest.is_none(),
        "username" => row.username.is_none(),
        "first_name" => row.first_name.is_none(),
        "last_name" => row.last_name.is_none(),
        "legal_accepted" => row.legal_accepted_at.is_none(),
        _ => false,
    };
    required.into_iter().filter(is_missing).collect()
}

fn is_unverified(row: &SignUpRow) -> bool {
    row.email_address.is_some() && row.email_verified_at.is_none()
}

/// Ends the attempt with a user and a session, if nothing is missing any more; the user.
pub async fn complete_if_ready(app: &App, conn: &mut Conn, cause: &Cause, row: &SignUpRow) -> Result<Option<UserRow>> {
    if !missing(app, row).is_empty() || is_unverified(row) {
        return Ok(None);
    }
    let id = UserId::from(random::id(&*app.random, cause.now, UserId::PREFIX));
    // Before anything is made: of several attempts with one ticket all but one end here.
    let invitation = match row.invitation_id.as_deref().map(InvitationId::from) {
        Some(invitation) => Some(invitations::accept(app, conn, cause, &invitation, &id).await?),
        None => None,
    };
    let user = create_user(app, conn, cause, row, id, invitation.as_ref()).await?;
    waitlist::complete(app, conn, cause, row.email_normalized.as_deref().unwrap_or_default()).await?;
    let session = sessions::begin(app, conn, cause, &row.client_id, &user.id, None).await?;
    let instance = &app.instance.id;
    if !sign_ups::update_complete(conn, instance, &row.id, &user.id, &session.id, cause.now).await? {
        return Err(Error::api(ErrorCode::AttemptStateInvalid));
    }
    verifications::delete(conn, instance, row.id.as_str()).await?;
    clients::update_signed_in(conn, instance, &row.client_id, &session.id, proof(row).as_str()).await?;
    Ok(Some(user))
}

/// How the address is proven.
fn proof(row: &SignUpRow) -> Strategy {
    if row.invitation_id.is_some() { Strategy::Ticket } else { Strategy::EmailCode }
}

async fn create_user(
    app: &App,
    conn: &mut Conn,
    cause: &Cause,
    row: &SignUpRow,
    id: UserId,
    invitation: Option<&InvitationRow>,
) -> Result<UserRow> {
    let now = cause.now;
    let email = EmailAddressRow {
        id: IdentificationId::from(random::id(&*app.random, now, IdentificationId::PREFIX)),
        user_id: id,
        email_address: row.email_address.clone().unwrap_or_default(),
        email_normalized: row.email_normalized.clone().unwrap_or_default(),
        verified_at: row.email_verified_at,
        verified_strategy: Some(proof(row).as_str().to_owned()),
        verified_at_client: Some(row.client_id.to_string()),
        reserved: false,
        created_at: now,
        updated_at: now,
    };
    let user = UserRow {
        username: row.username.clone(),
        first_name: row.first_name.clone(),
        last_name: row.last_name.clone(),
        locale: row.locale.clone(),
        primary_email_address_id: Some(email.id.to_string()),
        password_digest: row.password_digest.clone(),
        password_last_updated_at: row.password_digest.as_ref().map(|_| now),
        unsafe_metadata: row.unsafe_metadata.clone(),
        public_metadata: invitation.map_or_else(|| "{}".to_owned(), |row| row.public_metadata.clone()),
        legal_accepted_at: row.legal_accepted_at,
        last_sign_in_at: Some(now),
        last_active_at: Some(users::day_of(now)),
        ..UserRow::blank(email.user_id.clone(), random::number(&*app.random), now)
    };
    // Somebody else may have been faster; the unique indexes decide, and the whole transaction is undone.
    let conflict = |param| move |error| if matches!(error, StoreError::Conflict) { taken(param) } else { error.into() };
    user_store::insert(conn, &app.instance.id, &user).await.map_err(conflict("username"))?;
    email_addresses::insert(conn, &app.instance.id, &email).await.map_err(conflict("email_address"))?;
    users::created(app, conn, cause, &user).await?;
    Ok(user)
}

/// The attempt under way in this client.
pub async fn current(app: &App, conn: &mut Conn, client: &ClientRow, now: Millis) -> Result<Option<SignUp>> {
    let Some(id) = client.sign_up_id.as_deref().map(SignUpId::from) else { return Ok(None) };
    match sign_ups::find(conn, &app.instance.id, &client.id, &id, now).await? {
        Some(row) => Ok(Some(view(app, conn, &row, now).await?)),
        None => Ok(None),
    }
}

/// The attempt as the browser sees it.
pub async fn view(app: &App, conn: &mut Conn, row: &SignUpRow, now: Millis) -> Result<SignUp> {
    let owned = |fields: Vec<&str>| fields.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let (required, optional) = fields(app);
    let is_done = row.created_user_id.is_some();
    let verification = match &row.email_address {
        Some(_) => Some(email_verification(app, conn, row, now).await?),
        None => None,
    };
    Ok(SignUp {
        object: SignUpTag,
        id: row.id.clone(),
        status: row.status(),
        required_fields: owned(required),
        optional_fields: owned(optional),
        missing_fields: if is_done { Vec::new() } else { owned(missing(app, row)) },
        unverified_fields: if is_unverified(row) { owned(vec!["email_address"]) } else { Vec::new() },
        email_address: row.email_address.clone(),
        phone_number: None,
        username: row.username.clone(),
        first_name: row.first_name.clone(),
        last_name: row.last_name.clone(),
        web3_wallet: None,
        locale: row.locale.clone(),
        has_password: row.password_digest.is_some() || is_done,
        password_enabled: row.password_digest.is_some() || is_done,
        custom_action: false,
        external_id: None,
        unsafe_metadata: UnsafeMetadata(users::object(&row.unsafe_metadata)),
        external_account: None,
        external_account_strategy: None,
        verifications: SignUpVerifications { email_address: verification, ..SignUpVerifications::default() },
        created_session_id: row.created_session_id.clone().map(SessionId::from),
        created_user_id: row.created_user_id.clone().map(UserId::from),
        abandon_at: Some(row.abandon_at),
        legal_accepted_at: row.legal_accepted_at,
    })
}

async fn email_verification(app: &App, conn: &mut Conn, row: &SignUpRow, now: Millis) -> Result<Verification> {
    let code = verifications::find(conn, &app.instance.id, row.id.as_str(), Strategy::EmailCode.as_str()).await?;
    let (verification, next_action) = match (row.email_verified_at, code) {
        (Some(_), _) => {
            let proven = Verification {
                status: Some(VerificationStatus::Verified),
                strategy: Some(proof(row)),
                verified_at_client: Some(row.client_id.to_string()),
                ..Verification::unsent()
            };
            (proven, "")
        }
        (None, Some(code)) => (codes::view(app, &code, Strategy::EmailCode, now), "needs_attempt"),
        (None, None) => (Verification::unsent(), "needs_prepare"),
    };
    Ok(Verification {
        next_action: Some(next_action.to_owned()),
        supported_strategies: Some(vec![Strategy::EmailCode]),
        ..verification
    })
}
