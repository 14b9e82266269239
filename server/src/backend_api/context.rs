//! Who is asking: a backend with a secret key of the instance, and which version of the contract it speaks.

use crate::{
    clock::Millis,
    domain::Cause,
    error::{Error, Result},
    http::{Peer, client_ip},
    keys::secret_key,
    state::App,
    store::{Conn, secret_keys, secret_keys::SecretKeyRow},
};
use http::{HeaderMap, header, request::Parts};
use onehop::wire::{ErrorCode, InstanceId, backend::ApiVersion};
use std::net::{IpAddr, Ipv4Addr};

const VERSION_HEADER: &str = "clerk-api-version";
const VERSION_PARAMETER: &str = "__clerk_api_version";

/// A request with a secret key.
pub struct Context {
    /// What all requests share.
    pub app: App,
    /// The one time this request knows.
    pub now: Millis,
    /// The key that came with it.
    pub key: SecretKeyRow,
    /// Which contract the caller speaks.
    pub version: ApiVersion,
    ip: IpAddr,
    user_agent: Option<String>,
}

impl Context {
    /// Reads the request's head and looks the key up.
    pub async fn new(app: App, parts: &Parts) -> Result<Self> {
        let now = app.clock.now();
        let key = find_key(&app, &parts.headers).await?;
        let version = version(&parts.headers, parts.uri.query().unwrap_or_default())?;
        let peer = parts.extensions.get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0.ip());
        let ip = client_ip(peer, &parts.headers, &app.config.server.trusted_proxies);
        let user_agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        let user_agent = user_agent.map(|value| value.chars().take(400).collect());
        Ok(Self { app, now, key, version, ip, user_agent })
    }

    /// The instance whose key it is.
    pub fn instance(&self) -> &InstanceId {
        &self.app.instance.id
    }

    /// Who causes the change that is about to be written.
    pub fn cause(&self) -> Cause {
        Cause { ip: Some(self.ip.to_string()), user_agent: self.user_agent.clone(), now: self.now }
    }

    /// A connection that reads.
    pub async fn read(&self) -> Result<Conn> {
        Ok(self.app.read().await?)
    }

    /// A transaction that writes.
    pub async fn write(&self) -> Result<Conn> {
        Ok(self.app.write().await?)
    }
}

/// The secret key of this request; an error when there is none or nobody knows it.
pub(super) async fn find_key(app: &App, headers: &HeaderMap) -> Result<SecretKeyRow> {
    let header = headers.get(header::AUTHORIZATION).ok_or_else(|| {
        Error::api(ErrorCode::AuthenticationInvalid)
            .text("Send a secret key of this instance: Authorization: Bearer sk_…")
    })?;
    let key = header.to_str().ok().and_then(|value| value.split_once(' '));
    let key = key.filter(|(scheme, key)| scheme.eq_ignore_ascii_case("bearer") && !key.trim().is_empty());
    let (_, key) = key.ok_or_else(|| Error::api(ErrorCode::AuthorizationHeaderFormatInvalid))?;
    let mut conn = app.read().await?;
    let row = secret_keys::find_live(&mut conn, &app.instance.id, &secret_key::hash(key.trim())).await?;
    row.ok_or_else(|| Error::api(ErrorCode::SecretKeyInvalid))
}

fn version(headers: &HeaderMap, query: &str) -> Result<ApiVersion> {
    let in_query = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == VERSION_PARAMETER);
    let in_header = headers.get(VERSION_HEADER);
    let text = match (in_header, &in_query) {
        (None, None) => return Ok(ApiVersion::V2021_02_05),
        (Some(_), Some(_)) => None,
        (Some(value), None) => value.to_str().ok(),
        (None, Some((_, value))) => Some(value.as_ref()),
    };
    text.and_then(ApiVersion::parse).ok_or_else(|| {
        let known: Vec<&str> = ApiVersion::ALL.into_iter().map(ApiVersion::as_str).collect();
        Error::api(ErrorCode::BadRequest)
            .text(format!("Name one version, in the header or in the query: {}.", known.join(", ")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(header: Option<&str>, query: &str) -> Option<ApiVersion> {
        let header = header.map(|value| (VERSION_HEADER.parse().expect("a name"), value.parse().expect("a value")));
        version(&HeaderMap::from_iter(header), query).ok()
    }

    #[test]
    fn version_comes_from_header_or_query_and_only_once() {
        assert_eq!(read(None, ""), Some(ApiVersion::V2021_02_05));
        assert_eq!(read(Some("2025-11-10"), "limit=1"), Some(ApiVersion::V2025_11_10));
        assert_eq!(read(None, "limit=1&__clerk_api_version=2026-05-12"), Some(ApiVersion::V2026_05_12));
        assert_eq!(read(Some("2025-11-10"), "__clerk_api_version=2025-11-10"), None);
        assert_eq!(read(Some("2025-11-11"), ""), None);
        assert_eq!(read(None, "__clerk_api_version="), None);
    }
}
