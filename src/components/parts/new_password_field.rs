//! The input for a new password, with the rules that can be checked while typing.

use super::{PasswordField, PasswordRules, dom};
use leptos::prelude::*;

/// The input for a new password. It says when the password has what the rules ask for; everything else
/// the server judges.
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
    /// What it must have.
    rules: PasswordRules,
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
    let check = move |password: &str| is_met.set(rules.are_met(password));
    let input_id = id.clone();
    // It may have been typed before the page came alive.
    Effect::new(move |_| check(&dom::input_value(&input_id)));
    let typed = move |password: String| {
        check(&password);
        if let Some(on_input) = on_input {
            on_input.run(password);
        }
    };
    view! {
        <PasswordField
            id=id
            label=label
            name=name
            autocomplete="new-password"
            error=error
            hint=rules.hint()
            is_met=Signal::from(is_met)
            required=true
            autofocus=autofocus
            on_input=Callback::new(typed)
        />
    }
}
