//! Onehop for an app's own tests: the whole server inside the test, with a clock to turn, a mailbox to read, and people
//! who are signed in with one line.
//!
//! ```toml
//! [dev-dependencies]
//! onehop-testing = { git = "…" }
//! ```
//!
//! It is a package of its own because the server depends on `onehop`: a module of `onehop` could not hold the server,
//! and nobody's app should compile it for anything but tests.
//!
//! # A handler that wants to know who asks
//!
//! ```
//! use axum::{Router, routing::get};
//! use http::StatusCode;
//! use onehop::ssr::RequireUser;
//! use onehop_testing::TestServer;
//! use std::time::Duration;
//!
//! async fn whoami(RequireUser(caller): RequireUser) -> String {
//!     caller.user_id.to_string()
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let onehop = TestServer::start().await;
//! let app = Router::new().route("/whoami", get(whoami)).layer(onehop.platform().verify_layer());
//!
//! let ada = onehop.create_user("ada@example.com").await;
//! let browser = onehop.sign_in_as(&ada).await.at(app);
//! assert_eq!(browser.get("/whoami").await.ok().text, ada.id.as_str());
//!
//! // A session token lives for a minute.
//! onehop.clock().advance(Duration::from_secs(90));
//! assert_eq!(browser.get("/whoami").await.status, StatusCode::UNAUTHORIZED);
//! # }
//! ```
//!
//! # A person who signs up by a mailed code
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let onehop = onehop_testing::TestServer::start().await;
//! let browser = onehop.client();
//! let fields = [("email_address", "ada@example.com"), ("password", "correct horse staple")];
//! let id = browser.post("/v1/client/sign_ups", &fields).await.ok().id();
//! let path = format!("/v1/client/sign_ups/{id}/prepare_verification");
//! browser.post(&path, &[("strategy", "email_code")]).await.ok();
//!
//! let code = onehop.mailbox().last_to("ada@example.com").await.code();
//! let path = format!("/v1/client/sign_ups/{id}/attempt_verification");
//! browser.post(&path, &[("strategy", "email_code"), ("code", &code)]).await.ok();
//! assert!(!browser.session_token().await.is_empty());
//! # }
//! ```
//!
//! # An app's backend
//!
//! ```
//! use onehop::client::BackendClient;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), onehop::client::backend::BackendError> {
//! let onehop = onehop_testing::TestServer::start().await;
//! let ada = onehop.create_user("ada@example.com").await;
//!
//! // Over HTTP, as in production; `onehop.backend()` does without a network.
//! let backend = BackendClient::new(&onehop.origin(), onehop.secret_key())?;
//! assert_eq!(backend.users().get(&ada.id).await?.id, ada.id);
//! # Ok(()) }
//! ```
//!
//! # How fast, and on what
//!
//! A server takes some ten milliseconds to start, because its keys are made once: all servers of one process have the same
//! ones. The rows are in SQLite in a
//! folder that goes with the server; [`Builder::postgres`] takes a schema of its own in a Postgres instead. Rates are not
//! limited and passwords are hashed as cheaply as the settings allow; [`Builder::configure`] changes any setting.

mod builder;
mod client;
mod clock;
mod mailbox;
mod reply;
mod schema;
mod server;
mod socket;
mod template;

pub use builder::Builder;
pub use client::{Observer, TestClient};
pub use clock::{START, TestClock};
pub use mailbox::{Mail, Mailbox};
pub use reply::{Reply, members};
pub use schema::Schema;
pub use server::TestServer;

/// The secret key that every test server has.
pub const SECRET_KEY: &str = "sk_test_TheKeyOfEveryTestInstanceThatNobodyElseHas00";
