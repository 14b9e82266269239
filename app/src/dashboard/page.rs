//! The frame of a room: its name, what it is for, what can be done here, its content.

use leptos::prelude::*;
use leptos_meta::Title;

/// A page with its heading.
#[component]
pub fn Page(
    /// Its name.
    #[prop(into)]
    title: Signal<String>,
    /// What it is for, in a sentence.
    #[prop(optional, into)]
    intro: Option<String>,
    /// Buttons and links beside the heading.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
    /// Is it a narrow page with a single form?
    #[prop(optional)]
    narrow: bool,
    /// Its content.
    children: Children,
) -> impl IntoView {
    // The document's head is written last, when what this page is made of may be gone already.
    let first = title.get_untracked();
    let name = move || title.try_get().unwrap_or_else(|| first.clone());
    view! {
        <Title text=name.clone() />
        <div class="db-page" data-narrow=narrow.then_some("")>
            <header class="db-page-head">
                <div class="db-page-titles">
                    <h1 class="db-title">{name}</h1>
                    {intro.map(|intro| view! { <p class="db-intro">{intro}</p> })}
                </div>
                {actions.map(|actions| view! { <div class="db-page-actions">{actions.run()}</div> })}
            </header>
            {children()}
        </div>
    }
}
