//! Accounts that a backend, an operator or an import makes and changes: nobody types a code, what is given counts.

use super::{Cause, identifiers::Email, users};
use crate::{
    clock::Millis,
    error::{Error, Result},
    random,
    state::App,
    store::{
        Conn, StoreError, backup_codes as codes, email_addresses, email_addresses::EmailAddressRow, phone_numbers,
        phone_numbers::PhoneNumberRow, users as store, users::UserRow, web3_wallets, web3_wallets::Web3WalletRow,
    },
};
use onehop::wire::{ErrorCode, IdentificationId, Strategy, UserId};

/// How sure it is that an address or number is its user's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// As if its user had proven it.
    #[default]
    Verified,
    /// Not proven, but nobody else can have it.
    Reserved,
    /// Not proven.
    Unverified,
}

impl Standing {
    /// The standing of this name.
    pub fn parse(text: &str, param: &str) -> Result<Self> {
        match text {
            "verified" => Ok(Self::Verified),
            "reserved" => Ok(Self::Reserved),
            "unverified" => Ok(Self::Unverified),
            _ => {
                Err(Error::param(ErrorCode::FormParamValueInvalid, param)
                    .text("Write verified, reserved or unverified."))
            }
        }
    }
}

/// What an account is made of. The first address, number and wallet become the main ones.
pub struct NewAccount {
    /// Name, password, metadata.
    pub user: UserRow,
    /// Addresses.
    pub emails: Vec<(Email, Standing)>,
    /// Numbers in the form of E.164.
    pub phones: Vec<(String, Standing)>,
    /// Wallets.
    pub wallets: Vec<String>,
    /// Backup codes as they are stored.
    pub backup_codes: Option<Vec<String>>,
}

/// A user of whom nothing is known yet.
pub fn blank(app: &App, now: Millis) -> UserRow {
    let id = UserId::from(random::id(&*app.random, now, UserId::PREFIX));
    UserRow::blank(id, random::number(&*app.random), now)
}

/// The rows of an account.
#[derive(Clone)]
pub struct AccountRows {
    /// Name, password, metadata.
    pub user: UserRow,
    /// Addresses.
    pub emails: Vec<EmailAddressRow>,
    /// Numbers.
    pub phones: Vec<PhoneNumberRow>,
    /// Wallets.
    pub wallets: Vec<Web3WalletRow>,
    /// Backup codes as they are stored.
    pub backup_codes: Option<Vec<String>>,
}

/// Makes an account; nothing is written when something of it is taken.
pub async fn create(app: &App, conn: &mut Conn, cause: &Cause, account: NewAccount) -> Result<UserRow> {
    let rows = rows(app, account, cause.now);
    insert(app, conn, cause, &rows).await?;
    Ok(rows.user)
}

/// The rows of a new account.
pub fn rows(app: &App, account: NewAccount, now: Millis) -> AccountRows {
    let NewAccount { mut user, emails, phones, wallets, backup_codes } = account;
    let emails: Vec<_> =
        emails.into_iter().map(|(email, standing)| email_row(app, &user, email, standing, now)).collect();
    let phones: Vec<_> =
        phones.into_iter().map(|(number, standing)| phone_row(app, &user, number, standing, now)).collect();
    let wallets: Vec<_> = wallets.into_iter().map(|wallet| wallet_row(app, &user, wallet, now)).collect();
    user.primary_email_address_id = emails.first().map(|email| email.id.to_string());
    user.primary_phone_number_id = phones.first().map(|phone| phone.id.to_string());
    user.primary_web3_wallet_id = wallets.first().map(|wallet| wallet.id.to_string());
    AccountRows { user, emails, phones, wallets, backup_codes }
}

/// Writes an account as its rows say. After an error the transaction, or the step of it, must not be kept.
pub async fn insert(app: &App, conn: &mut Conn, cause: &Cause, rows: &AccountRows) -> Result<()> {
    let instance = &app.instance.id;
    let AccountRows { user, emails, phones, wallets, backup_codes } = rows;
    refuse_taken_names(app, conn, user).await?;
    store::insert(conn, instance, user).await.map_err(conflict("username"))?;
    for email in emails {
        add_email(app, conn, email).await?;
    }
    for phone in phones {
        add_phone(app, conn, phone).await?;
    }
    for wallet in wallets {
        web3_wallets::insert(conn, instance, wallet).await.map_err(conflict("web3_wallet"))?;
    }
    if let Some(digests) = backup_codes {
        codes::put(conn, instance, &user.id, digests).await?;
    }
    users::created(app, conn, cause, user).await
}

