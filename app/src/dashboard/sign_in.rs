//! `/dashboard/sign-in`: the password, and then the code where an authenticator app is set up.

use super::{Call, CallForm, Page, Submit, call_error, typed, use_dashboard};
use crate::redirect::same_site_path;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use onehop::{
    components::parts::{CodeField, Field, PasswordField, go_to},
    endpoints::dashboard::{SignInOperator, SignOutOperator, VerifyOperator},
    wire::dashboard::{OperatorSignIn, OperatorSignInStatus},
};

/// Where the page leads when all is done.
pub fn next_page() -> String {
    let asked = use_query_map().with_untracked(|query| query.get("then"));
    let is_ours =
        |path: &String| path == "/dashboard" || path.starts_with("/dashboard/") || path.starts_with("/dashboard?");
    asked.filter(|path| same_site_path(path).is_some() && is_ours(path)).unwrap_or_else(|| "/dashboard".to_owned())
}

/// The way in.
#[component]
pub fn SignInPage() -> impl IntoView {
    let is_pending = use_dashboard().is_pending;
    view! {
        <Page title="Sign in to the dashboard" narrow=true>
            <section class="oh-card">
                <div class="oh-card-body">
                    <Show when=move || is_pending.get() fallback=|| view! { <PasswordStep /> }>
                        <CodeStep />
                    </Show>
                </div>
            </section>
        </Page>
    }
}

/// An answer of the sign-in: on to the code, or in.
pub fn follow(next: String) -> Callback<String> {
    let is_pending = use_dashboard().is_pending;
    Callback::new(move |text: String| match serde_json::from_str::<OperatorSignIn>(&text) {
        Ok(answer) if answer.status == OperatorSignInStatus::NeedsSecondFactor => is_pending.set(true),
        // A new document: the server says who is there from now on.
        _ => go_to(&next),
    })
}

#[component]
fn PasswordStep() -> impl IntoView {
    let next = next_page();
    let call = Call::of::<SignInOperator>("operator.sign_in", &()).then(next.clone());
    view! {
        <CallForm call=call on_done=follow(next)>
            <Field
                id="email"
                label="Email address"
                name="email_address"
                type_="email"
                autocomplete="username"
                value=typed("email_address")
                error=call_error("email_address")
                required=true
                autofocus=true
            />
            <PasswordField id="password" label="Password" name="password" error=call_error("password") required=true />
            <Submit full=true>"Sign in"</Submit>
        </CallForm>
    }
}

#[component]
fn CodeStep() -> impl IntoView {
    let next = next_page();
    let is_pending = use_dashboard().is_pending;
    let call = Call::of::<VerifyOperator>("operator.second_factor", &()).then(next.clone());
    view! {
        <p class="db-text">"Enter the code that your authenticator app shows now."</p>
        <CallForm call=call on_done=Callback::new(move |_| go_to(&next))>
            <CodeField id="code" label="Code" error=call_error("code") autofocus=true />
            <Submit full=true>"Continue"</Submit>
        </CallForm>
        <CallForm
            call={Call::of::<SignOutOperator>("operator.start_over", &()).then("/dashboard/sign-in")}
            on_done=Callback::new(move |_| is_pending.set(false))
        >
            <Submit variant=onehop::components::parts::ButtonVariant::Link>"Start again"</Submit>
        </CallForm>
    }
}
