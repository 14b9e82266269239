//! `onehop::client::BackendClient` against the real router: in process, and over real HTTP.

mod batching;
mod families;
mod refusals;
mod retrying;

use crate::support::{SECRET_KEY, TestApp};
use axum::{
    Router,
    extract::Request,
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use onehop::client::{
    BackendClient,
    backend::{Builder, Retry},
};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{net::TcpListener, task::AbortHandle};

/// What reached the server, and what it says before it lets the real router answer.
#[derive(Clone, Default)]
struct Gate(Arc<Mutex<Passing>>);

#[derive(Default)]
struct Passing {
    requests: Vec<String>,
    versions: Vec<Option<HeaderValue>>,
    refusals: VecDeque<(StatusCode, HeaderMap)>,
}

impl Gate {
    /// The router behind this gate.
    fn before(&self, router: Router) -> Router {
        let gate = self.clone();
        router.layer(middleware::from_fn(move |request, next| gate.clone().pass(request, next)))
    }

    async fn pass(self, request: Request, next: Next) -> Response {
        let refusal = {
            let mut passing = self.0.lock().expect("not poisoned");
            passing.requests.push(format!("{} {}", request.method(), request.uri().path()));
            passing.versions.push(request.headers().get("clerk-api-version").cloned());
            passing.refusals.pop_front()
        };
        match refusal {
            Some((status, headers)) => (status, headers, "{}").into_response(),
            None => next.run(request).await,
        }
    }

    /// The next request is refused.
    fn refuse(&self, status: u16, retry_after: Option<&'static str>) {
        let status = StatusCode::from_u16(status).expect("a status");
        let header = retry_after.map(|value| (header::RETRY_AFTER, HeaderValue::from_static(value)));
        self.0.lock().expect("not poisoned").refusals.push_back((status, HeaderMap::from_iter(header)));
    }

    /// The requests since the last time this was asked.
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().expect("not poisoned").requests)
    }
}

/// A server behind a gate, and both ways into it.
struct Served {
    gate: Gate,
    url: String,
    router: Router,
    task: AbortHandle,
}

impl Served {
    async fn start(app: &TestApp) -> Self {
        let gate = Gate::default();
        let router = gate.before(app.router());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a socket");
        let url = format!("http://{}", listener.local_addr().expect("its address"));
        let service = router.clone();
        let task = tokio::spawn(async move { axum::serve(listener, service).await }).abort_handle();
        Self { gate, url, router, task }
    }

    /// Over the network, and in process.
    fn builders(&self) -> [(&'static str, Builder); 2] {
        [
            ("http", BackendClient::builder(&self.url, SECRET_KEY).retry(quick())),
            ("in_process", BackendClient::in_process_builder(self.router.clone(), SECRET_KEY).retry(quick())),
        ]
    }

    fn clients(&self) -> [(&'static str, BackendClient); 2] {
        self.builders().map(|(name, builder)| (name, builder.build().expect("a client")))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// As usual, but without long waits.
fn quick() -> Retry {
    Retry { first_wait: Duration::from_millis(2), ..Retry::default() }
}
