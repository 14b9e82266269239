//! Nobody may sign up by themselves.

use super::{start::Foot, text, use_flow};
use crate::components::parts::{Alert, Card, Link, Tone};
use leptos::prelude::*;

/// Says so, and who can help.
#[component]
pub(super) fn Restricted() -> impl IntoView {
    let flow = use_flow();
    let support = flow.setting(|environment| environment.display_config.support_email.clone());
    let support = support.filter(|email| !email.is_empty());
    view! {
        <Card title=text::RESTRICTED_TITLE footer=move || view! { <Foot flow=flow /> }>
            <Alert tone=Tone::Info>{text::RESTRICTED}</Alert>
            {support.map(|email| view! {
                <p class="oh-card-line"><Link href=["mailto:", &email].concat()>{text::SUPPORT}</Link></p>
            })}
        </Card>
    }
}
