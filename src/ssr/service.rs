//! What both layers share: a service that does something before the inner one.

use axum::{body::Body, response::Response};
use http::Request;
use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};
use tower::Service;

/// What a layer does around each request.
pub trait Around: Clone + Send + Sync + 'static {
    /// Handles `request` with the help of `inner`.
    fn around<S>(self, request: Request<Body>, inner: S) -> impl Future<Output = Response> + Send
    where
        S: Service<Request<Body>, Response = Response, Error = Infallible> + Send,
        S::Future: Send;
}

/// A service with something around it.
#[derive(Clone)]
pub struct AroundService<A, S> {
    pub(super) around: A,
    pub(super) inner: S,
}

impl<A, S> Service<Request<Body>> for AroundService<A, S>
where
    A: Around,
    S: Service<Request<Body>, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        // The clone that goes with the future must be the one that is ready.
        let next = self.inner.clone();
        let inner = std::mem::replace(&mut self.inner, next);
        let around = self.around.clone();
        Box::pin(async move { Ok(around.around(request, inner).await) })
    }
}
