//! Phone numbers and wallets of the signed-in user. Backends add them; users see and remove them.

use crate::{
    endpoints::{NoBody, endpoints},
    wire::{
        Deleted, IdentificationId,
        backend::{PhoneNumber, Web3Wallet},
    },
};

endpoints! {
    /// All phone numbers.
    ListMyPhoneNumbers: Get "/v1/me/phone_numbers" (()) NoBody => Bare Vec<PhoneNumber>, Session, Default;
    /// One phone number.
    GetMyPhoneNumber: Get "/v1/me/phone_numbers/{phone_number_id}" (IdentificationId) NoBody => EnvelopedRead PhoneNumber, Session, Default;
    /// Removes a phone number.
    DeleteMyPhoneNumber: Delete "/v1/me/phone_numbers/{phone_number_id}" (IdentificationId) NoBody => Enveloped Deleted, Session, Default;
    /// All wallets.
    ListMyWeb3Wallets: Get "/v1/me/web3_wallets" (()) NoBody => Bare Vec<Web3Wallet>, Session, Default;
    /// One wallet.
    GetMyWeb3Wallet: Get "/v1/me/web3_wallets/{web3_wallet_id}" (IdentificationId) NoBody => EnvelopedRead Web3Wallet, Session, Default;
    /// Removes a wallet.
    DeleteMyWeb3Wallet: Delete "/v1/me/web3_wallets/{web3_wallet_id}" (IdentificationId) NoBody => Enveloped Deleted, Session, Default;
}
