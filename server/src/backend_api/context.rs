//! Who is asking: a backend with a secret key of the instance, or an operator at the dashboard, and which version of the
//! contract they speak.

use super::key_usage;
use crate::{
    clock::Millis,
    dashboard::{Operator, Visitor, cookie},
    domain::{
        Cause, audit,
        audit::{Actor, Trail},
    },
    error::{Error, Result},
    http::{Peer, client_ip},
    keys::secret_key,
    state::App,
    store::{Conn, secret_keys, secret_keys::SecretKeyRow},
};
use http::{HeaderMap, HeaderValue, header, request::Parts};
use onehop::{
    endpoints::{Access, Endpoint, Verb},
    wire::{AuditEntryId, ErrorCode, InstanceId, backend::ApiVersion, dashboard::ActorKind},
};
use std::{
    net::{IpAddr, Ipv4Addr},
    sync::{Mutex, PoisonError},
};

const VERSION_HEADER: &str = "clerk-api-version";
const VERSION_PARAMETER: &str = "__clerk_api_version";

/// Who calls.
#[derive(Clone, Debug)]
pub enum Caller {
    /// A backend.
    Key(SecretKeyRow),
    /// Somebody who runs the instance, at the dashboard.
    Operator(Operator),
    /// Nobody yet, at the dashboard: on the way in.
    Nobody,
}

/// A request with a secret key, or from the dashboard.
pub struct Context {
    /// What all requests share.
    pub app: App,
    /// The one time this request knows.
    pub now: Millis,
    /// Who calls.
    pub caller: Caller,
    /// Which contract the caller speaks.
    pub version: ApiVersion,
    /// Which endpoint was called: verb and path.
    operation: (Verb, &'static str),
    ip: IpAddr,
    user_agent: Option<String>,
    cookies: Mutex<Vec<HeaderValue>>,
    trail: Trail,
    /// The operator's session token, if the request carries one.
    pub(crate) operator_token: Option<String>,
}

impl Context {
    /// Reads the request's head and finds out who calls `E`.
    pub async fn new<E: Endpoint>(app: App, parts: &Parts) -> Result<Self> {
        Self::of(app, parts, E::ACCESS, (E::VERB, E::PATH)).await
    }

    /// The same for an operation that has no contract of its own.
    pub async fn of(app: App, parts: &Parts, access: Access, operation: (Verb, &'static str)) -> Result<Self> {
        let now = app.clock.now();
        let caller = caller(&app, parts, access).await?;
        let version = version(&parts.headers, parts.uri.query().unwrap_or_default())?;
        let peer = parts.extensions.get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0.ip());
        let ip = client_ip(peer, &parts.headers, &app.config.server.trusted_proxies);
        let user_agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        let user_agent = user_agent.map(|value| value.chars().take(400).collect());
        let operator_token = cookie::token(&app, &parts.headers);
        Ok(Self {
            app,
            now,
            caller,
            version,
            operation,
            ip,
            user_agent,
            cookies: Mutex::default(),
            trail: Trail::default(),
            operator_token,
        })
    }

    /// The instance that is asked.
    pub fn instance(&self) -> &InstanceId {
        &self.app.instance.id
    }

    /// The operator who asks.
    pub fn operator(&self) -> Result<&Operator> {
        match &self.caller {
            Caller::Operator(operator) => Ok(operator),
            Caller::Key(_) | Caller::Nobody => Err(Error::api(ErrorCode::AuthenticationInvalid)),
        }
    }

    /// The operator who asks, and who proved a moment ago who they are: for what shows secrets or takes ways in away.
    pub fn proven_operator(&self) -> Result<&Operator> {
        let operator = self.operator()?;
        match operator.is_proven(self.now) {
            true => Ok(operator),
            false => Err(Error::api(ErrorCode::SessionReverificationRequired)
                .text("Confirm with your password or a code that it is you.")),
        }
    }

    /// Where the request comes from.
    pub fn ip(&self) -> IpAddr {
        self.ip
    }

    /// The browser it comes from.
    pub fn user_agent(&self) -> Option<&str> {
        self.user_agent.as_deref()
    }

    /// Adds a cookie to the answer.
    pub(crate) fn set_cookie(&self, cookie: HeaderValue) {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner).push(cookie);
    }

    /// The cookies of the answer.
    pub(super) fn take_cookies(&self) -> Vec<HeaderValue> {
        std::mem::take(&mut *self.cookies.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The row of the audit log that tells what this call changed. Operators are told.
    pub(super) fn audit_entry(&self) -> Option<AuditEntryId> {
        matches!(self.caller, Caller::Operator(_)).then(|| self.trail.first()).flatten()
    }

    /// Who causes the change that is about to be written.
    pub fn cause(&self) -> Cause {
        self.cause_of(self.actor())
    }

    /// The same where the caller alone doesn't say who acts: while somebody is on the way in.
    pub(crate) fn cause_of(&self, actor: Option<Actor>) -> Cause {
        let (ip, user_agent) = (Some(self.ip.to_string()), self.user_agent.clone());
        Cause { ip, user_agent, locale: None, now: self.now, actor }
    }

    /// Who is asking, as the audit log will say.
    fn actor(&self) -> Option<Actor> {
        let (kind, id, name) = match &self.caller {
            Caller::Key(key) => (ActorKind::SecretKey, key.id.clone(), key.name.clone()),
            Caller::Operator(operator) => {
                (ActorKind::Operator, operator.id.to_string(), operator.email_address.clone())
            }
            Caller::Nobody => return None,
        };
        let (verb, path) = self.operation;
        Some(Actor { kind, id, name, action: audit::action_of(verb, path), trail: self.trail.clone() })
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

/// Who may call what: backends the Backend API, operators that too and what is the dashboard's alone. What comes through
/// the dashboard's gate carries a [`Visitor`], and nothing else does.
async fn caller(app: &App, parts: &Parts, access: Access) -> Result<Caller> {
    let visitor = parts.extensions.get::<Visitor>();
    match (access, visitor) {
        (Access::SecretKey | Access::Operator, Some(Visitor(Some(operator)))) => Ok(Caller::Operator(operator.clone())),
        (Access::Public, Some(Visitor(operator))) => Ok(operator.clone().map_or(Caller::Nobody, Caller::Operator)),
        (Access::SecretKey, None) => {
            let key = find_key(app, &parts.headers).await?;
            key_usage::note(app, &key);
            Ok(Caller::Key(key))
        }
        _ => Err(Error::api(ErrorCode::AuthenticationInvalid)),
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
