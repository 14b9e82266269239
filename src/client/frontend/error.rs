//! What a failed call means to the interface.

use crate::wire::{ApiError, Client, ErrorBody, ErrorCode, ErrorMeta};
use serde::{Deserialize, Serialize};

/// Why a call failed. `status` 0: no answer came at all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UiError {
    /// HTTP status; 0 when the server couldn't be reached.
    pub status: u16,
    /// At least one; the first decides.
    pub errors: Vec<ApiError>,
    /// The client as it stands after the call, where the reply carried it. Not serialized: it may hold tokens, and an
    /// error may become part of a page.
    #[serde(skip)]
    pub client: Option<Box<Client>>,
    /// Seconds to wait before trying again.
    pub retry_after: Option<u32>,
}

impl UiError {
    /// An error made on this side, without asking the server.
    pub fn local(code: ErrorCode, message: &str) -> Self {
        let error = ApiError { code, message: message.to_owned(), long_message: None, meta: ErrorMeta::default() };
        Self { status: 0, errors: vec![error], client: None, retry_after: None }
    }

    /// The server couldn't be reached.
    pub fn unreachable() -> Self {
        Self::local(ErrorCode::NetworkError, "The server can't be reached. Check your connection and try again.")
    }

    /// The error a reply describes; a reply that isn't an error envelope counts as an unexpected error.
    pub(crate) fn from_reply(status: u16, retry_after: Option<u32>, body: &[u8]) -> Self {
        let parsed = std::str::from_utf8(body)
            .ok()
            .and_then(|body| serde_json::from_str::<ErrorBody>(body).ok())
            .filter(|body| !body.errors.is_empty());
        let Some(body) = parsed else {
            let error = Self::local(ErrorCode::Unexpected, "Something went wrong. Try again in a moment.");
            return Self { status, retry_after, ..error };
        };
        let client = body.meta.and_then(|meta| meta.client).map(Box::new);
        Self { status, errors: body.errors, client, retry_after }
    }

    /// The first error: it decides what is shown.
    pub fn first(&self) -> Option<&ApiError> {
        self.errors.first()
    }

    /// The first error's code.
    pub fn code(&self) -> ErrorCode {
        self.first().map_or(ErrorCode::Unexpected, |error| error.code)
    }

    /// The error that belongs to this body parameter.
    pub fn for_param(&self, name: &str) -> Option<&ApiError> {
        self.errors.iter().find(|error| error.meta.param_name.as_deref() == Some(name))
    }

    /// The first error that belongs to the whole form.
    pub fn global(&self) -> Option<&ApiError> {
        self.errors.iter().find(|error| error.meta.param_name.is_none())
    }

    /// Did no answer come, or one that says "not now"? What is known then stays as it is.
    pub fn is_unreachable(&self) -> bool {
        self.code() == ErrorCode::NetworkError || self.status >= 500
    }

    /// Does the server say that this session or client isn't signed in?
    pub fn is_unauthenticated(&self) -> bool {
        self.status == 401
    }
}

impl std::fmt::Display for UiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.first().map_or("Something went wrong.", ApiError::text))
    }
}

impl std::error::Error for UiError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_found_by_parameter_and_for_the_whole_form() {
        let body = br#"{"errors":[
            {"code":"form_code_incorrect","message":"is incorrect","meta":{"param_name":"code"}},
            {"code":"user_locked","message":"locked","meta":{}}]}"#;
        let error = UiError::from_reply(422, Some(7), body);
        assert_eq!(error.code(), ErrorCode::FormCodeIncorrect);
        assert_eq!(error.for_param("code").map(|error| error.code), Some(ErrorCode::FormCodeIncorrect));
        assert_eq!(error.for_param("password"), None);
        assert_eq!(error.global().map(|error| error.code), Some(ErrorCode::UserLocked));
        assert_eq!(error.retry_after, Some(7));
        assert!(!error.is_unreachable());
    }

    #[test]
    fn a_reply_that_is_no_envelope_is_an_unexpected_error_with_its_status() {
        let error = UiError::from_reply(502, None, b"<html>Bad gateway</html>");
        assert_eq!((error.status, error.code()), (502, ErrorCode::Unexpected));
        assert!(error.is_unreachable());
    }
}
