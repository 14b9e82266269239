//! Sending another code, after a while.

use super::{Button, ButtonVariant, Form, FormCall, use_countdown};
use leptos::prelude::*;

const AFTER: u32 = 30;
const LABEL: &str = "Send a new code";
const SENT: &str = "A new code is on its way.";

/// The button that sends another code. In a living page it waits 30 s first; the seconds are shown, not announced.
#[component]
pub fn ResendCode(
    /// The call that sends it.
    call: FormCall,
    /// Sends it in a living page.
    #[prop(into)]
    on_send: Callback<()>,
    /// How many were sent from here; a higher number begins another wait.
    #[prop(into)]
    sent: Signal<u32>,
    /// Is a call under way?
    #[prop(into)]
    pending: Signal<bool>,
    /// Hidden parameters of the call.
    children: Children,
) -> impl IntoView {
    let countdown = use_countdown();
    Effect::new(move |_| {
        sent.track();
        countdown.start(AFTER);
    });
    let label = move || match countdown.left() {
        0 => LABEL.to_owned(),
        left => [LABEL, " in ", &left.to_string(), " s"].concat(),
    };
    view! {
        <div class="oh-card-line">
            <Form call=call on_submit=Callback::new(move |_| on_send.run(())) pending=pending inline=true>
                {children()}
                <Button variant=ButtonVariant::Link disabled=Signal::derive(move || countdown.is_running())>
                    {label}
                </Button>
            </Form>
            <p class="oh-status" role="status">{move || (sent.get() > 0).then_some(SENT)}</p>
        </div>
    }
}
