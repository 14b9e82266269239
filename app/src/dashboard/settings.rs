//! `/dashboard/settings`: what can be changed while the server runs, and beside it what its configuration says.

mod sessions;
mod sign_up;

use super::{
    Call, CallForm, Loaded, Page, Submit, call_error, load,
    parts::{CopyId, duration},
    typed, use_dashboard,
};
use leptos::prelude::*;
use onehop::{
    client::UiError,
    components::parts::{Checkbox, Field},
    endpoints::{
        backend::{UpdateInstance, UpdateInstanceRestrictions},
        dashboard::GetSettings,
    },
    wire::dashboard::{Configured, Settings},
};

use sessions::SessionsForm;
use sign_up::SignUpForm;

type Loading = Resource<Result<Settings, UiError>>;

/// All settings.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let settings: Loading = load::<GetSettings>(|| ((), Default::default()));
    view! {
        <Page title="Settings" intro="Changes count at once, on every node. Pages show them within half a minute.">
            <Loaded of=settings view={move |it: Settings| view! { <Sections it settings /> }.into_any()} skeleton=8 />
        </Page>
    }
}

#[component]
fn Sections(it: Settings, settings: Loading) -> impl IntoView {
    let (configured, sessions) = (it.configured.clone(), it.clone());
    view! {
        <section class="db-card" aria-labelledby="instance-title">
            <div class="db-card-head"><h2 class="db-card-title" id="instance-title">"Instance"</h2></div>
            <div class="db-card-body"><Instance it=it.clone() /></div>
        </section>
        <section class="db-card" aria-labelledby="sign-up-title">
            <div class="db-card-head"><h2 class="db-card-title" id="sign-up-title">"Sign-up"</h2></div>
            <div class="db-card-body"><SignUpForm it=it.clone() settings /></div>
        </section>
        <section class="db-card" aria-labelledby="sign-in-title">
            <div class="db-card-head"><h2 class="db-card-title" id="sign-in-title">"Sign-in and support"</h2></div>
            <div class="db-card-body"><SignInForm it=it.clone() settings /></div>
        </section>
        <section class="db-card" aria-labelledby="restrictions-title">
            <div class="db-card-head"><h2 class="db-card-title" id="restrictions-title">"Restrictions"</h2></div>
            <div class="db-card-body"><RestrictionsForm it settings /></div>
        </section>
        <section class="db-card" aria-labelledby="sessions-title">
            <div class="db-card-head"><h2 class="db-card-title" id="sessions-title">"Sessions"</h2></div>
            <div class="db-card-body"><SessionsForm it=sessions settings /></div>
        </section>
        <section class="db-card" aria-labelledby="configured-title">
            <div class="db-card-head"><h2 class="db-card-title" id="configured-title">"From the configuration alone"</h2></div>
            <div class="db-card-body"><FromConfiguration configured /></div>
        </section>
    }
}

#[component]
fn Instance(it: Settings) -> impl IntoView {
    let environment = use_dashboard().environment.get_value();
    view! {
        <dl class="db-facts">
            <div class="db-fact"><dt>"Environment"</dt><dd>{environment}</dd></div>
            <div class="db-fact"><dt>"Address"</dt><dd>{it.public_url}</dd></div>
            <div class="db-fact">
                <dt>"Publishable key"</dt>
                <dd><CopyId text=it.publishable_key what="the publishable key" /></dd>
            </div>
        </dl>
    }
}

#[component]
fn SignInForm(it: Settings, settings: Loading) -> impl IntoView {
    let call = Call::of::<UpdateInstance>("settings.instance", &()).said("The settings are saved.");
    let preferred = it.preferred_strategy.unwrap_or_default();
    let (origins, support) = (it.allowed_origins.join(" "), it.support_email.unwrap_or_default());
    view! {
        <CallForm call=call on_done=Callback::new(move |_| settings.refetch())>
            <Prefill support origins preferred has_test_mode=it.test_mode />
            {(!it.configured_origins.is_empty()).then(|| view! {
                <p class="oh-hint">{format!("The configuration allows: {}", it.configured_origins.join(", "))}</p>
            })}
            <div class="db-actions"><Submit>"Save"</Submit></div>
        </CallForm>
    }
}

