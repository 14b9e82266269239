//! A receiver at a real socket that keeps what it was sent and answers as a test says.

use axum::{
    Router,
    body::Bytes,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode};
use onehop::wire::backend::Event;
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{net::TcpListener, time::sleep};

/// What a receiver does with the next deliveries.
#[derive(Clone, Debug)]
pub enum Respond {
    /// Answers with this status and these headers.
    With(StatusCode, Vec<(&'static str, String)>),
    /// Answers 500 to whatever is about this resource, 200 to everything else.
    FailingFor(String),
    /// Never answers.
    Hanging,
}

impl From<StatusCode> for Respond {
    fn from(status: StatusCode) -> Self {
        Self::With(status, Vec::new())
    }
}

/// A delivery as it came.
#[derive(Clone, Debug)]
pub struct Delivery {
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Delivery {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }

    /// The event, if this secret signed it for this moment.
    pub fn verified(&self, secret: &str, seconds: i64) -> Result<Event, onehop::webhook::WebhookError> {
        let receiver = onehop::webhook::Receiver::new([secret]).expect("a secret");
        receiver.verify(|name| self.headers.get(name)?.to_str().ok(), &self.body, seconds)
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    /// Its type.
    pub fn kind(&self) -> String {
        self.json()["type"].as_str().expect("a type").to_owned()
    }

    /// What it is about.
    pub fn resource(&self) -> String {
        self.json()["resource_id"].as_str().expect("an id").to_owned()
    }

    /// Which version of it.
    pub fn version(&self) -> i64 {
        self.json()["version"].as_i64().expect("a number")
    }
}

#[derive(Debug)]
struct Shared {
    respond: Mutex<Respond>,
    came: Mutex<Vec<Delivery>>,
}

/// The receiver; it ends with the test.
#[derive(Clone, Debug)]
pub struct Receiver {
    pub url: String,
    shared: Arc<Shared>,
}

impl Receiver {
    /// One that answers 200.
    pub async fn start() -> Self {
        Self::answering(StatusCode::OK).await
    }

    pub async fn answering(respond: impl Into<Respond>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a socket");
        let url = format!("http://{}/hook", listener.local_addr().expect("bound"));
        let shared = Arc::new(Shared { respond: Mutex::new(respond.into()), came: Mutex::default() });
        let router = Router::new().fallback(take).with_state(shared.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, shared }
    }

    /// From now on it answers so.
    pub fn answer(&self, respond: impl Into<Respond>) {
        *self.shared.respond.lock().expect("nobody panicked") = respond.into();
    }

    /// Everything that came so far.
    pub fn came(&self) -> Vec<Delivery> {
        self.shared.came.lock().expect("nobody panicked").clone()
    }

    /// Everything that came, as soon as it is so much.
    pub async fn wait_for(&self, count: usize) -> Vec<Delivery> {
        for _ in 0..1_000 {
            let came = self.came();
            if came.len() >= count {
                return came;
            }
            sleep(Duration::from_millis(20)).await;
        }
        panic!("{count} deliveries did not come: {:?}", self.came().iter().map(Delivery::kind).collect::<Vec<_>>());
    }

    /// Proves that nothing more comes than so much: every worker has looked again meanwhile.
    pub async fn nothing_after(&self, count: usize) {
        sleep(Duration::from_millis(2_500)).await;
        let came = self.came();
        assert_eq!(came.len(), count, "{:?}", came.iter().map(Delivery::kind).collect::<Vec<_>>());
    }
}

async fn take(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    let delivery = Delivery { headers, body };
    let respond = shared.respond.lock().expect("nobody panicked").clone();
    let resource = delivery.resource();
    shared.came.lock().expect("nobody panicked").push(delivery);
    match respond {
        Respond::With(status, headers) => {
            let mut response = (status, "as the test says").into_response();
            for (name, value) in headers {
                response.headers_mut().insert(name, value.parse().expect("a header"));
            }
            response
        }
        Respond::FailingFor(failing) if failing == resource => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Respond::FailingFor(_) => StatusCode::OK.into_response(),
        Respond::Hanging => std::future::pending().await,
    }
}
