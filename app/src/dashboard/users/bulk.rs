//! Several users at once: the rows' boxes and what becomes of those ticked, in one form.

use crate::dashboard::{Call, CallForm, Submit, call_error};
use leptos::{ev, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlInputElement};
use onehop::{
    components::parts::{ButtonVariant, Field},
    endpoints::dashboard::{BulkAction, ChangeUsers},
};

/// The name of the rows' boxes.
pub(super) const PICK: &str = "user_ids[]";
const CHOICES: [(BulkAction, &str); 3] =
    [(BulkAction::Ban, "Ban"), (BulkAction::Unban, "Unban"), (BulkAction::Delete, "Delete for good")];

/// The list in a form, with a bar that says how many are ticked and what can be done with them.
#[component]
pub(super) fn Bulk(
    /// Where the list is.
    back: String,
    /// Told when they are changed.
    on_done: Callback<String>,
    /// The list.
    children: Children,
) -> impl IntoView {
    let count = RwSignal::new(0_i32);
    let is_delete = RwSignal::new(false);
    let is_alive = RwSignal::new(false);
    Effect::new(move |_| is_alive.set(true));
    let tick = move |event: ev::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(input) = input.filter(|input| input.name() == PICK) {
            count.update(|count| *count += if input.checked() { 1 } else { -1 });
        }
    };
    let summary = move || match (is_alive.get(), count.get()) {
        (false, _) | (true, 0) => "Tick users to change several at once.".to_owned(),
        (true, 1) => "1 user selected".to_owned(),
        (true, count) => format!("{count} users selected"),
    };
    let is_idle = move || is_alive.get() && count.get() == 0;
    // The rows come back as they are drawn now: what was ticked is done with.
    let done = Callback::new(move |text: String| {
        let boxes = document().query_selector_all(&format!("input[name='{PICK}']:checked"));
        for index in 0..boxes.as_ref().map_or(0, |boxes| boxes.length()) {
            let ticked = boxes.as_ref().ok().and_then(|boxes| boxes.get(index));
            if let Some(ticked) = ticked.and_then(|ticked| ticked.dyn_into::<HtmlInputElement>().ok()) {
                ticked.set_checked(false);
            }
        }
        count.set(0);
        on_done.run(text);
    });
    let call = Call::of::<ChangeUsers>("users.bulk", &()).then(back).said("The users were changed.");
    view! {
        <CallForm call=call on_done=done>
            <div class="db-bulk" data-idle=move || is_idle().then_some("")>
                <p class="db-bulk-count" role="status">{summary}</p>
                <div class="db-bulk-controls" hidden=is_idle>
                    <label class="oh-visually-hidden" for="bulk-action">"What to do with the selected users"</label>
                    <select
                        class="oh-input db-select"
                        id="bulk-action"
                        name="action"
                        on:change:target=move |event| is_delete.set(event.target().value() == BulkAction::Delete.as_str())
                    >
                        {CHOICES.map(|(action, label)| view! { <option value=action.as_str()>{label}</option> })}
                    </select>
                    <div class="db-bulk-confirm" hidden=move || is_alive.get() && !is_delete.get()>
                        <Field id="bulk-confirm" name="confirm?" label="To delete, type delete" autocomplete="off" error=call_error("confirm") />
                    </div>
                    <Submit variant=ButtonVariant::Secondary>"Apply"</Submit>
                </div>
                <FieldError of=call_error("user_ids") />
            </div>
            <div on:change=tick>{children()}</div>
        </CallForm>
    }
    .into_any()
}

#[component]
fn FieldError(of: Signal<Option<String>>) -> impl IntoView {
    view! { <p class="oh-field-error" role="alert">{move || of.get()}</p> }
}
