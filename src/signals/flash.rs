//! What a form post without scripts left behind for the next page: its errors, and what was typed.

use super::store::Store;
use crate::wire::ApiError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The outcome of a form that was posted without scripts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Flash {
    /// Name of the form it belongs to, such as `sign_in.start`.
    pub form: String,
    /// What was wrong.
    pub errors: Vec<ApiError>,
    /// What was typed, without passwords and codes.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
    /// A form that waits until somebody has proven again that it is them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<KeptForm>,
    /// Somebody has just proven that it is them: the form can be sent again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_verified: bool,
    /// What is told this once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Told>,
}

/// A form that was refused until somebody has proven again that it is them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptForm {
    /// Its name.
    pub form: String,
    /// What was typed into it, without passwords and codes.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
}

/// What an answer tells once and never again. For the person alone: it shows in no log.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// The secret of an authenticator app that is being set up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// The same as an address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// New backup codes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backup_codes: Option<Vec<String>>,
}

impl std::fmt::Debug for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Told(…)")
    }
}

/// What the form post before this page left behind, if there was one.
///
/// A form shows it when [`Flash::form`] is its own name. It is there in the first HTML and stays until the next page.
///
/// **Server-side rendering**: read from a cookie by the session layer, which clears it at once.
///
/// ```no_run
/// use leptos::prelude::*;
/// use onehop::signals::use_flash;
///
/// #[component]
/// fn TypedBefore() -> impl IntoView {
///     let flash = use_flash();
///     let typed = move || flash.with(|flash| flash.as_ref().and_then(|flash| flash.values.get("identifier").cloned()));
///     view! { <input name="identifier" value=typed/> }
/// }
/// ```
pub fn use_flash() -> Signal<Option<Flash>> {
    Store::expect().flash.into()
}
