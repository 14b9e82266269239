//! The Frontend API's client: endpoint contracts in, typed resources out.

use super::{Reply, Transport, UiError, reply::decode, transport::RawRequest};
use crate::{
    endpoints::{Access, Endpoint, Verb, path_of},
    wire::{ErrorCode, SessionId},
};
use std::sync::{Arc, PoisonError, RwLock};

/// The published contract's version that is spoken.
pub const API_VERSION: &str = "2026-05-12";

/// Calls the Frontend API. Cheap to clone; clones share which session is the current one.
#[derive(Clone)]
pub struct FrontendClient {
    base: Arc<str>,
    pub(super) transport: Transport,
    session: Arc<RwLock<Option<SessionId>>>,
}

impl FrontendClient {
    /// A client of the API at `base` (scheme and host, no slash at the end; empty: this page's own origin).
    pub fn new(base: &str, transport: Transport) -> Self {
        let base = base.trim_end_matches('/').into();
        Self { base, transport, session: Arc::default() }
    }

    /// Is the API on another origin than the page?
    pub(crate) fn is_cross_origin(&self) -> bool {
        !self.base.is_empty()
    }

    /// Says which session the calls about "me" are for.
    pub(crate) fn set_session(&self, session: Option<SessionId>) {
        *self.session.write().unwrap_or_else(PoisonError::into_inner) = session;
    }

    /// Calls `E`. The request is built at once; the future owns all it needs.
    pub fn call<E: Endpoint>(
        &self,
        path: &E::Path,
        body: &E::Body,
    ) -> impl Future<Output = Result<Reply<E::Out>, UiError>> + Send + use<E> {
        let request = self.request::<E>(path, body);
        let transport = self.transport.clone();
        async move { decode::<E>(&transport.send(request?).await?) }
    }

    pub(super) fn request<E: Endpoint>(&self, path: &E::Path, body: &E::Body) -> Result<RawRequest, UiError> {
        let mut url = format!("{}{}?__clerk_api_version={API_VERSION}", self.base, path_of::<E>(path));
        if E::ACCESS == Access::Session
            && let Some(session) = &*self.session.read().unwrap_or_else(PoisonError::into_inner)
        {
            url.push_str("&_clerk_session_id=");
            url.push_str(session.as_str());
        }
        let body = match E::VERB {
            Verb::Get => None,
            _ => Some(
                serde_json::to_string(body)
                    .map_err(|_| UiError::local(ErrorCode::RequestBodyInvalid, "The request can't be written."))?,
            ),
        };
        Ok(RawRequest { verb: E::VERB, url, body })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::{
        NoBody,
        frontend::{GetClient, GetMe},
    };

    fn client() -> FrontendClient {
        FrontendClient::new("https://id.example.com/", Transport::current())
    }

    #[test]
    fn only_calls_about_the_session_name_it() {
        let client = client();
        client.set_session(Some(SessionId::from("sess_1")));
        let me = client.request::<GetMe>(&(), &NoBody {}).expect("a request");
        assert_eq!(me.url, "https://id.example.com/v1/me?__clerk_api_version=2026-05-12&_clerk_session_id=sess_1");
        let other = client.request::<GetClient>(&(), &NoBody {}).expect("a request");
        assert_eq!(other.url, "https://id.example.com/v1/client?__clerk_api_version=2026-05-12");
        assert_eq!(other.body, None);
    }
}
