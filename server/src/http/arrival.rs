//! Whether a request waits for its own body: a call that takes too long because its caller never says the rest is the
//! caller's mistake and no failure of ours.

use hyper::body::{Body, Frame, Incoming, SizeHint};
use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};

/// A body that says whether somebody waits for more of it.
pub(super) struct Arriving {
    body: Incoming,
    is_waited_for: Arc<AtomicBool>,
}

impl Arriving {
    /// The same body, and what becomes true while its next part is waited for.
    pub(super) fn new(body: Incoming) -> (Self, Arc<AtomicBool>) {
        let is_waited_for = Arc::new(AtomicBool::new(false));
        (Self { body, is_waited_for: Arc::clone(&is_waited_for) }, is_waited_for)
    }
}

impl Body for Arriving {
    type Data = <Incoming as Body>::Data;
    type Error = <Incoming as Body>::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        self.is_waited_for.store(polled.is_pending(), Ordering::Relaxed);
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
