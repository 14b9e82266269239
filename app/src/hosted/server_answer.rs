//! What the server answers to "who am I?": asked while the page is rendered, and again from the browser on demand.

use super::{text::text, utc::utc};
use crate::server_fns::{Caller, WhoAmIError, who_am_i};
use leptos::prelude::*;
use onehop::{
    AuthError,
    components::parts::{Button, ButtonVariant},
    signals::{TokenOptions, use_auth},
};

/// One card with the answer and a button to ask again.
#[component]
pub fn ServerAnswer() -> impl IntoView {
    let auth = use_auth();
    // Part of the first HTML; the browser takes over the answer with the page and doesn't ask twice.
    let first = Resource::new(|| (), |()| who_am_i());
    let again = Action::new_unsync(move |(): &()| async move {
        // Renews the token first if it is about to end; the server function then gets the fresh one by cookie.
        match auth.get_token(TokenOptions::default()).await {
            // Nobody is signed in: the answer is known without asking.
            Ok(None) => Err(WhoAmIError::Refused(AuthError::Missing)),
            // When the renewal failed, the server's own answer says more than ours could.
            Ok(Some(_)) | Err(_) => who_am_i().await,
        }
    });
    // Somebody signs in or out, here or in another tab: the answer on the page is about somebody else then.
    Effect::watch(
        move || auth.session_id.get(),
        move |session, before, _| {
            if Some(session) != before {
                again.dispatch(());
            }
        },
        false,
    );
    let pending = again.pending();
    let ask = move || {
        again.dispatch(());
    };
    view! {
        <section class="pg-card" aria-labelledby="server">
            <h2 class="pg-heading" id="server">
                {text().you_there}
            </h2>
            <p class="pg-text">{text().you_there_text}</p>
            <div aria-live="polite">
                <Suspense fallback=|| view! { <p class="pg-text">{text().asking}</p> }>
                    {move || {
                        let first = first.get();
                        again.value().get().or(first).map(|answer| view! { <Answer answer /> })
                    }}
                </Suspense>
            </div>
            <p class="pg-actions">
                <Button variant=ButtonVariant::Secondary type_="button" pending on_click=Callback::new(move |()| ask())>
                    {text().ask_again}
                </Button>
            </p>
        </section>
    }
}

/// The answer as a list, or why there is none.
#[component]
fn Answer(answer: Result<Caller, WhoAmIError>) -> impl IntoView {
    match answer {
        Ok(answer) => view! { <Facts answer /> }.into_any(),
        Err(error) => view! { <p class="pg-note">{why(&error)}</p> }.into_any(),
    }
}

/// Why there is no answer.
fn why(error: &WhoAmIError) -> &'static str {
    match error {
        WhoAmIError::Refused(AuthError::Expired) => text().expired,
        WhoAmIError::Refused(AuthError::Invalid) => text().invalid,
        WhoAmIError::Refused(_) => text().refused,
        WhoAmIError::Call(_) => text().ask_failed,
    }
}

#[component]
fn Facts(answer: Caller) -> impl IntoView {
    let lifetime = answer.expires_at - answer.issued_at;
    let expires = [("time", &*utc(answer.expires_at)), ("seconds", &*lifetime.to_string())];
    let expires = text().expires_at.fill(&expires);
    let age = match answer.factor_age_minutes {
        None | Some(..0) => text().not_in_token.to_owned(),
        Some(0) => text().just_now.to_owned(),
        Some(minutes) => text().minutes_ago.of(u32::try_from(minutes).unwrap_or(u32::MAX)),
    };
    view! {
        <dl class="pg-facts">
            <Fact name=text().user value=answer.user_id.to_string() kind="id" />
            <Fact name=text().session value=answer.session_id.to_string() kind="id" />
            <Fact name=text().issued value=utc(answer.issued_at) />
            <Fact name=text().expires value=expires />
            <Fact name=text().proof value=age />
        </dl>
    }
}

#[component]
fn Fact(name: &'static str, value: String, #[prop(optional)] kind: Option<&'static str>) -> impl IntoView {
    view! {
        <div class="pg-fact">
            <dt class="pg-fact-name">{name}</dt>
            <dd class="pg-fact-value" data-kind=kind>
                <bdi>{value}</bdi>
            </dd>
        </div>
    }
}
