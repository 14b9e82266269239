//! What an export is written in: a head, then one line for each user.

use super::sealing::Kdf;
use crate::{
    clock::Millis,
    domain::{accounts::AccountRows, users::object},
    store::{email_addresses::EmailAddressRow, phone_numbers::PhoneNumberRow, web3_wallets::Web3WalletRow},
};
use onehop::wire::{IdentificationId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The form that is written today.
pub(super) const VERSION: u32 = 1;
/// What the head's proof of the passphrase is sealed for.
pub(super) const HEAD: &str = "onehop export, head";

/// The first line.
#[derive(Serialize, Deserialize)]
pub(super) struct Head {
    /// [`VERSION`]
    pub(super) onehop_export: u32,
    pub(super) exported_at: Millis,
    pub(super) seal: Kdf,
    /// Opens with the right passphrase.
    pub(super) proof: String,
}

/// A user.
#[derive(Serialize, Deserialize)]
pub(super) struct Line {
    pub(super) user: Exported,
    /// [`Secrets`], sealed.
    pub(super) sealed: String,
}

/// What must not be read by everybody who sees the file.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Secrets {
    pub(super) password_digest: Option<String>,
    /// Base64.
    pub(super) totp_secret: Option<String>,
    pub(super) totp_last_step: Option<i64>,
    /// Those that were not used.
    pub(super) backup_codes: Vec<String>,
}

/// Everything else.
#[derive(Serialize, Deserialize)]
pub(super) struct Exported {
    pub(super) id: UserId,
    pub(super) external_id: Option<String>,
    pub(super) username: Option<String>,
    pub(super) first_name: Option<String>,
    pub(super) last_name: Option<String>,
    pub(super) locale: Option<String>,
    pub(super) primary_email_address_id: Option<String>,
    pub(super) primary_phone_number_id: Option<String>,
    pub(super) primary_web3_wallet_id: Option<String>,
    pub(super) email_addresses: Vec<Email>,
    pub(super) phone_numbers: Vec<Phone>,
    pub(super) web3_wallets: Vec<Wallet>,
    pub(super) password_last_updated_at: Option<Millis>,
    pub(super) password_compromised_at: Option<Millis>,
    pub(super) backup_code_enabled: bool,
    pub(super) mfa_enabled_at: Option<Millis>,
    pub(super) mfa_disabled_at: Option<Millis>,
    pub(super) public_metadata: Map<String, Value>,
    pub(super) private_metadata: Map<String, Value>,
    pub(super) unsafe_metadata: Map<String, Value>,
    pub(super) delete_self_enabled: bool,
    pub(super) create_organization_enabled: bool,
    pub(super) create_organizations_limit: Option<i64>,
    pub(super) bypass_client_trust: bool,
    pub(super) banned: bool,
    pub(super) locked_until: Option<Millis>,
    pub(super) legal_accepted_at: Option<Millis>,
    pub(super) last_sign_in_at: Option<Millis>,
    pub(super) last_active_at: Option<Millis>,
    pub(super) created_at: Millis,
    pub(super) updated_at: Millis,
}

/// An address.
#[derive(Serialize, Deserialize)]
pub(super) struct Email {
    pub(super) id: IdentificationId,
    pub(super) email_address: String,
    pub(super) verified_at: Option<Millis>,
    pub(super) verified_strategy: Option<String>,
    pub(super) reserved: bool,
    pub(super) created_at: Millis,
    pub(super) updated_at: Millis,
}

/// A number.
#[derive(Serialize, Deserialize)]
pub(super) struct Phone {
    pub(super) id: IdentificationId,
    pub(super) phone_number: String,
    pub(super) verified_at: Option<Millis>,
    pub(super) verified_strategy: Option<String>,
    pub(super) reserved: bool,
    pub(super) reserved_for_second_factor: bool,
    pub(super) created_at: Millis,
    pub(super) updated_at: Millis,
}

/// A wallet.
#[derive(Serialize, Deserialize)]
pub(super) struct Wallet {
    pub(super) id: IdentificationId,
    pub(super) web3_wallet: String,
    pub(super) verified_at: Option<Millis>,
    pub(super) created_at: Millis,
    pub(super) updated_at: Millis,
}

impl From<EmailAddressRow> for Email {
    fn from(row: EmailAddressRow) -> Self {
        Self {
            id: row.id,
            email_address: row.email_address,
            verified_at: row.verified_at,
            verified_strategy: row.verified_strategy,
            reserved: row.reserved,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl From<PhoneNumberRow> for Phone {
    fn from(row: PhoneNumberRow) -> Self {
        Self {
            id: row.id,
            phone_number: row.phone_number,
            verified_at: row.verified_at,
            verified_strategy: row.verified_strategy,
            reserved: row.reserved,
            reserved_for_second_factor: row.reserved_for_second_factor,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl From<Web3WalletRow> for Wallet {
    fn from(row: Web3WalletRow) -> Self {
        Self {
            id: row.id,
            web3_wallet: row.web3_wallet,
            verified_at: row.verified_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl From<AccountRows> for Exported {
    fn from(rows: AccountRows) -> Self {
        let user = rows.user;
        Self {
            id: user.id,
            external_id: user.external_id,
            username: user.username,
            first_name: user.first_name,
            last_name: user.last_name,
            locale: user.locale,
            primary_email_address_id: user.primary_email_address_id,
            primary_phone_number_id: user.primary_phone_number_id,
            primary_web3_wallet_id: user.primary_web3_wallet_id,
            email_addresses: rows.emails.into_iter().map(Into::into).collect(),
            phone_numbers: rows.phones.into_iter().map(Into::into).collect(),
            web3_wallets: rows.wallets.into_iter().map(Into::into).collect(),
            password_last_updated_at: user.password_last_updated_at,
            password_compromised_at: user.password_compromised_at,
            backup_code_enabled: user.backup_code_enabled,
            mfa_enabled_at: user.mfa_enabled_at,
            mfa_disabled_at: user.mfa_disabled_at,
            public_metadata: object(&user.public_metadata),
            private_metadata: object(&user.private_metadata),
            unsafe_metadata: object(&user.unsafe_metadata),
            delete_self_enabled: user.delete_self_enabled,
            create_organization_enabled: user.create_organization_enabled,
            create_organizations_limit: user.create_organizations_limit,
            bypass_client_trust: user.bypass_client_trust,
            banned: user.banned,
            locked_until: user.locked_until,
            legal_accepted_at: user.legal_accepted_at,
            last_sign_in_at: user.last_sign_in_at,
            last_active_at: user.last_active_at,
            created_at: user.created_at,
            updated_at: user.updated_at,
        }
    }
}
