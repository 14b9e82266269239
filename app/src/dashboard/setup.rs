//! `/dashboard/setup?token=…`: the page of a link that sets a password.

use super::{Call, CallForm, Loaded, Page, Submit, call_error, load, sign_in::follow, typed};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use onehop::{
    components::parts::{Field, PasswordField},
    endpoints::dashboard::{GetOperatorLink, OperatorLinkQuery, SetUpOperator},
    wire::dashboard::OperatorLink,
};

/// Where a new operator goes first: to set up an authenticator app.
const NEXT: &str = "/dashboard/account";

/// Chooses a password.
#[component]
pub fn SetupPage() -> impl IntoView {
    let query = use_query_map();
    let token = Memo::new(move |_| query.with(|query| query.get("token")).unwrap_or_default());
    let link = load::<GetOperatorLink>(move || ((), OperatorLinkQuery { token: token.get() }));
    view! {
        <Page title="Set up your access" intro="You become an operator of this server: somebody who runs it." narrow=true>
            <section class="oh-card">
                <div class="oh-card-body">
                    <Loaded of=link view={move |link: OperatorLink| view! { <SetupForm link token=token.get_untracked() /> }.into_any()} />
                </div>
            </section>
        </Page>
    }
}

#[component]
fn SetupForm(link: OperatorLink, token: String) -> impl IntoView {
    let is_known = link.email_address.is_some();
    let email = link.email_address.unwrap_or_default();
    let call = Call::of::<SetUpOperator>("operator.set_up", &()).then(NEXT).said("Your password is set.");
    view! {
        <CallForm call=call on_done=follow(NEXT.to_owned())>
            <input type="hidden" name="token" value=token />
            <Field
                id="email"
                label="Email address"
                name="email_address"
                type_="email"
                autocomplete="username"
                value=if is_known { email } else { typed("email_address") }
                readonly=is_known
                required=true
                error=call_error("email_address")
            />
            <PasswordField
                id="password"
                label="Password"
                name="password"
                autocomplete="new-password"
                hint="At least 15 characters. A few words that only you would put together are a good one."
                required=true
                error=call_error("password")
            />
            <Submit full=true>"Set password and sign in"</Submit>
        </CallForm>
    }
}
