//! The rules: who may become what. Knows no HTTP and no SQL text; every change emits its event in the transaction it
//! is written in.

pub mod accounts;
pub mod api_keys;
pub mod audit;
pub mod authenticator;
pub mod client_view;
pub mod code_limits;
pub mod codes;
pub mod devices;
pub mod disposable;
pub mod email_addresses;
pub mod event_examples;
pub mod events;
pub mod full_users;
pub mod identifiers;
pub mod instance;
pub mod invitations;
pub mod jwt_templates;
pub mod listed;
pub mod lockout;
pub mod metadata;
pub mod metadata_paths;
pub mod new_accounts;
pub mod notices;
pub mod operators;
pub mod origins;
pub mod passwords;
pub mod peppers;
pub mod phone_numbers;
pub mod profile_images;
pub mod qr_codes;
pub mod redirects;
pub mod restrictions;
pub mod second_factor_tries;
pub mod second_factors;
pub mod session_claims;
pub mod session_verifications;
pub mod sessions;
pub mod settings;
pub mod sign_in_tickets;
pub mod sign_ins;
pub mod sign_ups;
pub mod signing_keys;
pub mod template_previews;
pub mod template_tokens;
pub mod templates;
pub mod testing_tokens;
pub mod user_agent;
pub mod user_fields;
pub mod users;
pub mod waitlist;
pub mod ways_in;
pub mod web3_wallets;

use crate::{clock::Millis, config::Locale};

/// Who causes a change, as the event will say.
#[derive(Clone, Debug)]
pub struct Cause {
    /// Address.
    pub ip: Option<String>,
    /// Browser.
    pub user_agent: Option<String>,
    /// When.
    pub now: Millis,
    /// The language of whoever asks, for mails; none where no browser does.
    pub locale: Option<Locale>,
    /// Whose change the audit log will tell; nobody's where users change what is theirs.
    pub actor: Option<audit::Actor>,
}
