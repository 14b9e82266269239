//! The server's one error type. What a client may know becomes the contract's envelope; everything else is logged
//! once, with the trace id, and answered as an internal error.

use crate::{
    clock::Millis,
    password::{Busy, NotVerified},
    store::StoreError,
};
use http::StatusCode;
use onehop::wire::{ApiError, ErrorCode, ErrorMeta};

/// Why a request isn't answered with success.
#[derive(Debug)]
pub enum Error {
    /// The client may know.
    Api(Box<Failure>),
    /// It is our fault; nobody outside learns more.
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

/// What a client is told.
#[derive(Debug)]
pub struct Failure {
    /// The HTTP status.
    pub status: StatusCode,
    /// At least one.
    pub errors: Vec<ApiError>,
    /// Seconds to wait before trying again.
    pub retry_after: Option<i64>,
}

/// Server code answers with this.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error with the code's own status and texts.
    pub fn api(code: ErrorCode) -> Self {
        let (status, message, long_message) = texts(code);
        let error = ApiError {
            code,
            message: message.to_owned(),
            long_message: Some(long_message.to_owned()),
            meta: ErrorMeta::default(),
        };
        Self::Api(Box::new(Failure { status, errors: vec![error], retry_after: None }))
    }

    /// The same, about one parameter of the body.
    pub fn param(code: ErrorCode, name: &str) -> Self {
        Self::api(code).with(|failure| failure.errors[0].meta.param_name = Some(name.to_owned()))
    }

    /// A sentence of its own in place of the code's.
    pub fn text(self, text: impl Into<String>) -> Self {
        self.with(|failure| failure.errors[0].long_message = Some(text.into()))
    }

    /// Answered with 400, where the contract says so though the code is a form's.
    pub fn bad_request(self) -> Self {
        self.with(|failure| failure.status = StatusCode::BAD_REQUEST)
    }

    /// Names the session the client should activate.
    pub fn session(self, id: &onehop::wire::SessionId) -> Self {
        self.with(|failure| failure.errors[0].meta.session_id = Some(id.to_string()))
    }

    /// Names the addresses at fault.
    pub fn email_addresses(self, addresses: Vec<String>) -> Self {
        self.with(|failure| failure.errors[0].meta.email_addresses = Some(addresses))
    }

    /// Names the identifiers at fault.
    pub fn identifiers(self, identifiers: Vec<String>) -> Self {
        self.with(|failure| failure.errors[0].meta.identifiers = Some(identifiers))
    }

    /// How long to wait before trying again.
    pub fn retry_after(self, milliseconds: Millis) -> Self {
        self.with(|failure| failure.retry_after = Some(whole_seconds(milliseconds)))
    }

    /// Too much at once; the text says how long to wait.
    pub fn too_many_requests(milliseconds: Millis) -> Self {
        let (count, unit) = match whole_seconds(milliseconds) {
            seconds @ ..=120 => (seconds, "second"),
            seconds => ((seconds + 59).div_euclid(60), "minute"),
        };
        let ending = if count == 1 { "" } else { "s" };
        Self::api(ErrorCode::RateLimitExceeded)
            .text(format!("Too many requests. Wait {count} {unit}{ending} and try again."))
            .retry_after(milliseconds)
    }

    /// Several errors at once; the first decides the status.
    pub fn many(errors: Vec<Self>) -> Self {
        let mut errors = errors.into_iter();
        let Some(first) = errors.next() else { return Self::internal("no errors to report") };
        first.with(|failure| {
            for error in errors {
                if let Self::Api(other) = error {
                    failure.errors.extend(other.errors);
                }
            }
        })
    }

    /// Something that must not happen did.
    pub fn internal(what: &'static str) -> Self {
        Self::Internal(what.into())
    }

    fn with(mut self, change: impl FnOnce(&mut Failure)) -> Self {
        if let Self::Api(failure) = &mut self {
            change(failure);
        }
        self
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            // Never a 401: a store that is busy says nothing about who is asking.
            StoreError::Busy => Self::api(ErrorCode::ServiceUnavailable).retry_after(1_000),
            // Somebody must make room first, so there is no hurry. Whoever runs the server is told each time.
            StoreError::Full => {
                tracing::error!("nothing can be written: {error}");
                Self::api(ErrorCode::ServiceUnavailable).retry_after(FULL_AGAIN)
            }
            other => Self::Internal(Box::new(other)),
        }
    }
}

impl From<Busy> for Error {
    fn from(_: Busy) -> Self {
        Self::api(ErrorCode::ServiceUnavailable).retry_after(1_000)
    }
}

