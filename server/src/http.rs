//! The listening socket: accepts connections, serves them through hyper with time limits that axum's own `serve` does
//! not set, and drains them when told to stop.

mod arrival;
mod client;
mod preface;
mod readiness;
mod signal;

#[cfg(test)]
mod tests;

pub use client::{Peer, client_ip, limit_key, public_origin};
pub use readiness::Readiness;
pub use signal::stop_signal;

use crate::config::Server;
use arrival::Arriving;
use axum::{body::Body, response::IntoResponse};
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::{conn::auto, graceful::GracefulShutdown};
use preface::Preface;
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tower::{Service, ServiceExt};

/// The longest request head: cookies and a few long addresses.
const MAX_HEAD_BYTES: usize = 64 * 1024;
/// Streams at once on one HTTP/2 connection.
const MAX_STREAMS: u32 = 128;
/// How often a quiet HTTP/2 connection is asked whether it still lives, and how long it may take to answer.
const PING: (Duration, Duration) = (Duration::from_secs(20), Duration::from_secs(10));
/// How long connections that are open at the end may still begin a request. Whoever keeps connections for later may be
/// sending one at this very moment, and would not learn whether it was done.
const LAST_REQUESTS: Duration = Duration::from_millis(250);
/// The most connections that wait to be accepted at the end.
const WAITING: usize = 1_024;
/// How long to wait when the machine has no file descriptor left.
const ACCEPT_AGAIN: Duration = Duration::from_millis(500);

/// Serves `service` on `listener` until `shutdown` is done, then drains: not ready at once, accepting for the pause
/// that `options` allow, then finishing open requests for as long as they allow. From the beginning of the pause each
/// answer closes its connection, so that proxies let go of those that they keep.
pub async fn serve<S>(
    listener: TcpListener,
    service: S,
    options: &Server,
    readiness: &Readiness,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()>
where
    S: Service<http::Request<Body>, Response = axum::response::Response, Error = Infallible>,
    S: Clone + Send + 'static,
    S::Future: Send,
{
    tracing::info!(listen = %listener.local_addr()?, "accepting connections");
    let builder = builder(options.header_timeout);
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    let mut stop = pin!(async {
        shutdown.await;
        readiness.set(false);
        tracing::info!("told to stop: not ready any more");
        tokio::time::sleep(options.shutdown_pause).await;
    });
    let connection = |(stream, peer)| {
        let stream = TokioIo::new(Preface::new(stream, options.header_timeout));
        let answer = answer(service.clone(), Peer(peer), options.request_timeout, readiness.clone());
        let connection = builder.serve_connection(stream, hyper::service::service_fn(answer)).into_owned();
        let connection = graceful.watch(connection);
        let open = readiness.open();
        async move {
            let _open = open;
            if let Err(error) = connection.await {
                tracing::debug!(%error, "connection ended early");
            }
        }
    };
    readiness.set(true);
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener) => accepted,
            // Takes the results of ended connections, which would pile up otherwise.
            Some(_) = connections.join_next() => continue,
            () = &mut stop => break,
        };
        connections.spawn(connection(accepted));
    }
    // Closing the listener would cut off who has connected and was not accepted yet.
    for _ in 0..WAITING {
        let Ok(accepted) = tokio::time::timeout(Duration::ZERO, accept(&listener)).await else { break };
        connections.spawn(connection(accepted));
    }
    drop(listener);
    let all_ended = async { while connections.join_next().await.is_some() {} };
    let _ = tokio::time::timeout(LAST_REQUESTS, all_ended).await;
    if tokio::time::timeout(options.shutdown_timeout, graceful.shutdown()).await.is_err() {
        tracing::warn!("requests that were still open are cut off");
    }
    connections.shutdown().await;
    Ok(())
}

/// Limits of both protocol versions. The number of headers is left at hyper's own limit of 100.
fn builder(header_timeout: Duration) -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(header_timeout).max_buf_size(MAX_HEAD_BYTES);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(PING.0)
        .keep_alive_timeout(PING.1)
        .max_concurrent_streams(MAX_STREAMS)
        .max_header_list_size(u32::try_from(MAX_HEAD_BYTES).expect("64 KiB fits"));
    builder
}

/// The next connection. Failures of one connection or of the machine don't end the server.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                // Answers are small and written at once: waiting to fill a packet only costs time.
                if let Err(error) = stream.set_nodelay(true) {
                    tracing::debug!(%error, "cannot set nodelay");
                }
                return (stream, peer);
            }
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                tracing::error!(%error, "cannot accept connections");
                tokio::time::sleep(ACCEPT_AGAIN).await;
            }
        }
    }
}

fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// One connection's way to `service`: says who the peer is, gives up after `limit`, and closes the connection with the
/// answer once we are stopping. HTTP/2 has another way to say so, which is taken at the end.
fn answer<S>(
    service: S,
    peer: Peer,
    limit: Duration,
    readiness: Readiness,
) -> impl Fn(http::Request<Incoming>) -> AnswerFuture + Clone + Send + 'static
where
    S: Service<http::Request<Body>, Response = axum::response::Response, Error = Infallible>,
    S: Clone + Send + 'static,
    S::Future: Send,
{
    move |request| {
        let (service, readiness) = (service.clone(), readiness.clone());
        Box::pin(async move {
            let is_http1 = request.version() < http::Version::HTTP_2;
            let (head, body) = request.into_parts();
            let (body, is_waited_for) = Arriving::new(body);
            let mut request = http::Request::from_parts(head, Body::new(body));
            request.extensions_mut().insert(peer);
            let (method, path) = (request.method().clone(), request.uri().path().to_owned());
            let mut response = match tokio::time::timeout(limit, service.oneshot(request)).await {
                Ok(response) => response?,
                Err(_) if is_waited_for.load(Ordering::Relaxed) => http::StatusCode::REQUEST_TIMEOUT.into_response(),
                Err(_) => {
                    tracing::warn!(%method, path, "{method} {path} took too long");
                    http::StatusCode::SERVICE_UNAVAILABLE.into_response()
                }
            };
            if is_http1 && !readiness.is_ready() {
                response.headers_mut().insert(http::header::CONNECTION, http::HeaderValue::from_static("close"));
            }
            Ok(response)
        })
    }
}

type AnswerFuture = std::pin::Pin<Box<dyn Future<Output = Result<axum::response::Response, Infallible>> + Send>>;