/// An error when the username or external id is another user's.
pub async fn refuse_taken_names(app: &App, conn: &mut Conn, user: &UserRow) -> Result<()> {
    let instance = &app.instance.id;
    let is_other = |found: Option<UserRow>| found.is_some_and(|found| found.id != user.id);
    if let Some(username) = &user.username
        && is_other(store::find_by_username(conn, instance, &username.to_lowercase()).await?)
    {
        return Err(taken("username"));
    }
    if let Some(external_id) = &user.external_id
        && is_other(store::find_by_external_id(conn, instance, external_id).await?)
    {
        return Err(taken("external_id"));
    }
    Ok(())
}

/// A row for this address.
pub fn email_row(app: &App, user: &UserRow, email: Email, standing: Standing, now: Millis) -> EmailAddressRow {
    EmailAddressRow {
        id: IdentificationId::from(random::id(&*app.random, now, IdentificationId::PREFIX)),
        user_id: user.id.clone(),
        email_address: email.address,
        email_normalized: email.normalized,
        verified_at: (standing == Standing::Verified).then_some(now),
        verified_strategy: (standing == Standing::Verified).then(|| Strategy::Admin.as_str().to_owned()),
        verified_at_client: None,
        reserved: standing == Standing::Reserved,
        created_at: now,
        updated_at: now,
    }
}

/// Adds an address, unless it is another user's.
pub async fn add_email(app: &App, conn: &mut Conn, row: &EmailAddressRow) -> Result<()> {
    let instance = &app.instance.id;
    let claimed = email_addresses::find_claimed(conn, instance, &row.email_normalized).await?;
    if claimed.is_some_and(|claimed| claimed.user_id != row.user_id) {
        return Err(taken("email_address"));
    }
    email_addresses::insert(conn, instance, row).await.map_err(conflict("email_address"))
}

/// A row for this number.
pub fn phone_row(app: &App, user: &UserRow, number: String, standing: Standing, now: Millis) -> PhoneNumberRow {
    PhoneNumberRow {
        id: IdentificationId::from(random::id(&*app.random, now, IdentificationId::PREFIX)),
        user_id: user.id.clone(),
        phone_number: number,
        verified_at: (standing == Standing::Verified).then_some(now),
        verified_strategy: (standing == Standing::Verified).then(|| Strategy::Admin.as_str().to_owned()),
        reserved: standing == Standing::Reserved,
        reserved_for_second_factor: false,
        created_at: now,
        updated_at: now,
    }
}

/// Adds a number, unless it is another user's.
pub async fn add_phone(app: &App, conn: &mut Conn, row: &PhoneNumberRow) -> Result<()> {
    let instance = &app.instance.id;
    let claimed = phone_numbers::find_claimed(conn, instance, &row.phone_number).await?;
    if claimed.is_some_and(|claimed| claimed.user_id != row.user_id) {
        return Err(taken("phone_number"));
    }
    phone_numbers::insert(conn, instance, row).await.map_err(conflict("phone_number"))
}

fn wallet_row(app: &App, user: &UserRow, wallet: String, now: Millis) -> Web3WalletRow {
    Web3WalletRow {
        id: IdentificationId::from(random::id(&*app.random, now, IdentificationId::PREFIX)),
        user_id: user.id.clone(),
        web3_wallet: wallet,
        verified_at: Some(now),
        created_at: now,
        updated_at: now,
    }
}

/// Somebody else has it.
pub fn taken(param: &str) -> Error {
    Error::param(ErrorCode::FormIdentifierExists, param).text("This belongs to another user.")
}

/// The unique index found it first.
pub fn conflict(param: &'static str) -> impl FnOnce(StoreError) -> Error {
    move |error| if matches!(error, StoreError::Conflict) { taken(param) } else { error.into() }
}
