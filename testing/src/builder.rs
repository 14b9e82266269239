//! A server with other settings than the usual ones.

use crate::{Observer, Schema, TestServer};
use ::server::config::{Config, Overrides};
use secrecy::SecretString;
use std::net::TcpListener;
use tempfile::TempDir;

/// Connections of one server to its Postgres.
const CONNECTIONS: u32 = 5;

/// A server that is about to start: see [`TestServer::builder`].
#[must_use]
pub struct Builder {
    pub(crate) config: Config,
    pub(crate) data: TempDir,
    pub(crate) listener: Option<TcpListener>,
    pub(crate) schema: Option<Schema>,
    pub(crate) observer: Option<Observer>,
}

impl Builder {
    pub(crate) fn new(listener: Option<TcpListener>) -> Self {
        let data = tempfile::tempdir().expect("a temporary folder");
        let address = listener.as_ref().map(|listener| listener.local_addr().expect("a bound socket has an address"));
        let flags = Overrides {
            data: Some(data.path().display().to_string()),
            listen: address.map(|address| address.to_string()),
            dev: true,
        };
        let mut config = Config::load(None, [], flags).expect("development needs nothing set");
        config.password.argon2_memory_kib = 12_288;
        config.password.argon2_iterations = 1;
        config.limits.is_enabled = false;
        Self { config, data, listener, schema: None, observer: None }
    }

    /// Changes any setting.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// use onehop_testing::TestServer;
    ///
    /// let onehop = TestServer::builder().configure(|config| config.session.single_session_mode = true).start().await;
    /// # assert!(onehop.platform().state().config.session.single_session_mode);
    /// # }
    /// ```
    pub fn configure(mut self, change: impl FnOnce(&mut Config)) -> Self {
        change(&mut self.config);
        self
    }

    /// Keeps the rows in the Postgres at this URL, in a schema of its own that is dropped with the server.
    pub fn postgres(self, url: impl Into<String>) -> Self {
        self.schema(Schema::new(url))
    }

    /// Keeps the rows in this schema.
    pub fn schema(mut self, schema: Schema) -> Self {
        self.config.database.url = SecretString::from(schema.url());
        self.config.database.max_connections = CONNECTIONS;
        self.schema = Some(schema);
        self
    }

    /// Tells each request of the server's clients, and its answer, to `observer`: for a record of what was asked.
    pub fn observe(mut self, observer: Observer) -> Self {
        self.observer = Some(observer);
        self
    }

    /// Starts the server.
    pub async fn start(self) -> TestServer {
        TestServer::open(self).await
    }
}
