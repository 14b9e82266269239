//! The harness: the test server that apps use too (`onehop_testing`), on both databases, and what only tests of our own
//! look at.

mod backend;
mod invitations;
mod log;
mod operator;
pub mod postgres;
mod record;

pub use backend::TestBackend;
pub use invitations::{accept, ticket_of};
pub use log::Log;
pub use onehop_testing::{Reply, SECRET_KEY, START, TestClient, members};
pub use operator::{OPERATOR_EMAIL, OPERATOR_PASSWORD, TestOperator};

use onehop::wire::InstanceId;
use onehop_testing::TestServer;
use server::{
    clock::{Clock, ManualClock, Millis},
    config::Config,
    state::App,
    store::{Conn, Value, events, events::EventRow, web3_wallets},
};
use std::{path::PathBuf, sync::Arc};

/// The databases every store test and every operation runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// Both.
pub const ENGINES: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];

/// A password that the rules accept.
pub const PASSWORD: &str = "correct horse staple";

/// A running server without a socket.
pub struct TestApp {
    pub app: App,
    pub clock: Arc<ManualClock>,
    server: TestServer,
}

impl TestApp {
    /// A server with development defaults; hashing is as cheap as the bounds allow.
    pub async fn start(engine: Engine) -> Self {
        Self::start_with(engine, |_| {}).await
    }

    /// The same with other settings.
    pub async fn start_with(engine: Engine, change: impl FnOnce(&mut Config)) -> Self {
        let builder = TestServer::without_socket().observe(record::write);
        let builder = match engine {
            Engine::Sqlite => builder,
            Engine::Postgres => builder.schema(postgres::schema()),
        };
        let server = builder.configure(change).start().await;
        Self { app: server.platform().state().clone(), clock: server.clock().shared(), server }
    }

    /// The server after a restart: the same database and settings, and nothing that was only in memory.
    pub async fn restarted(mut self) -> Self {
        self.reopen(|_| {}).await.expect("the server opens");
        self
    }

    /// Restarts with other settings, or says why that is refused.
    pub async fn reopen(&mut self, change: impl FnOnce(&mut Config)) -> Result<(), String> {
        self.server.restart(change).await.map_err(|error| error.to_string())?;
        self.app = self.server.platform().state().clone();
        Ok(())
    }

    /// The same browser, in front of this server.
    pub fn adopt(&self, client: &TestClient) -> TestClient {
        self.server.adopt(client)
    }

    /// A new browser.
    pub fn client(&self) -> TestClient {
        self.server.client()
    }

    /// Everything that is served.
    pub fn router(&self) -> axum::Router {
        self.server.router()
    }

    /// The instance.
    pub fn instance(&self) -> &InstanceId {
        &self.app.instance.id
    }

    /// Moves the clock.
    pub fn advance(&self, by: Millis) {
        self.clock.advance(by);
    }

    /// Now, as the server sees it.
    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    /// A connection that reads.
    pub async fn read(&self) -> Conn {
        self.app.read().await.expect("a connection")
    }

    /// The change feed after a position.
    pub async fn events_after(&self, sequence: i64) -> Vec<EventRow> {
        events::list_after(&mut self.read().await, self.instance(), sequence, 1_000).await.expect("the feed")
    }

    /// The last position of the change feed.
    pub async fn last_event(&self) -> i64 {
        self.events_after(0).await.last().map_or(0, |event| event.sequence)
    }

    /// Changes rows behind the server's back, as an operator would.
    pub async fn execute(&self, sql: &'static str, args: Vec<Value>) -> u64 {
        let mut conn = self.app.write().await.expect("a connection");
        let changed = conn.execute(sql, args).await.expect("valid SQL");
        conn.commit().await.expect("committed");
        changed
    }

    /// The current session of this browser.
    pub async fn session_of(&self, client: &TestClient) -> String {
        let reply = client.get("/v1/client").await.ok();
        reply.response()["last_active_session_id"].as_str().expect("somebody is signed in").to_owned()
    }

    /// A sign-up under way in this browser; its id.
    pub async fn open_sign_up(&self, client: &TestClient, email: &str) -> String {
        client.post("/v1/client/sign_ups", &[("email_address", email), ("password", PASSWORD)]).await.ok().id()
    }

    /// A sign-in under way in this browser; its id.
    pub async fn open_sign_in(&self, client: &TestClient, identifier: &str) -> String {
        client.post("/v1/client/sign_ins", &[("identifier", identifier)]).await.ok().id()
    }

    /// An unproven address of the person in this browser; its id.
    pub async fn add_email(&self, client: &TestClient, email: &str) -> String {
        client.post("/v1/me/email_addresses/", &[("email_address", email)]).await.ok().id()
    }

    /// A proven number of the person in this browser, added by a backend; its id.
    pub async fn add_phone(&self, client: &TestClient, number: &str) -> String {
        let user = client.get("/v1/me").await.ok().id();
        let body = serde_json::json!({"user_id": user, "phone_number": number, "verified": true});
        let phone = self.backend().post("/v1/phone_numbers", body).await.ok().json;
        phone["id"].as_str().expect("an id").to_owned()
    }

