//! Logs: one line per request with a trace id, JSON in production, for people in development. `RUST_LOG` chooses
//! what is said, such as "warn,server=debug"; "info" is the default. Traces, where they are wanted, are in `traces.rs`.

mod traceparent;
mod traces;

pub use traceparent::Parent;
pub use traces::{Traces, export, is_endpoint};

use crate::config::Environment;
use crate::keys::token_hash::hex;
use crate::metrics::requests;
use crate::random::{Random, SystemRandom};
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderName, HeaderValue};
use std::io::IsTerminal;
use std::sync::Arc;
use std::time::Instant;
use traces::Attributes;
use tracing::Instrument;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::{fmt, layer::SubscriberExt, util::SubscriberInitExt};

/// The answer's header that says which log lines belong to it.
pub const TRACE_HEADER: HeaderName = HeaderName::from_static("x-trace-id");

/// A request's id in logs, in error answers and in [`TRACE_HEADER`]: 32 hexadecimal digits. Always ours: one that the
/// client chose could make its request look like another's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceId(String);

impl TraceId {
    /// A new id.
    pub fn new(random: &dyn Random) -> Self {
        let mut bytes = [0_u8; 16];
        random.fill(&mut bytes);
        Self(hex(&bytes))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Begins logging to standard error. A second call changes nothing, so that embedders and tests may have their own.
pub fn init(environment: Environment) {
    let said = std::env::var("RUST_LOG").ok().and_then(|said| said.parse().ok());
    let said = said.unwrap_or_else(|| Targets::new().with_default(LevelFilter::INFO));
    let log = tracing_subscriber::registry().with(said);
    let lines = fmt::layer().with_writer(std::io::stderr);
    let begun = if environment.is_production() {
        log.with(lines.json().flatten_event(true).with_current_span(true).with_span_list(false)).try_init()
    } else {
        log.with(lines.compact().with_target(false).with_ansi(std::io::stderr().is_terminal())).try_init()
    };
    if begun.is_err() {
        tracing::debug!("logging was already set up");
    }
}

/// Middleware: gives the request a [`TraceId`] and a span, and logs one line when its answer begins. Says the route's
/// template and never the query, which may hold secrets. A request inside of another one keeps the outer id. With
/// [`Traces`] it is a span of OpenTelemetry, too: inside of the one that the header `traceparent` names, if any.
pub async fn trace(State(traces): State<Option<Arc<Traces>>>, mut request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let inherited = request.extensions().get::<TraceId>().cloned();
    // What a page asks the API for is part of the page's own request.
    let is_inner = inherited.is_some();
    let id = inherited.unwrap_or_else(|| TraceId::new(&SystemRandom));
    request.extensions_mut().insert(id.clone());
    let open = traces.map(|traces| {
        let outer = request.extensions().get::<Parent>().cloned();
        traces.open(outer.or_else(|| Parent::of(request.headers())))
    });
    if let Some(open) = &open {
        request.extensions_mut().insert(open.as_parent());
    }
    let route = request.extensions().get::<MatchedPath>().map_or("unmatched", MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    let span = tracing::info_span!("request", %method, route, trace_id = id.as_str());
    async move {
        let mut response = next.run(request).await;
        let status = response.status().as_u16();
        let took = begun.elapsed();
        if !is_inner {
            requests::count(&route, &method, status, took);
        }
        if let Some(open) = open {
            let (method, route, log_id) = (method.to_string(), route.clone(), id.as_str().to_owned());
            open.close(Attributes { method, route, status, log_id }, took);
        }
        let duration_ms = took.as_secs_f64() * 1_000.0;
        tracing::info!(status, duration_ms, "{method} {route} answered {status}");
        let value = HeaderValue::from_str(id.as_str()).expect("hexadecimal digits make a header");
        response.headers_mut().insert(TRACE_HEADER, value);
        response
    }
    .instrument(span)
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Extension, Router, body::Body, middleware::from_fn_with_state, routing::get};
    use std::io;
    use std::sync::{Arc, Mutex};
    use tower::ServiceExt;
    use tracing_subscriber::fmt::MakeWriter;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl<'a> MakeWriter<'a> for Lines {
        type Writer = Self;

        fn make_writer(&'a self) -> Self {
            self.clone()
        }
    }

    fn router() -> Router {
        let show = |Extension(id): Extension<TraceId>| async move { id.as_str().to_owned() };
        Router::new().route("/users/{id}", get(show)).layer(from_fn_with_state(None, trace))
    }

    fn request() -> http::request::Builder {
        Request::get("/users/user_1?ticket=very-secret")
    }

    #[tokio::test]
    async fn handler_and_answer_share_an_id_of_32_digits() {
        let response = router().oneshot(request().body(Body::empty()).unwrap()).await.unwrap();
        let header = response.headers()[TRACE_HEADER].to_str().unwrap().to_owned();
        let body = axum::body::to_bytes(response.into_body(), 100).await.unwrap();
        assert_eq!(header.as_bytes(), &body[..]);
        assert!(header.len() == 32 && header.bytes().all(|digit| digit.is_ascii_hexdigit()), "{header}");
    }

    #[tokio::test]
    async fn a_client_cannot_choose_the_id_but_an_outer_request_can() {
        let chosen = "0".repeat(32);
        let outside =
            request().header("x-trace-id", &chosen).header("traceparent", format!("00-{chosen}-1111111111111111-01"));
        let response = router().oneshot(outside.body(Body::empty()).unwrap()).await.unwrap();
        assert_ne!(response.headers()[TRACE_HEADER], chosen.as_str());
        let outer = TraceId::new(&SystemRandom);
        let inside = request().extension(outer.clone()).body(Body::empty()).unwrap();
        let response = router().oneshot(inside).await.unwrap();
        assert_eq!(response.headers()[TRACE_HEADER], outer.as_str());
    }

    #[tokio::test]
    async fn one_line_is_logged_with_the_route_and_without_the_query() {
        let lines = Lines::default();
        let subscriber = tracing_subscriber::fmt().json().flatten_event(true).with_writer(lines.clone()).finish();
        let _guard = tracing::subscriber::set_default(subscriber);
        let response = router().oneshot(request().body(Body::empty()).unwrap()).await.unwrap();
        let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        assert_eq!(text.lines().count(), 1, "{text}");
        let line: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(line["status"], 200);
        assert_eq!(line["message"], "GET /users/{id} answered 200");
        assert_eq!(line["span"]["route"], "/users/{id}");
        assert_eq!(line["span"]["trace_id"], response.headers()[TRACE_HEADER].to_str().unwrap());
        assert!(!text.contains("very-secret") && !text.contains("user_1"), "{text}");
    }
}
