//! The input for a new password, with the rule that can be checked while typing.

use super::{PasswordField, dom};
use crate::text::use_text;
use leptos::prelude::*;

/// The input for a new password. It says when the password is long enough; everything else the server judges.
#[component]
pub fn NewPasswordField(
    /// Its id; unique on the page.
    #[prop(into)]
    id: String,
    /// Its label.
    #[prop(into)]
    label: String,
    /// The name of the parameter.
    #[prop(default = "password")]
    name: &'static str,
    /// Characters at least.
    min_length: u32,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Does it have the focus at first?
    #[prop(optional)]
    autofocus: bool,
    /// Told what is in it on every change.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
) -> impl IntoView {
    let is_met = RwSignal::new(false);
    let check = move |password: &str| is_met.set(password.chars().count() >= min_length as usize);
    let input_id = id.clone();
    // It may have been typed before the page came alive.
    Effect::new(move |_| check(&dom::input_value(&input_id)));
    let typed = move |password: String| {
        check(&password);
        if let Some(on_input) = on_input {
            on_input.run(password);
        }
    };
    let hint = use_text().parts.password_length.of(min_length);
    view! {
        <PasswordField
            id=id
            label=label
            name=name
            autocomplete="new-password"
            error=error
            hint=hint
            is_met=Signal::from(is_met)
            required=true
            autofocus=autofocus
            on_input=Callback::new(typed)
        />
    }
}
