//! A box to tick.

use leptos::prelude::*;

/// A box to tick, sent as `true` or `false`: a browser sends nothing for an unticked box, so a hidden field goes first.
#[component]
pub fn Checkbox(
    /// Its id; unique on the page.
    #[prop(into)]
    id: String,
    /// The name of the parameter.
    name: &'static str,
    /// Is it ticked at first?
    #[prop(optional)]
    checked: bool,
    /// Must it be ticked?
    #[prop(optional)]
    required: bool,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Its label.
    children: Children,
) -> impl IntoView {
    let error_id = super::field::suffixed(&id, "-error");
    view! {
        <div class="oh-field" data-invalid=move || error.get().map(|_| "")>
            <div class="oh-check">
                <input type="hidden" name=name value="false" />
                <input
                    class="oh-checkbox"
                    id=id.clone()
                    name=name
                    type="checkbox"
                    value="true"
                    checked=checked
                    required=required
                    aria-invalid=move || error.get().map(|_| "true")
                    aria-describedby=error_id.clone()
                />
                <label class="oh-check-label" for=id>{children()}</label>
            </div>
            <div class="oh-field-error" id=error_id aria-live="polite" aria-atomic="true">{move || error.get()}</div>
        </div>
    }
}
