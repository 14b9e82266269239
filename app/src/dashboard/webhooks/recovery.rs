//! Sending again: what failed, and what was never tried.

use super::detail::Subject;
use crate::dashboard::{Call, CallForm, Submit, call_error, parts::date, typed, use_dashboard};
use leptos::prelude::*;
use onehop::{
    components::parts::{ButtonVariant, Field},
    endpoints::dashboard::{RecoverWebhooks, ReplayWebhooks},
    wire::dashboard::QueuedDeliveries,
};

const RECOVER: &str = "webhook.recover";
const REPLAY: &str = "webhook.replay";

/// Both ways.
#[component]
pub(super) fn Recovery(subject: Subject) -> impl IntoView {
    if !subject.endpoint.enabled {
        return ().into_any();
    }
    let id = &subject.endpoint.id;
    let recover = Call::of::<RecoverWebhooks>(RECOVER, id).shows_answer();
    let replay = Call::of::<ReplayWebhooks>(REPLAY, id).shows_answer();
    view! {
        <section class="db-card" aria-labelledby="recovery-title">
            <header class="db-card-head"><h2 class="db-card-title" id="recovery-title">"Send again"</h2></header>
            <div class="db-card-body">
                <Way
                    call=recover
                    form=RECOVER
                    id="recover-since"
                    title="Recover what failed"
                    text="Every event that failed since this day and was not delivered is sent again now."
                    button="Recover"
                />
                <Way
                    call=replay
                    form=REPLAY
                    id="replay-since"
                    title="Replay what is missing"
                    text="Every event since this day that was never tried here, such as from before the endpoint was there, is sent now."
                    button="Replay"
                />
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Way(
    call: Call,
    form: &'static str,
    id: &'static str,
    title: &'static str,
    text: &'static str,
    button: &'static str,
) -> impl IntoView {
    let dashboard = use_dashboard();
    let flash = dashboard.flash.get_untracked().filter(|flash| flash.form == form);
    let answer = RwSignal::new(flash.and_then(|flash| flash.answer));
    let said = move || answer.with(|answer| answer.as_deref().and_then(words));
    let today = date(dashboard.now);
    let done = Callback::new(move |text: String| answer.set(Some(text)));
    view! {
        <div class="db-step">
            <div class="db-step-text"><h3 class="db-step-title">{title}</h3><p class="db-note">{text}</p></div>
            <div class="db-step-action">
                <CallForm call=call on_done=done label=title>
                    <Since id today />
                    <Submit variant=ButtonVariant::Secondary>{button}</Submit>
                </CallForm>
                <p class="db-note" role="status">{said}</p>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Since(id: &'static str, today: String) -> impl IntoView {
    let left = Some(typed("since")).filter(|text| !text.is_empty());
    view! {
        <Field id=id label="Since (UTC)" name="since" type_="date" value=left.unwrap_or(today) error=call_error("since") required=true />
    }
}

fn words(answer: &str) -> Option<String> {
    let queued: QueuedDeliveries = serde_json::from_str(answer).ok()?;
    Some(match queued.queued {
        0 => "There is nothing to send.".to_owned(),
        1 => "1 event is on its way.".to_owned(),
        count => format!("{count} events are on their way."),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_for_is_told_in_words() {
        let told = |queued| words(&serde_json::to_string(&QueuedDeliveries { queued }).unwrap());
        assert_eq!(told(0).as_deref(), Some("There is nothing to send."));
        assert_eq!(told(1).as_deref(), Some("1 event is on its way."));
        assert_eq!(told(2).as_deref(), Some("2 events are on their way."));
        assert_eq!(words("nonsense"), None);
    }
}
