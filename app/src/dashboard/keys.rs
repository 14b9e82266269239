//! `/dashboard/keys`: the secret keys that backends call with.

use super::{
    Call, CallForm, Loaded, Page, Submit, call_error, load,
    parts::{Column, CopyId, DataTable, Empty, GlyphName, TableRow, When},
    proof::Proof,
    typed, use_dashboard,
};
use leptos::prelude::*;
use onehop::{
    client::UiError,
    components::parts::{Alert, Badge, ButtonVariant, Field, Tone},
    endpoints::dashboard::{CreateSecretKey, ListSecretKeys, RevokeSecretKey},
    wire::{
        backend::Page as List,
        dashboard::{CreatedSecretKey, SecretKey},
    },
};

/// The form's name: its answer is shown once.
const CREATE: &str = "key.create";
/// A new key is hidden again after so long.
const SHOWN_FOR: std::time::Duration = std::time::Duration::from_secs(30);

type Keys = Resource<Result<List<SecretKey>, UiError>>;

/// All keys, and a form for a new one.
#[component]
pub fn KeysPage() -> impl IntoView {
    let keys: Keys = load::<ListSecretKeys>(|| ((), Default::default()));
    let dashboard = use_dashboard();
    let left = dashboard.flash.with_untracked(|flash| {
        let answer = flash.as_ref().filter(|flash| flash.form == CREATE)?.answer.clone()?;
        serde_json::from_str::<CreatedSecretKey>(&answer).ok()
    });
    let created = RwSignal::new(left);
    view! {
        <Page
            title="API keys"
            intro="Your app's backend calls with a secret key. Who has one can read and change every user: keep it on servers only."
        >
            {move || created.get().map(|key| view! { <NewKey key created /> })}
            <section class="db-card" aria-labelledby="create-title">
                <div class="db-card-head">
                    <h2 class="db-card-title" id="create-title">"New key"</h2>
                </div>
                <div class="db-card-body">
                    <CreateForm keys created />
                </div>
            </section>
            <section class="db-card" aria-labelledby="keys-title">
                <div class="db-card-head">
                    <h2 class="db-card-title" id="keys-title">"Keys"</h2>
                </div>
                <Loaded of=keys view={move |list: List<SecretKey>| view! { <KeyTable list keys /> }.into_any()} />
            </section>
        </Page>
    }
}

/// A key that was made just now, shown this once.
#[component]
fn NewKey(key: CreatedSecretKey, created: RwSignal<Option<CreatedSecretKey>>) -> impl IntoView {
    Effect::new(move |_| {
        if let Ok(timer) = set_timeout_with_handle(move || drop(created.try_set(None)), SHOWN_FOR) {
            on_cleanup(move || timer.clear());
        }
    });
    view! {
        <section class="db-secret" aria-labelledby="secret-title" tabindex="-1" id="new-secret">
            <Alert tone=Tone::Warning title="Copy this key now">
                "It is shown once and kept nowhere: we only store what recognises it."
            </Alert>
            <h2 class="db-card-title" id="secret-title">{key.key.name}</h2>
            <CopyId text=key.secret what="the new key" />
            <p class="oh-scripted">
                <button class="oh-button" type="button" data-variant="secondary" on:click=move |_| created.set(None)>
                    <span class="oh-button-label">"I have kept it"</span>
                </button>
            </p>
        </section>
    }
}

#[component]
fn CreateForm(keys: Keys, created: RwSignal<Option<CreatedSecretKey>>) -> impl IntoView {
    let done = Callback::new(move |text: String| {
        created.set(serde_json::from_str(&text).ok());
        keys.refetch();
    });
    view! {
        <Proof text="Making and revoking keys needs a fresh proof that it is you." then="/dashboard/keys">
            <CallForm call={Call::of::<CreateSecretKey>(CREATE, &()).shows_answer()} on_done=done>
                <div class="db-field-row">
                    <Field
                        id="key-name"
                        label="What it is for"
                        name="name"
                        autocomplete="off"
                        value=typed("name")
                        error=call_error("name")
                        hint="Such as the service that uses it. One key each, so that one can be revoked alone."
                        required=true
                    />
                    <Submit>"Create key"</Submit>
                </div>
            </CallForm>
        </Proof>
    }
}

#[component]
fn KeyTable(list: List<SecretKey>, keys: Keys) -> impl IntoView {
    if list.data.is_empty() {
        let (title, text) = ("No keys", "A backend needs one to call the API.");
        return view! { <Empty icon=GlyphName::Letter title text /> }.into_any();
    }
    let columns = vec![
        Column::Subject("Name"),
        Column::Fact("Begins with"),
        Column::Fact("Created"),
        Column::Fact("Last used"),
        Column::Actions,
    ];
    let rows = list.data.into_iter().map(|key| row(key, keys)).collect();
    view! { <DataTable label="Keys" columns rows bare=true /> }.into_any()
}

fn row(key: SecretKey, keys: Keys) -> TableRow {
    let now = use_dashboard().now;
    let is_live = key.revoked_at.is_none();
    let (hint, created_at, last_used_at, name) = (key.hint.clone(), key.created_at, key.last_used_at, key.name.clone());
    TableRow::new([
        name.into_any(),
        view! { <code class="db-code">{hint}</code> }.into_any(),
        view! { <When at=Some(created_at) now=now /> }.into_any(),
        view! { <When at=last_used_at now=now /> }.into_any(),
        match is_live {
            true => view! { <Revoke key keys /> }.into_any(),
            false => view! { <Badge>"Revoked"</Badge> }.into_any(),
        },
    ])
    .muted(!is_live)
}

/// Asks before it acts.
#[component]
fn Revoke(key: SecretKey, keys: Keys) -> impl IntoView {
    let call = Call::of::<RevokeSecretKey>(format!("key.revoke.{}", key.id), &key.id)
        .said(format!("The key “{}” is revoked.", key.name));
    let label = format!("Revoke {}", key.name);
    view! {
        <details class="db-confirm">
            <summary class="oh-button" data-variant="secondary" aria-label=label>"Revoke"</summary>
            <div class="db-confirm-body">
                <p class="db-text">"Whoever calls with this key is refused at once. This cannot be undone."</p>
                <CallForm call=call on_done=Callback::new(move |_| keys.refetch()) inline=true>
                    <Submit variant=ButtonVariant::Danger>"Revoke key"</Submit>
                </CallForm>
            </div>
        </details>
    }
}
