//! Why a call brought no answer.

use crate::wire::{ApiError, ErrorBody, ErrorCode};
use http::HeaderMap;
use std::{fmt, time::Duration};

/// In which way a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The server refused it, or failed: status and errors say more.
    Refused,
    /// The server couldn't be reached, or the connection broke.
    Unreachable,
    /// No answer came in time.
    TimedOut,
    /// The answer isn't what the contract promises.
    Unreadable,
    /// The client can't be made or the request can't be written: nothing was sent.
    Unusable,
}

/// A failed call. Holds nothing secret.
#[derive(Clone, Debug, PartialEq)]
pub struct BackendError {
    /// In which way.
    pub reason: Reason,
    /// HTTP status; 0 when no answer came.
    pub status: u16,
    /// What the server says; empty when it said nothing.
    pub errors: Vec<ApiError>,
    /// Finds the request in the server's log.
    pub trace_id: Option<String>,
    /// How long the server wants to be left alone.
    pub retry_after: Option<Duration>,
    pub(super) detail: String,
}

impl BackendError {
    pub(super) fn new(reason: Reason, detail: impl Into<String>) -> Self {
        Self { reason, status: 0, errors: Vec::new(), trace_id: None, retry_after: None, detail: detail.into() }
    }

    pub(super) fn unusable(detail: &str) -> Self {
        Self::new(Reason::Unusable, detail)
    }

    pub(super) fn timed_out() -> Self {
        Self::new(Reason::TimedOut, "no answer came in time")
    }

    /// Where the answer is wrong, but not what it says there: it is about people.
    pub(super) fn unreadable(place: &str) -> Self {
        Self::new(Reason::Unreadable, format!("the answer isn't what the contract promises ({place})"))
    }

    /// The error that a reply describes.
    pub(crate) fn refused(status: u16, headers: &HeaderMap, body: &[u8], retry_after: Option<Duration>) -> Self {
        let body = serde_json::from_slice::<ErrorBody>(body).ok();
        let (errors, trace_id) = body.map(|body| (body.errors, body.clerk_trace_id)).unwrap_or_default();
        let trace_id = trace_id.or_else(|| trace_id_of(headers));
        let detail = format!("the server answered {status}");
        Self { reason: Reason::Refused, status, errors, trace_id, retry_after, detail }
    }

    /// The first error's code; none when the server said nothing.
    pub fn code(&self) -> Option<ErrorCode> {
        self.errors.first().map(|error| error.code)
    }

    /// All codes.
    pub fn codes(&self) -> impl Iterator<Item = ErrorCode> + '_ {
        self.errors.iter().map(|error| error.code)
    }

    /// All texts.
    pub fn messages(&self) -> impl Iterator<Item = &str> {
        self.errors.iter().map(ApiError::text)
    }

    /// Is there nothing of this id?
    pub fn is_not_found(&self) -> bool {
        self.status == 404
    }

    /// Were there too many requests?
    pub fn is_rate_limited(&self) -> bool {
        self.status == 429
    }
}

/// The id under which the server's log knows a request.
pub(super) fn trace_id_of(headers: &HeaderMap) -> Option<String> {
    headers.get("x-trace-id").and_then(|value| value.to_str().ok()).map(str::to_owned)
}

impl fmt::Display for BackendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)?;
        for (index, error) in self.errors.iter().enumerate() {
            f.write_str(if index == 0 { ": " } else { "; " })?;
            write!(f, "{} ({})", error.text(), error.code.as_str())?;
        }
        match &self.trace_id {
            Some(trace_id) => write!(f, " [trace {trace_id}]"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for BackendError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_tells_status_codes_texts_and_trace() {
        let body = br#"{"errors":[{"code":"resource_not_found","message":"Not found","long_message":"Nobody."}],
            "clerk_trace_id":"abc"}"#;
        let error = BackendError::refused(404, &HeaderMap::new(), body, None);
        assert_eq!(error.code(), Some(ErrorCode::ResourceNotFound));
        assert_eq!(error.messages().collect::<Vec<_>>(), ["Nobody."]);
        assert_eq!(error.to_string(), "the server answered 404: Nobody. (resource_not_found) [trace abc]");
    }

    #[test]
    fn what_a_proxy_says_is_an_error_too() {
        let error = BackendError::refused(502, &HeaderMap::new(), b"<html>", None);
        assert_eq!((error.status, error.code()), (502, None));
    }
}
