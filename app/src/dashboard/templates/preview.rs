//! What a token would say, beside the form.

use super::{
    draft::{Draft, USER},
    editor::FORM,
};
use leptos::prelude::*;
use onehop::{
    client::{DashboardClient, UiError},
    components::parts::{Alert, Tone},
    endpoints::dashboard::PreviewJwtTemplate,
    wire::dashboard::JwtTemplatePreview,
};
use std::time::Duration;

/// A living page asks again so long after the last key.
const PAUSE: Duration = Duration::from_millis(400);

/// The preview of what is typed, drawn by the server. Without scripts its button brings the form to this address.
#[component]
pub(super) fn Preview(
    /// What is typed.
    typing: RwSignal<Draft>,
    /// The page the form is on.
    #[prop(into)]
    here: String,
) -> impl IntoView {
    let shown = RwSignal::new(typing.get_untracked());
    let client = DashboardClient::current();
    let found = Resource::new(
        move || shown.get(),
        move |draft: Draft| {
            let call = draft.asked().map(|body| client.call::<PreviewJwtTemplate>(&(), &Default::default(), &body));
            async move {
                match call {
                    Some(call) => Some(call.await),
                    None => None,
                }
            }
        },
    );
    Effect::new(move |_| {
        let draft = typing.get();
        if draft == shown.get_untracked() {
            return;
        }
        if let Ok(timer) = set_timeout_with_handle(move || drop(shown.try_set(draft)), PAUSE) {
            on_cleanup(move || timer.clear());
        }
    });
    let show_now = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        shown.set(typing.get_untracked());
    };
    let user = typing.with_untracked(|draft| draft.user.clone());
    view! {
        <div class="db-preview-ask">
            <div class="oh-field">
                <label class="oh-label" for="preview-user">"For which user"</label>
                <input
                    class="oh-input"
                    id="preview-user"
                    form=FORM
                    name=USER
                    value=user
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    aria-describedby="preview-user-hint"
                    on:input:target=move |event| typing.update(|draft| draft.user = event.target().value())
                    on:keydown=move |event| if event.key() == "Enter" {
                        event.prevent_default();
                        shown.set(typing.get_untracked());
                    }
                />
            </div>
            <button class="oh-button" type="submit" form=FORM formmethod="get" formaction=here formnovalidate=true data-variant="secondary" on:click=show_now>
                <span class="oh-button-label">"Show preview"</span>
            </button>
        </div>
        <p class="oh-hint" id="preview-user-hint">"An id or email address; a made-up user while this is empty."</p>
        <Transition fallback=|| view! { <p class="db-note" role="status">"Loading"</p> }>
            {move || found.get().map(drawn)}
        </Transition>
    }
}

fn drawn(found: Option<Result<JwtTemplatePreview, UiError>>) -> AnyView {
    match found {
        None => {
            view! { <p class="db-note">"The preview appears as soon as the claims are a JSON object."</p> }.into_any()
        }
        Some(Err(error)) => {
            let text = error.to_string();
            view! { <Alert tone=Tone::Danger title="No preview">{text}</Alert> }.into_any()
        }
        Some(Ok(preview)) => view! { <Payload preview /> }.into_any(),
    }
}

#[component]
fn Payload(preview: JwtTemplatePreview) -> impl IntoView {
    let (unknown, reserved) = (preview.unknown_shortcodes, preview.reserved_claims);
    let text = serde_json::to_string_pretty(&preview.claims).unwrap_or_default();
    view! {
        <div class="db-preview-notes" role="status">
            {(!reserved.is_empty()).then(|| view! {
                <Alert tone=Tone::Danger title="Reserved claims">
                    {format!("No template may set these, so it cannot be saved: {}.", reserved.join(", "))}
                </Alert>
            })}
            {(!unknown.is_empty()).then(|| view! {
                <Alert tone=Tone::Warning title="Unknown shortcodes">
                    {format!("These stand for nothing, so they are null: {}.", unknown.join(", "))}
                </Alert>
            })}
        </div>
        <pre class="db-payload" tabindex="0" role="region" aria-label="Payload of the token">{text}</pre>
    }
    .into_any()
}
