//! `/dashboard/users/new`: an account for somebody else.

use super::filters::LIST;
use crate::dashboard::{Call, CallForm, Page, Submit, call_error, typed, use_dashboard};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use onehop::{
    components::parts::{Button, ButtonVariant, Checkbox, Field, PasswordField},
    endpoints::backend::CreateUser,
    wire::backend::User,
};

/// The form's page.
pub(super) const NEW: &str = "/dashboard/users/new";

/// The page, for who has no scripts or keeps its address.
#[component]
pub fn NewUserPage() -> impl IntoView {
    view! {
        <p class="db-back"><a href=LIST class="oh-link">"All users"</a></p>
        <Page title="Create user" intro="The account counts as made by its owner: nobody is asked for a code." narrow=true>
            <section class="db-card" aria-label="New user">
                <div class="db-card-body"><NewUser /></div>
            </section>
        </Page>
    }
}

/// The form. An address, a number or a username is needed; everything else can come later.
#[component]
pub(super) fn NewUser(
    /// What cancelling does in a dialog; on a page of its own it leads to the list.
    #[prop(optional)]
    on_cancel: Option<Callback<()>>,
) -> impl IntoView {
    let (navigate, notice) = (use_navigate(), use_dashboard().notice);
    let call = Call::of::<CreateUser>("user.create", &()).then(LIST).back(NEW).said("The user was created.");
    let done = Callback::new(move |text: String| {
        let user = serde_json::from_str::<User>(&text).ok();
        let path = user.map_or_else(|| LIST.to_owned(), |user| format!("{LIST}/{}", user.id));
        notice.update(|notice| {
            if let Some(notice) = notice {
                notice.leads_on = true;
            }
        });
        navigate(&path, NavigateOptions::default());
    });
    view! { <CallForm call=call on_done=done><Fields on_cancel /></CallForm> }
}

#[component]
fn Fields(on_cancel: Option<Callback<()>>) -> impl IntoView {
    view! {
        <Field id="new-email" name="email_address?" type_="email" label="Email address" value=typed("email_address") autocomplete="off" error=call_error("email_address") />
        <Field id="new-phone" name="phone_number?" type_="tel" label="Phone number (optional)" value=typed("phone_number") autocomplete="off" error=call_error("phone_number") />
        <Field id="new-username" name="username?" label="Username (optional)" value=typed("username") autocomplete="off" error=call_error("username") />
        <div class="db-field-row">
            <Field id="new-first-name" name="first_name?" label="First name (optional)" value=typed("first_name") autocomplete="off" error=call_error("first_name") />
            <Field id="new-last-name" name="last_name?" label="Last name (optional)" value=typed("last_name") autocomplete="off" error=call_error("last_name") />
        </div>
        <PasswordField id="new-password" name="password?" label="Password (optional)" autocomplete="new-password" required=false error=call_error("password") />
        <Checkbox id="new-unchecked" name="skip_password_checks:bool">"Take the password as it is, even a weak one"</Checkbox>
        <p class="db-actions">
            <Submit>"Create user"</Submit>
            {match on_cancel {
                Some(cancel) => view! { <Button variant=ButtonVariant::Ghost type_="button" on_click=cancel>"Cancel"</Button> }.into_any(),
                None => view! { <a href=LIST class="oh-button" data-variant="ghost">"Cancel"</a> }.into_any(),
            }}
        </p>
    }
    .into_any()
}
