//! `/dashboard/prove?then=…`: proves again who is there, before secrets are shown. The proof counts for ten minutes.

use super::{Call, CallForm, Page, Submit, call_error, sign_in::next_page, use_dashboard};
use leptos::prelude::*;
use onehop::{
    components::parts::{ButtonVariant, CodeField, Link, PasswordField, go_to},
    endpoints::dashboard::ProveOperator,
};

/// Asks for the password or, where there is one, the authenticator app's code.
#[component]
pub fn ProvePage() -> impl IntoView {
    let next = next_page();
    let back = next.clone();
    let has_totp = use_dashboard().operator.with_untracked(|it| it.as_ref().is_some_and(|it| it.totp_enabled));
    let call = Call::of::<ProveOperator>("operator.prove", &()).then(next.clone());
    view! {
        <Page
            title="Confirm that it is you"
            intro="Keys and ways in are shown and changed only after a fresh proof. It counts for ten minutes."
            narrow=true
        >
            <section class="oh-card">
                <div class="oh-card-body">
                    <CallForm call=call on_done=Callback::new(move |_| go_to(&next))>
                        {if has_totp {
                            view! { <CodeField id="code" label="Code of your authenticator app" error=call_error("code") autofocus=true /> }.into_any()
                        } else {
                            view! {
                                <PasswordField
                                    id="password"
                                    label="Password"
                                    name="password"
                                    error=call_error("password")
                                    required=true
                                    autofocus=true
                                />
                            }.into_any()
                        }}
                        <Submit full=true>"Confirm"</Submit>
                        <Link href=back variant=ButtonVariant::Ghost full=true>"Back"</Link>
                    </CallForm>
                </div>
            </section>
        </Page>
    }
}
