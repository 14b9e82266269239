//! The signed-in user.

use crate::{
    endpoints::{ImageUpload, NoBody, endpoints},
    wire::{Deleted, IdentificationId, Image, Lenient, Session, SessionId, User},
};
use serde::{Deserialize, Serialize};

/// What a user may change about themselves: absent stays, empty clears.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct UserUpdate {
    /// Unique name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Given name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Family name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Which verified address is the main one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary_email_address_id: Option<IdentificationId>,
    /// Which verified number is the main one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary_phone_number_id: Option<IdentificationId>,
    /// Which verified wallet is the main one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary_web3_wallet_id: Option<IdentificationId>,
    /// Deprecated: replaces the whole object. JSON object, or the same as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsafe_metadata: Option<serde_json::Value>,
}

/// A JSON merge patch (RFC 7396) for the user's own metadata.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct MetadataPatch {
    /// JSON object, or the same as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsafe_metadata: Option<serde_json::Value>,
}

/// A new password.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ChangePasswordBody {
    /// The new one.
    pub new_password: String,
    /// The one in use, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current_password: Option<String>,
    /// End the user's other sessions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_out_of_other_sessions: Option<Lenient<bool>>,
}

/// Gives up the password.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct RemovePasswordBody {
    /// The one in use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current_password: Option<String>,
}

endpoints! {
    /// The user.
    GetMe: Get "/v1/me" (()) NoBody => EnvelopedRead User, Session, Default;
    /// Changes name, username or primary address.
    UpdateMe: Patch "/v1/me" (()) UserUpdate => Enveloped User, Session, Default;
    /// Merges into the user's own metadata.
    UpdateMyMetadata: Patch "/v1/me/metadata" (()) MetadataPatch => Enveloped User, Session, Default;
    /// Deletes the account.
    DeleteMe: Delete "/v1/me" (()) NoBody => Enveloped Deleted, Session, Default;
    /// Sets or changes the password.
    ChangePassword: Post "/v1/me/change_password" (()) ChangePasswordBody => Enveloped User, Session, Attempt;
    /// Removes the password, where another way in is left.
    RemovePassword: Post "/v1/me/remove_password" (()) RemovePasswordBody => Enveloped User, Session, Attempt;
    /// Shows this picture of the user.
    SetMyProfileImage: Post "/v1/me/profile_image" (()) ImageUpload => Enveloped Image, Session, Attempt;
    /// Shows initials again.
    DeleteMyProfileImage: Delete "/v1/me/profile_image" (()) NoBody => Enveloped Deleted, Session, Default;
    /// The user's sessions on all devices.
    ListMySessions: Get "/v1/me/sessions/active" (()) NoBody => Bare Vec<Session>, Session, Default;
    /// Ends one of them.
    RevokeMySession: Post "/v1/me/sessions/{session_id}/revoke" (SessionId) NoBody => Enveloped Session, Session, Default;
}
