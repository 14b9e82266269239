//! How a user proves who they are: password and second factor. Nothing secret is shown, only whether it is there.

use super::detail::Subject;
use crate::dashboard::{Call, CallForm, Submit, call_error, parts::When, use_dashboard};
use leptos::prelude::*;
use onehop::{
    components::parts::{ButtonVariant, Checkbox, PasswordField},
    endpoints::backend::{DisableUserMfa, RemoveUserPassword, SetUserPasswordCompromised, UpdateUser},
};

/// The card.
#[component]
pub(super) fn Security(subject: Subject) -> impl IntoView {
    let Subject { user, again } = subject;
    let now = use_dashboard().now;
    let id = &user.id;
    let set = Call::of::<UpdateUser>("user.password", id).said("The password was set.");
    let remove = Call::of::<RemoveUserPassword>("user.password.remove", id).said("The password was removed.");
    let leaked = Call::of::<SetUserPasswordCompromised>("user.password.leaked", id)
        .said("The next sign-in asks for a new password.");
    let factors = Call::of::<DisableUserMfa>("user.mfa", id).said("The second factor was removed.");
    let second = match (user.totp_enabled, user.backup_code_enabled) {
        (true, true) => "Authenticator app and backup codes",
        (true, false) => "Authenticator app",
        (false, true) => "Backup codes",
        (false, false) => "None",
    };
    let has_password = user.password_enabled;
    view! {
        <section class="db-card" aria-labelledby="user-security">
            <header class="db-card-head"><h2 class="db-card-title" id="user-security">"Password and second factor"</h2></header>
            <div class="db-card-body">
                <dl class="db-facts">
                    <div class="db-fact"><dt>"Password"</dt>
                    <dd>{if has_password { view! { "Set, last changed "<When at=user.password_last_updated_at now=now /> }.into_any() } else { view! { "None" }.into_any() }}</dd></div>
                    <div class="db-fact"><dt>"Second factor"</dt><dd>{second}</dd></div>
                </dl>
                <details class="db-add">
                    <summary class="db-add-open">{if has_password { "Set another password" } else { "Set a password" }}</summary>
                    <CallForm call=set on_done=again>
                        <PasswordField id="set-password" name="password" label="New password" autocomplete="new-password" error=call_error("password") />
                        <Checkbox id="set-password-out" name="sign_out_of_other_sessions:bool" checked=true>"Sign the user out everywhere"</Checkbox>
                        <p class="db-actions"><Submit variant=ButtonVariant::Secondary>"Set password"</Submit></p>
                    </CallForm>
                </details>
                <div class="db-line-actions">
                    {has_password.then(|| view! {
                        <CallForm call=leaked on_done=again inline=true><Submit variant=ButtonVariant::Secondary>"Require a new password"</Submit></CallForm>
                        <CallForm call=remove on_done=again inline=true><Submit variant=ButtonVariant::Secondary>"Remove password"</Submit></CallForm>
                    })}
                    {user.two_factor_enabled.then(|| view! {
                        <CallForm call=factors on_done=again inline=true><Submit variant=ButtonVariant::Secondary>"Remove second factor"</Submit></CallForm>
                    })}
                </div>
            </div>
        </section>
    }
    .into_any()
}
