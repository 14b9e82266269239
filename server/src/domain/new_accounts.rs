//! What a backend or an import says about a new account, checked.

use super::{
    accounts,
    accounts::{NewAccount, Standing},
    identifiers,
    identifiers::Email,
    session_claims, user_fields as fields,
};
use crate::{
    clock::Millis,
    error::{Error, Result},
    state::App,
};
use onehop::{endpoints::backend::CreateUserBody, wire::ErrorCode};

/// Identifications of one kind.
const MAX_OF_KIND: usize = 20;

/// Checks it. Hashing takes long: outside of any transaction.
pub async fn read(app: &App, now: Millis, body: &CreateUserBody) -> Result<NewAccount> {
    for (list, param) in [
        (&body.email_address, "email_address"),
        (&body.phone_number, "phone_number"),
        (&body.web3_wallet, "web3_wallet"),
    ] {
        if list.0.len() > MAX_OF_KIND {
            return Err(Error::param(ErrorCode::FormParamArraySizeExceeded, param));
        }
    }
    let mut user = accounts::blank(app, now);
    fields::names(&mut user, &body.fields)?;
    let emails = read_emails(&body.email_address.0, &body.email_address_identification_status.0)?;
    let phones = read_phones(&body.phone_number.0, &body.phone_number_identification_status.0)?;
    let wallets = body.web3_wallet.0.iter().map(|wallet| identifiers::wallet(wallet, "web3_wallet"));
    let wallets: Vec<String> = wallets.collect::<Result<_>>()?;
    let is_anonymous = emails.is_empty() && phones.is_empty() && wallets.is_empty() && user.username.is_none();
    if is_anonymous && body.skip_user_requirement.is_none_or(|skip| !skip.0) {
        return Err(Error::api(ErrorCode::FormDataMissing));
    }
    fields::settings(now, &mut user, &body.fields)?;
    session_claims::check(app, &user)?;
    user.banned = body.banned.is_some_and(|banned| banned.0);
    if body.locked.is_some_and(|locked| locked.0) {
        user.locked_until = Some(now + app.config.limits.lockout);
    }
    let own: Vec<String> =
        emails.iter().map(|(email, _)| email.normalized.clone()).chain(user.username.clone()).collect();
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    let backup_codes = fields::secrets(app, now, &mut user, &body.fields, &own).await?.backup_codes;
    Ok(NewAccount { user, emails, phones, wallets, backup_codes })
}

/// Addresses with their standings, checked; the same one twice is refused.
fn read_emails(addresses: &[String], standings: &[String]) -> Result<Vec<(Email, Standing)>> {
    let standings = read_standings(addresses, standings, "email_address_identification_status")?;
    let mut emails: Vec<(Email, Standing)> = Vec::with_capacity(addresses.len());
    for (address, standing) in addresses.iter().zip(standings) {
        let email = identifiers::email(address, "email_address")?;
        if emails.iter().any(|(other, _)| other.normalized == email.normalized) {
            return Err(Error::param(ErrorCode::FormParamDuplicate, "email_address"));
        }
        emails.push((email, standing));
    }
    Ok(emails)
}

/// Numbers with their standings, checked; the same one twice is refused.
fn read_phones(numbers: &[String], standings: &[String]) -> Result<Vec<(String, Standing)>> {
    let standings = read_standings(numbers, standings, "phone_number_identification_status")?;
    let mut phones: Vec<(String, Standing)> = Vec::with_capacity(numbers.len());
    for (number, standing) in numbers.iter().zip(standings) {
        let number = identifiers::phone(number, "phone_number")?;
        if phones.iter().any(|(other, _)| *other == number) {
            return Err(Error::param(ErrorCode::FormParamDuplicate, "phone_number"));
        }
        phones.push((number, standing));
    }
    Ok(phones)
}

fn read_standings(of: &[String], standings: &[String], param: &str) -> Result<Vec<Standing>> {
    if standings.is_empty() {
        return Ok(vec![Standing::Verified; of.len()]);
    }
    if standings.len() != of.len() {
        return Err(Error::param(ErrorCode::FormParamValueInvalid, param).text("Give one for each, in the same order."));
    }
    standings.iter().map(|standing| Standing::parse(standing, param)).collect()
}
