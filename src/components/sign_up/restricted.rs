//! Nobody may sign up by themselves.

use super::{start::Foot, text, ticket, use_flow};
use crate::components::parts::{Alert, ButtonVariant, Card, FormAlert, Link, Tone, without_origin};
use leptos::prelude::*;

/// Says so, and who can help.
#[component]
pub(super) fn Restricted() -> impl IntoView {
    let flow = use_flow();
    let support = flow.setting(|environment| environment.display_config.support_email.clone());
    let has_waitlist =
        flow.setting(|environment| environment.user_settings.sign_up.mode == "waitlist").unwrap_or_default();
    let list = flow.setting(|environment| {
        let config = &environment.display_config;
        without_origin(config.waitlist_url.clone(), &config.home_url)
    });
    let list = list.filter(|url| has_waitlist && !url.is_empty());
    let support = support.filter(|email| !email.is_empty());
    view! {
        <Card title=text().restricted_title footer=move || view! { <Foot flow=flow /> }>
            <FormAlert error=ticket::error(flow) />
            <Alert tone=Tone::Info>{if has_waitlist { text().waitlist } else { text().restricted }}</Alert>
            {list.map(|url| view! { <Link href=url variant=ButtonVariant::Primary full=true>{text().waitlist_join}</Link> })}
            {support.map(|email| view! {
                <p class="oh-card-line"><Link href=["mailto:", &email].concat()>{text().support}</Link></p>
            })}
        </Card>
    }
}
