//! The server, and the people in it.

use crate::{Builder, Mailbox, Observer, SECRET_KEY, Schema, TestClient, TestClock, socket::Socket, template};
use ::server::{
    Platform, StartError,
    config::Config,
    http::Readiness,
    random::{Random, SystemRandom},
};
use axum::Router;
use onehop::{
    client::BackendClient,
    endpoints::backend::{CreateUserBody, SignInTokenBody},
    token::Jwks,
    wire::backend::User,
};
use std::{net::TcpListener, sync::Arc};
use tempfile::TempDir;

/// How long a ticket lasts that is used at once.
const TICKET_SECONDS: i64 = 60;

/// A whole server of its own: both APIs, pages, dashboard. It ends, and everything it wrote goes, with this value.
pub struct TestServer {
    platform: Platform,
    router: Router,
    clock: TestClock,
    readiness: Readiness,
    socket: Option<Socket>,
    observer: Option<Observer>,
    _data: TempDir,
    _schema: Option<Schema>,
}

impl TestServer {
    /// Starts one with a socket on a free port of this machine. Panics when that fails.
    pub async fn start() -> Self {
        Self::builder().start().await
    }

    /// One with other settings.
    pub fn builder() -> Builder {
        Builder::new(Some(TcpListener::bind("127.0.0.1:0").expect("a free port")))
    }

    /// One without a socket, at `http://localhost:3000`: what is asked of it goes through [`TestServer::client`],
    /// [`TestServer::backend`] and [`TestServer::router`].
    pub fn without_socket() -> Builder {
        Builder::new(None)
    }

    pub(crate) async fn open(builder: Builder) -> Self {
        let Builder { config, data, listener, mut schema, observer } = builder;
        if let Some(schema) = &mut schema {
            schema.create().await;
        }
        template::lay_out(&config).await;
        let clock = TestClock::new();
        let readiness = Readiness::default();
        let platform = open(config, &clock, &readiness).await.expect("the server opens");
        let router = platform.router();
        let mut server =
            Self { platform, router, clock, readiness, socket: None, observer, _data: data, _schema: schema };
        server.listen(listener);
        server
    }

    /// Restarts it with other settings: the same database, and nothing that was only in memory. Fails as a start does;
    /// the server is gone then, until a restart that succeeds.
    pub async fn restart(&mut self, change: impl FnOnce(&mut Config)) -> Result<(), StartError> {
        let mut config = self.platform.state().config.clone();
        change(&mut config);
        self.platform.state().store.close().await;
        let listener = match self.socket.take() {
            Some(socket) => Some(socket.rebind().await),
            None => None,
        };
        self.platform = open(config, &self.clock, &self.readiness).await?;
        self.router = self.platform.router();
        self.listen(listener);
        Ok(())
    }

    fn listen(&mut self, listener: Option<TcpListener>) {
        let options = self.platform.state().config.server.clone();
        self.readiness.set(true);
        self.socket = listener.map(|it| Socket::serve(it, self.router.clone(), options, self.readiness.clone()));
    }

    /// The platform inside: an app takes its layers, and puts [`Platform::router`] behind its own routes.
    pub fn platform(&self) -> &Platform {
        &self.platform
    }

    /// Everything that is served, to be called without a network.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// Scheme, host and port of the server, such as `http://localhost:40123`.
    pub fn origin(&self) -> String {
        self.platform.state().config.server.public_origin()
    }

    /// The instance's key for browsers.
    pub fn publishable_key(&self) -> &str {
        &self.platform.state().instance.publishable_key
    }

    /// The instance's key for backends.
    pub fn secret_key(&self) -> &'static str {
        SECRET_KEY
    }

    /// The clock that the server lives by.
    pub fn clock(&self) -> &TestClock {
        &self.clock
    }

    /// What was mailed.
    pub fn mailbox(&self) -> Mailbox {
        Mailbox(self.platform.state().clone())
    }

    /// The keys that verify the server's session tokens.
    pub async fn jwks(&self) -> Jwks {
        self.backend().jwks().await.expect("the keys are public")
    }

    /// The client of an app's backend, with the secret key and without a network.
    pub fn backend(&self) -> BackendClient {
        BackendClient::in_process(self.router(), SECRET_KEY).expect("the key can be sent")
    }

    /// A new browser, in which nobody is signed in.
    pub fn client(&self) -> TestClient {
        let client = TestClient::new(self.router(), self.origin());
        match self.observer {
            Some(observer) => client.observed(observer),
            None => client,
        }
    }

    /// The same browser in front of this server: of one that was restarted, say.
    pub fn adopt(&self, client: &TestClient) -> TestClient {
        client.moved(self.client())
    }

    /// A new user with this address, which counts as proven, and without a password.
    pub async fn create_user(&self, email_address: &str) -> User {
        let mut body =
            CreateUserBody { email_address: [email_address].into_iter().collect(), ..CreateUserBody::default() };
        body.skip_password_requirement = Some(true.into());
        self.create_user_with(&body).await
    }

    /// A new user with all that a backend can give one. Panics when the server refuses.
    pub async fn create_user_with(&self, body: &CreateUserBody) -> User {
        self.backend().users().create(body).await.unwrap_or_else(|error| panic!("no user was made: {error}"))
    }

    /// A new browser in which this user is signed in, without a password or code.
    pub async fn sign_in_as(&self, user: &User) -> TestClient {
        let body =
            SignInTokenBody { user_id: user.id.clone(), org_id: None, expires_in_seconds: Some(TICKET_SECONDS.into()) };
        let ticket = self.backend().sign_in_tokens().create(&body).await;
        let ticket = ticket.unwrap_or_else(|error| panic!("{} can't be signed in: {error}", user.id));
        let client = self.client();
        let fields = [("strategy", "ticket"), ("ticket", ticket.token.as_deref().unwrap_or_default())];
        let reply = client.post("/v1/client/sign_ins", &fields).await.ok();
        assert_eq!(reply.response()["status"], "complete", "{}", reply.text);
        client
    }
}

async fn open(config: Config, clock: &TestClock, readiness: &Readiness) -> Result<Platform, StartError> {
    let random: Arc<dyn Random> = Arc::new(SystemRandom);
    let (app, _) = ::server::open(config, clock.shared(), random).await?;
    Ok(Platform::new(app, readiness.clone()))
}
