//! A dialog over the page.

use super::{Icon, IconName, dom, field::suffixed};
use crate::text::use_text;
use leptos::{prelude::*, web_sys::HtmlDialogElement};

/// A dialog, named by its heading. The browser's own: it holds the focus, makes the page behind it inert, closes with
/// Escape and gives the focus back.
#[component]
pub fn Dialog(
    /// Its id; unique on the page.
    #[prop(into)]
    id: String,
    /// Its heading.
    #[prop(into)]
    title: String,
    /// Is it open?
    #[prop(into)]
    open: Signal<bool>,
    /// Can a button with `popovertarget` open it where scripts don't run? Then it is no modal one.
    #[prop(optional)]
    popover: bool,
    /// Told when the person closes it.
    #[prop(into)]
    on_close: Callback<()>,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    let title_id = suffixed(&id, "-title");
    let labelled_by = title_id.clone();
    let dialog_id = id.clone();
    let hidden_id = popover.then(|| id.clone());
    Effect::new(move |_| {
        let is_open = open.get();
        let Some(dialog) = dom::element::<HtmlDialogElement>(&dialog_id) else {
            return;
        };
        match (is_open, dialog.open()) {
            // It fails only for a dialog that is open already or not in the page.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let close = move || {
        if open.get_untracked() {
            on_close.run(());
        }
    };
    view! {
        <dialog class="oh-dialog" id=id popover=popover.then_some("auto") aria-labelledby=labelled_by on:close=move |_| close()>
            <header class="oh-dialog-head">
                <h2 class="oh-dialog-title" id=title_id>{title}</h2>
                <button
                    class="oh-icon-button"
                    type="button"
                    aria-label=use_text().parts.close
                    popovertarget=hidden_id
                    popovertargetaction=popover.then_some("hide")
                    on:click=move |_| close()
                >
                    <Icon name=IconName::Close />
                </button>
            </header>
            <div class="oh-dialog-body">{children()}</div>
        </dialog>
    }
}
