//! An authenticator app, as its user sets it up: a secret is drawn and shown once, and counts from the first code that
//! proves it. With the first app come backup codes.

use super::{Cause, audit, notices, qr_codes, second_factor_tries, second_factors, users};
use crate::{
    clock::{HOUR, Millis},
    error::{Error, Result},
    mail::templates,
    random,
    state::App,
    store::{Conn, backup_codes, totp_setups, totp_setups::TotpSetupRow, users::UserRow},
};
use onehop::wire::{BackupCodeId, BackupCodeTag, BackupCodes, ErrorCode, Totp, TotpId, TotpTag, UserId};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::ExposeSecret;

/// 160 bits, as RFC 4226 recommends.
const SECRET_BYTES: usize = 20;
/// So long a secret waits for its first code.
const LIFETIME: Millis = HOUR;
const BACKUP_CODES: usize = 10;
/// 50 random bits.
const BACKUP_CODE_LENGTH: usize = 10;

/// Draws a secret, in the place of an earlier one that nobody proved.
pub async fn begin(app: &App, conn: &mut Conn, cause: &Cause, user: &UserRow) -> Result<Totp> {
    if user.sealed_totp_secret.is_some() {
        return Err(Error::api(ErrorCode::DuplicateRecord)
            .text("This account has an authenticator app already. Remove it before adding another one."));
    }
    let mut secret = zeroize::Zeroizing::new([0_u8; SECRET_BYTES]);
    app.random.fill(&mut *secret);
    let row = TotpSetupRow {
        sealed_secret: second_factors::seal(app, &user.id, &*secret),
        expire_at: cause.now + LIFETIME,
        created_at: cause.now,
    };
    totp_setups::put(conn, &app.instance.id, &user.id, &row).await?;
    let base32 = second_factors::to_base32(&*secret);
    let account = users::account_name(app, conn, user).await?;
    let uri = uri(&app.config.instance.name, &account, &base32);
    Ok(Totp {
        qr: Some(qr_codes::draw(&uri)?),
        uri: Some(uri),
        secret: Some(base32),
        ..view(&user.id, &row, cause.now)
    })
}

/// The address that apps read from a picture.
fn uri(issuer: &str, account: &str, secret: &str) -> String {
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    // A colon parts issuer and account, so neither may have one.
    let (issuer, account) = (encode(&issuer.replace(':', " ")), encode(&account.replace(':', " ")));
    format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30")
}

fn view(user: &UserId, row: &TotpSetupRow, now: Millis) -> Totp {
    Totp {
        object: TotpTag,
        id: id_of(user),
        secret: None,
        uri: None,
        qr: None,
        verified: false,
        backup_codes: None,
        created_at: row.created_at,
        updated_at: now,
    }
}

/// A user has one authenticator app at most, so it goes by the user's own id.
pub fn id_of(user: &UserId) -> TotpId {
    let own = user.as_str().strip_prefix(UserId::PREFIX).unwrap_or(user.as_str());
    TotpId::from(format!("{}{own}", TotpId::PREFIX))
}

/// A proven secret on its way to the user, with the backup codes that come along.
pub struct Proven {
    setup: TotpSetupRow,
    step: i64,
    codes: Option<NewCodes>,
}

/// Looks whether this is a code of the secret that waits. Holds no connection while it hashes.
pub async fn prove(app: &App, cause: &Cause, user: &UserRow, code: &str) -> Result<Proven> {
    if user.sealed_totp_secret.is_some() {
        return Err(Error::api(ErrorCode::VerificationAlreadyVerified));
    }
    let setup = totp_setups::find(&mut app.read().await?, &app.instance.id, &user.id).await?;
    let setup = setup.ok_or_else(|| Error::api(ErrorCode::ResourceNotFound))?;
    if setup.expire_at <= cause.now {
        return Err(Error::api(ErrorCode::VerificationExpired).text("This took too long. Start again."));
    }
    second_factor_tries::begin(app, user.id.as_str(), cause.now).await?;
    let step = second_factors::step_with(app, &user.id, &setup.sealed_secret, code, cause.now)?;
    let step = step.ok_or_else(|| Error::param(ErrorCode::FormCodeIncorrect, "code"))?;
    let codes = if user.backup_code_enabled { None } else { Some(NewCodes::draw(app).await?) };
    Ok(Proven { setup, step, codes })
}

