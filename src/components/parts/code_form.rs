//! The form for a code that was mailed, and the mail itself, which a living page asks for without a click.

use super::{CodeField, Form, FormAlert, FormCall, FormValues, field_error, form_error};
use crate::{client::UiError, signals::use_client, text::use_text};
use leptos::{prelude::*, task::spawn_local};

const PARAM: &str = "code";

/// Takes a code and checks it as soon as all its digits are there.
#[component]
pub fn CodeForm(
    /// The id of its input; unique on the page.
    #[prop(into)]
    id: String,
    /// The call that checks the code.
    call: FormCall,
    /// Checks it in a living page. Not run while `pending`.
    #[prop(into)]
    on_code: Callback<String>,
    /// What the last check failed with.
    #[prop(into)]
    errors: Signal<Option<UiError>>,
    /// Is a call under way?
    #[prop(into)]
    pending: Signal<bool>,
    /// How many digits.
    #[prop(default = 6)]
    length: usize,
    /// Has its input the focus at first?
    #[prop(optional)]
    autofocus: bool,
    /// What follows the input: its button, and hidden parameters of the call.
    children: Children,
) -> impl IntoView {
    let form = call.form;
    let check = move |code: String| {
        if !pending.get_untracked() {
            on_code.run(code);
        }
    };
    view! {
        <FormAlert error=form_error(form, &[PARAM], errors) />
        <Form
            call=call
            on_submit=Callback::new(move |values: FormValues| check(values.get(PARAM)))
            pending=pending
        >
            <CodeField
                id=id
                name=PARAM
                label=use_text().parts.code
                error=field_error(form, PARAM, errors)
                length=length
                autofocus=autofocus
                on_complete=Callback::new(check)
            />
            {children()}
        </Form>
    }
}

/// How many digits a mailed code has here.
pub(in crate::components) fn mailed_code_length() -> usize {
    let told = use_client().environment.with_untracked(|environment| {
        environment.as_ref().map_or(6, |environment| environment.auth_config.email_code_length)
    });
    told as usize
}

/// Is a code on its way? A living page asks for one by itself where none was sent so far; `send` tells whether that
/// worked.
pub fn use_mailed_code<F>(
    is_unsent: impl Fn() -> bool + 'static,
    is_sent: impl Fn() -> bool + Send + Sync + 'static,
    send: impl Fn() -> F + 'static,
) -> Memo<bool>
where
    F: Future<Output = bool> + 'static,
{
    let is_asking = RwSignal::new(false);
    Effect::new(move |_| {
        if untrack(&is_unsent) {
            is_asking.set(true);
            let sending = send();
            spawn_local(async move {
                sending.await;
                let _ = is_asking.try_set(false);
            });
        }
    });
    Memo::new(move |_| is_asking.get() || is_sent())
}
