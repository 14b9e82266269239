//! What errors say: by code, in the language of the page; what the API says where the language has no text of its own.

use super::{Texts, use_text};
use crate::{
    client::UiError,
    wire::{ApiError, ErrorCode},
};

macro_rules! errors {
    ($($code:ident => $field:ident,)* ; $($(#[$doc:meta])* $name:ident,)*) => {
        /// The texts of errors, named after their codes. An empty one says what the API says, which is English.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct ErrorsText {
            $(#[doc = concat!("Of [`ErrorCode::", stringify!($code), "`].")] pub $field: &'static str,)*
            $($(#[$doc])* pub $name: &'static str,)*
        }

        /// What the API says.
        pub const ERRORS: ErrorsText = ErrorsText { $($field: "",)* $($name: "",)* };

        impl Texts for ErrorsText {
            fn visit(&mut self, see: &mut dyn FnMut(&mut &'static str)) {
                $(see(&mut self.$field);)*
                $(see(&mut self.$name);)*
            }
        }

        impl ErrorsText {
            fn of_code(&self, code: ErrorCode) -> &'static str {
                match code {
                    $(ErrorCode::$code => self.$field,)*
                    _ => "",
                }
            }
        }
    };
}

errors! {
    AuthenticationInvalid => authentication_invalid,
    ResourceNotFound => resource_not_found,
    OriginInvalid => origin_invalid,
    RedirectUrlInvalid => redirect_url_invalid,
    RateLimitExceeded => rate_limit_exceeded,
    ServiceUnavailable => service_unavailable,
    RequestBodyInvalid => request_body_invalid,
    RequestBodyTooLarge => request_body_too_large,
    FormParamMissing => form_param_missing,
    FormParamNil => form_param_nil,
    FormParamFormatInvalid => form_param_format_invalid,
    FormParamValueInvalid => form_param_value_invalid,
    FormParamMaxLengthExceeded => form_param_max_length_exceeded,
    FormIdentifierNotFound => form_identifier_not_found,
    FormIdentifierExists => form_identifier_exists,
    FormPasswordIncorrect => form_password_incorrect,
    FormPasswordOrIdentifierIncorrect => form_password_or_identifier_incorrect,
    FormPasswordPwned => form_password_pwned,
    FormPasswordCompromised => form_password_compromised,
    FormPasswordLengthTooShort => form_password_length_too_short,
    FormPasswordLengthTooLong => form_password_length_too_long,
    FormPasswordSizeInBytesExceeded => form_password_size_in_bytes_exceeded,
    FormPasswordNotStrongEnough => form_password_not_strong_enough,
    FormPasswordNoLowercase => form_password_no_lowercase,
    FormPasswordNoUppercase => form_password_no_uppercase,
    FormPasswordNoNumber => form_password_no_number,
    FormPasswordNoSpecialChar => form_password_no_special_char,
    FormNewPasswordMatchesCurrent => form_new_password_matches_current,
    FormPasswordMatchesIdentifier => form_password_matches_identifier,
    FormPasswordValidationFailed => form_password_validation_failed,
    FormUsernameInvalidLength => form_username_invalid_length,
    FormUsernameInvalidCharacter => form_username_invalid_character,
    FormUsernameNeedsNonNumberChar => form_username_needs_non_number_char,
    FormCodeIncorrect => form_code_incorrect,
    VerificationExpired => verification_expired,
    VerificationFailed => verification_failed,
    VerificationMissing => verification_missing,
    VerificationAlreadyVerified => verification_already_verified,
    StrategyForUserInvalid => strategy_for_user_invalid,
    IdentificationDeletionFailed => identification_deletion_failed,
    IdentifierAlreadySignedIn => identifier_already_signed_in,
    SessionExists => session_exists,
    AttemptStateInvalid => attempt_state_invalid,
    UserLocked => user_locked,
    UserBanned => user_banned,
    UserDeleteSelfNotEnabled => user_delete_self_not_enabled,
    SessionReverificationRequired => session_reverification_required,
    SignUpModeRestricted => sign_up_mode_restricted,
    QuotaExceeded => quota_exceeded,
    UnsupportedContentType => unsupported_content_type,
    TooManyRequests => too_many_requests,
    NoPasswordSet => no_password_set,
    TotpIncorrectCode => totp_incorrect_code,
    TotpInvalidLength => totp_invalid_length,
    TotpDisabled => totp_disabled,
    DuplicateRecord => duplicate_record,
    TicketInvalid => ticket_invalid,
    TicketExpired => ticket_expired,
    ImageNotFound => image_not_found,
    IdentifierNotAllowed => identifier_not_allowed,
    RevokedInvitation => revoked_invitation,
    InvitationAccountExists => invitation_account_exists,
    SignUpRestrictedWaitlist => sign_up_restricted_waitlist,
    ActorNotAllowed => actor_not_allowed,
    InternalError => internal_error,
    NetworkError => network_error,
    Unexpected => unexpected,
    ;
    /// Of an e-mail address that is missing or isn't one.
    email_address_invalid,
    /// Of a code that is missing.
    code_missing,
    /// Of a username that somebody else has.
    username_exists,
    /// Of a consent that isn't given.
    consent_missing,
}

impl ErrorsText {
    fn of(&self, error: &ApiError) -> &'static str {
        use ErrorCode as C;
        let of_param = match (error.code, error.meta.param_name.as_deref()) {
            (C::FormParamFormatInvalid | C::FormParamNil, Some("email_address")) => self.email_address_invalid,
            (C::FormParamNil | C::FormParamMissing, Some("code")) => self.code_missing,
            (C::FormIdentifierExists, Some("username")) => self.username_exists,
            (C::FormParamValueInvalid, Some("legal_accepted")) => self.consent_missing,
            _ => "",
        };
        if of_param.is_empty() { self.of_code(error.code) } else { of_param }
    }
}

/// What an error says to people, in the language of the page.
pub fn error_text(error: &ApiError) -> String {
    let text = use_text().errors.of(error);
    if text.is_empty() { error.text() } else { text }.to_owned()
}

/// What the first error of a failed call says.
pub fn failure_text(error: &UiError) -> Option<String> {
    error.first().map(error_text)
}