/// From now on every sign-in of this user asks for a code.
pub async fn adopt(app: &App, conn: &mut Conn, cause: &Cause, user: &mut UserRow, proven: Proven) -> Result<Totp> {
    let Proven { setup, step, codes } = proven;
    if !totp_setups::delete(conn, &app.instance.id, &user.id, &setup.sealed_secret).await? {
        return Err(Error::param(ErrorCode::FormCodeIncorrect, "code"));
    }
    let mut totp = Totp { verified: true, ..view(&user.id, &setup, cause.now) };
    user.sealed_totp_secret = Some(setup.sealed_secret);
    user.totp_last_step = Some(step);
    user.mfa_enabled_at = Some(cause.now);
    if let Some(codes) = codes.filter(|_| !user.backup_code_enabled) {
        totp.backup_codes = Some(codes.give(app, conn, user).await?);
    }
    second_factor_tries::succeed(app, conn, user.id.as_str()).await?;
    users::save(app, conn, cause, user).await?;
    notices::tell(app, conn, cause, user, templates::authenticator_added(notices::voice(app, cause))).await?;
    audit::record_of_user(app, conn, cause, &user.id, "user.totp.added").await?;
    Ok(totp)
}

/// Takes the authenticator app away. Without it its backup codes are worth nothing.
pub async fn remove(app: &App, conn: &mut Conn, cause: &Cause, user: &mut UserRow) -> Result<TotpId> {
    if user.sealed_totp_secret.is_none() {
        return Err(Error::api(ErrorCode::ResourceNotFound));
    }
    backup_codes::put(conn, &app.instance.id, &user.id, &[]).await?;
    user.backup_code_enabled = false;
    second_factors::remove_totp(user, cause.now);
    users::save(app, conn, cause, user).await?;
    notices::tell(app, conn, cause, user, templates::authenticator_removed(notices::voice(app, cause))).await?;
    audit::record_of_user(app, conn, cause, &user.id, "user.totp.removed").await?;
    Ok(id_of(&user.id))
}

/// Backup codes that nobody has yet.
pub struct NewCodes {
    codes: Vec<String>,
    digests: Vec<String>,
}

impl NewCodes {
    /// Draws and hashes them, outside of any transaction.
    pub async fn draw(app: &App) -> Result<Self> {
        let draw = || random::written_code(&*app.random, BACKUP_CODE_LENGTH).expose_secret().to_owned();
        let codes: Vec<String> = std::iter::repeat_with(draw).take(BACKUP_CODES).collect();
        let digests = second_factors::hash_backup_codes(app, &codes).await?;
        Ok(Self { codes, digests })
    }

    /// Gives them to the user, in place of all others; the caller saves the user.
    async fn give(self, app: &App, conn: &mut Conn, user: &mut UserRow) -> Result<Vec<String>> {
        backup_codes::put(conn, &app.instance.id, &user.id, &self.digests).await?;
        user.backup_code_enabled = true;
        Ok(self.codes)
    }
}

/// New backup codes for a user who has a second factor. The main address is told.
pub async fn renew_codes(
    app: &App,
    conn: &mut Conn,
    cause: &Cause,
    user: &mut UserRow,
    codes: NewCodes,
) -> Result<BackupCodes> {
    refuse_without_second_factor(user)?;
    let codes = codes.give(app, conn, user).await?;
    users::save(app, conn, cause, user).await?;
    notices::tell(app, conn, cause, user, templates::backup_codes_made(notices::voice(app, cause))).await?;
    Ok(BackupCodes {
        object: BackupCodeTag,
        id: BackupCodeId::from(random::id(&*app.random, cause.now, BackupCodeId::PREFIX)),
        codes,
        created_at: cause.now,
        updated_at: cause.now,
    })
}

/// Backup codes alone would be a second factor that is gone after ten sign-ins.
pub fn refuse_without_second_factor(user: &UserRow) -> Result<()> {
    if user.has_second_factor() {
        return Ok(());
    }
    Err(Error::api(ErrorCode::TotpDisabled).text("Add an authenticator app first."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_for_apps_holds_its_parts_apart() {
        assert_eq!(
            uri("Acme: Ltd", "a b@example.com", "ABC"),
            "otpauth://totp/Acme%20%20Ltd:a%20b%40example%2Ecom?secret=ABC&issuer=Acme%20%20Ltd&algorithm=SHA1&digits=6&period=30"
        );
    }
}
