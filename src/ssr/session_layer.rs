//! The layer for pages: the session is known, and renewed, before the first byte is rendered.

use super::{
    AuthError, RequestAuth,
    cookies::{self, CLIENT_COOKIE, SESSION_COOKIE},
    environment_cache::EnvironmentCache,
    flash::{FLASH_COOKIE, clear_flash_cookie, decode_flash},
    language,
    request_auth::insert,
    service::{Around, AroundService},
    verify::{Clock, Verification, VerifyToken},
};
use crate::{
    client::{FrontendClient, Transport},
    endpoints::{
        NoBody,
        frontend::{GetClient, GetEnvironment},
    },
    signals::{ClientState, InitialState},
    text::{ENGLISH, PageText, Text},
    wire::{Client, Environment},
};
use axum::{Router, body::Body, extract::ConnectInfo, response::Response};
use http::{Extensions, HeaderMap, HeaderValue, Request, header};
use std::{convert::Infallible, net::SocketAddr, sync::Arc};
use tower::{Layer, Service};

/// Finds out who asks for a page by asking the API, in process: one call per page of a browser that has a client, none
/// for others. Leaves the page's [`InitialState`] and the decision in the request; passes the API's cookies on with the
/// page; hands over what a form without scripts left behind.
///
/// When the API doesn't answer, the page is rendered all the same, with an unknown state: the browser asks again. Who
/// still has a session token counts as signed in for handlers until the token ends.
///
/// Put it on page routes alone, behind whatever compresses or logs.
#[derive(Clone)]
pub struct SessionLayer {
    api: Router,
    verification: Verification,
    environment: Arc<EnvironmentCache>,
    copied: Vec<fn(&Extensions, &mut Extensions)>,
    languages: &'static [&'static Text],
}

impl SessionLayer {
    /// A layer over the API's own router. `clock` says the seconds since the Unix epoch.
    pub fn in_process(api: Router, verifier: Arc<impl VerifyToken>, clock: impl Clock) -> Self {
        let layer = Self {
            api,
            verification: Verification::new(verifier, clock),
            environment: Arc::default(),
            copied: Vec::new(),
            languages: &[&ENGLISH],
        };
        layer.copy_extension::<ConnectInfo<SocketAddr>>()
    }

    /// The languages that pages speak, such as [`LANGUAGES`](crate::text::LANGUAGES): which one, the cookie `locale` says,
    /// else the browser. Without this it is English alone. The first one is for whoever wants none of them.
    pub fn languages(mut self, languages: &'static [&'static Text]) -> Self {
        self.languages = languages;
        self
    }

    /// Hands an extension of the page's request on to the API: what its handlers expect from the server around it, such
    /// as the address of the connection (which is handed on without asking where it is axum's `ConnectInfo`).
    pub fn copy_extension<T: Clone + Send + Sync + 'static>(mut self) -> Self {
        self.copied.push(|from, to| {
            if let Some(value) = from.get::<T>() {
                to.insert(value.clone());
            }
        });
        self
    }
}

impl<S> Layer<S> for SessionLayer {
    type Service = AroundService<Self, S>;

    fn layer(&self, inner: S) -> Self::Service {
        AroundService { around: self.clone(), inner }
    }
}

impl Around for SessionLayer {
    async fn around<S>(self, mut request: Request<Body>, mut inner: S) -> Response
    where
        S: Service<Request<Body>, Response = Response, Error = Infallible> + Send,
        S::Future: Send,
    {
        let language = language::preferred_language(self.languages, request.headers());
        let found = self.find_out(request.headers(), request.extensions()).await;
        let extensions = request.extensions_mut();
        if extensions.get::<PageText>().is_none() {
            extensions.insert(PageText(language));
        }
        extensions.insert(found.initial);
        extensions.insert(found.transport);
        insert(extensions, found.decision);
        let Ok(mut response) = inner.call(request).await;
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        for cookie in found.set_cookies {
            headers.append(header::SET_COOKIE, cookie);
        }
        response
    }
}

/// All that was found out about one request.
struct Found {
    initial: InitialState,
    decision: Result<RequestAuth, AuthError>,
    transport: Transport,
    set_cookies: Vec<HeaderValue>,
}

impl SessionLayer {
    async fn find_out(&self, headers: &HeaderMap, extensions: &Extensions) -> Found {
        let mut copied = Extensions::new();
        for copy in &self.copied {
            copy(extensions, &mut copied);
        }
        let transport = Transport::in_process(self.api.clone(), headers, copied);
        let api = FrontendClient::new("", transport.clone());
        let (asked, environment) = tokio::join!(ask_for_client(&api, headers), self.load_environment(&api));

        let (state, mut set_cookies) = asked;
        let decision = self.decide(&state, headers);
        set_cookies.extend(session_cookie(&state, &decision, headers, &set_cookies));
        let flash = cookies::read(headers, FLASH_COOKIE);
        set_cookies.extend(flash.map(|_| clear_flash_cookie()));

        let known = state.is_known();
        let client = state.client().cloned().map(Client::without_tokens);
        let now = self.verification.now().saturating_mul(1_000);
        let initial = InitialState { client, environment, now, flash: flash.and_then(decode_flash), known };
        Found { initial, decision, transport, set_cookies }
    }

    /// The API's word counts; only when it has none, a token that is still good does.
    fn decide(&self, state: &ClientState, headers: &HeaderMap) -> Result<RequestAuth, AuthError> {
        if !state.is_known() {
            return self.verification.identify_request(headers);
        }
        let token = state.active_session().and_then(|session| session.last_active_token.as_ref());
        self.verification.identify(&token.ok_or(AuthError::Missing)?.jwt)
    }

    async fn load_environment(&self, api: &FrontendClient) -> Option<Environment> {
        let now = self.verification.now();
        if let Some(environment) = self.environment.fresh(now) {
            return Some(environment);
        }
        match api.call::<GetEnvironment>(&(), &NoBody {}).await {
            Ok(reply) => {
                self.environment.put(now, reply.response.clone());
                Some(reply.response)
            }
            Err(_) => self.environment.any(),
        }
    }
}

/// Who is there, with the cookies that came with the answer. A browser without the cookie has no client, and nobody needs
/// to be asked.
async fn ask_for_client(api: &FrontendClient, headers: &HeaderMap) -> (ClientState, Vec<HeaderValue>) {
    if cookies::read(headers, CLIENT_COOKIE).is_none() {
        return (ClientState::Known(None), Vec::new());
    }
    match api.call_for_headers::<GetClient>(&(), &NoBody {}).await {
        Ok((reply, headers)) => {
            let cookies = headers.get_all(header::SET_COOKIE).iter().cloned().collect();
            (ClientState::Known(reply.response), cookies)
        }
        Err(_) => (ClientState::Unknown, Vec::new()),
    }
}

/// The session token goes along with the page, so that the first server function that the page calls is let in; a token of
/// somebody who is gone is taken away. Not where the API's answer has seen to it already.
fn session_cookie(
    state: &ClientState,
    decision: &Result<RequestAuth, AuthError>,
    headers: &HeaderMap,
    set_cookies: &[HeaderValue],
) -> Option<HeaderValue> {
    if !state.is_known() || set_cookies.iter().any(|cookie| cookies::sets(cookie, SESSION_COOKIE)) {
        return None;
    }
    let is_secure = !cookies::is_loopback(headers);
    match decision {
        Ok(auth) => cookies::session(Some(auth.token.as_str()), is_secure),
        Err(_) => {
            cookies::read(headers, SESSION_COOKIE)?;
            cookies::session(None, is_secure)
        }
    }
}
