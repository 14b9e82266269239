//! The contract's error envelope and its codes, shared by the server and everything that shows an error.

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $wire:literal;)*) => {
        /// A machine-readable error code of the contract.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum ErrorCode {
            $($(#[$doc])* #[serde(rename = $wire)] $name,)*
            /// A code this version doesn't know: treat it as "something went wrong" and show its text.
            #[serde(other, rename = "unexpected_error")]
            Unexpected,
        }

        impl ErrorCode {
            /// The code as it stands on the wire.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $wire,)* Self::Unexpected => "unexpected_error" }
            }
        }
    };
}

codes! {
    /// The session or client behind the request isn't signed in (401).
    AuthenticationInvalid = "authentication_invalid";
    /// Nothing is at this path or under this id, or it isn't yours (404).
    ResourceNotFound = "resource_not_found";
    /// The path exists, the method doesn't (405).
    MethodNotAllowed = "method_not_allowed";
    /// The request's origin isn't allowed here (403).
    OriginInvalid = "origin_invalid";
    /// The redirect URL isn't on the allow-list (422).
    RedirectUrlInvalid = "form_redirect_url_invalid";
    /// Too many requests (429, with `Retry-After`).
    RateLimitExceeded = "rate_limit_exceeded";
    /// The server can't take this work right now (503, with `Retry-After`).
    ServiceUnavailable = "service_unavailable";
    /// The body can't be read (400).
    RequestBodyInvalid = "request_body_invalid";
    /// The body is larger than allowed (413).
    RequestBodyTooLarge = "request_body_too_large";
    /// A parameter that must be there is missing.
    FormParamMissing = "form_param_missing";
    /// A parameter is there but empty.
    FormParamNil = "form_param_nil";
    /// A parameter isn't known for this operation.
    FormParamUnknown = "form_param_unknown";
    /// A parameter has the wrong form.
    FormParamFormatInvalid = "form_param_format_invalid";
    /// A parameter has a value that isn't one of the allowed ones.
    FormParamValueInvalid = "form_param_value_invalid";
    /// A parameter has the wrong JSON type.
    FormParamTypeInvalid = "form_param_type_invalid";
    /// A text is too long.
    FormParamMaxLengthExceeded = "form_param_max_length_exceeded";
    /// No account goes by this identifier.
    FormIdentifierNotFound = "form_identifier_not_found";
    /// The identifier belongs to an account already.
    FormIdentifierExists = "form_identifier_exists";
    /// The password is wrong.
    FormPasswordIncorrect = "form_password_incorrect";
    /// Password or identifier is wrong; which one isn't told.
    FormPasswordOrIdentifierIncorrect = "form_password_or_identifier_incorrect";
    /// The password is among the known leaked or most common ones.
    FormPasswordPwned = "form_password_pwned";
    /// The password has too few characters.
    FormPasswordLengthTooShort = "form_password_length_too_short";
    /// The password has too many characters.
    FormPasswordLengthTooLong = "form_password_length_too_long";
    /// The password has too many bytes.
    FormPasswordSizeInBytesExceeded = "form_password_size_in_bytes_exceeded";
    /// The password is easy to guess.
    FormPasswordNotStrongEnough = "form_password_not_strong_enough";
    /// The new password is the current one.
    FormNewPasswordMatchesCurrent = "form_new_password_matches_current";
    /// The password is the user's own e-mail address or username.
    FormPasswordMatchesIdentifier = "form_password_matches_identifier";
    /// The account has no password, or must keep the one it has.
    FormPasswordValidationFailed = "form_password_validation_failed";
    /// The username is too short or too long.
    FormUsernameInvalidLength = "form_username_invalid_length";
    /// The username has a character that isn't allowed.
    FormUsernameInvalidCharacter = "form_username_invalid_character";
    /// The username must have a character that isn't a digit.
    FormUsernameNeedsNonNumberChar = "form_username_needs_non_number_char";
    /// The code is wrong.
    FormCodeIncorrect = "form_code_incorrect";
    /// The code ran out of time: ask for a new one.
    VerificationExpired = "verification_expired";
    /// Too many wrong codes: ask for a new one.
    VerificationFailed = "verification_failed";
    /// No code was asked for yet.
    VerificationMissing = "verification_missing";
    /// The address is verified already.
    VerificationAlreadyVerified = "verification_already_verified";
    /// The strategy can't be used for this account or at this step.
    StrategyForUserInvalid = "strategy_for_user_invalid";
    /// The identification can't be removed (it is the last way in).
    IdentificationDeletionFailed = "identification_deletion_failed";
    /// This identifier is signed in already; `meta.session_id` says where.
    IdentifierAlreadySignedIn = "identifier_already_signed_in";
    /// Single-session mode, and somebody is signed in.
    SessionExists = "session_exists";
    /// The attempt is at another step than this call needs.
    AttemptStateInvalid = "attempt_state_invalid";
    /// The account is locked for a while after too many failures.
    UserLocked = "user_locked";
    /// The account is banned.
    UserBanned = "user_banned";
    /// The account may not delete itself.
    UserDeleteSelfNotEnabled = "user_delete_self_not_enabled";
    /// The factor must be proven again first.
    SessionReverificationRequired = "session_reverification_required";
    /// Sign-up isn't open.
    SignUpModeRestricted = "sign_up_mode_restricted";
    /// A limit of what one user may hold is reached.
    QuotaExceeded = "quota_exceeded";
    /// Something broke on our side (500); the trace id finds it in the log.
    InternalError = "internal_clerk_error";
    /// The server couldn't be reached; made by clients, never sent.
    NetworkError = "network_error";
}

/// One error of the envelope.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApiError {
    /// What went wrong, for programs.
    pub code: ErrorCode,
    /// Short text.
    pub message: String,
    /// Full sentence to show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub long_message: Option<String>,
    /// Which parameter, and more.
    #[serde(default)]
    pub meta: ErrorMeta,
}

impl ApiError {
    /// The text to show: the long message where there is one.
    pub fn text(&self) -> &str {
        self.long_message.as_deref().unwrap_or(&self.message)
    }
}

/// Further facts about one error.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ErrorMeta {
    /// The snake_case body parameter the error belongs to; absent: the whole form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub param_name: Option<String>,
    /// The session to activate (`identifier_already_signed_in`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
    /// The addresses at fault, where several were given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_addresses: Option<Vec<String>>,
    /// The identifiers at fault, where several were given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifiers: Option<Vec<String>>,
}

/// The body of every reply that isn't a success.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErrorBody {
    /// At least one; the first decides.
    pub errors: Vec<ApiError>,
    /// The client as it stands after the call, so that state stays right on errors too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meta: Option<ErrorBodyMeta>,
    /// Finds the request in the server's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clerk_trace_id: Option<String>,
}

/// What an error reply carries beside the errors.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ErrorBodyMeta {
    /// The client after the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<super::Client>,
    /// The session concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
}
