//! Extractors for handlers.

use super::{AuthError, RequestAuth, request_auth::decision};
use crate::wire::{ApiError, ErrorBody, ErrorCode, ErrorMeta};
use axum::{
    Json,
    extract::FromRequestParts,
    response::{IntoResponse, Response},
};
use http::{StatusCode, request::Parts};

/// The signed-in user. Without one the request is refused: 401 with the contract's error envelope.
#[derive(Clone, Debug)]
pub struct RequireUser(pub RequestAuth);

/// The signed-in user, if there is one. A token that isn't good counts as none.
#[derive(Clone, Debug)]
pub struct OptionalUser(pub Option<RequestAuth>);

impl<S: Sync> FromRequestParts<S> for RequireUser {
    type Rejection = AuthRejection;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        decision(&parts.extensions).map(Self).map_err(AuthRejection)
    }
}

impl<S: Sync> FromRequestParts<S> for OptionalUser {
    type Rejection = AuthRejection;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        match decision(&parts.extensions) {
            Ok(auth) => Ok(Self(Some(auth))),
            Err(AuthError::Unconfigured) => Err(AuthRejection(AuthError::Unconfigured)),
            Err(_) => Ok(Self(None)),
        }
    }
}

/// Why an extractor refused a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuthRejection(pub AuthError);

impl IntoResponse for AuthRejection {
    fn into_response(self) -> Response {
        let (status, code, message) = match self.0 {
            AuthError::Unconfigured => {
                leptos::logging::error!("onehop: {}", self.0);
                (StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::InternalError, "Misconfigured route")
            }
            _ => (StatusCode::UNAUTHORIZED, ErrorCode::AuthenticationInvalid, "Invalid authentication"),
        };
        let error = ApiError {
            code,
            message: message.to_owned(),
            long_message: Some(self.0.to_string()),
            meta: ErrorMeta::default(),
        };
        (status, Json(ErrorBody { errors: vec![error], meta: None, clerk_trace_id: None })).into_response()
    }
}
