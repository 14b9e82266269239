//! A button that copies a text.

use super::{Button, ButtonVariant};
use crate::signals::platform;
use leptos::{prelude::*, task::spawn_local};

/// Copies `text` and says so. Nothing without scripts: then the text is there to be selected.
#[component]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: String,
    /// What the button says.
    label: &'static str,
    /// What is said once it is done.
    done: &'static str,
    /// What is said where the browser refuses.
    failed: &'static str,
) -> impl IntoView {
    let text = StoredValue::new(text);
    let outcome = RwSignal::new(None::<bool>);
    let copy = move |()| {
        outcome.set(None);
        spawn_local(async move {
            let is_copied = platform::copy_text(text.get_value()).await;
            let _ = outcome.try_set(Some(is_copied));
        });
    };
    let said = move || outcome.get().map(|is_copied| if is_copied { done } else { failed });
    view! {
        <span class="oh-scripted">
            <Button type_="button" variant=ButtonVariant::Secondary on_click=Callback::new(copy)>{label}</Button>
            <span class="oh-copied" role="status">{said}</span>
        </span>
    }
    .into_any()
}
