//! The search above a list: a field and choices beside it. What was asked for is in the address.

use leptos::prelude::*;
use leptos_router::components::Form;
use onehop::components::parts::Button;

/// Leads to the list of what fits.
#[component]
pub fn SearchForm(
    /// The list's address.
    action: &'static str,
    /// What is searched, for the region's name.
    label: &'static str,
    /// The id of the field; unique on the page.
    id: &'static str,
    /// What is searched for now.
    query: String,
    /// Choices.
    children: Children,
) -> impl IntoView {
    view! {
        <div role="search" aria-label=label>
            <Form method="get" action=action attr:class="db-filters">
                <div class="db-filter db-filter-wide">
                    <label class="oh-label" for=id>"Search"</label>
                    <input class="oh-input" id=id type="search" name="query" value=query autocomplete="off" />
                </div>
                {children()}
                <div class="db-filter-actions"><Button>"Search"</Button></div>
            </Form>
        </div>
    }
    .into_any()
}

/// One of several.
#[component]
pub fn Choice(
    /// Its id; unique on the page.
    id: &'static str,
    /// Its name in the address.
    name: &'static str,
    /// Its label.
    label: &'static str,
    /// Values and what they are called.
    options: &'static [(&'static str, &'static str)],
    /// The value that is chosen now.
    chosen: String,
) -> impl IntoView {
    let options = options.iter().map(|(value, label)| {
        let is_chosen = *value == chosen;
        view! { <option value=*value selected=is_chosen>{*label}</option> }
    });
    view! {
        <div class="db-filter">
            <label class="oh-label" for=id>{label}</label>
            <select class="oh-input db-select" id=id name=name>{options.collect_view()}</select>
        </div>
    }
    .into_any()
}
