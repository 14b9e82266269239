//! A user of another system, in the words of `POST /v1/users`.

use super::row::{Read, rfc3339};
use onehop::{
    endpoints::backend::{CreateUserBody, UserFields},
    wire::Many,
};

/// Somebody to be added.
#[derive(Default)]
pub(super) struct Person {
    /// What a backend would send.
    pub(super) body: CreateUserBody,
    /// When they last signed in there.
    pub(super) last_sign_in_at: Option<i64>,
    /// When they were last there.
    pub(super) last_active_at: Option<i64>,
}

impl Person {
    /// What can be changed later, too.
    pub(super) fn fields(&mut self) -> &mut UserFields {
        &mut self.body.fields
    }

    /// Adds an address, unless it is there already.
    pub(super) fn email(&mut self, address: String, is_verified: bool) {
        add(&mut self.body.email_address, &mut self.body.email_address_identification_status, address, is_verified);
    }

    /// Adds a number, unless it is there already.
    pub(super) fn phone(&mut self, number: String, is_verified: bool) {
        add(&mut self.body.phone_number, &mut self.body.phone_number_identification_status, number, is_verified);
    }

    /// When the account was made there.
    pub(super) fn created_at(&mut self, millis: Option<i64>) -> Read<()> {
        self.body.fields.created_at = millis.map(rfc3339).transpose()?;
        Ok(())
    }
}

fn add(values: &mut Many, standings: &mut Many, value: String, is_verified: bool) {
    if !values.0.iter().any(|known| known.eq_ignore_ascii_case(&value)) {
        values.0.push(value);
        standings.0.push(if is_verified { "verified" } else { "unverified" }.to_owned());
    }
}
