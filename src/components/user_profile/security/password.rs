//! The password: setting, changing and giving it up.

use crate::{
    components::{
        parts::{Checkbox, FormValues, NewPasswordField, PasswordField, PasswordRules, field_error, flash_value},
        user_profile::{InlinePanel, OpenPanel, Panel, PanelForm, Profile, ProfilePage, Row, Section, Submit, text},
    },
    endpoints::{Verb, frontend::ChangePasswordBody},
    signals::{use_client, use_user},
    wire::{Environment, Lenient, User},
};
use leptos::prelude::*;

/// The password.
pub const PANEL: Panel =
    Panel { name: NAME, page: ProfilePage::Security, is_offered, view: |profile| view(profile).into_any() };

const NAME: &str = "password";
const REMOVE: &str = "password-remove";
const FORM: &str = "user.password";
const REMOVE_FORM: &str = "user.password.remove";
const PARAMS: &[&str] = &["current_password", "new_password"];
const SIGN_OUT: &str = "sign_out_of_other_sessions";

fn is_offered(user: &User, environment: Option<&Environment>) -> bool {
    environment.map_or(user.password_enabled, |environment| environment.user_settings.is_enabled("password"))
}

/// May the password go? Only where it isn't mandatory and a code by mail is another way in.
fn can_be_removed(user: &User, environment: &Environment) -> bool {
    let settings = &environment.user_settings;
    let by_mail = settings.attributes.get("email_address").is_some_and(|email| {
        email.used_for_first_factor && email.first_factors.iter().any(|factor| factor == "email_code")
    });
    user.password_enabled
        && by_mail
        && !settings.is_required("password")
        && user.email_addresses.iter().any(|email| email.is_verified())
}

fn view(profile: Profile) -> impl IntoView {
    let environment = use_client().environment;
    let is_set = Memo::new(move |_| profile.user(|user| user.password_enabled));
    let is_removable = Memo::new(move |_| {
        environment.with(|environment| {
            environment.as_ref().is_some_and(|environment| profile.user(|user| can_be_removed(user, environment)))
        })
    });
    let actions = move || {
        move || {
            let label = if is_set.get() { text().change_password } else { text().set_password };
            view! {
                <OpenPanel profile=profile panel=NAME label=label />
                {is_removable.get().then(|| view! {
                    <OpenPanel profile=profile panel=REMOVE label=text().remove_password danger=true />
                })}
            }
        }
    };
    let value = move || match is_set.get() {
        true => view! {
            <span class="oh-profile-dots" aria-hidden="true">"••••••••••"</span>
            <span class="oh-visually-hidden">{text().password_is_set}</span>
        }
        .into_any(),
        false => view! { <span class="oh-profile-empty">{text().no_password}</span> }.into_any(),
    };
    view! {
        <Section profile=profile name=NAME title=text().password>
            <Row actions=actions>{value}</Row>
            <InlinePanel
                profile=profile
                name=NAME
                section=NAME
                title=if is_set.get_untracked() { text().change_password } else { text().set_password }
            >
                <PasswordForm profile=profile />
            </InlinePanel>
            <InlinePanel profile=profile name=REMOVE section=NAME title=text().remove_password danger=true>
                <RemoveForm profile=profile />
            </InlinePanel>
        </Section>
    }
    .into_any()
}

#[component]
fn PasswordForm(profile: Profile) -> impl IntoView {
    let user = use_user();
    let submit = Submit::new();
    let differs = RwSignal::new(false);
    let save = move |values: FormValues| {
        differs.set(values.get("new_password") != values.get("confirm_password"));
        if differs.get_untracked() {
            return;
        }
        let body = ChangePasswordBody {
            new_password: values.get("new_password"),
            current_password: values.filled("current_password"),
            sign_out_of_other_sessions: Some(Lenient(values.is_checked(SIGN_OUT))),
        };
        submit.run(move || user.change_password(body.clone()), move || profile.succeed(NAME, text().password_saved));
    };
    let confirm_error = Signal::derive(move || differs.get().then(|| text().passwords_differ.to_owned()));
    let call = profile.form(FORM, Verb::Post, "/v1/me/change_password", NAME);
    let signs_out = flash_value(FORM, SIGN_OUT).is_none_or(|value| value == "true");
    view! {
        <PanelForm
            profile=profile
            section=NAME
            call=call
            submit=submit
            on_submit=Callback::new(save)
            label=text().save
            params=PARAMS
            needs_change=true
        >
            <AccountName profile=profile />
            <CurrentPassword profile=profile form=FORM submit=submit />
            <NewPasswordField
                id=profile.dom_id("new-password")
                label=text().new_password
                name="new_password"
                rules=rules()
                error=field_error(FORM, "new_password", submit.errors)
            />
            // Compared in the browser, so it is of no use without scripts.
            <div class="oh-scripted">
                <PasswordField
                    id=profile.dom_id("confirm-password")
                    label=text().confirm_password
                    name="confirm_password"
                    autocomplete="new-password"
                    error=confirm_error
                />
            </div>
            <Checkbox id=profile.dom_id("sign-out-others") name=SIGN_OUT checked=signs_out>
                {text().sign_out_others}
            </Checkbox>
        </PanelForm>
    }
    .into_any()
}

#[component]
fn RemoveForm(profile: Profile) -> impl IntoView {
    let user = use_user();
    let submit = Submit::new();
    let remove = move |values: FormValues| {
        submit.run(
            move || user.remove_password(values.filled("current_password")),
            move || profile.succeed(NAME, text().password_removed),
        );
    };
    let call = profile.form(REMOVE_FORM, Verb::Post, "/v1/me/remove_password", REMOVE);
    view! {
        <p class="oh-profile-text">{text().remove_password_text}</p>
        <PanelForm
            profile=profile
            section=NAME
            call=call
            submit=submit
            on_submit=Callback::new(remove)
            label=text().remove_password
            params=&["current_password"]
            danger=true
        >
            <AccountName profile=profile />
            <CurrentPassword profile=profile form=REMOVE_FORM submit=submit />
        </PanelForm>
    }
    .into_any()
}

/// The password in use, where there is one and the instance asks for it.
#[component]
fn CurrentPassword(profile: Profile, form: &'static str, submit: Submit) -> impl IntoView {
    let reverifies = use_client().environment.with_untracked(|environment| {
        environment.as_ref().is_some_and(|environment| environment.auth_config.reverification)
    });
    let is_asked = profile.user_untracked(|user| user.password_enabled) && !reverifies;
    is_asked.then(|| {
        view! {
            <PasswordField
                id=profile.dom_id("current-password")
                label=text().current_password
                name="current_password"
                required=true
                error=field_error(form, "current_password", submit.errors)
            />
        }
    })
}

/// Tells password managers whose password this is.
#[component]
fn AccountName(profile: Profile) -> impl IntoView {
    let name = profile.user_untracked(User::identifier);
    view! { <input type="text" autocomplete="username" value=name hidden=true readonly=true /> }
}

/// What a password must have.
fn rules() -> PasswordRules {
    use_client().environment.with_untracked(|environment| PasswordRules::of(environment.as_ref()))
}
