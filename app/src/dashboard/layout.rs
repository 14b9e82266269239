//! The frame around every page: which instance it is, the rooms, who is signed in, and what was done a moment ago.

use super::{Call, CallForm, Notice as Told, Submit, nav::ROOMS, palette::Palette, use_dashboard};
use crate::hosted::BrandMark;
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_location};
use onehop::{
    components::parts::{Alert, ButtonVariant, Icon, IconName, Tone, go_to},
    endpoints::dashboard::SignOutOperator,
};

/// The id of the main part: where the skip link leads.
const CONTENT: &str = "content";
/// The room whose address all others begin with.
const HOME: &str = "/dashboard";

/// Band, navigation and page; only the page while nobody is signed in.
#[component]
pub fn Layout(
    /// The page.
    children: Children,
) -> impl IntoView {
    let operator = use_dashboard().operator;
    let is_signed_in = Signal::derive(move || operator.with(Option::is_some));
    view! {
        <a class="db-skip" href=format!("#{CONTENT}")>"Skip to content"</a>
        <div class="db-shell" data-signed-in=move || is_signed_in.get().then_some("")>
            <Band />
            <Show when=move || is_signed_in.get()>
                <Navigation />
                <Palette />
            </Show>
            <main class="db-main" id=CONTENT tabindex="-1">
                <Notice />
                {children()}
            </main>
        </div>
    }
}

/// Says at every moment which instance this is: a change in production is another thing than one in development.
#[component]
fn Band() -> impl IntoView {
    let dashboard = use_dashboard();
    let environment = dashboard.environment.get_value();
    let name = match environment.as_str() {
        "production" => "Production",
        _ => "Development",
    };
    view! {
        <header class="db-band" data-environment=environment>
            <a class="db-brand" href="/dashboard">
                <BrandMark />
                <span class="db-brand-name">{dashboard.application.get_value()}</span>
            </a>
            <span class="db-environment">
                <span class="db-environment-dot" aria-hidden="true"></span>
                {name}
            </span>
        </header>
    }
}

/// The rooms. Narrow screens fold them away behind their name.
#[component]
fn Navigation() -> impl IntoView {
    let path = use_location().pathname;
    let operator = use_dashboard().operator;
    let email = move || operator.with(|it| it.as_ref().map(|it| it.email_address.clone()));
    let current = move || path.with(|path| ROOMS.iter().find(|room| room.has(path)).map_or("Menu", |room| room.name));
    let is_open = RwSignal::new(false);
    let has_scripts = RwSignal::new(false);
    Effect::new(move |_| has_scripts.set(true));
    // Another page: the menu has done its work.
    Effect::new(move |_| {
        path.track();
        is_open.set(false);
    });
    view! {
        <nav class="db-nav" aria-label="Dashboard" data-open=move || is_open.get().then_some("") data-alive=move || has_scripts.get().then_some("")>
            <button
                class="db-nav-toggle"
                type="button"
                aria-expanded=move || if is_open.get() { "true" } else { "false" }
                aria-controls="rooms"
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                <span>{current}</span>
                <Icon name=IconName::ChevronDown />
            </button>
            <div class="db-nav-body" id="rooms">
                <ul class="db-nav-list">
                    {ROOMS.iter().map(|room| view! {
                        <li>
                            <A
                                href=room.path
                                exact=room.path == HOME
                                attr:class="db-nav-link"
                            >
                                <Icon name=room.icon />
                                {room.name}
                            </A>
                        </li>
                    }).collect_view()}
                </ul>
                <div class="db-nav-foot">
                    <A
                        href="/dashboard/account"
                        attr:class="db-nav-link"
                    >
                        <Icon name=IconName::User />
                        <span class="db-nav-email">{email}</span>
                    </A>
                    <CallForm
                        call={Call::of::<SignOutOperator>("sign_out", &()).then("/dashboard/sign-in")}
                        on_done=Callback::new(move |_| go_to("/dashboard/sign-in"))
                    >
                        <Submit variant=ButtonVariant::Ghost full=true>"Sign out"</Submit>
                    </CallForm>
                </div>
            </div>
        </nav>
    }
}

/// What was done a moment ago.
#[component]
fn Notice() -> impl IntoView {
    let notice = use_dashboard().notice;
    let path = use_location().pathname;
    // It belongs to the page on which it was told.
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now) {
            notice.update(|notice| {
                let kept = notice.take().filter(|notice| notice.leads_on);
                *notice = kept.map(|notice| Told { leads_on: false, ..notice });
            });
        }
        now
    });
    view! {
        <div class="db-notice" aria-live="polite">
            {move || notice.get().map(|notice| view! {
                <Alert tone=Tone::Success>
                    {notice.text}
                    {notice.entry.map(|id| view! {
                        " "
                        <a class="oh-link" href=format!("/dashboard/audit?entry={id}")>"See it in the audit log"</a>
                    })}
                </Alert>
            })}
        </div>
    }
}
