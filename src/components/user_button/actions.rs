//! What the signed-in user can do: manage the account, sign out.

use super::{Button, text};
use crate::{
    components::parts::{Form, FormCall, Icon, IconName, focus_by_id, go_to},
    endpoints::{
        Endpoint, Verb,
        frontend::{RemoveSession, RemoveSessions},
        path_of,
    },
    signals::{platform::current_path, use_auth, use_client},
    wire::SessionId,
};
use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};

/// What the names of all forms of the user button begin with.
pub const FORMS: &str = "user_button.";
const SIGN_OUT: &str = "user_button.sign_out";
const SIGN_OUT_ALL: &str = "user_button.sign_out_all";

impl Button {
    /// A form of the user button. Without scripts it leads to `then`, and an error back to the page it is on.
    pub(super) fn form(self, form: &'static str, path: impl Into<String>, then: Option<String>) -> FormCall {
        let here = current_path();
        FormCall::new(form, path, &here).then(then.unwrap_or(here))
    }

    /// Where signing out leads without scripts: this page may be for signed-in users only.
    fn after_sign_out(self) -> Option<String> {
        Some(self.after_sign_out_url.get_value().unwrap_or_else(|| "/".to_owned()))
    }

    /// Closes the popover.
    pub(super) fn close(self) {
        let popover = document().get_element_by_id(&self.dom_id("popover"));
        if let Some(popover) = popover.and_then(|popover| popover.dyn_into::<HtmlElement>().ok()) {
            // Fails only when it is closed already.
            let _ = popover.hide_popover();
        }
    }

    /// After a change of account: to the page that was asked for, else the popover closes and the focus goes back to the
    /// button, if there still is one.
    pub(super) fn leave_for(self, url: Option<String>) {
        if let Some(url) = url {
            return go_to(&url);
        }
        let Some(id) = self.id.try_with_value(|id| format!("{id}-trigger")) else { return };
        self.close();
        request_animation_frame(move || focus_by_id(&id));
    }
}

#[component]
pub fn Actions(button: Button) -> impl IntoView {
    let auth = use_auth();
    view! {
        <div class="oh-user-popover-group" role="group" aria-label=text().actions>
            <a class="oh-user-popover-item" href=button.user_profile_url.get_value() on:click=move |_| button.close()>
                <Icon name=IconName::Gear />
                <span>{text().manage}</span>
            </a>
            {move || auth.session_id.get().map(|session| view! { <SignOut button=button session=session /> })}
        </div>
    }
    .into_any()
}

#[component]
fn SignOut(button: Button, session: SessionId) -> impl IntoView {
    let client = use_client();
    let call = button.form(SIGN_OUT, path_of::<RemoveSession>(&session), button.after_sign_out());
    let sign_out = move |_| {
        let (session, url) = (session.clone(), button.after_sign_out_url.get_value());
        button.submit.run(move || client.sign_out(Some(session.clone())), move || button.leave_for(url));
    };
    view! {
        <Form call=call on_submit=Callback::new(sign_out) pending=button.submit.pending>
            <ItemButton button=button icon=IconName::SignOut label=text().sign_out />
        </Form>
    }
    .into_any()
}

/// Ends all sessions of this browser.
#[component]
pub fn SignOutOfAll(button: Button) -> impl IntoView {
    let client = use_client();
    let call = button.form(SIGN_OUT_ALL, RemoveSessions::PATH, button.after_sign_out()).method(Verb::Delete);
    let sign_out = move |_| {
        let url = button.after_sign_out_url.get_value();
        button.submit.run(move || client.sign_out(None), move || button.leave_for(url));
    };
    view! {
        <Form call=call on_submit=Callback::new(sign_out) pending=button.submit.pending>
            <ItemButton button=button icon=IconName::SignOut label=text().sign_out_all />
        </Form>
    }
    .into_any()
}

#[component]
fn ItemButton(button: Button, icon: IconName, label: &'static str) -> impl IntoView {
    view! {
        <button class="oh-user-popover-item" type="submit" disabled=move || button.submit.pending.get()>
            <Icon name=icon />
            <span>{label}</span>
        </button>
    }
    .into_any()
}
