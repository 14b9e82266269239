//! Users of Clerk: the CSV file of its dashboard, and users as its Backend API and SDKs show them, as JSON.

use super::{
    person::Person,
    row::{Read, Row},
};
use onehop::wire::Lenient;

/// The user's id there.
pub(super) fn id(row: &Row) -> Option<String> {
    row.text(&["id", "user_id"]).ok().flatten()
}

/// The user. The id there becomes the external id, unless the app has given one of its own.
pub(super) fn person(row: &Row) -> Read<Person> {
    let mut person = Person::default();
    emails(row, &mut person)?;
    phones(row, &mut person)?;
    person.body.web3_wallet = match row.rows("web3_wallets") {
        Some(wallets) => texts_of(&wallets, "web3_wallet")?,
        None => row.texts(&["web3_wallets", "web3_wallet"])?,
    }
    .into_iter()
    .collect();
    secrets(row, &mut person)?;
    person.created_at(row.time(&["created_at"])?)?;
    person.last_sign_in_at = row.time(&["last_sign_in_at"])?;
    person.last_active_at = row.time(&["last_active_at"])?;
    person.body.banned = row.flag(&["banned"])?.map(Lenient);
    person.body.locked = row.flag(&["locked"])?.map(Lenient);
    let fields = person.fields();
    fields.external_id = Some(row.text(&["external_id", "id", "user_id"])?);
    fields.username = Some(row.text(&["username"])?);
    fields.first_name = Some(row.text(&["first_name"])?);
    fields.last_name = Some(row.text(&["last_name"])?);
    fields.locale = Some(row.text(&["locale"])?);
    fields.public_metadata = row.object(&["public_metadata"])?;
    fields.private_metadata = row.object(&["private_metadata"])?;
    fields.unsafe_metadata = row.object(&["unsafe_metadata"])?;
    fields.delete_self_enabled = row.flag(&["delete_self_enabled"])?.map(Lenient);
    fields.create_organization_enabled = row.flag(&["create_organization_enabled"])?.map(Lenient);
    fields.create_organizations_limit = Some(row.number(&["create_organizations_limit"])?.map(Lenient));
    fields.bypass_client_trust = row.flag(&["bypass_client_trust"])?.map(Lenient);
    let legal = row.time(&["legal_accepted_at"])?;
    fields.legal_accepted_at = Some(legal.map(super::row::rfc3339).transpose()?);
    Ok(person)
}

/// The main address first. In lists of resources each says whether it was proven; in the CSV file there is a column for
/// those that were and one for those that were not.
fn emails(row: &Row, person: &mut Person) -> Read<()> {
    if let Some(addresses) = row.rows("email_addresses") {
        for (address, is_verified) in resources(row, addresses, "email_address", "primary_email_address_id")? {
            person.email(address, is_verified);
        }
        return Ok(());
    }
    let verified = row.texts(&["verified_email_addresses", "email_addresses", "email_address", "email"])?;
    let unverified = row.texts(&["unverified_email_addresses"])?;
    if let Some(primary) = row.text(&["primary_email_address"])? {
        let is_proven = !row.has("verified_email_addresses") || verified.contains(&primary);
        person.email(primary.clone(), is_proven && !unverified.contains(&primary));
    }
    verified.into_iter().for_each(|address| person.email(address, true));
    unverified.into_iter().for_each(|address| person.email(address, false));
    Ok(())
}

fn phones(row: &Row, person: &mut Person) -> Read<()> {
    if let Some(numbers) = row.rows("phone_numbers") {
        for (number, is_verified) in resources(row, numbers, "phone_number", "primary_phone_number_id")? {
            person.phone(number, is_verified);
        }
        return Ok(());
    }
    let verified = row.texts(&["verified_phone_numbers", "phone_numbers", "phone_number", "phone"])?;
    let unverified = row.texts(&["unverified_phone_numbers"])?;
    if let Some(primary) = row.text(&["primary_phone_number"])? {
        let is_proven = !row.has("verified_phone_numbers") || verified.contains(&primary);
        person.phone(primary.clone(), is_proven && !unverified.contains(&primary));
    }
    verified.into_iter().for_each(|number| person.phone(number, true));
    unverified.into_iter().for_each(|number| person.phone(number, false));
    Ok(())
}

