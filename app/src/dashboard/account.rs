//! `/dashboard/account`: the operator's own password and authenticator app.

use super::{Call, CallForm, Dashboard, Loaded, Page, Submit, call_error, load, use_dashboard};
use leptos::prelude::*;
use onehop::{
    client::UiError,
    components::parts::{Badge, ButtonVariant, CodeField, PasswordField, QrCode, Tone},
    endpoints::dashboard::{
        ChangeOperatorPassword, ConfirmOperatorTotp, CreateOperatorTotp, DeleteOperatorTotp, GetOperatorTotp,
    },
    wire::dashboard::{OperatorTotp, PendingTotp},
};

/// What the page reads again after each change.
type Totp = Resource<Result<OperatorTotp, UiError>>;

/// The operator's own account.
#[component]
pub fn AccountPage() -> impl IntoView {
    let email = use_dashboard().operator.with_untracked(|it| it.as_ref().map(|it| it.email_address.clone()));
    let totp = load::<GetOperatorTotp>(|| ((), Default::default()));
    view! {
        <Page title="Your account" intro=format!("Signed in as {}.", email.unwrap_or_default())>
            <section class="db-card" aria-labelledby="totp-title">
                <div class="db-card-head">
                    <h2 class="db-card-title" id="totp-title">"Authenticator app"</h2>
                </div>
                <div class="db-card-body">
                    <Loaded of=totp view={move |state: OperatorTotp| view! { <TotpState state totp /> }.into_any()} skeleton=2 />
                </div>
            </section>
            <section class="db-card" aria-labelledby="password-title">
                <div class="db-card-head">
                    <h2 class="db-card-title" id="password-title">"Password"</h2>
                </div>
                <div class="db-card-body">
                    <PasswordForm />
                </div>
            </section>
        </Page>
    }
}

#[component]
fn TotpState(state: OperatorTotp, totp: Totp) -> impl IntoView {
    let start = Call::of::<CreateOperatorTotp>("totp.create", &());
    let dashboard = use_dashboard();
    let again = Callback::new(move |_: String| totp.refetch());
    match (state.pending, state.enabled) {
        (Some(pending), is_enabled) => view! { <Enrol pending totp is_enabled /> }.into_any(),
        (None, true) => view! {
            <p class="db-text">
                <Badge tone=Tone::Success>"On"</Badge>
                " Signing in asks for a code of your app."
            </p>
            <div class="db-actions">
                <CallForm call=start on_done=again inline=true>
                    <Submit variant=ButtonVariant::Secondary>"Set up another app"</Submit>
                </CallForm>
                <CallForm
                    call={Call::of::<DeleteOperatorTotp>("totp.delete", &()).said("The authenticator app is removed.")}
                    on_done=Callback::new(move |_| note(dashboard, false, totp))
                    inline=true
                >
                    <Submit variant=ButtonVariant::Danger>"Remove"</Submit>
                </CallForm>
            </div>
        }
        .into_any(),
        (None, false) => view! {
            <p class="db-text">
                "A code that only your phone can make keeps others out who learn your password. Any authenticator app will do."
            </p>
            <CallForm call=start on_done=again inline=true>
                <Submit>"Set up authenticator app"</Submit>
            </CallForm>
        }
        .into_any(),
    }
}

/// The rest of the page learns of it too.
fn note(dashboard: Dashboard, is_enabled: bool, totp: Totp) {
    dashboard.operator.update(|operator| {
        if let Some(operator) = operator {
            operator.totp_enabled = is_enabled;
        }
    });
    totp.refetch();
}

/// The picture to scan, the secret to type, and the first code.
#[component]
fn Enrol(pending: PendingTotp, totp: Totp, is_enabled: bool) -> impl IntoView {
    let groups: Vec<String> =
        pending.secret.as_bytes().chunks(4).map(|it| String::from_utf8_lossy(it).into_owned()).collect();
    let dashboard = use_dashboard();
    let done = Callback::new(move |_: String| note(dashboard, true, totp));
    view! {
        {is_enabled.then(|| view! { <p class="db-text">"The app you have counts until the new one's first code is here."</p> })}
        <div class="db-enrol">
            <QrCode picture=pending.qr label="QR code for your authenticator app" />
            <div class="db-enrol-steps">
                <p class="db-text">"Scan this with your authenticator app, or type the key in:"</p>
                <p><code class="db-code">{groups.join(" ")}</code></p>
                <CallForm
                    call={Call::of::<ConfirmOperatorTotp>("totp.confirm", &()).said("The authenticator app is set up.")}
                    on_done=done
                >
                    <CodeField id="totp-code" label="Code that the app shows" error=call_error("code") />
                    <Submit>"Turn on"</Submit>
                </CallForm>
            </div>
        </div>
    }
}

#[component]
fn PasswordForm() -> impl IntoView {
    let call = Call::of::<ChangeOperatorPassword>("operator.password", &())
        .said("Your password is changed. Other sessions of yours are ended.");
    view! {
        <CallForm call=call on_done=Callback::new(|_| clear(["current", "new"])) id="password-form">
            <PasswordField id="current" label="Present password" name="current_password" error=call_error("current_password") required=true />
            <PasswordField
                id="new"
                label="New password"
                name="new_password"
                autocomplete="new-password"
                hint="At least 15 characters."
                error=call_error("new_password")
                required=true
            />
            <div class="db-actions">
                <Submit variant=ButtonVariant::Secondary>"Change password"</Submit>
            </div>
        </CallForm>
    }
}

/// Passwords don't stay in the page.
fn clear(ids: [&str; 2]) {
    for id in ids {
        let field = document().get_element_by_id(id);
        if let Some(field) = field
            .and_then(|field| leptos::wasm_bindgen::JsCast::dyn_into::<leptos::web_sys::HtmlInputElement>(field).ok())
        {
            field.set_value("");
        }
    }
}
