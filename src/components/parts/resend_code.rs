//! Sending another code, after a while.

use super::{Button, ButtonVariant, Form, FormAlert, FormCall, form_error, use_countdown};
use crate::{client::UiError, text::use_text};
use leptos::{prelude::*, task::spawn_local};

const AFTER: u32 = 30;

/// The button that sends another code. In a living page it waits 30 s first; the seconds are shown, not announced.
#[component]
pub fn ResendCode<S, F>(
    /// The call that sends it.
    call: FormCall,
    /// Sends it in a living page; tells whether that worked.
    send: S,
    /// What sending it failed with, unless that is shown somewhere else.
    #[prop(optional, into)]
    errors: Signal<Option<UiError>>,
    /// Is a call under way?
    #[prop(into)]
    pending: Signal<bool>,
    /// Hidden parameters of the call.
    children: Children,
) -> impl IntoView
where
    S: Fn() -> F + Clone + Send + Sync + 'static,
    F: Future<Output = bool> + 'static,
{
    let text = &use_text().parts;
    let countdown = use_countdown();
    let sent = RwSignal::new(0);
    // A higher number begins another wait.
    Effect::new(move |_| {
        sent.track();
        countdown.start(AFTER);
    });
    let resend = move |_| {
        let sending = send();
        spawn_local(async move {
            if sending.await {
                let _ = sent.try_update(|sent| *sent += 1);
            }
        });
    };
    let label = move || match countdown.left() {
        0 => text.resend.to_owned(),
        left => text.resend_in.of(left),
    };
    view! {
        <FormAlert error=form_error(call.form, &[], errors) />
        <div class="oh-card-line">
            <Form call=call on_submit=Callback::new(resend) pending=pending inline=true>
                {children()}
                <Button variant=ButtonVariant::Link disabled=Signal::derive(move || countdown.is_running())>
                    {label}
                </Button>
            </Form>
            <p class="oh-status" role="status">{move || (sent.get() > 0).then_some(text.resent)}</p>
        </div>
    }
}
