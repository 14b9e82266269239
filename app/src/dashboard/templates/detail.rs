//! `/dashboard/templates/{template_id}`: one template: its claims, who signs it, its end.

use super::{LIST, draft::Draft, editor::Editor, signing::Signing};
use crate::dashboard::{
    Call, CallForm, Loaded, Page, load,
    parts::{AskFirst, CopyId, TypeToConfirm, When},
    use_dashboard,
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use onehop::{
    endpoints::backend::{DeleteJwtTemplate, GetJwtTemplate, UpdateJwtTemplate},
    wire::{JwtTemplateId, backend::JwtTemplate},
};

const UPDATE: &str = "template.update";

/// The page of a template.
#[component]
pub fn TemplatePage() -> impl IntoView {
    let params = use_params_map();
    let id =
        Memo::new(move |_| JwtTemplateId::from(params.with(|params| params.get("template_id").unwrap_or_default())));
    let template = load::<GetJwtTemplate>(move || (id.get(), Default::default()));
    let again = Callback::new(move |_: String| template.refetch());
    view! {
        <p class="db-back"><a href=LIST class="oh-link">"All templates"</a></p>
        <Loaded
            of=template
            skeleton=8
            view={move |template: JwtTemplate| view! { <Found template again /> }.into_any()}
        />
    }
}

#[component]
fn Found(template: JwtTemplate, again: Callback<String>) -> impl IntoView {
    let here = format!("{LIST}/{}", template.id);
    let flash = use_dashboard().flash.with_untracked(|flash| flash.clone().filter(|flash| flash.form == UPDATE));
    let draft = use_query_map().with_untracked(|map| Draft::of(&template).typed(map, flash));
    let call = Call::of::<UpdateJwtTemplate>(UPDATE, &template.id)
        .then(here.clone())
        .back(here.clone())
        .said("The template was saved.");
    view! {
        <Page title=template.name.clone()>
            <Facts template=template.clone() />
            <Editor draft call=call on_done=again save="Save template" here=here.clone() />
            <Signing template=template.clone() again here />
            <Delete template />
        </Page>
    }
    .into_any()
}

#[component]
fn Facts(template: JwtTemplate) -> impl IntoView {
    let now = use_dashboard().now;
    view! {
        <section class="db-card" aria-label="At a glance">
            <div class="db-card-body">
                <dl class="db-facts">
                    <div class="db-fact"><dt>"Id"</dt><dd><CopyId text=template.id.to_string() what="template id" /></dd></div>
                    <div class="db-fact">
                        <dt>"In your app"</dt>
                        <dd><code class="db-code">{format!("getToken({{ template: \"{}\" }})", template.name)}</code></dd>
                    </div>
                    <div class="db-fact"><dt>"Created"</dt><dd><When at=Some(template.created_at) now=now /></dd></div>
                    <div class="db-fact"><dt>"Changed"</dt><dd><When at=Some(template.updated_at) now=now /></dd></div>
                </dl>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Delete(template: JwtTemplate) -> impl IntoView {
    let call =
        Call::of::<DeleteJwtTemplate>("template.delete", &template.id).then(LIST).said("The template was deleted.");
    view! {
        <section class="db-card db-danger" aria-labelledby="template-danger">
            <header class="db-card-head"><h2 class="db-card-title" id="template-danger">"Delete"</h2></header>
            <div class="db-card-body">
                <p class="db-text">
                    "Whoever asks for a token by this name is refused from then on. Tokens that were made before stay good until they run out."
                </p>
                <div class="db-actions">
                    <AskFirst id="delete-template" label="Delete template" title="Delete this template for good?" open=RwSignal::new(false)>
                        <p class="db-text">"Its own key is gone with it. This cannot be undone."</p>
                        <CallForm call=call>
                            <TypeToConfirm id="delete-confirm" text=template.name label="Delete for good" />
                        </CallForm>
                    </AskFirst>
                </div>
            </div>
        </section>
    }
    .into_any()
}