impl From<NotVerified> for Error {
    fn from(error: NotVerified) -> Self {
        match error {
            NotVerified::Busy(busy) => busy.into(),
            missing @ NotVerified::UnknownPepper(_) => Self::Internal(Box::new(missing)),
        }
    }
}

/// When a full disk is worth another try.
const FULL_AGAIN: Millis = 10_000;

/// Never 0: "at once" would be asked again at once.
fn whole_seconds(milliseconds: Millis) -> i64 {
    (milliseconds + 999).div_euclid(1_000).max(1)
}

/// Status, short and long text of each code. Form errors are 422, except on token and touch paths, where clients
/// would read that as a sign-out and none of these occur.
fn texts(code: ErrorCode) -> (StatusCode, &'static str, &'static str) {
    use ErrorCode as C;
    const FORM: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
    const BAD: StatusCode = StatusCode::BAD_REQUEST;
    match code {
        C::AuthenticationInvalid => {
            (StatusCode::UNAUTHORIZED, "Not signed in", "You are not signed in. Sign in and try again.")
        }
        C::ResourceNotFound => (StatusCode::NOT_FOUND, "Not found", "Nothing was found here."),
        C::MethodNotAllowed => {
            (StatusCode::METHOD_NOT_ALLOWED, "Method not allowed", "This address does not take that method.")
        }
        C::OriginInvalid => (StatusCode::FORBIDDEN, "Origin not allowed", "Requests from this origin are not allowed."),
        C::RedirectUrlInvalid => (FORM, "is invalid", "This address is not on the list of allowed redirects."),
        C::RateLimitExceeded => {
            (StatusCode::TOO_MANY_REQUESTS, "Too many requests", "Too many requests. Wait a moment and try again.")
        }
        C::ServiceUnavailable => {
            (StatusCode::SERVICE_UNAVAILABLE, "Busy", "The server is busy. Try again in a moment.")
        }
        C::RequestBodyInvalid => (StatusCode::BAD_REQUEST, "Invalid body", "The body of the request cannot be read."),
        C::RequestBodyTooLarge => {
            (StatusCode::PAYLOAD_TOO_LARGE, "Body too large", "The body of the request is too large.")
        }
        C::CursorExpired => (
            StatusCode::GONE,
            "Cursor expired",
            "The feed no longer has what comes after this cursor. Read GET /v1/snapshot and go on from its cursor.",
        ),
        C::FormParamMissing => (FORM, "is missing", "This field is required."),
        C::FormParamNil => (FORM, "is empty", "Enter a value."),
        C::FormParamUnknown => (FORM, "is unknown", "This field is not accepted here."),
        C::FormParamFormatInvalid => (FORM, "is invalid", "This value does not have the right form."),
        C::FormParamValueInvalid => (FORM, "is invalid", "This value is not one of the allowed ones."),
        C::FormParamTypeInvalid => (FORM, "has the wrong type", "This value has the wrong type."),
        C::FormParamMaxLengthExceeded => (FORM, "is too long", "This value is too long."),
        C::FormIdentifierNotFound => (FORM, "not found", "We could not find an account with these details."),
        C::FormIdentifierExists => (FORM, "is taken", "This is already in use by another account."),
        C::FormPasswordIncorrect => {
            (FORM, "is incorrect", "This password is not right. Try again, or use another method.")
        }
        C::FormPasswordOrIdentifierIncorrect => (FORM, "is incorrect", "Identifier or password is not right."),
        C::FormPasswordPwned => {
            (FORM, "is too common", "This password is among the first that attackers try. Choose another one.")
        }
        C::FormPasswordCompromised => (
            FORM,
            "is compromised",
            "Others may know this password. Choose “Forgot password?” to set a new one, or use another method.",
        ),
        C::FormPasswordLengthTooShort => (FORM, "is too short", "Use more characters."),
        C::FormPasswordLengthTooLong => (FORM, "is too long", "Use fewer characters."),
        C::FormPasswordSizeInBytesExceeded => (FORM, "is too long", "This password is too long. Use fewer characters."),
        C::FormPasswordNotStrongEnough => (FORM, "is too weak", "This password is easy to guess. Choose another one."),
        C::FormPasswordNoLowercase => (FORM, "needs a lowercase letter", "Use at least one lowercase letter."),
        C::FormPasswordNoUppercase => (FORM, "needs an uppercase letter", "Use at least one uppercase letter."),
        C::FormPasswordNoNumber => (FORM, "needs a digit", "Use at least one digit."),
        C::FormPasswordNoSpecialChar => {
            (FORM, "needs a special character", "Use at least one special character, such as ! or -.")
        }
        C::FormNewPasswordMatchesCurrent => {
            (FORM, "is the current password", "The new password must differ from the current one.")
        }
        C::FormPasswordMatchesIdentifier => (
            FORM,
            "matches the identifier",
            "The password needs more in it than your name, your email address or the name of this site.",
        ),
        C::FormPasswordValidationFailed => (FORM, "is not accepted", "This password is not accepted."),
        C::FormUsernameInvalidLength => (FORM, "has the wrong length", "This username is too short or too long."),
        C::FormUsernameInvalidCharacter => {
            (FORM, "has an invalid character", "Use letters, digits, hyphens and underscores.")
        }
        C::FormUsernameNeedsNonNumberChar => {
            (FORM, "needs a letter", "Use at least one character that is not a digit.")
        }
        C::FormCodeIncorrect => (FORM, "is incorrect", "This code is not right. Check it and try again."),
        C::VerificationExpired => (FORM, "has expired", "This code has expired. Ask for a new one."),
        C::VerificationFailed => (FORM, "too many attempts", "Too many wrong codes. Ask for a new one."),
        C::VerificationMissing => (FORM, "no code was sent", "Ask for a code first."),
        C::VerificationAlreadyVerified => (BAD, "is already verified", "This is already verified."),
        C::StrategyForUserInvalid => (FORM, "is not available", "This method is not available for this account."),
        C::IdentificationDeletionFailed => {
            (FORM, "cannot be removed", "This is the last way into the account. Add another one before removing it.")
        }
        C::IdentifierAlreadySignedIn => {
            (FORM, "already signed in", "This account is already signed in on this device.")
        }
        C::SessionExists => (FORM, "already signed in", "Somebody is already signed in on this device."),
        C::AttemptStateInvalid => (FORM, "wrong step", "This attempt is at another step. Start again."),
        C::UserLocked => (
            StatusCode::FORBIDDEN,
            "Account locked",
            "This account is locked after too many attempts. Try again later.",
        ),
        C::UserBanned => {
            (StatusCode::FORBIDDEN, "Account banned", "This account may not sign in. Ask support for help.")
        }
        C::UserDeleteSelfNotEnabled => {
            (StatusCode::FORBIDDEN, "Not allowed", "This account may not be deleted by its user.")
        }
        C::SessionReverificationRequired => (StatusCode::FORBIDDEN, "Verify again", "Prove again that it is you."),
        C::SignUpModeRestricted => (StatusCode::FORBIDDEN, "Sign-up is closed", "Sign-up is not open to the public."),
        C::QuotaExceeded => (StatusCode::FORBIDDEN, "Limit reached", "The limit for this account is reached."),
        C::AuthorizationHeaderFormatInvalid => {
            (StatusCode::UNAUTHORIZED, "Invalid header", "Write the header as: Authorization: Bearer sk_…")
        }
        C::SecretKeyInvalid => {
            (StatusCode::UNAUTHORIZED, "Invalid key", "This secret key is not one of this instance, or was revoked.")
        }
        C::BadRequest => (BAD, "Bad request", "The request cannot be understood."),
        C::UnsupportedContentType => {
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, "Unsupported content type", "Send the body as application/json.")
        }
        C::TooManyRequests => {
            (StatusCode::TOO_MANY_REQUESTS, "Too many requests", "Too many requests. Wait a moment and try again.")
        }
        C::FormParamArraySizeExceeded => (FORM, "has too many values", "This list is too long."),
        C::BulkSizeExceeded => (BAD, "has too many entries", "This call names too many resources."),
        C::FormParamExceedsAllowedSize => (FORM, "is too large", "This value is too large."),
        C::FormParamInvalidTime => (FORM, "is not a time", "Write a time as RFC 3339 asks: 2026-01-31T12:00:00Z."),
        C::FormDisallowFutureDate => (FORM, "is in the future", "This time must not be in the future."),
        C::FormDataMissing => {
            (FORM, "is missing", "A user needs an email address, a phone number, a wallet or a username.")
        }
        C::FormParamDuplicate => (FORM, "is a duplicate", "This value is there twice."),
        C::FormConditionalParamMissing => (FORM, "is missing", "This field needs another one."),
        C::FormConditionalParamDisallowed => (FORM, "is not allowed", "This field cannot go with another one."),
        C::FormPasswordDigestInvalid => (FORM, "is not a digest", "This is not a digest of that hasher."),
        C::NoPasswordSet => (BAD, "No password", "This user has no password."),
        C::IncorrectPassword => (FORM, "is incorrect", "This password is not the user's."),
        C::TotpIncorrectCode => (FORM, "is incorrect", "This code is not right."),
        C::TotpInvalidLength => (FORM, "has the wrong length", "A code has six digits."),
        C::InvalidTotpSecret => (FORM, "is invalid", "The secret must be base32 and have at least 80 bits."),
        C::TotpDisabled => (BAD, "No authenticator app", "This user has no authenticator app."),
        C::DuplicateRecord => (BAD, "Exists already", "There is one already."),
        C::InvitationAlreadyAccepted => (BAD, "Accepted already", "This invitation was accepted already."),
        C::InvitationAlreadyRevoked => (BAD, "Revoked already", "This invitation was revoked already."),
        C::SignInTokenCannotBeRevoked | C::ActorTokenCannotBeRevoked => {
            (BAD, "Cannot be revoked", "Only a token that was not used yet can be revoked.")
        }
        C::TicketInvalid => (BAD, "is invalid", "This link is not valid, or was used already. Ask for a new one."),
        C::TicketExpired => (BAD, "has expired", "This link has expired. Ask for a new one."),
        C::JwtTemplateReservedClaim => (BAD, "is reserved", "This claim is always set by the server."),
        C::FormAlreadyExists => (FORM, "exists already", "There is one of this name already."),
        C::FormResourceNotFound => (FORM, "not found", "Nothing goes by this id."),
        C::RequestInvalidForEnvironment => (BAD, "Not here", "This is not possible in this environment."),
        C::InvalidSessionToken => (BAD, "Invalid token", "This is not a token of a session of this instance."),
        C::OperationNotAllowedOnPrimaryDomain => {
            (StatusCode::FORBIDDEN, "Not allowed", "This is not possible with the primary domain.")
        }
        C::OrganizationNotEnabled => {
            (StatusCode::FORBIDDEN, "No organizations", "Organizations are not enabled for this instance.")
        }
        C::OauthTokenProviderNotEnabled => (StatusCode::NOT_FOUND, "Not found", "This provider is not enabled."),
        C::ImageNotFound => (StatusCode::NOT_FOUND, "Not found", "There is no picture."),
        C::SvixAppMissing => (BAD, "No portal", "There is no portal for webhooks."),
        C::IdentifierNotAllowed => {
            (StatusCode::FORBIDDEN, "Access not allowed", "You are not allowed to access this application.")
        }
        C::RevokedInvitation => (BAD, "Revoked", "This invitation was revoked. Ask for a new one."),
        C::InvitationAccountExists => {
            (BAD, "Account exists", "There is an account for this invitation already. Sign in instead.")
        }
        C::SignUpRestrictedWaitlist => {
            (StatusCode::FORBIDDEN, "Sign-up is closed", "Sign-up is not open yet. Join the waiting list.")
        }
        C::WaitlistNotAcceptingEntries => {
            (StatusCode::FORBIDDEN, "No waiting list", "The waiting list is not open at this time.")
        }
        C::WaitlistEntryAlreadyCompleted => {
            (StatusCode::CONFLICT, "Signed up already", "This person has signed up already.")
        }
        C::WaitlistEntryAlreadyInvited => (StatusCode::CONFLICT, "Invited already", "This person was invited already."),
        C::WaitlistEntryAlreadyRejected => {
            (StatusCode::CONFLICT, "Rejected already", "This person was rejected already.")
        }
        C::FormInvalidOrigin => (FORM, "is not an origin", "Write an origin, such as https://app.example.com."),
        C::PrimaryDomainAlreadyExists => {
            (FORM, "exists already", "There is one primary domain. New ones must be satellites.")
        }
        C::DomainUpdateForbidden => (BAD, "Not possible", "This domain cannot be changed in this way."),
        C::ActorNotAllowed => {
            (StatusCode::FORBIDDEN, "Not allowed", "This is not possible while acting in another user's name.")
        }
        _ => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "Internal error",
            "Something went wrong on our side. Try again in a moment.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(milliseconds: Millis) -> (Option<i64>, String) {
        match Error::too_many_requests(milliseconds) {
            Error::Api(failure) => (failure.retry_after, failure.errors[0].text().to_owned()),
            Error::Internal(_) => panic!("the client may know"),
        }
    }

    #[test]
    fn who_has_to_wait_is_told_how_long() {
        let text = |time: &str| format!("Too many requests. Wait {time} and try again.");
        assert_eq!(told(0), (Some(1), text("1 second")));
        assert_eq!(told(3_001), (Some(4), text("4 seconds")));
        assert_eq!(told(60_000), (Some(60), text("60 seconds")));
        assert_eq!(told(1_200_000), (Some(1_200), text("20 minutes")));
    }
}
