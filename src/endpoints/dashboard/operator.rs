//! The operator who asks: set-up, sign-in, proofs, the authenticator app.

use crate::{
    endpoints::{NoBody, endpoints},
    wire::{
        Deleted,
        dashboard::{Operator, OperatorLink, OperatorSignIn, OperatorTotp},
    },
};
use serde::{Deserialize, Serialize};

/// Which link.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct OperatorLinkQuery {
    /// What the link carries.
    #[serde(default)]
    pub token: String,
}

/// A link, used.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SetUpOperatorBody {
    /// What the link carries.
    #[serde(default)]
    pub token: String,
    /// Whose account this becomes, where the link doesn't say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_address: Option<String>,
    /// The new password.
    #[serde(default)]
    pub password: String,
}

/// The first step of a sign-in.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SignInOperatorBody {
    /// Who.
    #[serde(default)]
    pub email_address: String,
    /// The password.
    #[serde(default)]
    pub password: String,
}

/// A code of the authenticator app.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct OperatorCodeBody {
    /// Six digits.
    #[serde(default)]
    pub code: String,
}

/// A proof: one of the two.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ProveOperatorBody {
    /// The password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// A code of the authenticator app.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// Another password.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ChangeOperatorPasswordBody {
    /// The present one.
    #[serde(default)]
    pub current_password: String,
    /// The one to come.
    #[serde(default)]
    pub new_password: String,
}

endpoints! {
    /// Who a link is for.
    GetOperatorLink: Get "/v1/dashboard/link" ((); OperatorLinkQuery) NoBody => Bare OperatorLink, Public, Unlimited;
    /// Uses a link: sets the password and signs in.
    SetUpOperator: Post "/v1/dashboard/link" (()) SetUpOperatorBody => Bare OperatorSignIn, Public, Unlimited;
    /// Signs in, as far as a password can.
    SignInOperator: Post "/v1/dashboard/session" (()) SignInOperatorBody => Bare OperatorSignIn, Public, Unlimited;
    /// The second step of a sign-in.
    VerifyOperator: Post "/v1/dashboard/session/second_factor" (()) OperatorCodeBody => Bare OperatorSignIn, Public, Unlimited;
    /// Signs out. Without a session: nothing to do.
    SignOutOperator: Delete "/v1/dashboard/session" (()) NoBody => Bare Deleted, Public, Unlimited;
    /// Proves again who is there, for what needs a proof of the last minutes.
    ProveOperator: Post "/v1/dashboard/session/proof" (()) ProveOperatorBody => Bare Operator, Operator, Unlimited;
    /// Who is asking.
    GetOperator: Get "/v1/dashboard/operator" (()) NoBody => Bare Operator, Operator, Unlimited;
    /// Changes the password; ends the operator's other sessions.
    ChangeOperatorPassword: Post "/v1/dashboard/operator/password" (()) ChangeOperatorPasswordBody => Bare Operator, Operator, Unlimited;
    /// The authenticator app.
    GetOperatorTotp: Get "/v1/dashboard/operator/totp" (()) NoBody => Bare OperatorTotp, Operator, Unlimited;
    /// Draws a secret for a new one. It counts once a code of it was entered.
    CreateOperatorTotp: Post "/v1/dashboard/operator/totp" (()) NoBody => Bare OperatorTotp, Operator, Unlimited;
    /// Enters its first code: from now on signing in asks for one.
    ConfirmOperatorTotp: Post "/v1/dashboard/operator/totp/confirm" (()) OperatorCodeBody => Bare OperatorTotp, Operator, Unlimited;
    /// Takes it away.
    DeleteOperatorTotp: Delete "/v1/dashboard/operator/totp" (()) NoBody => Bare OperatorTotp, Operator, Unlimited;
}
