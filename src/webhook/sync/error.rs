//! Why a copy can't be kept.

use crate::{
    client::backend::{BackendError, Reason},
    wire::ErrorCode,
};
use std::fmt;

/// Why a copy can't be kept current.
#[derive(Debug)]
pub enum SyncError<E> {
    /// The store failed.
    Store(E),
    /// The server couldn't be asked, or refused.
    Source(BackendError),
    /// The server's cursor is none that this version of the library can read.
    Cursor,
}

impl<E> SyncError<E> {
    /// Is it worth trying again by itself? The server couldn't be reached, or had no time.
    pub fn may_pass(&self) -> bool {
        let Self::Source(error) = self else { return false };
        matches!(error.reason, Reason::Unreachable | Reason::TimedOut) || error.status == 429 || error.status >= 500
    }

    pub(super) fn is_cursor_expired(&self) -> bool {
        matches!(self, Self::Source(error) if error.code() == Some(ErrorCode::CursorExpired))
    }
}

impl<E: fmt::Display> fmt::Display for SyncError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(error) => write!(f, "the copy can't be written: {error}"),
            Self::Source(error) => write!(f, "the users can't be read: {error}"),
            Self::Cursor => f.write_str("the feed's cursor can't be read"),
        }
    }
}

impl<E: std::error::Error + 'static> std::error::Error for SyncError<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Store(error) => Some(error),
            Self::Source(error) => Some(error),
            Self::Cursor => None,
        }
    }
}
