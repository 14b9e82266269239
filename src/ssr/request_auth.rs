//! Who is behind a request, as a layer found out.

use super::AuthError;
use crate::{
    token::VerifiedToken,
    wire::{SessionClaims, SessionId, UserId},
};
use http::{Extensions, request::Parts};

/// The signed-in user of a request.
#[derive(Clone, Debug)]
pub struct RequestAuth {
    /// Who.
    pub user_id: UserId,
    /// Through which session.
    pub session_id: SessionId,
    /// What the session token says.
    pub claims: SessionClaims,
    /// The token itself, to hand on, and for custom claims. Its `Debug` doesn't show it.
    pub token: VerifiedToken,
}

impl From<VerifiedToken> for RequestAuth {
    fn from(token: VerifiedToken) -> Self {
        let claims = token.claims().clone();
        Self {
            user_id: UserId::from(claims.sub.as_str()),
            session_id: SessionId::from(claims.sid.as_str()),
            claims,
            token,
        }
    }
}

/// What a layer leaves in a request, so that "nobody" can be told from "nobody looked".
#[derive(Clone)]
pub(super) struct Decision(pub Result<RequestAuth, AuthError>);

/// Leaves the decision, and the user by itself for handlers that take an `Extension`.
pub(super) fn insert(extensions: &mut Extensions, decision: Result<RequestAuth, AuthError>) {
    if let Ok(auth) = &decision {
        extensions.insert(auth.clone());
    }
    extensions.insert(Decision(decision));
}

/// The decision for a request.
pub(super) fn decision(extensions: &Extensions) -> Result<RequestAuth, AuthError> {
    extensions.get::<Decision>().map_or(Err(AuthError::Unconfigured), |decision| decision.0.clone())
}

/// Who calls this server function: verified locally, without the database.
///
/// Works the same when the function is called while a page is rendered (the page's session layer has decided) and when
/// the browser calls it (the verify layer has). Take it before the first `.await`: the context is gone after it.
///
/// ```no_run
/// use onehop::{AuthError, ssr::request_auth};
///
/// async fn my_orders() -> Result<String, AuthError> {
///     let auth = request_auth()?;
///     Ok(format!("orders of {}", auth.user_id))
/// }
/// ```
pub fn request_auth() -> Result<RequestAuth, AuthError> {
    let parts = leptos::prelude::use_context::<Parts>().ok_or(AuthError::Unconfigured)?;
    decision(&parts.extensions)
}
