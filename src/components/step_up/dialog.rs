//! The dialog that asks a person who is signed in to prove again that it is them, for whichever call waits for it.

use super::{
    method::{Method, methods},
    proof::{Round, form_of},
    text,
};
use crate::{
    components::parts::{Button, ButtonVariant, Dialog, FormAlert, Spinner, form_error},
    signals::{Proving, use_reverification},
    wire::VerificationLevel,
};
use leptos::{prelude::*, task::spawn_local, wasm_bindgen::JsCast, web_sys::HtmlElement};

const ID: &str = "oh-step-up";
const START: &str = "step_up.start";

/// Asks while a call waits for it, see `signals::use_reverification`; shows nothing otherwise. `<AuthProvider>` has one
/// already.
///
/// States: starting, failed to start (with a way to try again), one form per way of proving, each with its errors. Closing
/// it lets the call fail.
///
/// **Server-side rendering**: nothing.
///
/// ```no_run
/// use leptos::prelude::*;
/// use onehop::components::AuthProvider;
///
/// #[component]
/// fn App() -> impl IntoView {
///     // The dialog is inside.
///     view! { <AuthProvider>"Hello"</AuthProvider> }
/// }
/// ```
#[component]
pub fn StepUpDialog() -> impl IntoView {
    let asked = use_reverification().asked;
    move || asked.get().map(|level| view! { <Asking level=level /> })
}

#[component]
fn Asking(level: VerificationLevel) -> impl IntoView {
    let step_up = use_reverification();
    let proving = Proving::new();
    // What was pressed has the focus again afterwards; a dialog that is taken out of the page doesn't see to that.
    let before = document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
    let before = StoredValue::new_local(before);
    let finish = move |is_proven: bool| {
        let before = before.try_get_value().flatten();
        step_up.answer(is_proven);
        request_animation_frame(move || {
            if let Some(element) = before {
                let _ = element.focus();
            }
        });
    };
    let start = move || {
        spawn_local(async move {
            proving.start(level).await;
        });
    };
    Effect::new(move |_| start());
    // Whoever is signed out meanwhile has nothing to prove any more.
    Effect::new(move |_| {
        if proving.attempt.errors.with(|error| error.as_ref().is_some_and(|error| error.is_unauthenticated())) {
            finish(false);
        }
    });
    let round = Round { proving, done: Callback::new(move |()| finish(true)) };
    let is_started = Memo::new(move |_| proving.verification.with(Option::is_some));
    view! {
        <Dialog id=ID title=text().title open=true on_close=Callback::new(move |()| finish(false))>
            {move || match is_started.get() {
                true => view! { <Ways round=round /> }.into_any(),
                false => view! { <Starting proving=proving retry=Callback::new(move |()| start()) /> }.into_any(),
            }}
        </Dialog>
    }
}

/// Before the ways are known.
#[component]
fn Starting(proving: Proving, retry: Callback<()>) -> impl IntoView {
    let attempt = proving.attempt;
    let has_failed = move || attempt.errors.with(Option::is_some);
    view! {
        <FormAlert error=form_error(START, &[], attempt.errors) />
        {move || match has_failed() {
            true => view! {
                <Button type_="button" variant=ButtonVariant::Secondary full=true on_click=retry>{text().retry}</Button>
            }
            .into_any(),
            false => view! {
                <p class="oh-step-up-loading" role="status">
                    <Spinner />
                    <span>{text().loading}</span>
                </p>
            }
            .into_any(),
        }}
    }
}

/// The form of one way, and the way to the others.
#[component]
fn Ways(round: Round) -> impl IntoView {
    let picked = RwSignal::new(None::<Method>);
    let offered = Memo::new(move |_| {
        round.proving.verification.with(|verification| verification.as_ref().map(methods).unwrap_or_default())
    });
    let shown = Memo::new(move |_| {
        let offered = offered.get();
        picked.get().filter(|method| offered.contains(method)).or_else(|| offered.first().copied())
    });
    let pick = move |method: Method| {
        round.proving.attempt.errors.set(None);
        picked.set(Some(method));
    };
    let others = move || {
        let others: Vec<Method> = offered.get().into_iter().filter(|method| Some(*method) != shown.get()).collect();
        others
            .into_iter()
            .map(|method| {
                view! {
                    <p class="oh-card-line">
                        <Button type_="button" variant=ButtonVariant::Link on_click=Callback::new(move |()| pick(method))>
                            {method.label()}
                        </Button>
                    </p>
                }
            })
            .collect_view()
    };
    view! {
        {move || match shown.get() {
            Some(method) => form_of(method, round),
            None => view! { <p class="oh-profile-text">{text().no_method}</p> }.into_any(),
        }}
        {others}
    }
}
