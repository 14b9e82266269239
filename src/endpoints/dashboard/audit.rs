//! The audit log.

use crate::{
    endpoints::{NoBody, endpoints},
    wire::{
        AuditEntryId, Lenient,
        dashboard::{AuditDetail, AuditPage},
    },
};
use serde::{Deserialize, Serialize};

/// The header that tells operators which row of the audit log has the change they made.
pub const AUDIT_ENTRY_HEADER: &str = "onehop-audit-entry";

/// Which changes, after which.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AuditQuery {
    /// Such as `user.ban`, or a whole family: `user.*`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// Whose changes: an operator's or a key's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor_id: Option<String>,
    /// Changes of what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_id: Option<String>,
    /// Not before this time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at_after: Option<Lenient<i64>>,
    /// Before this time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at_before: Option<Lenient<i64>>,
    /// The `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// At most so many: 1 to 100, 50 unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Lenient<i64>>,
}

endpoints! {
    /// Changes, the newest first.
    ListAuditEntries: Get "/v1/dashboard/audit_entries" ((); AuditQuery) NoBody => Bare AuditPage, Operator, Unlimited;
    /// One change, with before and after.
    GetAuditEntry: Get "/v1/dashboard/audit_entries/{audit_entry_id}" (AuditEntryId) NoBody => Bare AuditDetail, Operator, Unlimited;
}
