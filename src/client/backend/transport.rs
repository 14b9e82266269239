//! What carries a request: HTTP, or a router in this process.

use super::{BackendError, Reason, Result};
use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use http_body_util::{BodyExt, Full, Limited, combinators::UnsyncBoxBody};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};
use std::{convert::Infallible, error::Error, pin::Pin, sync::Arc, time::Duration};
use tower::{Service, ServiceExt};

/// A longer answer is a mistake: 500 users have less.
const MAX_BODY_BYTES: usize = 64 * 1024 * 1024;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// An answer, whatever its status.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// An answer that has begun: its body is read as it comes.
pub(super) type Opened = Response<UnsyncBoxBody<Bytes, BackendError>>;

type Answering = Pin<Box<dyn Future<Output = Result<Answer>> + Send>>;
type Opening = Pin<Box<dyn Future<Output = Result<Opened>> + Send>>;

/// One of both.
pub(super) enum Transport {
    /// Connections are kept and shared.
    Http(Box<Client<HttpsConnector<HttpConnector>, Full<Bytes>>>),
    /// Straight into the router.
    InProcess(Arc<dyn Fn(Request<Full<Bytes>>) -> Opening + Send + Sync>),
}

impl Transport {
    /// Sends it.
    pub(super) fn send(&self, request: Request<Full<Bytes>>) -> Answering {
        let opening = self.open(request);
        Box::pin(async move { read(opening.await?).await })
    }

    /// Sends it, and waits for the answer's head alone.
    pub(super) fn open(&self, request: Request<Full<Bytes>>) -> Opening {
        match self {
            Self::InProcess(serve) => serve(request),
            Self::Http(client) => {
                let answer = client.request(request);
                Box::pin(async move { Ok(boxed(answer.await.map_err(unreachable)?)) })
            }
        }
    }
}

/// A transport over the network.
pub(super) fn http(is_https: bool) -> Result<Transport> {
    let mut roots = rustls::RootCertStore::empty();
    if is_https {
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if roots.is_empty() {
            return Err(BackendError::unusable(
                "this machine trusts no certificates: install them, or set SSL_CERT_FILE",
            ));
        }
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| BackendError::unusable("TLS can't be set up"))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let mut connector = HttpConnector::new();
    connector.enforce_http(false);
    connector.set_nodelay(true);
    connector.set_connect_timeout(Some(CONNECT_TIMEOUT));
    let connector = HttpsConnectorBuilder::new()
        .with_tls_config(tls)
        .https_or_http()
        .enable_http1()
        .enable_http2()
        .wrap_connector(connector);
    let client = Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(connector);
    Ok(Transport::Http(Box::new(client)))
}

/// A transport into a router.
pub(super) fn in_process<S, B>(service: S) -> Transport
where
    S: Service<Request<Full<Bytes>>, Response = Response<B>, Error = Infallible> + Clone + Send + Sync + 'static,
    S::Future: Send,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    Transport::InProcess(Arc::new(move |request| {
        let service = service.clone();
        Box::pin(async move {
            let Ok(response) = service.oneshot(request).await;
            Ok(boxed(response))
        })
    }))
}

fn boxed<B: http_body::Body<Data = Bytes> + Send + 'static>(response: Response<B>) -> Opened {
    response.map(|body| body.map_err(|_| broken_off()).boxed_unsync())
}

/// The answer with all of its body.
pub(super) async fn read(response: Opened) -> Result<Answer> {
    let (parts, body) = response.into_parts();
    let body = Limited::new(body, MAX_BODY_BYTES).collect().await.map_err(|_| broken_off())?;
    Ok(Answer { status: parts.status.as_u16(), headers: parts.headers, body: body.to_bytes() })
}

/// The answer began and did not end.
pub(super) fn broken_off() -> BackendError {
    BackendError::new(Reason::Unreachable, "the answer broke off")
}

/// What the network says, down to its cause.
fn unreachable(error: hyper_util::client::legacy::Error) -> BackendError {
    let mut text = format!("the server can't be reached: {error}");
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    BackendError::new(Reason::Unreachable, text)
}
