//! `<UserButton/>`: who is signed in, and the way to the account, to other accounts and out.

mod accounts;
mod actions;
mod popover;

use super::UserAvatar;
use crate::{
    components::{parts::FormAlert, user_profile::Submit},
    signals::{use_flash, use_user},
    text::{UserButtonText, error_text, use_text},
    wire::{User, UserId},
};
use leptos::prelude::*;
use popover::Popover;

/// The picture of who is signed in. It opens a popover with the account's actions and the browser's other accounts.
///
/// The popover is the browser's own: it opens, closes by Escape or a click beside it and gives the focus back without
/// any script, and its actions are forms and links. Shows nothing to visitors without a session, and keeps its space
/// while it isn't known who is there.
///
/// **Server-side rendering**: complete.
///
/// ```no_run
/// use leptos::prelude::*;
/// use onehop::components::UserButton;
///
/// #[component]
/// fn Header() -> impl IntoView {
///     view! { <header><UserButton show_name=true after_sign_out_url="/goodbye"/></header> }
/// }
/// ```
#[component]
pub fn UserButton(
    /// What the ids in its markup begin with.
    #[prop(default = "user-button".into(), into)]
    id: String,
    /// Shows the name beside the picture.
    #[prop(optional)]
    show_name: bool,
    /// Where the account is managed.
    #[prop(default = "/user".into(), into)]
    user_profile_url: String,
    /// Where another account is added.
    #[prop(default = "/sign-in".into(), into)]
    sign_in_url: String,
    /// Where to go after signing out. By default a living page stays as it is; without scripts it is `/`.
    #[prop(optional, into)]
    after_sign_out_url: Option<String>,
    /// Where to go after switching to another account; by default nowhere.
    #[prop(optional, into)]
    after_switch_session_url: Option<String>,
) -> impl IntoView {
    let button = Button {
        id: StoredValue::new(id),
        user_profile_url: StoredValue::new(user_profile_url),
        sign_in_url: StoredValue::new(sign_in_url),
        after_sign_out_url: StoredValue::new(after_sign_out_url),
        after_switch_session_url: StoredValue::new(after_switch_session_url),
        submit: Submit::new(),
    };
    let hook = use_user();
    let shown = Memo::new(move |_| match hook.user.with(|user| user.as_ref().map(|user| user.id.clone())) {
        Some(id) => Shown::Account(id),
        None if hook.is_loaded.get() => Shown::Nothing,
        None => Shown::Space,
    });
    move || match shown.get() {
        Shown::Account(_) => view! { <Account button=button show_name=show_name /> }.into_any(),
        Shown::Space => {
            view! { <span class="oh-user-button-space" data-named=show_name.then_some("")></span> }.into_any()
        }
        Shown::Nothing => ().into_any(),
    }
}

#[derive(Clone, PartialEq)]
enum Shown {
    Space,
    Nothing,
    Account(UserId),
}

/// What the button's parts share.
#[derive(Clone, Copy)]
struct Button {
    id: StoredValue<String>,
    user_profile_url: StoredValue<String>,
    sign_in_url: StoredValue<String>,
    after_sign_out_url: StoredValue<Option<String>>,
    after_switch_session_url: StoredValue<Option<String>>,
    submit: Submit,
}

impl Button {
    fn dom_id(self, suffix: &str) -> String {
        self.id.with_value(|id| format!("{id}-{suffix}"))
    }
}

/// The trigger and its popover, for one user.
#[component]
fn Account(button: Button, show_name: bool) -> impl IntoView {
    let user = use_user().user;
    let name = Memo::new(move |_| user.with(|user| user.as_ref().map(User::display_name)).unwrap_or_default());
    // None until the page lives: a browser without scripts tells by itself whether the popover is open.
    let is_open = RwSignal::new(None::<bool>);
    Effect::new(move |_| is_open.set(Some(false)));
    let popover_id = button.dom_id("popover");
    view! {
        <div class="oh-user-button">
            <button
                class="oh-user-button-trigger"
                id=button.dom_id("trigger")
                type="button"
                popovertarget=popover_id.clone()
                aria-haspopup="dialog"
                aria-controls=popover_id.clone()
                aria-expanded=move || is_open.get().map(|open| if open { "true" } else { "false" })
            >
                <span class=if show_name { "oh-user-button-name" } else { "oh-visually-hidden" }>
                    <bdi>{move || name.get()}</bdi>
                </span>
                <span class="oh-visually-hidden">{text().menu}</span>
                <UserAvatar size=28 decorative=true />
            </button>
            <LeftBehind />
            <Popover button=button id=popover_id is_open=is_open />
        </div>
    }
    .into_any()
}

/// An action that failed without scripts: the popover is closed on the page that says so.
#[component]
fn LeftBehind() -> impl IntoView {
    let flash = use_flash();
    let error = Signal::derive(move || {
        flash.with(|flash| {
            let flash = flash.as_ref().filter(|flash| flash.form.starts_with(actions::FORMS))?;
            flash.errors.first().map(error_text)
        })
    });
    view! { <div class="oh-user-button-error"><FormAlert error=error /></div> }
}

/// What it says.
fn text() -> &'static UserButtonText {
    &use_text().user_button
}
