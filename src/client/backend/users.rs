//! Users.

use super::{BackendClient, ListUsers, Result, batch};
use crate::{
    endpoints::backend as contract,
    wire::{
        Deleted, IdentificationId, UserId,
        backend::{EmailAddress, OfUser, Page, PhoneNumber, TotalCount, User, Verified, VerifiedTotp},
    },
};
use serde_json::Value;

/// Calls about users.
///
/// ```no_run
#[doc = include_str!("examples/users.rs")]
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Users<'a>(pub(super) &'a BackendClient);

impl Users<'_> {
    /// Users that a filter lets through.
    pub async fn list(&self, which: &ListUsers) -> Result<Vec<User>> {
        self.0.ask::<contract::ListUsers>(&(), &which.clone().into()).await
    }

    /// How many a filter lets through; order and part of the list mean nothing here.
    pub async fn count(&self, which: &ListUsers) -> Result<TotalCount> {
        self.0.ask::<contract::CountUsers>(&(), &which.clone().into()).await
    }

    /// One user. Users asked for at the same time (within [`Builder::batch_window`](super::Builder::batch_window)) become
    /// one call for up to 100 of them; each answer, or error, is as if it had been asked for alone.
    pub async fn get(&self, id: &UserId) -> Result<User> {
        batch::get(self.0, id).await
    }

    /// Adds a user.
    pub async fn create(&self, body: &contract::CreateUserBody) -> Result<User> {
        self.0.tell::<contract::CreateUser>(&(), body).await
    }

    /// Changes what is given.
    pub async fn update(&self, id: &UserId, body: &contract::UpdateUserBody) -> Result<User> {
        self.0.tell::<contract::UpdateUser>(id, body).await
    }

    /// Deletes a user with all sessions.
    pub async fn delete(&self, id: &UserId) -> Result<Deleted> {
        self.0.act::<contract::DeleteUser>(id).await
    }

    /// Ends all sessions and lets the user in no more.
    pub async fn ban(&self, id: &UserId) -> Result<User> {
        self.0.act::<contract::BanUser>(id).await
    }

    /// Lets the user in again.
    pub async fn unban(&self, id: &UserId) -> Result<User> {
        self.0.act::<contract::UnbanUser>(id).await
    }

    /// Bans up to 100 users.
    pub async fn ban_all(&self, ids: &[UserId]) -> Result<Vec<User>> {
        self.0.tell::<contract::BanUsers>(&(), &contract::UserIdsBody { user_ids: ids.to_vec() }).await
    }

    /// Lets up to 100 users in again.
    pub async fn unban_all(&self, ids: &[UserId]) -> Result<Vec<User>> {
        self.0.tell::<contract::UnbanUsers>(&(), &contract::UserIdsBody { user_ids: ids.to_vec() }).await
    }

    /// Doesn't let the user in for a while.
    pub async fn lock(&self, id: &UserId) -> Result<User> {
        self.0.act::<contract::LockUser>(id).await
    }

    /// Ends that.
    pub async fn unlock(&self, id: &UserId) -> Result<User> {
        self.0.act::<contract::UnlockUser>(id).await
    }

    /// Merges into the metadata; null removes a member.
    pub async fn update_metadata(&self, id: &UserId, body: &contract::MetadataBody) -> Result<User> {
        self.0.tell::<contract::UpdateUserMetadata>(id, body).await
    }

    /// Replaces the metadata that is given.
    pub async fn replace_metadata(&self, id: &UserId, body: &contract::MetadataBody) -> Result<User> {
        self.0.tell::<contract::ReplaceUserMetadata>(id, body).await
    }

    /// Gives the user's picture up.
    pub async fn delete_profile_image(&self, id: &UserId) -> Result<User> {
        self.0.act::<contract::DeleteUserProfileImage>(id).await
    }

    /// Tokens for the user's accounts elsewhere.
    pub async fn oauth_access_tokens(
        &self,
        id: &UserId,
        provider: &str,
        which: &contract::ListQuery,
    ) -> Result<Page<Value>> {
        self.0.ask::<contract::ListUserOauthAccessTokens>(&(id.clone(), provider.to_owned()), which).await
    }

    /// The user's organizations.
    pub async fn organization_memberships(&self, id: &UserId, which: &contract::ListQuery) -> Result<Page<Value>> {
        self.0.ask::<contract::ListUserOrganizationMemberships>(id, which).await
    }

    /// The user's invitations to organizations.
    pub async fn organization_invitations(
        &self,
        id: &UserId,
        which: &contract::ListUserInvitations,
    ) -> Result<Page<Value>> {
        self.0.ask::<contract::ListUserOrganizationInvitations>(id, which).await
    }

    /// Removes the password.
    pub async fn remove_password(&self, id: &UserId, body: &contract::RemoveUserPasswordBody) -> Result<User> {
        self.0.tell::<contract::RemoveUserPassword>(id, body).await
    }

    /// Checks a password; a wrong one is an error.
    pub async fn verify_password(&self, id: &UserId, password: &str) -> Result<Verified> {
        self.0
            .tell::<contract::VerifyUserPassword>(id, &contract::VerifyPasswordBody { password: password.to_owned() })
            .await
    }

    /// Checks a second factor, which is used up; a wrong one is an error.
    pub async fn verify_totp(&self, id: &UserId, code: &str) -> Result<VerifiedTotp> {
        self.0.tell::<contract::VerifyUserTotp>(id, &contract::VerifyTotpBody { code: code.to_owned() }).await
    }

    /// Removes all second factors.
    pub async fn disable_mfa(&self, id: &UserId) -> Result<OfUser> {
        self.0.act::<contract::DisableUserMfa>(id).await
    }

    /// Removes the backup codes.
    pub async fn delete_backup_codes(&self, id: &UserId) -> Result<OfUser> {
        self.0.act::<contract::DeleteUserBackupCodes>(id).await
    }

    /// Removes the authenticator app.
    pub async fn delete_totp(&self, id: &UserId) -> Result<OfUser> {
        self.0.act::<contract::DeleteUserTotp>(id).await
    }

    /// Removes a passkey.
    pub async fn delete_passkey(&self, id: &UserId, passkey: &IdentificationId) -> Result<Deleted> {
        self.0.act::<contract::DeleteUserPasskey>(&(id.clone(), passkey.clone())).await
    }

    /// Removes a wallet.
    pub async fn delete_web3_wallet(&self, id: &UserId, wallet: &IdentificationId) -> Result<Deleted> {
        self.0.act::<contract::DeleteUserWeb3Wallet>(&(id.clone(), wallet.clone())).await
    }

    /// Removes an account elsewhere.
    pub async fn delete_external_account(&self, id: &UserId, account: &str) -> Result<Deleted> {
        self.0.act::<contract::DeleteUserExternalAccount>(&(id.clone(), account.to_owned())).await
    }

    /// The next sign-in asks for a new password.
    pub async fn set_password_compromised(
        &self,
        id: &UserId,
        body: &contract::SetPasswordCompromisedBody,
    ) -> Result<User> {
        self.0.tell::<contract::SetUserPasswordCompromised>(id, body).await
    }

    /// Ends that.
    pub async fn unset_password_compromised(&self, id: &UserId) -> Result<User> {
        self.0.act::<contract::UnsetUserPasswordCompromised>(id).await
    }

    /// One address takes the place of all.
    pub async fn replace_email_address(
        &self,
        id: &UserId,
        body: &contract::ReplaceEmailAddressBody,
    ) -> Result<EmailAddress> {
        self.0.tell::<contract::ReplaceUserEmailAddress>(id, body).await
    }

    /// One number takes the place of all.
    pub async fn replace_phone_number(
        &self,
        id: &UserId,
        body: &contract::ReplacePhoneNumberBody,
    ) -> Result<PhoneNumber> {
        self.0.tell::<contract::ReplaceUserPhoneNumber>(id, body).await
    }
}
