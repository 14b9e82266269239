//! A labelled text input with its hint and error.

use super::{Icon, IconName, dom};
use leptos::prelude::*;

/// A labelled text input. It keeps what was typed before the page came alive: its value is never written after the
/// first HTML.
#[component]
pub fn Field(
    /// Its id; unique on the page.
    #[prop(into)]
    id: String,
    /// Its label.
    #[prop(into)]
    label: String,
    /// The name of the parameter.
    name: &'static str,
    /// `text`, `email`, …
    #[prop(default = "text")]
    type_: &'static str,
    /// What the browser may fill in.
    #[prop(optional, into)]
    autocomplete: Option<&'static str>,
    /// What stands in it at first.
    #[prop(optional, into)]
    value: String,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// What to know before typing.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Must it be filled in?
    #[prop(optional)]
    required: bool,
    /// Does it have the focus at first?
    #[prop(optional)]
    autofocus: bool,
    /// Can't it be changed?
    #[prop(optional)]
    readonly: bool,
    /// Which keyboard a phone shows.
    #[prop(optional, into)]
    inputmode: Option<&'static str>,
    /// Told what is in it on every change.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    /// A link at the end of the label's line.
    #[prop(optional, into)]
    link: Option<ViewFn>,
) -> impl IntoView {
    let input_id = id.clone();
    if autofocus {
        focus_on_arrival(id.clone());
    }
    let is_plain = matches!(type_, "email" | "url" | "tel") || name == "identifier" || name == "username";
    view! {
        <FieldFrame id=id label=label error=error hint=hint.clone() link=link>
            <input
                class="oh-input"
                id=input_id.clone()
                name=name
                type=type_
                value=value
                autocomplete=autocomplete
                inputmode=inputmode
                autocapitalize=is_plain.then_some("none")
                spellcheck=is_plain.then_some("false")
                required=required
                readonly=readonly
                autofocus=autofocus || error.with_untracked(Option::is_some)
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=described_by(&input_id, hint.is_some())
                on:input:target=move |event| if let Some(on_input) = on_input { on_input.run(event.target().value()) }
            />
        </FieldFrame>
    }
}

/// What goes round every kind of input: label, hint, and an error that is announced and takes the focus.
#[component]
pub(super) fn FieldFrame(
    /// Of the input.
    id: String,
    label: String,
    error: Signal<Option<String>>,
    hint: Option<String>,
    /// Is what the hint asks for there?
    #[prop(optional_no_strip)]
    is_met: Option<Signal<bool>>,
    link: Option<ViewFn>,
    children: Children,
) -> impl IntoView {
    focus_on_error(id.clone(), error);
    let error_id = suffixed(&id, "-error");
    let hint_id = suffixed(&id, "-hint");
    let is_met = move || is_met.is_some_and(|is_met| is_met.get());
    view! {
        <div class="oh-field" data-invalid=move || error.get().map(|_| "")>
            <div class="oh-field-head">
                <label class="oh-label" for=id>{label}</label>
                {link.map(|link| view! { <span class="oh-field-link">{link.run()}</span> })}
            </div>
            {children()}
            {hint.map(|hint| view! {
                <p class="oh-hint" id=hint_id data-tone=move || is_met().then_some("success")>
                    {move || is_met().then(|| view! { <Icon name=IconName::Check /> })}
                    {hint}
                </p>
            })}
            <div class="oh-field-error" id=error_id aria-live="polite" aria-atomic="true">
                {move || error.get().map(|text| view! { <Icon name=IconName::Warning /><span>{text}</span> })}
            </div>
        </div>
    }
}

/// The ids of the texts that describe the input.
pub(super) fn described_by(id: &str, has_hint: bool) -> String {
    let mut ids = suffixed(id, "-error");
    if has_hint {
        ids.push(' ');
        ids.push_str(id);
        ids.push_str("-hint");
    }
    ids
}

pub(super) fn suffixed(id: &str, suffix: &str) -> String {
    [id, suffix].concat()
}

/// A step that takes another one's place takes the focus too: browsers heed `autofocus` once per page. Nothing is taken
/// from a person who is somewhere already.
pub(super) fn focus_on_arrival(id: String) {
    Effect::new(move |_| {
        let id = id.clone();
        set_timeout(
            move || {
                if dom::is_focus_free() {
                    dom::focus_by_id(&id);
                }
            },
            std::time::Duration::ZERO,
        );
    });
}

/// A new error takes the focus to the first field that has one. After this turn, when all of them are marked.
fn focus_on_error(id: String, error: Signal<Option<String>>) {
    Effect::new(move |was_seen: Option<bool>| {
        let has_error = error.get().is_some();
        if was_seen.is_some() && has_error {
            let id = id.clone();
            set_timeout(move || dom::focus_first_invalid(&id), std::time::Duration::ZERO);
        }
        has_error
    });
}
