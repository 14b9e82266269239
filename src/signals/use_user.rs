//! The signed-in person, and what they may change about themselves.

use super::{ClientState, store::Store};
use crate::{
    client::UiError,
    endpoints::{Endpoint, ImageUpload, NoBody, frontend::*},
    wire::{BackupCodes, Deleted, EmailAddress, IdentificationId, Image, Session, SessionId, Strategy, Totp, User},
};
use leptos::prelude::*;

/// What [`use_user`] returns.
#[derive(Clone, Copy)]
pub struct UseUser {
    /// False while loading.
    pub is_loaded: Signal<bool>,
    /// `None` while loading. A pending session isn't signed in.
    pub is_signed_in: Signal<Option<bool>>,
    /// The person; `None` while loading and when signed out.
    pub user: Signal<Option<User>>,
    store: Store,
}

/// The signed-in person. Every change made through its methods shows in `user` at once, in every tab.
///
/// | | `is_loaded` | `is_signed_in` | `user` |
/// |---|---|---|---|
/// | loading | false | `None` | `None` |
/// | signed out | true | `Some(false)` | `None` |
/// | signed in | true | `Some(true)` | `Some` |
///
/// **Server-side rendering**: the user of the request, at once.
///
/// ```no_run
/// use leptos::prelude::*;
/// use onehop::signals::use_user;
///
/// #[component]
/// fn Greeting() -> impl IntoView {
///     let user = use_user().user;
///     move || user.with(|user| user.as_ref().map(|user| format!("Hello, {}", user.display_name())))
/// }
/// ```
pub fn use_user() -> UseUser {
    let store = Store::expect();
    let user = move |state: &ClientState| state.active_session().and_then(|session| session.user.clone());
    UseUser {
        is_loaded: Memo::new(move |_| store.client.with(ClientState::is_known)).into(),
        is_signed_in: Memo::new(move |_| store.client.with(|client| client.auth().is_signed_in())).into(),
        user: Memo::new(move |_| store.client.with(user)).into(),
        store,
    }
}

/// A call's future: it owns all it needs.
macro_rules! call {
    ($out:ty) => { impl Future<Output = Result<$out, UiError>> + Send + use<> };
}

impl UseUser {
    /// Changes name, username or main address: absent stays, empty clears.
    pub fn update(self, change: UserUpdate) -> call!(User) {
        self.call::<UpdateMe>(&(), &change)
    }

    /// Merges into the user's own metadata (RFC 7396).
    pub fn update_metadata(self, patch: serde_json::Value) -> call!(User) {
        self.call::<UpdateMyMetadata>(&(), &MetadataPatch { unsafe_metadata: Some(patch) })
    }

    /// Sets or changes the password.
    pub fn change_password(self, change: ChangePasswordBody) -> call!(User) {
        self.call::<ChangePassword>(&(), &change)
    }

    /// Removes the password, where another way in is left.
    pub fn remove_password(self, current_password: Option<String>) -> call!(User) {
        self.call::<RemovePassword>(&(), &RemovePasswordBody { current_password })
    }

    /// Adds an e-mail address, unverified.
    pub fn create_email_address(self, email_address: String) -> call!(EmailAddress) {
        self.call::<CreateEmailAddress>(&(), &NewEmailAddress { email_address })
    }

    /// Mails a code to an address.
    pub fn prepare_email_address(self, id: &IdentificationId) -> call!(EmailAddress) {
        self.call::<PrepareEmailAddress>(id, &PrepareVerification { strategy: Strategy::EmailCode })
    }

    /// Checks the code that was mailed to an address.
    pub fn attempt_email_address(self, id: &IdentificationId, code: String) -> call!(EmailAddress) {
        self.call::<AttemptEmailAddress>(id, &VerificationCode { code })
    }

    /// Removes an address, unless it is the last way in.
    pub fn delete_email_address(self, id: &IdentificationId) -> call!(Deleted) {
        self.call::<DeleteEmailAddress>(id, &NoBody {})
    }

    /// Makes a verified address the main one.
    pub fn set_primary_email_address(self, id: &IdentificationId) -> call!(User) {
        self.update(UserUpdate { primary_email_address_id: Some(id.clone()), ..UserUpdate::default() })
    }

    /// The user's sessions on all devices, with where each was last used from.
    pub fn sessions(self) -> call!(Vec<Session>) {
        self.call::<ListMySessions>(&(), &NoBody {})
    }

    /// Ends one of them.
    pub fn revoke_session(self, id: &SessionId) -> call!(Session) {
        self.call::<RevokeMySession>(id, &NoBody {})
    }

    /// Shows this picture: PNG, JPEG, WebP or GIF up to 10 MB, as a `data:` address.
    pub fn set_profile_image(self, data_url: String) -> call!(Image) {
        self.call::<SetMyProfileImage>(&(), &ImageUpload { file: Some(data_url) })
    }

    /// Shows initials again.
    pub fn delete_profile_image(self) -> call!(Deleted) {
        self.call::<DeleteMyProfileImage>(&(), &NoBody {})
    }

    /// Draws a secret for an authenticator app. It counts for nothing until a code has proven it.
    pub fn create_totp(self) -> call!(Totp) {
        self.call::<CreateTotp>(&(), &NoBody {})
    }

    /// Proves it; from then on every sign-in asks for a code.
    pub fn verify_totp(self, code: String) -> call!(Totp) {
        self.call::<AttemptTotp>(&(), &VerificationCode { code })
    }

    /// Removes the authenticator app, and its backup codes with it.
    pub fn disable_totp(self) -> call!(Deleted) {
        self.call::<DeleteTotp>(&(), &NoBody {})
    }

    /// New backup codes; the old ones are void.
    pub fn create_backup_codes(self) -> call!(BackupCodes) {
        self.call::<CreateBackupCodes>(&(), &NoBody {})
    }

    /// Deletes the account.
    pub fn delete(self) -> call!(Deleted) {
        self.call::<DeleteMe>(&(), &NoBody {})
    }

    fn call<E: Endpoint>(
        self,
        path: &E::Path,
        body: &E::Body,
    ) -> impl Future<Output = Result<E::Out, UiError>> + Send + use<E> {
        self.store.call::<E>(path, body)
    }
}
