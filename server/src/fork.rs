//! Two routers behind one door. Only a comparison stands between a request and its router; a layer would make a copy of
//! the routers and a box for each request.

use axum::{Router, extract::Request, response::Response, routing::future::RouteFuture};
use std::{
    convert::Infallible,
    task::{Context, Poll},
};
use tower::Service;

/// Sends each request to one of two routers.
#[derive(Clone)]
pub struct Fork {
    is_for_first: fn(&Request) -> bool,
    first: Router,
    second: Router,
}

impl Fork {
    /// To `first` goes what `is_for_first` says, to `second` all else.
    pub fn new(is_for_first: fn(&Request) -> bool, first: Router, second: Router) -> Self {
        Self { is_for_first, first, second }
    }
}

impl Service<Request> for Fork {
    type Response = Response;
    type Error = Infallible;
    type Future = RouteFuture<Infallible>;

    /// Routers are always ready.
    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> RouteFuture<Infallible> {
        if (self.is_for_first)(&request) { self.first.call(request) } else { self.second.call(request) }
    }
}
