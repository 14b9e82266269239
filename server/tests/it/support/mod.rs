//! The harness: the whole server, real databases, a clock that is moved by hand, and a client with a cookie jar.

mod client;
mod postgres;

pub use client::{Reply, TestClient};

use onehop::wire::InstanceId;
use secrecy::SecretString;
use server::{
    clock::{Clock, ManualClock, Millis},
    config::Config,
    http::Readiness,
    random::SystemRandom,
    state::App,
    store::{Conn, mails},
};
use std::sync::Arc;

/// The databases every store test and every operation runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// Both.
pub const ENGINES: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];

/// A Sunday in 2026, when all tests begin.
pub const START: Millis = 1_795_300_000_000;
/// A password that the rules accept.
pub const PASSWORD: &str = "correct horse staple";

/// A running server without a socket.
pub struct TestApp {
    pub app: App,
    pub clock: Arc<ManualClock>,
    router: axum::Router,
    _data: tempfile::TempDir,
    _schema: Option<postgres::Schema>,
}

impl TestApp {
    /// A server with development defaults; hashing is as cheap as the bounds allow.
    pub async fn start(engine: Engine) -> Self {
        Self::start_with(engine, |_| {}).await
    }

    /// The same with other settings.
    pub async fn start_with(engine: Engine, change: impl FnOnce(&mut Config)) -> Self {
        let data = tempfile::tempdir().expect("a temporary folder");
        let mut config = Config::development(data.path());
        config.password.argon2_memory_kib = 12_288;
        config.password.argon2_iterations = 1;
        config.limits.is_enabled = false;
        let schema = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(postgres::Schema::create().await),
        };
        if let Some(schema) = &schema {
            config.database.url = SecretString::from(schema.url());
            config.database.max_connections = 5;
        }
        change(&mut config);
        let clock = Arc::new(ManualClock::new(START));
        let (app, _) = server::open(config, clock.clone(), Arc::new(SystemRandom)).await.expect("the server opens");
        let readiness = Readiness::default();
        readiness.set(true);
        let router = server::router(&app, readiness);
        Self { app, clock, router, _data: data, _schema: schema }
    }

    /// A new browser.
    pub fn client(&self) -> TestClient {
        TestClient::new(self.router.clone(), self.app.config.server.public_origin())
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

    /// Mails to this address, newest first: subject and text.
    pub async fn mails_to(&self, address: &str) -> Vec<(String, String)> {
        let mut conn = self.read().await;
        let mails = mails::list_recent(&mut conn, self.instance(), 100).await.expect("the mailbox");
        mails.into_iter().filter(|mail| mail.recipient == address).map(|mail| (mail.subject, mail.body_text)).collect()
    }

    /// The code in the newest mail to this address.
    pub async fn code_to(&self, address: &str) -> String {
        let mails = self.mails_to(address).await;
        let (_, text) = mails.first().expect("a mail was sent");
        text.split(|c: char| !c.is_ascii_digit()).find(|word| word.len() == 6).expect("the mail has a code").to_owned()
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
        client.post(&format!("/v1/client/sign_ups/{id}/prepare_verification"), &[("strategy", "email_code")]).await.ok();
        let code = self.code_to(email).await;
        let fields = [("strategy", "email_code"), ("code", code.as_str())];
        let reply = client.post(&format!("/v1/client/sign_ups/{id}/attempt_verification"), &fields).await.ok();
        assert_eq!(reply.response()["status"], "complete");
        reply
    }

    /// Signs a person in with a password in this browser.
    pub async fn sign_in(&self, client: &TestClient, email: &str, password: &str) -> Reply {
        let reply = client.post("/v1/client/sign_ins", &[("identifier", email), ("password", password)]).await.ok();
        assert_eq!(reply.response()["status"], "complete");
        reply
    }
}

/// Runs a test body on both databases.
#[macro_export]
macro_rules! on_both {
    ($(#[$attribute:meta])* async fn $name:ident($app:ident: TestApp) $body:block) => {
        $(#[$attribute])*
        #[tokio::test]
        async fn $name() {
            for engine in $crate::support::ENGINES {
                eprintln!("on {engine:?}");
                let $app = $crate::support::TestApp::start(engine).await;
                $body
            }
        }
    };
}
