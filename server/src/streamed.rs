//! Answers that are sent while they are made, as fast as they are taken. A failure breaks the answer off, so that nobody
//! takes a part of it for the whole.

use crate::error::Error;
use axum::body::Body;
use bytes::Bytes;
use hyper::body::Frame;
use std::{
    pin::Pin,
    task::{self, Poll},
};
use tokio::sync::mpsc;

type Part = std::io::Result<Bytes>;

/// Where the parts of an answer go.
pub struct Sink(mpsc::Sender<Part>);

/// Nobody takes the answer any more.
#[derive(Debug)]
pub struct Gone;

/// A body, and where its parts go.
pub fn body() -> (Sink, Body) {
    let (sender, receiver) = mpsc::channel(2);
    (Sink(sender), Body::new(Parts(receiver)))
}

impl Sink {
    /// Sends a part, once the ones before are on their way.
    pub async fn send(&self, part: impl Into<Bytes>) -> Result<(), Gone> {
        self.0.send(Ok(part.into())).await.map_err(|_| Gone)
    }

    /// Breaks the answer off; the log says why.
    pub async fn break_off(&self, what: &str, error: Error) {
        if let Error::Internal(error) = error {
            tracing::error!(%error, "{what} broke off: {error}");
        }
        let _ = self.0.send(Err(std::io::Error::other(format!("{what} broke off")))).await;
    }
}

/// The parts as they come.
struct Parts(mpsc::Receiver<Part>);

impl hyper::body::Body for Parts {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut task::Context<'_>,
    ) -> Poll<Option<std::io::Result<Frame<Bytes>>>> {
        self.0.poll_recv(context).map(|part| part.map(|part| part.map(Frame::data)))
    }
}
