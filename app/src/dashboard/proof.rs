//! What needs a fresh proof of who is there, or the way to one.

use super::{use_dashboard, with_then};
use leptos::prelude::*;
use onehop::components::parts::{ButtonVariant, Link};

/// How long a proof counts; see the server's rules of operators' sessions.
const PROOF: i64 = 10 * 60_000;

/// Its content while there is a fresh proof; else why one is needed, and a way to it that leads back.
#[component]
pub(super) fn Proof(
    /// What the proof is for, in a sentence.
    text: &'static str,
    /// The page to come back to.
    #[prop(into)]
    then: String,
    /// What needs the proof.
    children: ChildrenFn,
) -> impl IntoView {
    let dashboard = use_dashboard();
    let is_fresh =
        dashboard.operator.with_untracked(|it| it.as_ref().is_some_and(|it| dashboard.now - it.proven_at < PROOF));
    if is_fresh {
        return children().into_any();
    }
    view! {
        <p class="db-text">{text}</p>
        <p>
            <Link href=with_then("/dashboard/prove", &then) variant=ButtonVariant::Primary>"Confirm that it is you"</Link>
        </p>
    }
    .into_any()
}
