//! Sends what waits, some at a time.

use super::{Span, Traces, json};
use bytes::Bytes;
use http::{Method, Request, Uri, header::CONTENT_TYPE};
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};
use std::{error::Error, sync::Arc, sync::atomic::Ordering, time::Duration};
use tokio::time::{sleep, timeout};

/// The most spans in one request.
const BATCH: usize = 512;
/// Spans are collected for this long.
const PAUSE: Duration = Duration::from_secs(1);
const TIMEOUT: Duration = Duration::from_secs(10);
/// Answers are short, and only their status counts.
const MAX_ANSWER_BYTES: usize = 64 * 1024;

type Failure = Box<dyn Error + Send + Sync>;
type Http = Client<HttpsConnector<HttpConnector>, Full<Bytes>>;

/// Can spans be sent there?
pub fn is_endpoint(text: &str) -> bool {
    let uri: Result<Uri, _> = address(text).parse();
    uri.is_ok_and(|uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.query().is_none())
}

fn address(endpoint: &str) -> String {
    [endpoint.trim_end_matches('/'), "/v1/traces"].concat()
}

/// Runs for as long as the server does. `service` is what the site is called.
pub async fn export(traces: Arc<Traces>, service: String) {
    let Some(mut receiver) = traces.receiver() else { return };
    let (client, address) = match client() {
        Ok(client) => (client, address(&traces.endpoint)),
        Err(error) => return tracing::error!(%error, "traces can't be sent"),
    };
    let mut is_failing = false;
    let mut spans = Vec::with_capacity(BATCH);
    while receiver.recv_many(&mut spans, BATCH).await > 0 {
        if spans.len() < BATCH {
            sleep(PAUSE).await;
            while spans.len() < BATCH && receiver.try_recv().is_ok_and(|span| push(&mut spans, span)) {}
        }
        let lost = traces.lost.swap(0, Ordering::Relaxed);
        if lost > 0 {
            tracing::warn!(lost, "traces were lost: {lost} spans found the queue full");
        }
        let sent = timeout(TIMEOUT, send(&client, &address, &service, &spans)).await;
        match sent.unwrap_or_else(|_| Err("no answer in time".into())) {
            Ok(()) => is_failing = false,
            Err(_) if is_failing => {}
            Err(error) => {
                is_failing = true;
                tracing::warn!(%error, "traces are lost until their endpoint takes them again: {error}");
            }
        }
        spans.clear();
    }
}

fn push(spans: &mut Vec<Span>, span: Span) -> bool {
    spans.push(span);
    true
}

async fn send(client: &Http, address: &str, service: &str, spans: &[Span]) -> Result<(), Failure> {
    let body = serde_json::to_vec(&json::request(service, spans))?;
    let request = Request::builder().method(Method::POST).uri(address).header(CONTENT_TYPE, "application/json");
    let answer = client.request(request.body(Full::from(body))?).await?;
    let status = answer.status();
    // Read to its end, so that the connection can be used again.
    Limited::new(answer.into_body(), MAX_ANSWER_BYTES).collect().await?;
    if status.is_success() { Ok(()) } else { Err(format!("the answer was {status}").into()) }
}

fn client() -> Result<Http, Failure> {
    let mut connector = HttpConnector::new();
    connector.enforce_http(false);
    connector.set_connect_timeout(Some(TIMEOUT));
    let connector = HttpsConnectorBuilder::new()
        .with_provider_and_native_roots(rustls::crypto::aws_lc_rs::default_provider())?
        .https_or_http()
        .enable_http1()
        .wrap_connector(connector);
    Ok(Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(connector))
}
