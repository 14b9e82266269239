//! Sending one delivery: no redirects, no proxy, one time limit for all of it, and no more of the answer than the log
//! takes.

use super::addresses::is_public;
use crate::config::IpNet;
use bytes::Bytes;
use http::{HeaderMap, Request, Uri};
use http_body_util::{BodyExt, Full};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{
        self,
        connect::{HttpConnector, dns::Name},
    },
    rt::{TokioExecutor, TokioTimer},
};
use std::{
    fmt,
    future::Future,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};
use tower::Service;

/// So much of an answer is read.
const MAX_ANSWER_BYTES: usize = 64 * 1_024;
/// Connections that wait for the next delivery to the same host.
const IDLE_PER_HOST: usize = 8;

/// Sends deliveries; clones share connections.
#[derive(Clone)]
pub struct Client {
    client: legacy::Client<HttpsConnector<HttpConnector<Guard>>, Full<Bytes>>,
    guard: Guard,
    timeout: Duration,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// Status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// The beginning of the body.
    pub body: Vec<u8>,
}

/// Why nothing came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The address is not allowed.
    Forbidden,
    /// Nobody answered in time.
    Timeout,
    /// No connection, or it broke.
    Unreachable,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Forbidden => "the address is not on the public internet",
            Self::Timeout => "no answer in time",
            Self::Unreachable => "no connection, or it broke off",
        })
    }
}

impl Client {
    /// A client that goes to the public internet and to these networks besides.
    pub fn new(allowed: Vec<IpNet>, timeout: Duration) -> std::io::Result<Self> {
        let guard = Guard(Arc::new(allowed));
        let mut connector = HttpConnector::new_with_resolver(guard.clone());
        connector.enforce_http(false);
        connector.set_nodelay(true);
        connector.set_connect_timeout(Some(timeout));
        let connector = HttpsConnectorBuilder::new()
            .with_provider_and_native_roots(rustls::crypto::aws_lc_rs::default_provider())?
            .https_or_http()
            .enable_http1()
            .wrap_connector(connector);
        let client = legacy::Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_max_idle_per_host(IDLE_PER_HOST)
            .build(connector);
        Ok(Self { client, guard, timeout })
    }

    /// Sends it. Whatever the answer says, it is an answer: redirects are not followed.
    pub async fn send(&self, request: Request<Full<Bytes>>) -> Result<Answer, Failure> {
        if !self.guard.may_try(request.uri()) {
            return Err(Failure::Forbidden);
        }
        tokio::time::timeout(self.timeout, self.exchange(request)).await.unwrap_or(Err(Failure::Timeout))
    }

    async fn exchange(&self, request: Request<Full<Bytes>>) -> Result<Answer, Failure> {
        let answer = self
            .client
            .request(request)
            .await
            .map_err(|error| if is_forbidden(&error) { Failure::Forbidden } else { Failure::Unreachable })?;
        let (head, mut rest) = answer.into_parts();
        let mut body = Vec::new();
        while let Some(Ok(frame)) = rest.frame().await {
            if let Some(part) = frame.data_ref() {
                let room = MAX_ANSWER_BYTES - body.len();
                body.extend_from_slice(&part[..part.len().min(room)]);
            }
            if body.len() == MAX_ANSWER_BYTES {
                break;
            }
        }
        Ok(Answer { status: head.status.as_u16(), headers: head.headers, body })
    }
}

/// Resolves names, and hides the addresses that deliveries may not go to.
#[derive(Clone)]
struct Guard(Arc<Vec<IpNet>>);

/// A name leads nowhere that deliveries may go.
#[derive(Debug)]
struct Forbidden;

impl fmt::Display for Forbidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Failure::Forbidden.fmt(f)
    }
}

impl std::error::Error for Forbidden {}

impl Guard {
    fn allows(&self, address: IpAddr) -> bool {
        is_public(address) || self.0.iter().any(|network| network.contains(address))
    }

    /// The resolver never sees an address that is written out.
    fn may_try(&self, uri: &Uri) -> bool {
        let Some(host) = uri.host() else { return false };
        let host = host.trim_start_matches('[').trim_end_matches(']');
        host.parse().map_or(true, |address| self.allows(address))
    }
}

impl Service<Name> for Guard {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = Box<dyn std::error::Error + Send + Sync>;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let guard = self.clone();
        Box::pin(async move {
            // The port is the connector's.
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let allowed: Vec<SocketAddr> = found.filter(|address| guard.allows(address.ip())).collect();
            if allowed.is_empty() { Err(Forbidden.into()) } else { Ok(allowed.into_iter()) }
        })
    }
}

fn is_forbidden(error: &legacy::Error) -> bool {
    let mut source: Option<&dyn std::error::Error> = std::error::Error::source(error);
    while let Some(error) = source {
        if error.is::<Forbidden>() {
            return true;
        }
        source = error.source();
    }
    false
}
