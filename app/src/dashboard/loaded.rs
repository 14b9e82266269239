//! Shows loaded data: a skeleton at first, the old rows while new ones are on their way, and why there are none.

use super::{use_dashboard, with_then};
use leptos::{either::Either, prelude::*};
use leptos_router::hooks::use_location;
use onehop::{
    client::UiError,
    components::parts::{Alert, Button, ButtonVariant, Tone, go_to},
};
use serde::{Serialize, de::DeserializeOwned};

/// Shows what `of` holds.
#[component]
pub fn Loaded<T, F>(
    /// What was loaded, or is on its way.
    of: Resource<Result<T, UiError>>,
    /// How it is drawn.
    view: F,
    /// How many lines stand in for it at first.
    #[prop(default = 4)]
    skeleton: usize,
) -> impl IntoView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Fn(T) -> AnyView + Clone + Send + Sync + 'static,
{
    view! {
        <Transition fallback=move || view! { <Skeleton rows=skeleton /> }>
            {move || {
                let view = view.clone();
                of.get().map(|loaded| match loaded {
                    Ok(value) => Either::Left(view(value)),
                    Err(error) => Either::Right(view! { <Failed error again=Callback::new(move |()| of.refetch()) /> }),
                })
            }}
        </Transition>
    }
}

/// Lines of the final height.
#[component]
fn Skeleton(rows: usize) -> impl IntoView {
    view! {
        <div class="db-skeleton" aria-busy="true">
            <p class="oh-visually-hidden" role="status">"Loading"</p>
            {(0..rows).map(|_| view! { <span class="db-skeleton-row"></span> }).collect_view()}
        </div>
    }
}

/// Why there is nothing to show, and a way to try again. Whoever is signed out is led to the way in.
#[component]
fn Failed(error: UiError, again: Callback<()>) -> impl IntoView {
    let dashboard = use_dashboard();
    let location = use_location();
    let is_signed_out = error.is_unauthenticated();
    Effect::new(move |_| {
        if is_signed_out {
            let here = location.pathname.get_untracked();
            dashboard.operator.set(None);
            go_to(&with_then("/dashboard/sign-in", &here));
        }
    });
    let text = error.to_string();
    view! {
        <div class="db-failed">
            <Alert tone=Tone::Danger title="This could not be loaded">{text}</Alert>
            <p class="oh-scripted">
                <Button variant=ButtonVariant::Secondary type_="button" on_click=again>"Try again"</Button>
            </p>
        </div>
    }
}