#[component]
fn Prefill(support: String, origins: String, preferred: String, has_test_mode: Option<bool>) -> impl IntoView {
    let back = typed("support_email");
    let support = if back.is_empty() { support } else { back };
    let choice = move |value: &'static str, name: &'static str| {
        let is_chosen = preferred == value;
        view! { <option value=value selected=is_chosen>{name}</option> }
    };
    view! {
        <Field
            id="support-email"
            label="Support address"
            name="support_email:null"
            type_="email"
            autocomplete="off"
            value=support
            error=call_error("support_email")
            hint="Shown to people who need help."
        />
        <div class="oh-field">
            <label class="oh-label" for="preferred">"Sign-in begins with"</label>
            <select class="oh-input" id="preferred" name="preferred_sign_in_strategy_when_password_required:null">
                {choice("", "The password, if the account has one")}
                {choice("password", "The password")}
                {choice("otp", "A code by email")}
            </select>
        </div>
        <Field
            id="origins"
            label="Allowed origins"
            name="allowed_origins:words"
            autocomplete="off"
            value=origins
            error=call_error("allowed_origins")
            hint="Pages of these origins may call the Frontend API, such as https://app.example.com. Put spaces between several."
        />
        {has_test_mode.map(|is_on| view! {
            <Checkbox id="test-mode" name="test_mode:bool" checked=is_on>
                "Addresses for tests (name+clerk_test@…) take the code 424242"
            </Checkbox>
        })}
    }
}

#[component]
fn RestrictionsForm(it: Settings, settings: Loading) -> impl IntoView {
    let call = Call::of::<UpdateInstanceRestrictions>("settings.restrictions", &()).said("The restrictions are saved.");
    let rules = it.restrictions;
    let switches = [
        ("allowlist:bool", rules.allowlist, "Only who is on the allow list may sign up"),
        ("blocklist:bool", rules.blocklist, "Who is on the block list may not sign up or sign in"),
        (
            "allowlist_blocklist_disabled_on_sign_in:bool",
            rules.allowlist_blocklist_disabled_on_sign_in,
            "Both lists bind sign-up only: accounts that exist sign in",
        ),
        ("block_email_subaddresses:bool", rules.block_email_subaddresses, "No addresses such as name+tag@example.com"),
        ("block_disposable_email_domains:bool", rules.block_disposable_email_domains, "No throw-away addresses"),
        (
            "ignore_dots_for_gmail_addresses:bool",
            rules.ignore_dots_for_gmail_addresses,
            "a.b@gmail.com and ab@gmail.com are the same person",
        ),
    ];
    view! {
        <CallForm call=call on_done=Callback::new(move |_| settings.refetch())>
            {switches.into_iter().map(|(name, is_on, text)| {
                let id = name.trim_end_matches(":bool").replace('_', "-");
                view! { <Checkbox id=id name=name checked=is_on>{text}</Checkbox> }
            }).collect_view()}
            <p class="db-text">
                <a class="oh-link" href="/dashboard/restrictions">"Edit the two lists"</a>
            </p>
            <div class="db-actions"><Submit>"Save restrictions"</Submit></div>
        </CallForm>
    }
}

/// Read at the start of the server, so not changed here: each with the name by which the configuration calls it.
#[component]
fn FromConfiguration(configured: Configured) -> impl IntoView {
    let yes = |is_on: bool| if is_on { "Yes" } else { "No" }.to_owned();
    let facts = [
        (
            "Usernames",
            "user.username_enabled, user.username_required",
            match (configured.username_enabled, configured.username_required) {
                (false, _) => "No".to_owned(),
                (true, false) => "If people like".to_owned(),
                (true, true) => "Asked for at sign-up".to_owned(),
            },
        ),
        ("First and last names", "user.names_enabled", yes(configured.names_enabled)),
        ("People may delete their account", "user.delete_self", yes(configured.delete_self_enabled)),
        ("Shortest password", "password.min_length", format!("{} characters", configured.password_min_length)),
        ("A session token lasts", "session.token_lifetime_seconds", duration(configured.token_lifetime)),
        ("One session per browser", "session.single_session_mode", yes(configured.single_session_mode)),
    ];
    view! {
        <p class="db-text">"These are read when the server starts: change them in its configuration file or its environment."</p>
        <dl class="db-facts">
            {facts.into_iter().map(|(name, setting, value)| view! {
                <div class="db-fact"><dt>{name}</dt><dd>{value}" "<code class="db-setting">{setting}</code></dd></div>
            }).collect_view()}
        </dl>
    }
}
