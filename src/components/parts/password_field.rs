//! A password input that can show what was typed.

use super::{
    Icon, IconName,
    field::{FieldFrame, described_by, focus_on_arrival},
};
use crate::text::use_text;
use leptos::prelude::*;

/// A password input. The button that shows the password is drawn only where scripts run.
#[component]
pub fn PasswordField(
    /// Its id; unique on the page.
    #[prop(into)]
    id: String,
    /// Its label.
    #[prop(into)]
    label: String,
    /// The name of the parameter.
    name: &'static str,
    /// `current-password` or `new-password`.
    #[prop(default = "current-password")]
    autocomplete: &'static str,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// What to know before typing.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Is what the hint asks for there?
    #[prop(optional, into)]
    is_met: Option<Signal<bool>>,
    /// Must it be filled in?
    #[prop(optional)]
    required: bool,
    /// Does it have the focus at first?
    #[prop(optional)]
    autofocus: bool,
    /// Told what is in it on every change.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    /// Can't the keyboard reach it for now? For a field that is only there to be filled in by the browser.
    #[prop(optional, into)]
    is_out_of_reach: Signal<bool>,
    /// A link at the end of the label's line, such as "Forgot password?".
    #[prop(optional, into)]
    link: Option<ViewFn>,
) -> impl IntoView {
    let is_shown = RwSignal::new(false);
    let input_id = id.clone();
    if autofocus {
        focus_on_arrival(id.clone());
    }
    view! {
        <FieldFrame id=id label=label error=error hint=hint.clone() is_met=is_met link=link>
            <div class="oh-input-group">
                <input
                    class="oh-input"
                    id=input_id.clone()
                    name=name
                    type=move || if is_shown.get() { "text" } else { "password" }
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    required=required
                    autofocus=autofocus || error.with_untracked(Option::is_some)
                    tabindex=move || is_out_of_reach.get().then_some("-1")
                    aria-invalid=move || error.get().map(|_| "true")
                    aria-describedby=described_by(&input_id, hint.is_some())
                    on:input:target=move |event| if let Some(on_input) = on_input { on_input.run(event.target().value()) }
                />
                <Reveal input_id=input_id is_shown=is_shown is_out_of_reach=is_out_of_reach />
            </div>
        </FieldFrame>
    }
}

/// Shows or hides what was typed.
#[component]
fn Reveal(input_id: String, is_shown: RwSignal<bool>, is_out_of_reach: Signal<bool>) -> impl IntoView {
    view! {
        <button
            class="oh-input-button"
            type="button"
            aria-controls=input_id
            aria-pressed=move || if is_shown.get() { "true" } else { "false" }
            aria-label=use_text().parts.show_password
            tabindex=move || is_out_of_reach.get().then_some("-1")
            on:click=move |_| is_shown.update(|shown| *shown = !*shown)
        >
            {move || { let name = if is_shown.get() { IconName::EyeOff } else { IconName::Eye }; view! { <Icon name=name /> } }}
        </button>
    }
}
