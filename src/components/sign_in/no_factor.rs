//! Nothing that could prove whose account it is.

use super::{identity::Identity, text, use_flow};
use crate::components::parts::{Alert, Button, ButtonVariant, Card, Form, Link, Tone};
use leptos::prelude::*;

/// Says so, and who can help.
#[component]
pub(super) fn NoFactor() -> impl IntoView {
    let flow = use_flow();
    let support = flow.client.environment.with_untracked(|environment| {
        let email = environment.as_ref().map(|environment| environment.display_config.support_email.clone());
        email.filter(|email| !email.is_empty())
    });
    view! {
        <Card title=text().no_factor_title>
            <Identity />
            <Alert tone=Tone::Warning>{text().no_factor}</Alert>
            {support.map(|email| view! {
                <p class="oh-card-line"><Link href=["mailto:", &email].concat()>{text().support}</Link></p>
            })}
            <Form
                call=flow.start_form("sign_in.start_over")
                on_submit=Callback::new(move |_| flow.reset())
                pending=flow.attempt.pending
            >
                <Button variant=ButtonVariant::Secondary full=true pending=flow.attempt.pending>{text().start_over}</Button>
            </Form>
        </Card>
    }
}
