//! `<Waitlist/>`: asking to be let in, where sign-up is by the waiting list.

use super::parts::{
    Alert, Button, ButtonVariant, Card, Field, Form, FormAlert, FormCall, FormValues, Link, Spinner, Tone, field_error,
    flash_value, form_error, go_to, without_origin,
};
use crate::{
    client::UiError,
    endpoints::{
        Endpoint,
        frontend::{JoinWaitlist, JoinWaitlistBody},
    },
    signals::use_client,
    text::use_text,
};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;

const FORM: &str = "waitlist.join";
const EMAIL: &str = "email_address";
/// So long the good news stands before the page moves on.
const STAY: Duration = Duration::from_secs(2);

/// Puts a person on the waiting list. Whoever is on the list already gets the same answer.
///
/// ```no_run
/// use leptos::prelude::*;
/// use onehop::components::Waitlist;
///
/// /// At `/waitlist`; `joined` is whether the address says `?joined=1`.
/// #[component]
/// fn WaitlistPage(joined: bool) -> impl IntoView {
///     view! { <Waitlist joined/> }
/// }
/// ```
///
/// **States**: the form; an error below the field or above the form; on the list, and then the next page if there is one;
/// a way to sign-up where nobody has to wait.
///
/// **Server-side rendering**: complete. Without scripts it posts and comes back with `?joined=1`, which the page hands in
/// as `joined`.
#[component]
pub fn Waitlist(
    /// What every id in its markup begins with.
    #[prop(default = String::from("waitlist"), into)]
    id: String,
    /// Where this component is.
    #[prop(default = String::from("/waitlist"), into)]
    path: String,
    /// Where to sign in.
    #[prop(default = String::from("/sign-in"), into)]
    sign_in_url: String,
    /// Where to sign up, when there is no list to wait on.
    #[prop(default = String::from("/sign-up"), into)]
    sign_up_url: String,
    /// Where to go afterwards; the instance's setting when absent, and nowhere without one.
    #[prop(optional_no_strip, into)]
    after_join_waitlist_url: Option<String>,
    /// Did a form without scripts put the person on the list?
    #[prop(optional)]
    joined: bool,
) -> impl IntoView {
    let is_joined = RwSignal::new(joined);
    let client = use_client();
    let mode = Memo::new(move |_| {
        client.environment.with(|it| it.as_ref().map(|it| it.user_settings.sign_up.mode.clone())).unwrap_or_default()
    });
    let configured = client.environment.with_untracked(|environment| {
        let config = &environment.as_ref()?.display_config;
        let url = Some(config.after_join_waitlist_url.clone()).filter(|url| !url.is_empty())?;
        Some(without_origin(url, &config.home_url))
    });
    let next = StoredValue::new(after_join_waitlist_url.or(configured));
    let (id, path) = (StoredValue::new(id), StoredValue::new(path));
    let (sign_in_url, sign_up_url) = (StoredValue::new(sign_in_url), StoredValue::new(sign_up_url));
    let text = use_text().waitlist;
    let foot =
        move || view! { <span>{text.have_access}</span><Link href=sign_in_url.get_value()>{text.sign_in}</Link> };
    move || {
        // While the settings aren't known, nobody is turned away.
        let screen = match (is_joined.get(), mode.get().as_str()) {
            (true, _) => view! { <Joined next=next.get_value() /> }.into_any(),
            (false, "public") => view! {
                <Card title=text.closed_title subtitle=text.open footer=foot>
                    <Link href=sign_up_url.get_value() variant=ButtonVariant::Primary full=true>{text.sign_up}</Link>
                </Card>
            }
            .into_any(),
            (false, "restricted") => view! {
                <Card title=text.closed_title footer=foot><Alert tone=Tone::Info>{text.restricted}</Alert></Card>
            }
            .into_any(),
            (false, _) => view! {
                <Card title=text.title subtitle=text.subtitle footer=foot>
                    <Join id=id.get_value() path=path.get_value() is_joined />
                </Card>
            }
            .into_any(),
        };
        view! { <div class="oh-auth">{screen}</div> }
    }
}

#[component]
fn Join(id: String, path: String, is_joined: RwSignal<bool>) -> impl IntoView {
    let client = use_client();
    let errors = RwSignal::new(None::<UiError>);
    let pending = RwSignal::new(false);
    let submit = Callback::new(move |values: FormValues| {
        errors.set(None);
        pending.set(true);
        let body = JoinWaitlistBody { email_address: values.get(EMAIL) };
        spawn_local(async move {
            let outcome = client.call::<JoinWaitlist>((), body).await;
            // The component may be gone by now.
            let _ = pending.try_set(false);
            match outcome {
                Ok(_) => drop(is_joined.try_set(true)),
                Err(error) => drop(errors.try_set(Some(error))),
            }
        });
    });
    let text = use_text().waitlist;
    let then = [path.as_str(), if path.contains('?') { "&" } else { "?" }, "joined=1"].concat();
    let call = FormCall::new(FORM, JoinWaitlist::PATH, &path).then(then);
    view! {
        <FormAlert error=form_error(FORM, &[EMAIL], errors) />
        <Form call=call on_submit=submit pending=pending>
            <Field
                id=[id.as_str(), "-email"].concat()
                label=text.email
                name=EMAIL
                type_="email"
                autocomplete="email"
                value=flash_value(FORM, EMAIL).unwrap_or_default()
                error=field_error(FORM, EMAIL, errors)
                required=true
                autofocus=true
            />
            <Button full=true pending=pending>{text.join}</Button>
        </Form>
    }
}

/// On the list. A living page moves on after a moment, where there is somewhere to go.
#[component]
fn Joined(next: Option<String>) -> impl IntoView {
    let text = use_text().waitlist;
    let url = next.clone();
    Effect::new(move |_| {
        let Some(url) = url.clone() else { return };
        if let Ok(timer) = set_timeout_with_handle(move || go_to(&url), STAY) {
            on_cleanup(move || timer.clear());
        }
    });
    view! {
        <Card title=text.joined_title subtitle=text.joined_subtitle>
            {next.map(|next| view! {
                <div class="oh-leaving" role="status"><Spinner /><span class="oh-visually-hidden">{text.leaving}</span></div>
                <Link href=next variant=ButtonVariant::Secondary full=true>{text.next}</Link>
            })}
        </Card>
    }
}
