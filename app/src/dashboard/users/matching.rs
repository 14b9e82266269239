//! All users of the list's filter at once, however many pages they fill.

use crate::dashboard::{
    Call, CallForm, Notice, Submit, call_error,
    parts::{AskFirst, grouped},
    use_dashboard,
};
use leptos::{prelude::*, task::spawn_local};
use onehop::{
    client::{DashboardClient, UiError},
    components::parts::{Alert, ButtonVariant, Field, Tone},
    endpoints::dashboard::{BulkAction, ChangeMatchingUsers, MatchingBody},
    wire::dashboard::ChangedMatching,
};

const FORM: &str = "users.matching";
const CHOICES: [(BulkAction, &str); 3] =
    [(BulkAction::Ban, "Ban"), (BulkAction::Unban, "Unban"), (BulkAction::Delete, "Delete for good")];

/// A button that says how many there are, and the dialog that asks what becomes of them. A living page goes on until all
/// are done and says how far it is; without scripts the page tells what one call did, with a way to go on.
#[component]
pub(super) fn Matching(
    /// The list's query, as its address has it.
    filter: String,
    /// How many there are.
    total: i64,
    /// Where the list is.
    back: String,
    /// Told when all are changed.
    on_done: Callback<String>,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let progress = RwSignal::new(None::<i64>);
    let failed = RwSignal::new(None::<UiError>);
    let action = RwSignal::new(BulkAction::Ban);
    let is_alive = RwSignal::new(false);
    Effect::new(move |_| is_alive.set(true));
    let notice = use_dashboard().notice;
    let sent = StoredValue::new(filter.clone());
    let done = Callback::new(move |text: String| {
        let Ok(first) = serde_json::from_str::<ChangedMatching>(&text) else { return };
        failed.set(None);
        progress.set(Some(first.changed + first.unchanged));
        spawn_local(async move {
            let confirm = (action.get_untracked() == BulkAction::Delete).then(|| "delete".to_owned());
            let body = MatchingBody { action: action.get_untracked(), filter: sent.get_value(), after: None, confirm };
            let outcome = go_on(first, body, progress).await;
            let _ = progress.try_set(None);
            match outcome {
                Ok(all) => {
                    notice.set(Some(Notice::words(words(&all))));
                    is_open.set(false);
                    on_done.run(String::new());
                }
                Err(error) => failed.set(Some(error)),
            }
        });
    });
    let call = Call::of::<ChangeMatchingUsers>(FORM, &()).then(back.clone()).back(back).shows_answer();
    let label = if total == 1 {
        "Change the 1 that matches".to_owned()
    } else {
        format!("Change all {} that match", grouped(total))
    };
    let title = if total == 1 { "Change 1 user".to_owned() } else { format!("Change {} users", grouped(total)) };
    let status = move || progress.get().map(|seen| format!("{} of {} done", grouped(seen), grouped(total)));
    let is_delete = move || action.get() == BulkAction::Delete;
    view! {
        <AskFirst id="matching" label=label title=title open=is_open>
            <p class="db-text">"Everybody whom search and filters let through, on all pages. Each change has its own line in the audit log."</p>
            <div role="status">{status}</div>
            {move || failed.get().map(|error| view! { <Alert tone=Tone::Danger title="It stopped half-way">{error.to_string()}</Alert> })}
            <CallForm call=call on_done=done>
                <input type="hidden" name="filter" value=filter />
                <div class="oh-field">
                    <label class="oh-label" for="matching-action">"What to do"</label>
                    <select
                        class="oh-input db-select"
                        id="matching-action"
                        name="action"
                        on:change:target=move |event| {
                            let value = event.target().value();
                            let chosen = CHOICES.into_iter().find(|(action, _)| action.as_str() == value);
                            action.set(chosen.map_or(BulkAction::Ban, |(action, _)| action));
                        }
                    >
                        {CHOICES.map(|(action, label)| view! { <option value=action.as_str()>{label}</option> })}
                    </select>
                </div>
                <div hidden=move || is_alive.get() && !is_delete()>
                    <Field id="matching-confirm" name="confirm?" label="Write delete to confirm" autocomplete="off" error=call_error("confirm") />
                </div>
                <p class="db-actions">
                    <Submit variant=ButtonVariant::Danger disabled=Signal::derive(move || progress.get().is_some())>"Change them"</Submit>
                </p>
            </CallForm>
        </AskFirst>
    }
    .into_any()
}

/// Calls until nobody is left; all numbers together.
async fn go_on(
    mut all: ChangedMatching,
    body: MatchingBody,
    progress: RwSignal<Option<i64>>,
) -> Result<ChangedMatching, UiError> {
    while let Some(after) = all.next.take() {
        let body = MatchingBody { after: Some(after), ..body.clone() };
        let more = DashboardClient::current().call::<ChangeMatchingUsers>(&(), &Default::default(), &body).await?;
        all = ChangedMatching {
            changed: all.changed + more.changed,
            unchanged: all.unchanged + more.unchanged,
            next: more.next,
        };
        let _ = progress.try_set(Some(all.changed + all.unchanged));
    }
    Ok(all)
}

/// What one call did where scripts don't run, and the way on.
#[component]
pub(super) fn Outcome(filter: String, back: String) -> impl IntoView {
    let flash = use_dashboard().flash.get_untracked().filter(|flash| flash.form == FORM);
    let outcome = flash.and_then(|flash| serde_json::from_str::<ChangedMatching>(flash.answer.as_deref()?).ok());
    let outcome = outcome?;
    let text = words(&outcome);
    let next = outcome.next.map(|after| {
        let call = Call::of::<ChangeMatchingUsers>(FORM, &()).then(back.clone()).back(back).shows_answer();
        view! {
            <p class="db-text">"More of them are left. Choose the same once more to go on."</p>
            <CallForm call=call>
                <input type="hidden" name="filter" value=filter />
                <input type="hidden" name="after" value=after />
                <div class="db-field-row">
                    <div class="oh-field">
                        <label class="oh-label" for="more-action">"What to do"</label>
                        <select class="oh-input db-select" id="more-action" name="action">
                            {CHOICES.map(|(action, label)| view! { <option value=action.as_str()>{label}</option> })}
                        </select>
                    </div>
                    <Field id="more-confirm" name="confirm?" label="Write delete to confirm" autocomplete="off" error=call_error("confirm") />
                </div>
                <p class="db-actions"><Submit variant=ButtonVariant::Secondary>"Go on"</Submit></p>
            </CallForm>
        }
    });
    Some(view! { <Alert tone=Tone::Success title=text>{next}</Alert> }.into_any())
}

fn words(outcome: &ChangedMatching) -> String {
    let users = |count: i64| if count == 1 { "1 user".to_owned() } else { format!("{} users", grouped(count)) };
    let changed = format!("{} changed", users(outcome.changed));
    match outcome.unchanged {
        0 => changed,
        count => format!("{changed}; {} already as wanted", users(count)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outcome_is_told_in_numbers() {
        let of = |changed, unchanged| words(&ChangedMatching { changed, unchanged, next: None });
        assert_eq!(of(1, 0), "1 user changed");
        assert_eq!(of(1_500, 2), "1,500 users changed; 2 users already as wanted");
    }
}
