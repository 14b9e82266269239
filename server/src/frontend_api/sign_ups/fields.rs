//! What a person gives about themselves, checked and put into the attempt. All problems are reported at once.

use crate::{
    domain::{identifiers, invitations, metadata, passwords},
    error::{Error, Result},
    frontend_api::Context,
    store::sign_ups::SignUpRow,
};
use onehop::{
    endpoints::frontend::SignUpFields,
    wire::{ErrorCode, Strategy},
};

/// Longest language tag we keep.
const MAX_LOCALE: usize = 35;

/// Applies the fields. Empty text clears an optional field.
pub async fn apply(cx: &Context, row: &mut SignUpRow, fields: SignUpFields) -> Result<()> {
    if !matches!(fields.strategy, None | Some(Strategy::EmailCode | Strategy::Password | Strategy::Ticket)) {
        return Err(Error::param(ErrorCode::StrategyForUserInvalid, "strategy"));
    }
    if fields.strategy == Some(Strategy::Ticket) || fields.ticket.is_some() {
        ticket(cx, row, fields.ticket.as_deref()).await?;
    }
    let password = fields.password.clone();
    let problems: Vec<Error> = [
        email(row, fields.email_address),
        username(cx, row, fields.username),
        names(cx, row, fields.first_name, fields.last_name),
        consent(cx, row, fields.legal_accepted.map(|accepted| accepted.0)),
    ]
    .into_iter()
    .chain(password.as_deref().map(|password| check_password(cx, row, password)))
    .filter_map(Result::err)
    .collect();
    if !problems.is_empty() {
        return Err(Error::many(problems));
    }
    if let Some(password) = password {
        row.password_digest = Some(passwords::hash(&cx.app, &password).await?);
    }
    if let Some(value) = fields.unsafe_metadata {
        row.unsafe_metadata = metadata::to_text(&metadata::object(value, "unsafe_metadata")?, "unsafe_metadata")?;
    }
    if let Some(locale) = fields.locale {
        row.locale = Some(locale).filter(|locale| (1..=MAX_LOCALE).contains(&locale.len()));
    }
    row.updated_at = cx.now;
    Ok(())
}

/// The address of the invitation, proven by its ticket.
async fn ticket(cx: &Context, row: &mut SignUpRow, ticket: Option<&str>) -> Result<()> {
    let ticket = ticket.filter(|ticket| !ticket.trim().is_empty());
    let ticket = ticket.ok_or_else(|| Error::param(ErrorCode::FormParamMissing, "ticket"))?;
    let mut conn = cx.app.read().await?;
    let invitation = invitations::by_ticket(&cx.app, &mut conn, ticket, cx.now).await?;
    row.email_address = Some(invitation.email_address);
    row.email_normalized = Some(invitation.email_normalized);
    row.email_verified_at = Some(cx.now);
    row.invitation_id = Some(invitation.id.to_string());
    Ok(())
}

/// A different address must be proven anew; that of an invitation stays.
fn email(row: &mut SignUpRow, value: Option<String>) -> Result<()> {
    let Some(value) = value else { return Ok(()) };
    let email = identifiers::email(&value, "email_address")?;
    if row.email_normalized.as_ref() != Some(&email.normalized) {
        if row.invitation_id.is_some() {
            return Err(Error::param(ErrorCode::FormParamValueInvalid, "email_address")
                .text("This invitation is for another email address. Start over to use this one."));
        }
        row.email_verified_at = None;
    }
    row.email_address = Some(email.address);
    row.email_normalized = Some(email.normalized);
    Ok(())
}

fn username(cx: &Context, row: &mut SignUpRow, value: Option<String>) -> Result<()> {
    let Some(value) = value else { return Ok(()) };
    if !cx.app.config.user.is_username_enabled {
        return Err(Error::param(ErrorCode::FormParamUnknown, "username"));
    }
    row.username = if value.trim().is_empty() { None } else { Some(identifiers::username(&value)?) };
    Ok(())
}

fn names(cx: &Context, row: &mut SignUpRow, first: Option<String>, last: Option<String>) -> Result<()> {
    for (value, slot, param) in [(first, &mut row.first_name, "first_name"), (last, &mut row.last_name, "last_name")] {
        let Some(value) = value else { continue };
        if !cx.app.config.user.is_name_enabled {
            return Err(Error::param(ErrorCode::FormParamUnknown, param));
        }
        *slot = identifiers::name(&value, param)?;
    }
    Ok(())
}

/// Consent is kept with its time, and not taken back by a form that doesn't show it any more.
fn consent(cx: &Context, row: &mut SignUpRow, is_given: Option<bool>) -> Result<()> {
    match is_given {
        Some(true) => {
            row.legal_accepted_at.get_or_insert(cx.now);
        }
        Some(false) if cx.app.config.user.is_legal_consent_enabled && row.legal_accepted_at.is_none() => {
            return Err(Error::param(ErrorCode::FormParamValueInvalid, "legal_accepted")
                .text("Accept this to create an account."));
        }
        _ => {}
    }
    Ok(())
}

fn check_password(cx: &Context, row: &SignUpRow, password: &str) -> Result<()> {
    if !cx.app.config.sign_in.has_passwords() {
        return Err(Error::param(ErrorCode::FormParamUnknown, "password"));
    }
    let own = [&row.email_normalized, &row.username, &row.first_name, &row.last_name];
    let own: Vec<&str> = own.into_iter().filter_map(|name| name.as_deref()).collect();
    passwords::check_new(&cx.app, password, "password", &own)
}
