//! Which users are meant, and the conditions that say so.

use super::{args, sql};
use crate::clock::Millis;

/// Which users are meant. Values of one filter are alternatives; filters narrow each other.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Any of these.
    pub ids: Vec<String>,
    /// None of these.
    pub not_ids: Vec<String>,
    /// Any of these.
    pub external_ids: Vec<String>,
    /// None of these.
    pub not_external_ids: Vec<String>,
    /// Any of these, normalised.
    pub emails: Vec<String>,
    /// Any of these.
    pub phones: Vec<String>,
    /// Any of these, normalised.
    pub usernames: Vec<String>,
    /// Any of these, normalised.
    pub wallets: Vec<String>,
    /// A part of anything a user is found by.
    pub text: Option<String>,
    /// A part of an address.
    pub email_part: Option<String>,
    /// A part of a number.
    pub phone_part: Option<String>,
    /// A part of the username.
    pub username_part: Option<String>,
    /// A part of the first or last name.
    pub name_part: Option<String>,
    /// Banned, or not.
    pub banned: Option<bool>,
    /// Column, "before", time: `created_at`, `last_active_at` or `last_sign_in_at`.
    pub times: Vec<(TimeColumn, bool, Millis)>,
    /// Path and value.
    pub metadata: Vec<(String, String)>,
    /// Nobody: a filter named something that doesn't exist here.
    pub is_nobody: bool,
}

/// A column that holds a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeColumn {
    /// Created.
    CreatedAt,
    /// Last use.
    LastActiveAt,
    /// Last sign-in.
    LastSignInAt,
}

impl Filter {
    /// Does it let everybody through?
    pub(super) fn is_empty(&self) -> bool {
        let mut probe = sql::Builder::default();
        self.apply("", &mut probe);
        probe.conditions.is_empty()
    }

    /// Does it let only those through who have one of the ids, so that an index leads straight to them?
    pub(super) fn names_keys(&self) -> bool {
        let others = Self { ids: Vec::new(), ..self.clone() };
        !self.ids.is_empty() && others.is_empty()
    }

    /// Does an index lead to those whom it lets through, so that few are left to be put in order?
    pub(super) fn leads_to_few(&self) -> bool {
        let lists = [&self.ids, &self.external_ids, &self.emails, &self.phones, &self.usernames, &self.wallets];
        let parts = [&self.text, &self.email_part, &self.phone_part, &self.username_part, &self.name_part];
        let is_long = |part: &String| part.chars().count() >= super::user_search::GROUP;
        self.is_nobody
            || !self.metadata.is_empty()
            || lists.iter().any(|list| !list.is_empty())
            || parts.into_iter().flatten().any(is_long)
    }

    pub(super) fn apply(&self, instance: &str, query: &mut sql::Builder) {
        const EMAIL: &str = "id IN (SELECT user_id FROM email_addresses WHERE instance_id = ? AND ";
        const PHONE: &str = "id IN (SELECT user_id FROM phone_numbers WHERE instance_id = ? AND ";
        if self.is_nobody {
            query.condition("1 = 0", []);
        }
        query.any_of("id", &self.ids);
        query.none_of("id", &self.not_ids);
        query.any_of("external_id", &self.external_ids);
        query.none_of("external_id", &self.not_external_ids);
        query.any_of("username_normalized", &self.usernames);
        query.any_of_nested(EMAIL, instance, "email_normalized", &self.emails);
        query.any_of_nested(PHONE, instance, "phone_number", &self.phones);
        query.any_of_nested(
            "id IN (SELECT user_id FROM web3_wallets WHERE instance_id = ? AND ",
            instance,
            "wallet_normalized",
            &self.wallets,
        );
        let parts = [&self.text, &self.email_part, &self.phone_part, &self.username_part, &self.name_part];
        for text in parts.into_iter().flatten() {
            super::user_search::narrow(query, text);
        }
        if let Some(part) = &self.email_part {
            query.contains_nested(EMAIL, instance, "email_normalized", part);
        }
        if let Some(part) = &self.phone_part {
            query.contains_nested(PHONE, instance, "phone_number", part);
        }
        if let Some(part) = &self.username_part {
            query.contains("username_normalized", part);
        }
        if let Some(part) = &self.name_part {
            query.contains("LOWER(COALESCE(first_name, '') || ' ' || COALESCE(last_name, ''))", part);
        }
        if let Some(banned) = self.banned {
            query.condition("banned = ?", args![banned]);
        }
        for (column, is_before, time) in &self.times {
            let sql = match (column, is_before) {
                (TimeColumn::CreatedAt, true) => "created_at < ?",
                (TimeColumn::CreatedAt, false) => "created_at > ?",
                (TimeColumn::LastActiveAt, true) => "last_active_at < ?",
                (TimeColumn::LastActiveAt, false) => "last_active_at > ?",
                (TimeColumn::LastSignInAt, true) => "last_sign_in_at < ?",
                (TimeColumn::LastSignInAt, false) => "last_sign_in_at > ?",
            };
            query.condition(sql, args![*time]);
        }
        for (path, value) in &self.metadata {
            query.condition(
                "id IN (SELECT user_id FROM user_metadata WHERE instance_id = ? AND path = ? AND value = ?)",
                args![instance, path, value],
            );
        }
    }
}
