//! The second factor of the signed-in user.

use super::VerificationCode;
use crate::{
    endpoints::{NoBody, endpoints},
    wire::{BackupCodes, Deleted, Totp},
};

endpoints! {
    /// Draws a secret for an authenticator app. It counts for nothing until a code has proven it.
    CreateTotp: Post "/v1/me/totp" (()) NoBody => Enveloped Totp, Session, Default;
    /// Proves it; from then on every sign-in asks for a code.
    AttemptTotp: Post "/v1/me/totp/attempt_verification" (()) VerificationCode => Enveloped Totp, Session, Attempt;
    /// Removes the authenticator app, and its backup codes with it.
    DeleteTotp: Delete "/v1/me/totp" (()) NoBody => Enveloped Deleted, Session, Default;
    /// New backup codes; the old ones are void.
    CreateBackupCodes: Post "/v1/me/backup_codes" (()) NoBody => Enveloped BackupCodes, Session, Attempt;
}
