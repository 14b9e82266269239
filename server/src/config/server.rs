//! `[server]`: where we listen, what we are called from outside, and how long anything may take.

use super::cidr::IpNet;
use super::environment::Environment;
use super::section::Section;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use url::{Host, Url};

/// Listening, the public address and time limits.
#[derive(Clone, Debug)]
pub struct Server {
    /// The socket to listen on.
    pub listen: SocketAddr,
    /// Scheme, host and port under which browsers reach us. Every link and cookie attribute follows from it.
    pub public_url: Url,
    /// The folder for everything that we write.
    pub data: PathBuf,
    /// Peers whose `X-Forwarded-*` headers are believed.
    pub trusted_proxies: Vec<IpNet>,
    /// The longest request body.
    pub max_body_bytes: usize,
    /// How long a request's headers may take to arrive.
    pub header_timeout: Duration,
    /// How long a request may take to be answered.
    pub request_timeout: Duration,
    /// How long we still accept connections after we were told to stop, so that balancers notice. None in development.
    pub shutdown_pause: Duration,
    /// How long open requests may take to finish after that.
    pub shutdown_timeout: Duration,
}

impl Server {
    pub(super) fn read(mut section: Section<'_>, environment: Environment) -> Self {
        let listen: SocketAddr =
            section.parsed("listen", "127.0.0.1:3000", "write address:port, such as 127.0.0.1:3000");
        let pause = section.whole("shutdown_pause_seconds", 5, 0..=60);
        Self {
            listen,
            public_url: public_url(&mut section, environment, listen.port()),
            data: section.text("data", "./data").into(),
            trusted_proxies: section.list("trusted_proxies", "write addresses or blocks, such as [\"10.0.0.0/8\"]"),
            max_body_bytes: section.whole("max_body_bytes", 65_536, 1_024..=10_485_760),
            header_timeout: seconds(section.whole("header_timeout_seconds", 10, 1..=120)),
            request_timeout: seconds(section.whole("request_timeout_seconds", 30, 1..=600)),
            shutdown_pause: seconds(if environment.is_production() { pause } else { 0 }),
            shutdown_timeout: seconds(section.whole("shutdown_seconds", 25, 0..=600)),
        }
    }

    /// The public origin: scheme, host and, unless it is the scheme's own, port.
    pub fn public_origin(&self) -> String {
        self.public_url.origin().ascii_serialization()
    }

    /// Whether browsers reach us by https, so that cookies may be `Secure`.
    pub fn is_https(&self) -> bool {
        self.public_url.scheme() == "https"
    }
}

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

const EXPECTED_URL: &str = "write scheme and host alone, such as https://accounts.example.com";

fn public_url(section: &mut Section<'_>, environment: Environment, port: u16) -> Url {
    let fallback = Url::parse(&format!("http://localhost:{port}")).expect("a port makes a valid URL");
    let Some(text) = section.optional("public_url") else {
        if environment.is_production() {
            section.missing("public_url", EXPECTED_URL);
        }
        return fallback;
    };
    let Some(url) = origin_url(&text) else {
        section.problem("public_url", "is not the address of a site", EXPECTED_URL);
        return fallback;
    };
    if environment.is_production() && url.scheme() != "https" && !is_localhost(&url) {
        section.problem("public_url", "is not https, so cookies and codes could be read on the way", "use https");
    }
    url
}

/// `text` as a URL, if it is http or https and names nothing but an origin.
pub(super) fn origin_url(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let anonymous = url.username().is_empty() && url.password().is_none();
    (matches!(url.scheme(), "http" | "https") && url.host().is_some() && bare && anonymous).then_some(url)
}

/// Whether the host is this machine itself, where browsers treat http as secure.
pub(super) fn is_localhost(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(domain)) => domain == "localhost" || domain.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
