//! The provider: everything else of this crate that is shown on a page stands inside it.

use super::{ActorBanner, StepUpDialog};
use crate::{
    signals::{InitialState, background, platform, store::Store},
    text::{Text, page_text, say_on_this_page},
};
use leptos::prelude::*;

/// Makes the store that all hooks and components below share. One per app, as far out as possible: inside or outside a
/// router, and outside of any `Suspense`.
///
/// In the browser it starts with the state that the server's session layer found and put into the page; without such a
/// page (`csr`) it asks the API. A second provider inside the first is a mistake: it is reported on the console and does
/// nothing, so that there is one truth per page.
///
/// **Server-side rendering**: who is there, what the instance offers and the server's time go into the page, for the
/// browser to begin with; tokens never do. Without [`SessionLayer`](../ssr/struct.SessionLayer.html) on the route that is
/// "unknown", and the browser asks.
///
/// ```no_run
/// use leptos::prelude::*;
/// use onehop::components::{AuthProvider, SignedIn};
///
/// #[component]
/// fn App() -> impl IntoView {
///     view! { <AuthProvider><SignedIn>"Hello"</SignedIn></AuthProvider> }
/// }
/// ```
#[component]
pub fn AuthProvider(
    /// Where the Frontend API is, as scheme and host; leave it out when it is on the app's own origin.
    #[prop(optional, into)]
    frontend_api: Option<String>,
    /// Leaves out the banner that says when somebody acts in another user's name: for apps that show an
    /// [`ActorBanner`] at a place of their own.
    #[prop(optional)]
    without_actor_banner: bool,
    /// The texts, where the app decides them by itself. Without them the page speaks the language that the session layer
    /// chose, else English.
    #[prop(optional)]
    text: Option<&'static Text>,
    /// The app.
    children: Children,
) -> impl IntoView {
    // First of all and in every case: values of the page are read in the order in which they were written.
    let initial: InitialState = SharedValue::new(platform::initial_state).into_inner();
    let is_outermost = use_context::<Store>().is_none();
    if is_outermost {
        say_on_this_page(text.unwrap_or_else(page_text));
        let store = Store::new(frontend_api.as_deref(), initial);
        provide_context(store);
        // Effects run in the browser alone, and after hydration.
        Effect::new(move |_| {
            platform::forget_initial_state();
            background::start(store);
        });
    } else {
        leptos::logging::error!("onehop: an <AuthProvider> stands inside another one; the inner one does nothing.");
    }
    view! {
        {(is_outermost && !without_actor_banner).then(|| view! { <ActorBanner /> })}
        {children()}
        {is_outermost.then(|| view! { <StepUpDialog /> })}
    }
}
