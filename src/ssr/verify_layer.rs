//! The layer for APIs and server functions: local verification, no database, no network.

use super::{
    request_auth::insert,
    service::{Around, AroundService},
    verify::{Clock, Verification, VerifyToken},
};
use axum::{body::Body, response::Response};
use http::Request;
use std::{convert::Infallible, sync::Arc};
use tower::{Layer, Service};

/// Finds out who sends a request by its bearer token, else by its session cookie. Lets everything pass: who insists on a
/// user takes [`RequireUser`](super::RequireUser).
#[derive(Clone)]
pub struct VerifyLayer(Verification);

impl VerifyLayer {
    /// A layer that trusts what `verifier` does. `clock` says the seconds since the Unix epoch.
    pub fn new(verifier: Arc<impl VerifyToken>, clock: impl Clock) -> Self {
        Self(Verification::new(verifier, clock))
    }
}

impl<S> Layer<S> for VerifyLayer {
    type Service = AroundService<Self, S>;

    fn layer(&self, inner: S) -> Self::Service {
        AroundService { around: self.clone(), inner }
    }
}

impl Around for VerifyLayer {
    async fn around<S>(self, mut request: Request<Body>, mut inner: S) -> Response
    where
        S: Service<Request<Body>, Response = Response, Error = Infallible> + Send,
        S::Future: Send,
    {
        let decision = self.0.identify_request(request.headers());
        insert(request.extensions_mut(), decision);
        let Ok(response) = inner.call(request).await;
        response
    }
}
