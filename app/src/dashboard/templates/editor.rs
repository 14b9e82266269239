//! The form of a template, and beside it what its token would say.

use super::{
    draft::{CLAIMS, Draft, LIFETIME, NAME, SKEW},
    preview::Preview,
    shortcodes::Shortcodes,
};
use crate::dashboard::{Call, CallForm, Submit, call_error, parts::JsonEditor};
use leptos::prelude::*;
use onehop::components::parts::Field;

/// The form's id: fields and buttons outside of it belong to it by this.
pub(super) const FORM: &str = "template-form";

/// The form and the preview.
#[component]
pub(super) fn Editor(
    /// What stands in it at first.
    draft: Draft,
    /// What saving calls.
    call: Call,
    /// Run after saving, in a living page.
    on_done: Callback<String>,
    /// What the button says.
    save: &'static str,
    /// The page it is on.
    #[prop(into)]
    here: String,
) -> impl IntoView {
    let typing = RwSignal::new(draft.clone());
    view! {
        <div class="db-workbench">
            <section class="db-card" aria-labelledby="template-title">
                <header class="db-card-head"><h2 class="db-card-title" id="template-title">"Template"</h2></header>
                <div class="db-card-body">
                    <CallForm id=FORM call=call on_done=on_done>
                        <Fields draft typing />
                        <p class="db-actions"><Submit>{save}</Submit></p>
                    </CallForm>
                    <Shortcodes />
                </div>
            </section>
            <section class="db-card" aria-labelledby="preview-title">
                <header class="db-card-head"><h2 class="db-card-title" id="preview-title">"Preview"</h2></header>
                <div class="db-card-body"><Preview typing here /></div>
            </section>
        </div>
    }
    .into_any()
}

#[component]
fn Fields(draft: Draft, typing: RwSignal<Draft>) -> impl IntoView {
    let writes = |field: fn(&mut Draft) -> &mut String| {
        Callback::new(move |text: String| typing.update(|draft| *field(draft) = text))
    };
    view! {
        <Field
            id="template-name"
            label="Name"
            name=NAME
            value=draft.name
            autocomplete="off"
            error=call_error("name")
            hint="By which your app asks for a token: letters, digits, underscores and single hyphens."
            required=true
        />
        <div class="db-field-row">
            <Field
                id="template-lifetime"
                label="Lifetime in seconds"
                name=LIFETIME
                type_="number"
                inputmode="numeric"
                value=draft.lifetime
                autocomplete="off"
                error=call_error("lifetime")
                hint="30 to 315,360,000, which is ten years. Nobody can take a token back before."
                required=true
                on_input=writes(|draft| &mut draft.lifetime)
            />
            <Field
                id="template-skew"
                label="Allowed clock skew in seconds"
                name=SKEW
                type_="number"
                inputmode="numeric"
                value=draft.skew
                autocomplete="off"
                error=call_error("allowed_clock_skew")
                hint="0 to 300: how far behind the clock of who verifies may be."
                required=true
                on_input=writes(|draft| &mut draft.skew)
            />
        </div>
        <JsonEditor
            id="template-claims"
            label="Claims"
            name=CLAIMS
            text=draft.claims
            hint="A JSON object. Every token says iss, sub, iat, nbf, exp and jti by itself; act, azp, o and sid are reserved too."
            error=call_error("claims")
            on_input=writes(|draft| &mut draft.claims)
        />
    }
    .into_any()
}
