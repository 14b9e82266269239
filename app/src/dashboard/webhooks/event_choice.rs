//! Choosing types of events: one from a list, or several in a tree.

use leptos::{
    ev::MouseEvent,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlInputElement},
};
use onehop::wire::EventType;

/// One type, or all of them.
#[component]
pub(super) fn TypeChoice(
    /// Its id; unique on the page.
    id: &'static str,
    /// Its name in the address or the form.
    name: &'static str,
    chosen: String,
    /// What stands for all; without it one must be chosen.
    #[prop(optional)]
    all: Option<&'static str>,
    /// Told what is chosen on every change.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
) -> impl IntoView {
    let options = EventType::ALL.iter().map(|kind| {
        let name = kind.as_str();
        view! { <option value=name selected=name == chosen>{name}</option> }
    });
    let options: Vec<_> = options.collect();
    view! {
        <div class="db-filter">
            <label class="oh-label" for=id>"Event"</label>
            <select
                class="oh-input db-select"
                id=id
                name=name
                on:change:target=move |event| if let Some(on_change) = on_change { on_change.run(event.target().value()) }
            >
                {all.map(|all| view! { <option value="">{all}</option> })}
                {options}
            </select>
        </div>
    }
    .into_any()
}

/// The families, in order, each with its types.
pub(super) fn families() -> Vec<(&'static str, Vec<EventType>)> {
    let mut families: Vec<(&'static str, Vec<EventType>)> = Vec::new();
    for kind in EventType::ALL {
        let family = kind.as_str().split('.').next().unwrap_or_default();
        match families.iter_mut().find(|(name, _)| *name == family) {
            Some((_, kinds)) => kinds.push(*kind),
            None => families.push((family, vec![*kind])),
        }
    }
    families
}

/// A tree of types to tick. Nothing ticked means all of them.
#[component]
pub(super) fn TypeTree(
    /// What is ticked at first.
    chosen: Vec<String>,
    error: Signal<Option<String>>,
) -> impl IntoView {
    let searched = RwSignal::new(String::new());
    let chosen = StoredValue::new(chosen);
    view! {
        <fieldset class="db-choices" aria-describedby="types-hint types-error">
            <legend class="oh-label">"Events"</legend>
            <p class="oh-hint" id="types-hint">"Tick what this endpoint shall get. Nothing ticked: every event, also of kinds that later versions add."</p>
            <div class="oh-scripted">
                <input
                    class="oh-input"
                    type="search"
                    aria-label="Find an event"
                    placeholder="Find an event"
                    autocomplete="off"
                    on:input:target=move |event| searched.set(event.target().value().trim().to_lowercase())
                    on:keydown=move |event| if event.key() == "Enter" { event.prevent_default() }
                />
            </div>
            // Says that the list is there also when nothing of it is ticked.
            <input type="hidden" name="types[]" value="" />
            <div class="db-tree">
                {families().into_iter().map(|(family, kinds)| view! { <Family family kinds chosen searched /> }).collect_view()}
            </div>
            <div class="oh-field-error" id="types-error" aria-live="polite">{move || error.get()}</div>
        </fieldset>
    }
    .into_any()
}

#[component]
fn Family(
    family: &'static str,
    kinds: Vec<EventType>,
    chosen: StoredValue<Vec<String>>,
    searched: RwSignal<String>,
) -> impl IntoView {
    let fits = move |kind: EventType| {
        searched.with(|text| {
            kind.as_str().to_lowercase().contains(text) || kind.description().to_lowercase().contains(text)
        })
    };
    let all = kinds.clone();
    let boxes: Vec<_> = kinds
        .into_iter()
        .map(|kind| {
            let is_chosen = chosen.with_value(|chosen| chosen.iter().any(|name| name == kind.as_str()));
            view! {
                <label class="db-tick" hidden=move || !fits(kind)>
                    <input class="oh-checkbox" type="checkbox" name="types[]" value=kind.as_str() checked=is_chosen />
                    <span class="db-tick-text">
                        <code class="db-tick-name">{kind.as_str()}</code>
                        <span class="db-choice-hint">{kind.description()}</span>
                    </span>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="db-tree-family" hidden=move || !all.iter().any(|kind| fits(*kind))>
            <legend class="db-tree-name">{family}</legend>
            <button
                class="oh-button oh-scripted"
                type="button"
                data-variant="ghost"
                aria-label=format!("Tick all or none of {family}")
                on:click=tick_all
            >
                <span class="oh-button-label">"All or none"</span>
            </button>
            <div class="db-ticks">{boxes}</div>
        </fieldset>
    }
    .into_any()
}

/// Ticks the boxes of the family around the button; when all are ticked, takes the ticks away.
fn tick_all(event: MouseEvent) {
    let button = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
    let family = button.and_then(|button| button.closest("fieldset").ok().flatten());
    let Some(found) = family.and_then(|family| family.query_selector_all("input[type=checkbox]").ok()) else { return };
    let boxes: Vec<HtmlInputElement> =
        (0..found.length()).filter_map(|at| found.get(at)?.dyn_into::<HtmlInputElement>().ok()).collect();
    let is_full = boxes.iter().all(HtmlInputElement::checked);
    boxes.iter().for_each(|one| one.set_checked(!is_full));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_is_in_one_family() {
        let families = families();
        assert_eq!(families.iter().map(|(_, kinds)| kinds.len()).sum::<usize>(), EventType::ALL.len());
        assert_eq!((families[0].0, families[0].1[0]), ("user", EventType::UserCreated));
    }
}
