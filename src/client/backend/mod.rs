//! The client of the Backend API: what an app's own backend calls with its secret key.
//!
//! ```no_run
//! use onehop::client::{BackendClient, backend::ListUsers};
//!
//! # async fn example() -> Result<(), onehop::client::backend::BackendError> {
//! let client = BackendClient::new("https://accounts.example.com", "sk_live_…")?;
//! let user = client.users().get(&"user_2abc".into()).await?;
//! let page = client.users().list(&ListUsers { banned: Some(false), limit: Some(50), ..Default::default() }).await?;
//! client.users().ban(&user.id).await?;
//! # Ok(()) }
//! ```
//!
//! One method for each call of the published contract, one file for each family; paths, bodies and answers are those of
//! [`crate::endpoints::backend`], the same ones the server mounts.
//!
//! - **Batching.** Users asked for one by one at the same time become one call: see [`Users::get`].
//! - **Trying again.** After 429, 5xx and failures of the network, for GET, PUT and DELETE only: see [`Retry`]. What
//!   creates or acts (POST, PATCH) is never sent twice. A DELETE whose first answer got lost may end in a 404.
//! - **In one process.** With the whole platform nested in the app's own process, [`BackendClient::in_process`] goes
//!   through the same extractors, permissions and errors, without a network.
//! - **The secret key** is in no error and in no `Debug` output, and travels over TLS only; see [`Builder::allow_http`].

mod actor_tokens;
mod allowlist;
mod batch;
mod blocklist;
mod build;
mod call;
mod clients;
mod domains;
mod email_addresses;
mod error;
mod events;
mod instance;
mod invitations;
mod jwks;
mod jwt_templates;
mod list_users;
mod phone_numbers;
mod query;
mod redirect_urls;
mod retry;
mod sessions;
mod sign_in_tokens;
mod snapshot;
mod testing_tokens;
mod transport;
mod users;
mod waitlist;
mod webhooks;

pub use actor_tokens::ActorTokens;
pub use allowlist::Allowlist;
pub use blocklist::Blocklist;
pub use build::Builder;
pub use clients::Clients;
pub use domains::Domains;
pub use email_addresses::EmailAddresses;
pub use error::{BackendError, Reason};
pub use events::Events;
pub use instance::InstanceSettings;
pub use invitations::Invitations;
pub use jwt_templates::JwtTemplates;
pub use list_users::ListUsers;
pub use phone_numbers::PhoneNumbers;
pub use redirect_urls::RedirectUrls;
pub use retry::Retry;
pub use sessions::Sessions;
pub use sign_in_tokens::SignInTokens;
pub use snapshot::{Snapshot, UserState};
pub use testing_tokens::TestingTokens;
pub use users::Users;
pub use waitlist::Waitlist;
pub use webhooks::Webhooks;

use http::HeaderValue;
use std::{fmt, sync::Arc, time::Duration};

/// The outcome of a call.
pub type Result<T> = std::result::Result<T, BackendError>;

/// Calls the Backend API. Cheap to clone; clones share connections and batches.
#[derive(Clone)]
pub struct BackendClient(Arc<Inner>);

struct Inner {
    base: String,
    transport: transport::Transport,
    authorization: HeaderValue,
    retry: Retry,
    timeout: Duration,
    batch_window: Duration,
    batches: batch::Batches,
}

macro_rules! families {
    ($($(#[$doc:meta])* $name:ident -> $family:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name(&self) -> $family<'_> {
            $family(self)
        }
    )*};
}

impl BackendClient {
    families! {
        /// Users.
        users -> Users;
        /// E-mail addresses of users.
        email_addresses -> EmailAddresses;
        /// Phone numbers of users.
        phone_numbers -> PhoneNumbers;
        /// Sessions and their tokens.
        sessions -> Sessions;
        /// Browsers and other devices.
        clients -> Clients;
        /// Invitations to sign up.
        invitations -> Invitations;
        /// Who may sign up.
        allowlist -> Allowlist;
        /// Who may not.
        blocklist -> Blocklist;
        /// The waiting list.
        waitlist -> Waitlist;
        /// Tickets that sign a user in.
        sign_in_tokens -> SignInTokens;
        /// Tickets that sign somebody in as another user.
        actor_tokens -> ActorTokens;
        /// Tokens that let tests pass bot protection.
        testing_tokens -> TestingTokens;
        /// Where sign-in may lead.
        redirect_urls -> RedirectUrls;
        /// Templates of tokens for third parties.
        jwt_templates -> JwtTemplates;
        /// Settings of the instance.
        instance -> InstanceSettings;
        /// Domains of the instance.
        domains -> Domains;
        /// The change feed.
        events -> Events;
        /// Webhooks as a whole.
        webhooks -> Webhooks;
    }
}

impl fmt::Debug for BackendClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BackendClient").field("base", &self.0.base).finish_non_exhaustive()
    }
}
