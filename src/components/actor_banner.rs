//! `<ActorBanner/>`: says so wherever somebody acts in another user's name.

use super::{
    parts::{Button, ButtonVariant, Form, FormAlert, FormCall, Icon, IconName, form_error},
    user_profile::Submit,
};
use crate::{
    endpoints::{frontend::RemoveSession, path_of},
    signals::{platform::current_path, use_client, use_session},
    text::use_text,
    wire::{SessionId, User},
};
use leptos::prelude::*;

const FORM: &str = "actor.sign_out";

/// As whom somebody acts, and in which session.
#[derive(Clone, PartialEq)]
struct Acting {
    session: SessionId,
    name: String,
}

/// Names the user in whose name somebody acts, with the way out, while the current session has an actor; else nothing.
/// [`AuthProvider`](super::AuthProvider) puts it above the app; only apps that told it not to need it.
///
/// **Server-side rendering**: complete; without scripts the way out is a form.
///
/// ```no_run
/// use leptos::prelude::*;
/// use onehop::components::{ActorBanner, AuthProvider};
///
/// #[component]
/// fn App() -> impl IntoView {
///     view! { <AuthProvider without_actor_banner=true><main>"The app"</main><ActorBanner/></AuthProvider> }
/// }
/// ```
#[component]
pub fn ActorBanner(
    /// Where to go after signing out. By default a living page stays as it is; without scripts it is `/`.
    #[prop(optional, into)]
    after_sign_out_url: Option<String>,
) -> impl IntoView {
    let session = use_session().session;
    let acting = Memo::new(move |_| {
        session.with(|session| {
            let session = session.as_ref().filter(|session| session.actor.is_some())?;
            let name = session.user.as_ref().map(User::display_name).unwrap_or_default();
            Some(Acting { session: session.id.clone(), name })
        })
    });
    let url = StoredValue::new(after_sign_out_url);
    move || acting.get().map(|acting| view! { <Banner acting=acting url=url.get_value() /> }.into_any())
}

#[component]
fn Banner(acting: Acting, url: Option<String>) -> impl IntoView {
    let client = use_client();
    let submit = Submit::new();
    let text = &use_text().parts;
    let Acting { session, name } = acting;
    let call = FormCall::new(FORM, path_of::<RemoveSession>(&session), &current_path())
        .then(url.clone().unwrap_or_else(|| "/".to_owned()));
    let sign_out = move |_| {
        let (session, url) = (session.clone(), url.clone());
        let leave = move || {
            if let Some(url) = url {
                super::parts::go_to(&url);
            }
        };
        submit.run(move || client.sign_out(Some(session.clone())), leave);
    };
    let whom = move |_| view! { <bdi class="oh-actor-name">{name.clone()}</bdi> }.into_any();
    view! {
        <aside class="oh-actor" aria-label=text.acting>
            <p class="oh-actor-text">
                <Icon name=IconName::Warning />
                <span>{text.acting_as.view(whom)}</span>
            </p>
            <Form call=call on_submit=Callback::new(sign_out) pending=submit.pending inline=true>
                <Button variant=ButtonVariant::Secondary pending=submit.pending waiting=submit.waiting>{text.stop_acting}</Button>
            </Form>
            <FormAlert error=form_error(FORM, &[], submit.errors) />
        </aside>
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        components::AuthProvider,
        signals::{
            InitialState,
            adopt::tests::{client, session},
        },
        wire::Session,
    };
    use leptos::prelude::*;
    use serde_json::json;

    /// What the server sends to a browser with this session.
    fn rendered(session: Session) -> String {
        let client = Some(client("client_1", 1, vec![session]));
        Owner::new().with(|| {
            provide_context(InitialState { client, known: true, ..InitialState::default() });
            view! { <AuthProvider>"[app]"</AuthProvider> }.to_html()
        })
    }

    #[test]
    fn whoever_acts_as_somebody_is_told_in_the_first_html_with_the_way_out() {
        let acting = Session { actor: Some(json!({"sub": "user_operator"})), ..session("sess_1") };
        let html = rendered(acting);
        assert!(html.contains("You are signed in as") && html.contains("[app]"), "{html}");
        assert!(html.contains(r#"action="/forms/v1/client/sessions/sess_1/remove""#), "{html}");
        assert!(html.find("Sign out of this account") < html.find("[app]"), "above the app: {html}");
        assert!(!html.contains("user_operator"), "{html}");
    }

    #[test]
    fn nobody_else_sees_it() {
        let html = rendered(session("sess_1"));
        assert!(!html.contains("signed in as") && html.contains("[app]"), "{html}");
    }
}
