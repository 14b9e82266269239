//! The card of one step of signing in or up.

use leptos::prelude::*;

/// A card with the page's main heading.
#[component]
pub fn Card(
    /// The heading; the page's `h1`.
    #[prop(into)]
    title: String,
    /// One sentence under it.
    #[prop(optional, into)]
    subtitle: Option<String>,
    /// The muted band at the bottom.
    #[prop(optional, into)]
    footer: Option<ViewFn>,
    /// What the step is made of.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="oh-card">
            <div class="oh-card-body">
                <header class="oh-card-head">
                    <h1 class="oh-card-title">{title}</h1>
                    {subtitle.map(|text| view! { <p class="oh-card-subtitle">{text}</p> })}
                </header>
                {children()}
            </div>
            {footer.map(|footer| view! { <footer class="oh-card-foot">{footer.run()}</footer> })}
        </section>
    }
}
