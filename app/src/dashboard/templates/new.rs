//! `/dashboard/templates/new?start=…`: a new template.

use super::{
    LIST, NEW,
    draft::Draft,
    editor::Editor,
    starts::{STARTS, start_of},
};
use crate::dashboard::{Call, Page, use_dashboard};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use onehop::{endpoints::backend::CreateJwtTemplate, wire::backend::JwtTemplate};

/// In whose answer, and under whose name, errors come back.
const CREATE: &str = "template.create";

/// The page.
#[component]
pub fn NewTemplatePage() -> impl IntoView {
    let map = use_query_map();
    let key = Memo::new(move |_| map.with(|map| start_of(map.get("start").as_deref()).key));
    view! {
        <p class="db-back"><a href=LIST class="oh-link">"All templates"</a></p>
        <Page title="Create template" intro="The instance's key signs its tokens (RS256). A key of its own can be set once it is created.">
            {move || view! { <Starts current=key.get() /> }}
            {move || view! { <Form key=key.get() /> }}
        </Page>
    }
}

#[component]
fn Starts(current: &'static str) -> impl IntoView {
    let link = move |(key, title): (&'static str, &'static str)| {
        let is_current = (key == current).then_some("page");
        view! { <a class="db-tab" href=format!("{NEW}?start={key}") aria-current=is_current>{title}</a> }
    };
    view! {
        <div>
            <nav class="db-tabs" aria-label="Begin with">{STARTS.map(|start| link((start.key, start.title)))}</nav>
            <p class="db-note db-start-text">{start_of(Some(current)).text}</p>
        </div>
    }
    .into_any()
}

#[component]
fn Form(key: &'static str) -> impl IntoView {
    let (dashboard, navigate) = (use_dashboard(), use_navigate());
    let flash = dashboard.flash.with_untracked(|flash| flash.clone().filter(|flash| flash.form == CREATE));
    let draft = use_query_map().with_untracked(|map| Draft::begun(start_of(Some(key))).typed(map, flash));
    let call = Call::of::<CreateJwtTemplate>(CREATE, &()).then(LIST).back(NEW).said("The template was created.");
    let done = Callback::new(move |text: String| {
        let template = serde_json::from_str::<JwtTemplate>(&text).ok();
        let path = template.map_or_else(|| LIST.to_owned(), |template| format!("{LIST}/{}", template.id));
        dashboard.notice.update(|notice| {
            if let Some(notice) = notice {
                notice.leads_on = true;
            }
        });
        navigate(&path, NavigateOptions::default());
    });
    view! { <Editor draft call=call on_done=done save="Create template" here=NEW /> }
}
