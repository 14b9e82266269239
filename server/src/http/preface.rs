//! A deadline for the first bytes of a connection. Until hyper-util has seen enough to tell HTTP/1 from HTTP/2 it has
//! no time limit of its own, so a peer that connects and says nothing, or only half of the HTTP/2 greeting, would hold
//! its connection for ever.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

const GREETING: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// A connection that must show its protocol in time; after that it is passed through.
pub(super) struct Preface {
    stream: TcpStream,
    deadline: Option<Pin<Box<Sleep>>>,
    matched: usize,
}

impl Preface {
    pub(super) fn new(stream: TcpStream, limit: Duration) -> Self {
        Self { stream, deadline: Some(Box::pin(sleep(limit))), matched: 0 }
    }

    /// Whether the protocol is known once `bytes` have arrived too. None at all means that the peer has closed.
    fn is_decided(&mut self, bytes: &[u8]) -> bool {
        let rest = &GREETING[self.matched..];
        let compared = bytes.len().min(rest.len());
        self.matched += compared;
        bytes.is_empty() || bytes[..compared] != rest[..compared] || self.matched == GREETING.len()
    }
}

impl AsyncRead for Preface {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let Some(deadline) = &mut self.deadline else {
            return Pin::new(&mut self.stream).poll_read(context, buffer);
        };
        if deadline.as_mut().poll(context).is_ready() {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        if self.is_decided(&buffer.filled()[before..]) {
            self.deadline = None;
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Preface {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
