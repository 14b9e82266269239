//! A button that asks before it acts: in a dialog, also where scripts don't run.

use crate::dashboard::{Submit, call_error};
use leptos::prelude::*;
use onehop::components::parts::{ButtonVariant, Dialog, Icon, IconName};

/// A button and the dialog that it opens.
#[component]
pub fn AskFirst(
    /// The dialog's id; unique on the page.
    id: &'static str,
    /// What the button says.
    #[prop(into)]
    label: String,
    /// How much weight the button has.
    #[prop(default = ButtonVariant::Secondary)]
    variant: ButtonVariant,
    /// The dialog's heading.
    #[prop(into)]
    title: String,
    /// Is the dialog open?
    open: RwSignal<bool>,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            class="oh-button"
            type="button"
            data-variant=variant.as_str()
            popovertarget=id
            aria-haspopup="dialog"
            on:click=move |event| {
                event.prevent_default();
                open.set(true);
            }
        >
            <span class="oh-button-label">{label}</span>
        </button>
        <Dialog id=id title=title open=open popover=true on_close=Callback::new(move |()| open.set(false))>
            {children()}
        </Dialog>
    }
    .into_any()
}

/// Inside a form: what is to be typed to go on, and the button, which waits for it in a living page. Elsewhere the browser
/// holds the form back until it is the same.
#[component]
pub fn TypeToConfirm(
    /// The field's id; unique on the page.
    id: &'static str,
    /// The parameter; the field is for the browser alone without one.
    #[prop(optional)]
    name: Option<&'static str>,
    /// What is to be typed.
    #[prop(into)]
    text: String,
    /// What the button says.
    label: &'static str,
) -> impl IntoView {
    let wanted = text.clone();
    let is_right = RwSignal::new(false);
    let is_alive = RwSignal::new(false);
    Effect::new(move |_| is_alive.set(true));
    let error = name.map_or(Signal::stored(None), call_error);
    let error_id = format!("{id}-error");
    let described_by = error_id.clone();
    view! {
        <div class="oh-field" data-invalid=move || error.get().map(|_| "")>
            <label class="oh-label" for=id>"Type "<strong class="db-confirm-name">{text.clone()}</strong>" to go on"</label>
            <input
                class="oh-input"
                id=id
                name=name
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                required=true
                pattern=literal(&text)
                title=text
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=described_by
                on:input:target=move |event| is_right.set(event.target().value().trim() == wanted)
            />
            <div class="oh-field-error" id=error_id aria-live="polite" aria-atomic="true">
                {move || error.get().map(|text| view! { <Icon name=IconName::Warning /><span>{text}</span> })}
            </div>
        </div>
        <p class="db-actions">
            <Submit variant=ButtonVariant::Danger disabled=Signal::derive(move || is_alive.get() && !is_right.get())>{label}</Submit>
        </p>
    }
    .into_any()
}

/// A pattern that only this text fits.
fn literal(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        // Browsers take no pattern that escapes more than these.
        if "^$\\.*+?()[]{}|/".contains(character) {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_means_the_text_itself() {
        assert_eq!(literal("a.b+c@d.e"), "a\\.b\\+c@d\\.e");
        assert_eq!(literal("user_1"), "user_1");
        assert_eq!(literal("a-b/(c)@d-e.f"), "a-b\\/\\(c\\)@d-e\\.f");
    }
}
