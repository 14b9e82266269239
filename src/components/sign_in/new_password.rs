//! The new password after the reset code.

use super::{flow::Flow, identity::Identity, password::Account, text, use_flow};
use crate::{
    components::parts::{
        Button, Card, Checkbox, Form, FormAlert, FormValues, NewPasswordField, PasswordField, PasswordRules,
        field_error, flash_value, focus_by_id, form_error,
    },
    endpoints::frontend::ResetPassword,
};
use leptos::{prelude::*, task::spawn_local};

const FORM: &str = "sign_in.new_password";
const SIGN_OUT: &str = "sign_out_of_other_sessions";

/// Asks for the new password twice.
#[component]
pub(super) fn NewPassword() -> impl IntoView {
    let flow = use_flow();
    let password = RwSignal::new(String::new());
    let repeated = RwSignal::new(String::new());
    let submit = move |values: FormValues| {
        if repeated.get_untracked() == values.get("password") {
            save(flow, values);
        } else {
            focus_by_id(&flow.id("-confirm"));
        }
    };
    let rules = flow.client.environment.with_untracked(|environment| PasswordRules::of(environment.as_ref()));
    let call = flow.form::<ResetPassword>(FORM, None);
    let signs_out = flash_value(FORM, SIGN_OUT).is_none_or(|value| value == "true");
    view! {
        <Card title=text().new_password_title subtitle=text().new_password_subtitle>
            <Identity />
            <FormAlert error=form_error(FORM, &["password"], flow.errors) />
            <Form call=call on_submit=Callback::new(submit) pending=flow.attempt.pending>
                <Account flow=flow />
                <NewPasswordField
                    id=flow.id("-new-password")
                    label=text().new_password
                    rules=rules
                    error=field_error(FORM, "password", flow.errors)
                    autofocus=true
                    on_input=Callback::new(move |typed| password.set(typed))
                />
                <Confirm flow=flow password=password repeated=repeated />
                <Checkbox id=flow.id("-sign-out") name=SIGN_OUT checked=signs_out>
                    {text().sign_out_others}
                </Checkbox>
                <Button full=true pending=flow.attempt.pending waiting=flow.attempt.waiting>{text().save_password}</Button>
            </Form>
        </Card>
    }
}

/// The password once more. It is compared in the living page and never sent, so it is shown only there.
#[component]
fn Confirm(flow: Flow, password: RwSignal<String>, repeated: RwSignal<String>) -> impl IntoView {
    let state = move || match (repeated.with(String::is_empty), repeated.get() == password.get()) {
        (true, _) => ("", None),
        (false, true) => (text().passwords_match, Some("success")),
        (false, false) => (text().passwords_differ, Some("warning")),
    };
    view! {
        <div class="oh-scripted">
            <div class="oh-field">
                <PasswordField
                    id=flow.id("-confirm")
                    label=text().confirm_password
                    name=""
                    autocomplete="new-password"
                    on_input=Callback::new(move |typed| repeated.set(typed))
                />
                <p class="oh-hint" role="status" data-tone=move || state().1>{move || state().0}</p>
            </div>
        </div>
    }
}

fn save(flow: Flow, values: FormValues) {
    flow.errors.set(None);
    spawn_local(async move {
        let signs_out = values.is_checked(SIGN_OUT);
        let result = flow.attempt.reset_password(values.get("password"), signs_out).await;
        flow.settle(result);
    });
}