    /// A proven wallet of the person in this browser; its id.
    pub async fn add_wallet(&self, client: &TestClient, address: &str) -> String {
        let row = web3_wallets::Web3WalletRow {
            id: format!("idn_{address}").into(),
            user_id: client.get("/v1/me").await.ok().id().into(),
            web3_wallet: address.to_owned(),
            verified_at: Some(self.now()),
            created_at: self.now(),
            updated_at: self.now(),
        };
        let mut conn = self.app.write().await.expect("a connection");
        web3_wallets::insert(&mut conn, self.instance(), &row).await.expect("written");
        conn.commit().await.expect("committed");
        row.id.to_string()
    }

    /// What an authenticator app with this secret shows now.
    pub fn totp_code(&self, secret: &str) -> String {
        let secret = totp_rs::Secret::try_from_base32(secret).expect("base32");
        let totp = totp_rs::Builder::new().with_secret(secret).build_noncompliant();
        totp.generate(u64::try_from(self.now() / 1_000).expect("after 1970")).to_string()
    }

    /// Has a code mailed for this attempt or address and proves it; the last reply.
    pub async fn verify_email(&self, client: &TestClient, id: &str, email: &str) -> Reply {
        self.advance(1);
        client
            .post(&format!("/v1/me/email_addresses/{id}/prepare_verification"), &[("strategy", "email_code")])
            .await
            .ok();
        let code = self.code_to(email).await;
        client.post(&format!("/v1/me/email_addresses/{id}/attempt_verification"), &[("code", &code)]).await.ok()
    }

    /// Mails to this address, newest first: subject and text.
    pub async fn mails_to(&self, address: &str) -> Vec<(String, String)> {
        let mails = self.server.mailbox().all_to(address).await;
        mails.into_iter().map(|mail| (mail.subject, mail.text)).collect()
    }

    /// The code in the newest mail to this address.
    pub async fn code_to(&self, address: &str) -> String {
        self.server.mailbox().last_to(address).await.code()
    }

    /// A browser in which a new person has signed up with this address and [`PASSWORD`].
    pub async fn signed_up(&self, email: &str) -> TestClient {
        let client = self.client();
        self.sign_up(&client, email).await;
        client
    }

    /// Signs a new person up in this browser.
    pub async fn sign_up(&self, client: &TestClient, email: &str) -> Reply {
        let reply = client.post("/v1/client/sign_ups", &[("email_address", email), ("password", PASSWORD)]).await.ok();
        let id = reply.response()["id"].as_str().expect("an id").to_owned();
        // Mails of one millisecond have no order.
        self.advance(1);
        client
            .post(&format!("/v1/client/sign_ups/{id}/prepare_verification"), &[("strategy", "email_code")])
            .await
            .ok();
        let code = self.code_to(email).await;
        let fields = [("strategy", "email_code"), ("code", code.as_str())];
        let reply = client.post(&format!("/v1/client/sign_ups/{id}/attempt_verification"), &fields).await.ok();
        assert_eq!(reply.response()["status"], "complete");
        reply
    }

    /// Signs a person out of this browser and in again, so that what they proved is fresh.
    pub async fn sign_in_again(&self, client: &TestClient, email: &str) {
        client.delete("/v1/client/sessions").await.ok();
        self.sign_in(client, email, PASSWORD).await;
    }

    /// Signs a person in with a password in this browser.
    pub async fn sign_in(&self, client: &TestClient, email: &str, password: &str) -> Reply {
        let reply = client.post("/v1/client/sign_ins", &[("identifier", email), ("password", password)]).await.ok();
        assert_eq!(reply.response()["status"], "complete");
        reply
    }
}

/// A code that is not this one.
pub fn other_than(code: &str) -> &'static str {
    if code == "000000" { "000001" } else { "000000" }
}

/// The folder of the specifications beside this repository, where there is one.
pub fn contract_folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/contract")
}

/// Runs a test body on both databases, with other settings after `|config|`, on several threads after `parallel`.
#[macro_export]
macro_rules! on_both {
    (async fn $name:ident($app:ident: TestApp) $body:block) => {
        $crate::on_both! { async fn $name($app: TestApp, |_config| {}) $body }
    };
    (async fn $name:ident($app:ident: TestApp, |$config:ident| $change:expr) $body:block) => {
        #[tokio::test]
        async fn $name() {
            for engine in $crate::support::ENGINES {
                eprintln!("on {engine:?}");
                let $app = $crate::support::TestApp::start_with(engine, |$config| $change).await;
                $body
            }
        }
    };
    (parallel async fn $name:ident($app:ident: TestApp, |$config:ident| $change:expr) $body:block) => {
        #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
        async fn $name() {
            for engine in $crate::support::ENGINES {
                eprintln!("on {engine:?}");
                let $app = $crate::support::TestApp::start_with(engine, |$config| $change).await;
                $body
            }
        }
    };
    (parallel async fn $name:ident($app:ident: TestApp) $body:block) => {
        $crate::on_both! { parallel async fn $name($app: TestApp, |_config| {}) $body }
    };
}
