//! The contract's error envelope and its codes, shared by the server and everything that shows an error.

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $wire:literal;)*) => {
        /// A machine-readable error code of the contract.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
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
    /// What this cursor of the change feed points at is no longer kept, or never was: begin anew (410).
    CursorExpired = "cursor_expired";
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
    /// The password is right, but others may know it: it must be reset.
    FormPasswordCompromised = "form_password_compromised";
    /// The password has too few characters.
    FormPasswordLengthTooShort = "form_password_length_too_short";
    /// The password has too many characters.
    FormPasswordLengthTooLong = "form_password_length_too_long";
    /// The password has too many bytes.
    FormPasswordSizeInBytesExceeded = "form_password_size_in_bytes_exceeded";
    /// The password is easy to guess.
    FormPasswordNotStrongEnough = "form_password_not_strong_enough";
    /// The password has no lowercase letter, where one is asked for.
    FormPasswordNoLowercase = "form_password_no_lowercase";
    /// The password has no uppercase letter, where one is asked for.
    FormPasswordNoUppercase = "form_password_no_uppercase";
    /// The password has no digit, where one is asked for.
    FormPasswordNoNumber = "form_password_no_number";
    /// The password has no special character, where one is asked for.
    FormPasswordNoSpecialChar = "form_password_no_special_char";
    /// The new password is the current one.
    FormNewPasswordMatchesCurrent = "form_new_password_matches_current";
    /// The password is little more than a name of the user or the site.
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
    /// The header `Authorization` isn't `Bearer` and a key (401).
    AuthorizationHeaderFormatInvalid = "authorization_header_format_invalid";
    /// The secret key isn't one of this instance, or was taken back (401).
    SecretKeyInvalid = "clerk_key_invalid";
    /// The request can't be understood as a whole (400).
    BadRequest = "bad_request";
    /// The body isn't of a kind this operation reads (415).
    UnsupportedContentType = "unsupported_content_type";
    /// Too many requests with a secret key (429, with `Retry-After`).
    TooManyRequests = "too_many_requests";
    /// A filter has too many values.
    FormParamArraySizeExceeded = "form_param_array_size_exceeded";
    /// A call about several resources names too many of them (400).
    BulkSizeExceeded = "bulk_size_exceeded";
    /// A value is too large as JSON.
    FormParamExceedsAllowedSize = "form_param_exceeds_allowed_size";
    /// A time isn't written as RFC 3339 asks.
    FormParamInvalidTime = "form_param_invalid_time";
    /// A time lies in the future.
    FormDisallowFutureDate = "form_disallow_future_date";
    /// Something without which there is no account is missing.
    FormDataMissing = "form_data_missing";
    /// A value is there twice.
    FormParamDuplicate = "form_param_duplicate";
    /// One parameter needs another one.
    FormConditionalParamMissing = "form_conditional_param_missing";
    /// One parameter excludes another one.
    FormConditionalParamDisallowed = "form_conditional_param_disallowed";
    /// The digest doesn't look like one of its hasher.
    FormPasswordDigestInvalid = "form_password_digest_invalid_code";
    /// The user has no password (400).
    NoPasswordSet = "no_password_set";
    /// The password that a backend asked about is wrong.
    IncorrectPassword = "incorrect_password";
    /// The code of the authenticator app is wrong.
    TotpIncorrectCode = "totp_incorrect_code";
    /// The code of the authenticator app hasn't six digits.
    TotpInvalidLength = "totp_invalid_length";
    /// The secret of the authenticator app isn't base32.
    InvalidTotpSecret = "invalid_totp_secret_code";
    /// The user has no authenticator app (400).
    TotpDisabled = "totp_disabled";
    /// It exists already (400).
    DuplicateRecord = "duplicate_record";
    /// The invitation was accepted already (400).
    InvitationAlreadyAccepted = "invitation_already_accepted";
    /// The invitation was taken back already (400).
    InvitationAlreadyRevoked = "invitation_already_revoked";
    /// Only a ticket that nobody used can be taken back (400).
    SignInTokenCannotBeRevoked = "sign_in_token_cannot_be_revoked_code";
    /// Only a ticket that nobody used can be taken back (400).
    ActorTokenCannotBeRevoked = "actor_token_cannot_be_revoked_code";
    /// The ticket isn't one of ours, was used, was taken back or ran out of time.
    TicketInvalid = "ticket_invalid_code";
    /// The ticket ran out of time.
    TicketExpired = "ticket_expired_code";
    /// A claim of this name is always set by the server (400).
    JwtTemplateReservedClaim = "jwt_template_reserved_claim";
    /// There is one of this name already.
    FormAlreadyExists = "form_already_exists";
    /// The body names something that doesn't exist.
    FormResourceNotFound = "form_resource_not_found";
    /// Not in production, or only there (400).
    RequestInvalidForEnvironment = "request_invalid_for_environment";
    /// The token isn't one of a session of ours (400).
    InvalidSessionToken = "invalid_session_token";
    /// The primary domain can't be changed this way (403).
    OperationNotAllowedOnPrimaryDomain = "operation_not_allowed_on_primary_domain";
    /// There are no organizations here (403).
    OrganizationNotEnabled = "organization_not_enabled_in_instance";
    /// There is no such provider (404).
    OauthTokenProviderNotEnabled = "oauth_token_provider_not_enabled";
    /// There is no picture to remove (404).
    ImageNotFound = "image_not_found";
    /// There is no portal for webhooks (400).
    SvixAppMissing = "svix_app_missing";
    /// This identifier may not sign up or sign in (403).
    IdentifierNotAllowed = "not_allowed_access";
    /// The invitation was taken back (400).
    RevokedInvitation = "revoked_invitation";
    /// Who is invited has an account already (400).
    InvitationAccountExists = "invitation_account_exists";
    /// Sign-up is by the waiting list only (403).
    SignUpRestrictedWaitlist = "sign_up_restricted_waitlist";
    /// The waiting list isn't open (403).
    WaitlistNotAcceptingEntries = "waitlist_not_accepting_entries";
    /// Who waited signed up already (409).
    WaitlistEntryAlreadyCompleted = "waitlist_entry_already_completed";
    /// Who waited was invited already (409).
    WaitlistEntryAlreadyInvited = "waitlist_entry_already_invited";
    /// Who waited was turned down already (409).
    WaitlistEntryAlreadyRejected = "waitlist_entry_already_rejected";
    /// A value isn't an origin.
    FormInvalidOrigin = "form_invalid_origin";
    /// There is one primary domain, and it is there already.
    PrimaryDomainAlreadyExists = "primary_domain_already_exists";
    /// The domain can't be changed this way (400).
    DomainUpdateForbidden = "domain_update_forbidden";
    /// Whoever acts in another user's name may not do this (403).
    ActorNotAllowed = "actor_not_allowed";
    /// Something broke on our side (500); the trace id finds it in the log.
    InternalError = "internal_clerk_error";
    /// The server couldn't be reached; made by clients, never sent.
    NetworkError = "network_error";
}

/// One error of the envelope.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ErrorBodyMeta {
    /// The client after the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<super::Client>,
    /// The session concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
}
