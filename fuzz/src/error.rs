//! As much of the server's error type as those parts use.

use onehop::wire::ErrorCode;

/// Why something was refused.
#[derive(Debug)]
pub struct Error {
    /// Its code.
    pub code: ErrorCode,
    /// The parameter at fault.
    pub param: Option<String>,
}

/// Server code answers with this.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error with the code's own texts.
    pub fn api(code: ErrorCode) -> Self {
        Self { code, param: None }
    }

    /// An error about a parameter.
    pub fn param(code: ErrorCode, param: &str) -> Self {
        Self { code, param: Some(param.to_owned()) }
    }

    /// Another text, which nobody reads here.
    #[must_use]
    pub fn text(self, _text: impl Into<String>) -> Self {
        self
    }
}
