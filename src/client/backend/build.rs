//! Making a client.

use super::{
    BackendClient, BackendError, Inner, Result, Retry, batch,
    transport::{self, Transport},
};
use bytes::Bytes;
use http::{HeaderValue, Request, Response, Uri};
use http_body_util::Full;
use std::{convert::Infallible, fmt, net::IpAddr, sync::Arc, time::Duration};
use tower::Service;

const TIMEOUT: Duration = Duration::from_secs(30);
/// Timers count whole milliseconds: a shorter window would be none.
const BATCH_WINDOW: Duration = Duration::from_millis(1);

/// A client with other settings than the usual ones.
///
/// ```
/// use onehop::client::{BackendClient, backend::Retry};
/// use std::time::Duration;
///
/// let client = BackendClient::builder("https://accounts.example.com", "sk_live_example")
///     .timeout(Duration::from_secs(5))
///     .retry(Retry { attempts: 2, ..Retry::default() })
///     .build();
/// assert!(!format!("{client:?}").contains("sk_live_example"));
/// assert!(BackendClient::new("http://accounts.example.com", "sk_live_example").is_err(), "never without TLS");
/// ```
#[must_use]
pub struct Builder {
    target: Target,
    secret_key: String,
    retry: Retry,
    timeout: Duration,
    batch_window: Duration,
    is_http_allowed: bool,
}

enum Target {
    Url(String),
    Service(Transport),
}

impl BackendClient {
    /// A client of the server at `url` (scheme, host and port), with a secret key of its instance. Trusts the
    /// certificates that the machine trusts; `SSL_CERT_FILE` names others.
    pub fn new(url: &str, secret_key: &str) -> Result<Self> {
        Self::builder(url, secret_key).build()
    }

    /// The same with other settings.
    pub fn builder(url: &str, secret_key: &str) -> Builder {
        Builder::new(Target::Url(url.trim_end_matches('/').to_owned()), secret_key)
    }

    /// A client of a server in this very process: `service` is its router.
    pub fn in_process<S, B>(service: S, secret_key: &str) -> Result<Self>
    where
        S: Service<Request<Full<Bytes>>, Response = Response<B>, Error = Infallible> + Clone + Send + Sync + 'static,
        S::Future: Send,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        Self::in_process_builder(service, secret_key).build()
    }

    /// The same with other settings.
    pub fn in_process_builder<S, B>(service: S, secret_key: &str) -> Builder
    where
        S: Service<Request<Full<Bytes>>, Response = Response<B>, Error = Infallible> + Clone + Send + Sync + 'static,
        S::Future: Send,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        Builder::new(Target::Service(transport::in_process(service)), secret_key)
    }
}

impl BackendClient {
    /// How long one try may take.
    pub fn timeout(&self) -> Duration {
        self.0.timeout
    }
}

impl Builder {
    fn new(target: Target, secret_key: &str) -> Self {
        Self {
            target,
            secret_key: secret_key.trim().to_owned(),
            retry: Retry::default(),
            timeout: TIMEOUT,
            batch_window: BATCH_WINDOW,
            is_http_allowed: false,
        }
    }

    /// When a call is tried again.
    pub fn retry(self, retry: Retry) -> Self {
        Self { retry, ..self }
    }

    /// How long one try may take; 30 seconds unless told.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// How long a batch of users waits for more of them; a millisecond unless told. Zero: for as long as it takes
    /// everything that is ready now to run once.
    pub fn batch_window(self, batch_window: Duration) -> Self {
        Self { batch_window, ..self }
    }

    /// Lets the secret key travel without TLS, to other hosts than this one: inside of a network that is trusted.
    pub fn allow_http(self) -> Self {
        Self { is_http_allowed: true, ..self }
    }

    /// The client. Fails on an address that is none, on `http://` to another host, and on a key that can't be sent.
    pub fn build(self) -> Result<BackendClient> {
        let unusable = BackendError::unusable;
        let is_key = !self.secret_key.is_empty() && self.secret_key.bytes().all(|byte| byte.is_ascii_graphic());
        let mut authorization = HeaderValue::try_from(format!("Bearer {}", self.secret_key))
            .ok()
            .filter(|_| is_key)
            .ok_or_else(|| unusable("the secret key has characters that no key has"))?;
        authorization.set_sensitive(true);
        let (base, transport) = match self.target {
            Target::Service(transport) => (String::new(), transport),
            Target::Url(url) => {
                let is_https = check(&url, self.is_http_allowed)?;
                (url, transport::http(is_https)?)
            }
        };
        Ok(BackendClient(Arc::new(Inner {
            base,
            transport,
            authorization,
            retry: self.retry,
            timeout: self.timeout,
            batch_window: self.batch_window,
            batches: batch::Batches::default(),
        })))
    }
}

/// Is this an address to send a secret key to? Says whether by TLS.
fn check(url: &str, is_http_allowed: bool) -> Result<bool> {
    let uri: Uri = url.parse().map_err(|_| BackendError::unusable("the server's address can't be read"))?;
    let host = uri.host().unwrap_or_default();
    if host.is_empty() || uri.query().is_some() || uri.authority().is_some_and(|part| part.as_str().contains('@')) {
        return Err(BackendError::unusable("the server's address must be scheme, host and port"));
    }
    match uri.scheme_str() {
        Some("https") => Ok(true),
        Some("http") if is_http_allowed || is_this_machine(host) => Ok(false),
        Some("http") => Err(BackendError::unusable("a secret key travels over https only, except to this machine")),
        _ => Err(BackendError::unusable("the server's address must begin with https://")),
    }
}

fn is_this_machine(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").field("retry", &self.retry).field("timeout", &self.timeout).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_leaves_this_machine_by_tls_only() {
        for fine in ["https://a.example", "http://localhost:3000", "http://127.0.0.1:1", "http://[::1]:1"] {
            assert!(check(fine, false).is_ok(), "{fine}");
        }
        for wrong in
            ["http://a.example", "http://127.0.0.1.example", "ftp://a.example", "a.example", "https://k@a.example"]
        {
            assert!(check(wrong, false).is_err(), "{wrong}");
        }
        assert_eq!(check("http://a.internal:3000", true).ok(), Some(false));
    }

    #[test]
    fn a_key_that_cannot_be_a_header_is_refused_without_being_told() {
        for key in ["", "sk_test_a b", "sk_test_\u{e9}\n"] {
            let error = BackendClient::new("https://a.example", key).err();
            let error = error.expect("refused");
            assert!(!format!("{error} {error:?}").contains("sk_test"));
        }
    }
}
