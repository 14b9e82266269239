//! Users of Auth0: exports of its jobs and its import format, and the file of password hashes.

use super::{
    auth0_hashes::Hashes,
    auth0_passwords,
    person::Person,
    row::{Read, Row},
};
use onehop::wire::Lenient;
use serde_json::Value;

/// The user's id there: `auth0|…`. In the file of hashes it is the second part alone.
pub(super) fn id(row: &Row) -> Option<String> {
    let within = row.row("_id").and_then(|id| id.text(&["$oid"]).ok().flatten());
    let plain = within.or_else(|| row.text(&["_id"]).ok().flatten());
    row.text(&["user_id"]).ok().flatten().or_else(|| plain.map(|id| format!("auth0|{id}")))
}

/// The user. What users may write there (`user_metadata`) users may write here, what they may not
/// (`app_metadata`) only backends see.
pub(super) fn person(row: &Row, hashes: &Hashes) -> Read<Person> {
    let mut person = Person::default();
    let id = id(row);
    if let Some(email) = row.text(&["email"])? {
        person.email(email, row.flag(&["email_verified"])?.unwrap_or(false));
    }
    if let Some(number) = row.text(&["phone_number"])? {
        person.phone(number, row.flag(&["phone_verified", "phone_number_verified"])?.unwrap_or(false));
    }
    person.created_at(row.time(&["created_at"])?)?;
    person.last_sign_in_at = row.time(&["last_login"])?;
    person.body.banned = row.flag(&["blocked"])?.map(Lenient);
    let digest = auth0_passwords::digest(row)?;
    let digest = digest.or_else(|| hashes.find(id.as_deref()).map(|hash| ("bcrypt".to_owned(), hash.clone())));
    let (given, family) = names(row)?;
    let fields = person.fields();
    fields.external_id = Some(id);
    fields.username = Some(row.text(&["username"])?);
    fields.first_name = Some(given);
    fields.last_name = Some(family);
    fields.unsafe_metadata = row.object(&["user_metadata"])?;
    fields.private_metadata = row.object(&["app_metadata"])?;
    if let Some((hasher, digest)) = digest {
        fields.password_hasher = Some(hasher);
        fields.password_digest = Some(digest);
    }
    fields.totp_secret = totp_secret(row)?;
    Ok(person)
}

/// Given and family name; where there is only one for both, its first word and the rest. An address is no name.
fn names(row: &Row) -> Read<(Option<String>, Option<String>)> {
    let (given, family) = (row.text(&["given_name"])?, row.text(&["family_name"])?);
    let name = row.text(&["name"])?.filter(|name| !name.contains('@'));
    Ok(match (given, family, name) {
        (None, None, Some(name)) => match name.split_once(' ') {
            Some((given, family)) => (Some(given.to_owned()), Some(family.trim().to_owned())),
            None => (Some(name), None),
        },
        (given, family, _) => (given, family),
    })
}

/// `mfa_factors: [{"totp": {"secret": …}}]`. Other factors have no counterpart: their user would sign in with less than
/// before, so the row is refused.
fn totp_secret(row: &Row) -> Read<Option<String>> {
    let Some(factors) = row.value(&["mfa_factors"]) else { return Ok(None) };
    let factors = factors.as_array().ok_or("mfa_factors is no list")?;
    let secret = |factor: &Value| factor.pointer("/totp/secret").and_then(Value::as_str).map(str::to_owned);
    match factors.iter().find_map(secret) {
        None if !factors.is_empty() => Err("none of the second factors can be taken over".to_owned()),
        found => Ok(found),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(value: Value) -> Read<Person> {
        person(&Row::new(value.as_object().cloned().expect("an object")), &Hashes::default())
    }

    #[test]
    fn what_users_cannot_write_there_they_do_not_see_here() {
        let person = read(json!({
            "user_id": "auth0|1", "email": "ada@example.com", "email_verified": true, "name": "Ada King Lovelace", "blocked": true,
            "user_metadata": {"color": "red"}, "app_metadata": {"plan": "pro"}, "last_login": "2021-03-05T16:34:16.775Z",
            "mfa_factors": [{"totp": {"secret": "JBSWY3DPEHPK3PXP"}}],
        }))
        .expect("a person");
        let fields = &person.body.fields;
        assert_eq!(fields.unsafe_metadata, Some(json!({"color": "red"})));
        assert_eq!((&fields.private_metadata, &fields.public_metadata), (&Some(json!({"plan": "pro"})), &None));
        assert_eq!(
            (fields.first_name.clone(), fields.last_name.clone()),
            (Some(Some("Ada".into())), Some(Some("King Lovelace".into())))
        );
        assert_eq!(person.body.email_address_identification_status.0, ["verified"]);
        assert_eq!(fields.totp_secret.as_deref(), Some("JBSWY3DPEHPK3PXP"));
        assert_eq!((person.last_sign_in_at, person.body.banned), (Some(1_614_962_056_775), Some(Lenient(true))));
    }

    #[test]
    fn an_address_counts_as_unproven_unless_said_otherwise() {
        let person = read(json!({"user_id": "auth0|1", "email": "ada@example.com"})).expect("a person");
        assert_eq!(person.body.email_address_identification_status.0, ["unverified"]);
        assert!(read(json!({"user_id": "auth0|1", "mfa_factors": [{"phone": {"value": "+1"}}]})).is_err());
    }
}
