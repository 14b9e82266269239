//! Everything users are identified by, of one or many users in one statement: reading users whole is what nearly every
//! request does, and each statement more is a way more to the database.

use super::{
    Conn, Scope, StoreError, args, email_addresses::EmailAddressRow, phone_numbers::PhoneNumberRow, sql, verifications,
    verifications::VerificationRow, web3_wallets::Web3WalletRow,
};
use crate::clock::Millis;
use onehop::wire::{IdentificationId, UserId};
use std::collections::HashMap;

/// What one user is identified by, each kind oldest first.
#[derive(Default)]
pub struct Identifications {
    /// E-mail addresses, each that isn't proven with the code sent last for it.
    pub emails: Vec<(EmailAddressRow, Option<VerificationRow>)>,
    /// Phone numbers.
    pub phones: Vec<PhoneNumberRow>,
    /// Wallets.
    pub wallets: Vec<Web3WalletRow>,
}

/// A row of any of the tables. What a table doesn't have is null.
struct IdentificationRow {
    kind: String,
    id: IdentificationId,
    user_id: UserId,
    value: String,
    normalized: Option<String>,
    verified_at: Option<Millis>,
    verified_strategy: Option<String>,
    verified_at_client: Option<String>,
    reserved: bool,
    reserved_for_second_factor: bool,
    created_at: Millis,
    updated_at: Millis,
}

super::keyed! {
    IdentificationRow;
    kind, id, user_id, value, normalized, verified_at, verified_strategy, verified_at_client, reserved,
    reserved_for_second_factor, created_at, updated_at
}

const EMAILS: &str = concat!(
    "SELECT 'email' AS kind, e.id AS id, e.user_id AS user_id, e.email_address AS value, e.email_normalized AS normalized, \
     e.verified_at AS verified_at, e.verified_strategy AS verified_strategy, e.verified_at_client AS verified_at_client, \
     e.reserved AS reserved, FALSE AS reserved_for_second_factor, e.created_at AS created_at, e.updated_at AS updated_at, ",
    verifications::columns!(list "v.";),
    ", v.created_at AS sent_at \
     FROM email_addresses e LEFT JOIN verifications v \
     ON v.instance_id = e.instance_id AND v.subject_id = e.id AND e.verified_at IS NULL \
     WHERE e.instance_id = $1 AND e.user_id IN ("
);
const PHONES: &str = ") UNION ALL \
     SELECT 'phone', id, user_id, phone_number, NULL, verified_at, verified_strategy, NULL, reserved, \
     reserved_for_second_factor, created_at, updated_at, NULL, NULL, NULL, NULL, NULL, NULL, NULL \
     FROM phone_numbers WHERE instance_id = $1 AND user_id IN (";
const WALLETS: &str = ") UNION ALL \
     SELECT 'wallet', id, user_id, web3_wallet, NULL, verified_at, NULL, NULL, FALSE, FALSE, created_at, updated_at, \
     NULL, NULL, NULL, NULL, NULL, NULL, NULL \
     FROM web3_wallets WHERE instance_id = $1 AND user_id IN (";
const ORDER: &str = ") ORDER BY created_at, id, sent_at DESC";

/// Those of one user.
pub async fn of_user(conn: &mut Conn, instance: Scope<'_>, user: &UserId) -> Result<Identifications, StoreError> {
    let mut users = of_users(conn, instance, &[user.to_string()]).await?;
    Ok(users.remove(user).unwrap_or_default())
}

/// Those of several users; who has none is not among them.
pub async fn of_users(
    conn: &mut Conn,
    instance: Scope<'_>,
    users: &[String],
) -> Result<HashMap<UserId, Identifications>, StoreError> {
    let mut found = HashMap::<UserId, Identifications>::new();
    if users.is_empty() {
        return Ok(found);
    }
    let (marks, values) = sql::marks_from(2, users);
    let sql = [EMAILS, &marks, PHONES, &marks, WALLETS, &marks, ORDER].concat();
    let args = args![instance].into_iter().chain(values).collect();
    let rows: Vec<(IdentificationRow, Option<VerificationRow>)> = conn.find_all_built(sql, args).await?;
    for (row, code) in rows {
        found.entry(row.user_id.clone()).or_default().add(row, code);
    }
    Ok(found)
}

impl Identifications {
    fn add(&mut self, row: IdentificationRow, code: Option<VerificationRow>) {
        let IdentificationRow { id, user_id, verified_at, verified_strategy, reserved, created_at, updated_at, .. } =
            row;
        match row.kind.as_str() {
            // A row for each code of an address; the one sent last comes first.
            "email" if self.emails.last().is_some_and(|(email, _)| email.id == id) => {}
            "email" => {
                let email = EmailAddressRow {
                    id,
                    user_id,
                    email_address: row.value,
                    email_normalized: row.normalized.unwrap_or_default(),
                    verified_at,
                    verified_strategy,
                    verified_at_client: row.verified_at_client,
                    reserved,
                    created_at,
                    updated_at,
                };
                self.emails.push((email, code));
            }
            "phone" => self.phones.push(PhoneNumberRow {
                id,
                user_id,
                phone_number: row.value,
                verified_at,
                verified_strategy,
                reserved,
                reserved_for_second_factor: row.reserved_for_second_factor,
                created_at,
                updated_at,
            }),
            _ => self.wallets.push(Web3WalletRow {
                id,
                user_id,
                web3_wallet: row.value,
                verified_at,
                created_at,
                updated_at,
            }),
        }
    }
}
