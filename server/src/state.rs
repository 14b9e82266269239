//! What every request shares: configuration, store, keys, clock. One `Arc`, cloned per request.

use crate::{
    clock::Clock,
    config::Config,
    keys::{KeyRing, SigningKeys, TemplateKeys, publishable::Publishable},
    mail::Smtp,
    password::{CommonPasswords, PasswordQueue},
    random::Random,
    store::{Conn, Store, StoreError},
    tokens::RecentTokens,
};
use onehop::{token::RotatingVerifier, wire::InstanceId};
use std::{ops::Deref, sync::Arc};
use tokio::sync::Notify;
use zeroize::Zeroizing;

/// The shared state; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<State>);

/// What is shared.
pub struct State {
    /// Settings.
    pub config: Config,
    /// The database.
    pub store: Store,
    /// Now.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// The tenant this process serves.
    pub instance: Instance,
    /// Sign session tokens; parsed once.
    pub signing: SigningKeys,
    /// Verifies our own tokens without the database.
    pub verifier: Arc<RotatingVerifier>,
    /// Tokens minted a moment ago.
    pub recent_tokens: RecentTokens,
    /// Hashes and checks passwords, a few at a time.
    pub passwords: PasswordQueue,
    /// Passwords that are tried first by whoever guesses.
    pub common_passwords: CommonPasswords,
    /// The way mails go out; none: they stay in the local mailbox.
    pub smtp: Option<Smtp>,
    /// Wakes the mail job after a commit.
    pub mail_waiting: Notify,
    /// Seals secrets at rest.
    pub key_ring: KeyRing,
    /// Keys of templates, parsed once.
    pub template_keys: TemplateKeys,
    /// Key of the HMAC under which one-time codes are kept.
    pub code_key: Zeroizing<[u8; 32]>,
    /// Key of the HMAC by which browsers are known again.
    pub device_key: Zeroizing<[u8; 32]>,
    /// Request rates that need not outlive the process.
    pub shield: crate::frontend_api::Shield,
    /// Where spans of requests go; none: there are no traces.
    pub traces: Option<Arc<crate::telemetry::Traces>>,
    /// Requests with a secret key, where one process serves them all.
    pub windows: crate::backend_api::Windows,
    /// Where the change feed ends.
    pub feed: crate::feed::Feed,
    /// When secret keys were last used.
    pub key_usage: crate::backend_api::key_usage::KeyUsage,
}

/// The tenant, as far as requests need it.
#[derive(Clone, Debug)]
pub struct Instance {
    /// `ins_…`
    pub id: InstanceId,
    /// For browsers.
    pub publishable_key: String,
    /// The publishable key, taken apart.
    pub decoded: Publishable,
    /// What the contract appends to cookie names.
    pub cookie_suffix: String,
    /// `iss` of our tokens.
    pub issuer: String,
}

impl App {
    /// Shares a state.
    pub fn new(state: State) -> Self {
        Self(Arc::new(state))
    }

    /// A connection that reads.
    pub async fn read(&self) -> Result<Conn, StoreError> {
        self.store.read().await
    }

    /// A transaction that writes.
    pub async fn write(&self) -> Result<Conn, StoreError> {
        Ok(self.store.write().await?.telling(self.feed.end()))
    }
}

impl Deref for App {
    type Target = State;

    fn deref(&self) -> &State {
        &self.0
    }
}