/// Values with whether they were proven, the main one first.
fn resources(row: &Row, resources: Vec<Row>, name: &str, primary: &str) -> Read<Vec<(String, bool)>> {
    let primary = row.text(&[primary])?;
    let mut values = Vec::with_capacity(resources.len());
    for resource in resources {
        let value = resource.text(&[name])?.ok_or_else(|| format!("{name} is missing"))?;
        let status = resource.row("verification").map(|proof| proof.text(&["status"])).transpose()?.flatten();
        let is_primary = primary.is_some() && resource.text(&["id"])? == primary;
        values.push((!is_primary, value, status.as_deref() == Some("verified")));
    }
    values.sort_by_key(|(is_other, _, _)| *is_other);
    Ok(values.into_iter().map(|(_, value, is_verified)| (value, is_verified)).collect())
}

fn texts_of(rows: &[Row], name: &str) -> Read<Vec<String>> {
    rows.iter().map(|row| row.text(&[name])?.ok_or_else(|| format!("{name} is missing"))).collect()
}

/// With a hasher, also a column called `password` holds a digest.
fn secrets(row: &Row, person: &mut Person) -> Read<()> {
    let hasher = row.text(&["password_hasher"])?;
    let (digest, password) = match hasher {
        Some(_) => (row.text(&["password_digest", "password"])?, None),
        None => (row.text(&["password_digest"])?, row.text(&["password"])?),
    };
    let fields = person.fields();
    // The dashboard writes a hasher for everybody, also for those without a password.
    fields.password_hasher = hasher.filter(|_| digest.is_some());
    fields.password_digest = digest;
    fields.skip_password_checks = password.is_some().then_some(Lenient(true));
    fields.password = password;
    fields.totp_secret = row.text(&["totp_secret"])?;
    let codes = row.texts(&["backup_codes"])?;
    // Its user would sign in with less than before.
    let has_factor =
        row.flag(&["two_factor_enabled"])?.unwrap_or(false) || row.flag(&["totp_enabled"])?.unwrap_or(false);
    if has_factor && fields.totp_secret.is_none() && codes.is_empty() {
        return Err(
            "has a second factor that is not in this file; say two_factor_enabled and totp_enabled are false to add \
                    its user without one"
                .to_owned(),
        );
    }
    fields.backup_codes = (!codes.is_empty()).then(|| codes.into_iter().collect());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn read(value: Value) -> Person {
        person(&Row::new(value.as_object().cloned().expect("an object"))).expect("a person")
    }

    #[test]
    fn the_csv_says_what_was_proven() {
        let person = read(json!({
            "id": "user_1", "primary_email_address": "b@example.com", "verified_email_addresses": "a@example.com,b@example.com",
            "unverified_email_addresses": "c@example.com", "primary_phone_number": "", "password_digest": "", "password_hasher": "bcrypt",
        }));
        assert_eq!(person.body.email_address.0, ["b@example.com", "a@example.com", "c@example.com"]);
        assert_eq!(person.body.email_address_identification_status.0, ["verified", "verified", "unverified"]);
        assert_eq!(person.body.fields.external_id, Some(Some("user_1".to_owned())));
        assert_eq!((person.body.fields.password_hasher, person.body.phone_number.0.len()), (None, 0));
        let person = read(
            json!({"id": "user_1", "primary_email_address": "b@example.com", "verified_email_addresses": "", "unverified_email_addresses": "b@example.com"}),
        );
        assert_eq!(person.body.email_address_identification_status.0, ["unverified"]);
    }

    #[test]
    fn a_second_factor_is_never_lost_silently() {
        let user = |secret: &str| json!({"id": "user_1", "two_factor_enabled": true, "totp_secret": secret});
        let read = |value: Value| person(&Row::new(value.as_object().cloned().expect("an object")));
        assert!(read(user("")).is_err());
        assert!(read(user("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")).is_ok());
    }

    #[test]
    fn users_as_sdks_write_them() {
        let person = read(json!({
            "id": "user_1", "externalId": "7", "primaryEmailAddressId": "idn_2", "createdAt": 1_614_962_056_775_i64, "publicMetadata": {"aB": 1},
            "emailAddresses": [
                {"id": "idn_1", "emailAddress": "a@example.com", "verification": {"status": "unverified"}},
                {"id": "idn_2", "emailAddress": "b@example.com", "verification": {"status": "verified"}},
            ],
        }));
        assert_eq!(person.body.email_address.0, ["b@example.com", "a@example.com"]);
        assert_eq!(person.body.email_address_identification_status.0, ["verified", "unverified"]);
        assert_eq!(person.body.fields.external_id, Some(Some("7".to_owned())));
        assert_eq!(person.body.fields.public_metadata, Some(json!({"aB": 1})));
        assert_eq!(person.body.fields.created_at.as_deref(), Some("2021-03-05T16:34:16.775Z"));
    }
}
