//! Components that show or hide what is inside them. What isn't shown isn't in the HTML either.

use crate::{
    signals::{AuthState, LoadStatus, platform, use_auth, use_client, use_session},
    text::use_text,
    wire::Session,
};
use leptos::prelude::*;

/// When a [`Show`] shows.
#[derive(Clone, Copy, Debug)]
pub enum When {
    /// Somebody is signed in.
    SignedIn,
    /// It is known that nobody is; a session with tasks left counts as nobody.
    SignedOut,
    /// A session is there, but it has tasks left.
    Pending,
    /// Somebody is signed in, and their session satisfies this.
    Matches(fn(&Session) -> bool),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Choice {
    Nothing,
    Children,
    Fallback,
}

impl When {
    fn choose(self, state: AuthState, session: Option<&Session>) -> Choice {
        let holds = match (self, state) {
            (_, AuthState::Loading) => return Choice::Nothing,
            (Self::SignedIn, state) => state == AuthState::SignedIn,
            (Self::SignedOut, state) => state != AuthState::SignedIn,
            (Self::Pending, state) => state == AuthState::Pending,
            (Self::Matches(test), state) => state == AuthState::SignedIn && session.is_some_and(test),
        };
        if holds { Choice::Children } else { Choice::Fallback }
    }
}

/// Shows its children when the condition holds, and the fallback when it doesn't. Shows neither while that isn't known:
/// unknown is not signed out.
///
/// It hides, it doesn't protect: what an API answers is the API's decision.
///
/// | | the condition holds | it doesn't | nobody knows yet |
/// |---|---|---|---|
/// | in the page | the children | the fallback | nothing |
///
/// **Server-side rendering**: what isn't shown isn't in the HTML either.
///
/// ```no_run
/// use leptos::prelude::*;
/// use onehop::components::{Show, When};
///
/// #[component]
/// fn Support() -> impl IntoView {
///     let is_somebody_else = When::Matches(|session| session.actor.is_some());
///     view! { <Show when=is_somebody_else fallback=|| "Your own account">"Somebody else's account"</Show> }
/// }
/// ```
#[component]
pub fn Show(
    /// The condition.
    when: When,
    /// What to show when it doesn't hold.
    #[prop(optional, into)]
    fallback: ViewFn,
    /// What to show when it holds.
    children: ChildrenFn,
) -> impl IntoView {
    let auth = use_auth();
    let session = use_session().session;
    let choice = Memo::new(move |_| session.with(|session| when.choose(auth.state.get(), session.as_ref())));
    move || match choice.get() {
        Choice::Nothing => None,
        Choice::Children => Some(children()),
        Choice::Fallback => Some(fallback.run()),
    }
}

/// Shows its children when somebody is signed in; nothing while that isn't known, nor while the session has tasks left.
///
/// **Server-side rendering**: in the first HTML of those who are signed in, and in nobody else's.
///
/// ```no_run
/// use leptos::prelude::*;
/// use onehop::components::{SignedIn, SignedOut, UserButton};
///
/// #[component]
/// fn Header() -> impl IntoView {
///     view! {
///         <SignedIn><UserButton/></SignedIn>
///         <SignedOut><a href="/sign-in">"Sign in"</a></SignedOut>
///     }
/// }
/// ```
#[component]
pub fn SignedIn(
    /// What to show.
    children: ChildrenFn,
) -> impl IntoView {
    view! { <Show when=When::SignedIn children=children/> }
}

/// Shows its children when it is known that nobody is signed in; a session with tasks left counts as nobody.
///
/// **Server-side rendering**: in the first HTML of visitors; not in a page that was made while the API could not be
/// reached, because then nobody knows.
///
/// ```no_run
/// use leptos::prelude::*;
/// use onehop::components::{SignIn, SignedOut};
///
/// #[component]
/// fn Welcome() -> impl IntoView {
///     view! { <SignedOut><SignIn/></SignedOut> }
/// }
/// ```
#[component]
pub fn SignedOut(
    /// What to show.
    children: ChildrenFn,
) -> impl IntoView {
    view! { <Show when=When::SignedOut children=children/> }
}

/// Shows its children while it isn't known who is there. With the session layer that is only when the API couldn't be
/// reached; without one, until the API has answered the browser.
///
/// **Server-side rendering**: nothing, unless the API could not be reached.
///
/// ```no_run
/// use leptos::prelude::*;
/// use onehop::components::{AuthLoading, SignedIn};
///
/// #[component]
/// fn Home() -> impl IntoView {
///     view! {
///         <AuthLoading>"One moment"</AuthLoading>
///         <SignedIn>"Welcome back"</SignedIn>
///     }
/// }
/// ```
#[component]
pub fn AuthLoading(
    /// What to show.
    children: ChildrenFn,
) -> impl IntoView {
    let state = use_auth().state;
    move || (state.get() == AuthState::Loading).then(|| children())
}

/// Shows its children while the server can't be reached and the page shows what was known last.
///
/// **Server-side rendering**: nothing; it is the browser that notices.
///
/// ```no_run
/// use leptos::prelude::*;
/// use onehop::components::AuthDegraded;
///
/// #[component]
/// fn Notice() -> impl IntoView {
///     view! { <AuthDegraded><p role="status">"You are offline. What you see may be old."</p></AuthDegraded> }
/// }
/// ```
#[component]
pub fn AuthDegraded(
    /// What to show.
    children: ChildrenFn,
) -> impl IntoView {
    let status = use_client().status;
    move || (status.get() == LoadStatus::Degraded).then(|| children())
}

/// Leads to the sign-in page and back here afterwards.
///
/// In the browser it goes there at once. **Server-side rendering**: it can't go anywhere, because status and headers
/// are decided when components are rendered. So the HTML has a plain link, which also serves who has no scripts. To answer a page request with a
/// redirect, decide it in the router, where [`OptionalUser`](../ssr/struct.OptionalUser.html) says who asks.
///
/// ```no_run
/// use leptos::prelude::*;
/// use onehop::components::{RedirectToSignIn, SignedIn, SignedOut};
///
/// #[component]
/// fn Members() -> impl IntoView {
///     view! {
///         <SignedIn>"For members"</SignedIn>
///         <SignedOut><RedirectToSignIn/></SignedOut>
///     }
/// }
/// ```
#[component]
pub fn RedirectToSignIn() -> impl IntoView {
    let auth = use_auth();
    let environment = use_client().environment;
    let target = move || {
        let page = environment
            .with(|environment| environment.as_ref().map(|environment| environment.display_config.sign_in_url.clone()));
        sign_in_link(&page.unwrap_or_default(), &platform::current_path())
    };
    Effect::new(move |_| {
        if matches!(auth.state.get(), AuthState::SignedOut | AuthState::Pending) {
            platform::go_to(&untrack(target));
        }
    });
    view! { <a class="oh-link" href=untrack(target)>{use_text().parts.sign_in}</a> }
}

fn sign_in_link(page: &str, back: &str) -> String {
    let page = if page.is_empty() { "/sign-in" } else { page };
    let separator = if page.contains('?') { '&' } else { '?' };
    let mut link = format!("{page}{separator}redirect_url=");
    for byte in back.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => link.push(char::from(byte)),
            _ => link.push_str(&format!("%{byte:02X}")),
        }
    }
    link
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        components::AuthProvider,
        signals::{
            InitialState,
            adopt::tests::{client, session},
        },
    };

    #[component]
    fn Page() -> impl IntoView {
        view! {
            <AuthProvider>
                <Show when=When::SignedIn fallback=|| "[refused]">"[secret]"</Show>
                <SignedOut>"[welcome]"</SignedOut>
                <AuthLoading>"[loading]"</AuthLoading>
            </AuthProvider>
        }
    }

    /// What the server sends for a request with this state.
    fn rendered(state: InitialState) -> Vec<&'static str> {
        let html = Owner::new().with(|| {
            provide_context(state);
            view! { <Page/> }.to_html()
        });
        ["[secret]", "[refused]", "[welcome]", "[loading]"].into_iter().filter(|text| html.contains(text)).collect()
    }

    #[test]
    fn nothing_protected_is_in_the_html_of_who_may_not_see_it() {
        let nobody = InitialState { known: true, ..InitialState::default() };
        assert_eq!(rendered(nobody), ["[refused]", "[welcome]"]);
        let unknown = InitialState::default();
        assert_eq!(rendered(unknown), ["[loading]"]);
    }

    #[test]
    fn what_is_for_the_signed_in_is_in_their_first_html() {
        let client = Some(client("client_1", 1, vec![session("sess_1")]));
        assert_eq!(rendered(InitialState { client, known: true, ..InitialState::default() }), ["[secret]"]);
    }

    #[test]
    fn a_condition_of_ones_own_is_asked_only_when_somebody_is_signed_in() {
        let is_first = When::Matches(|session| session.id.as_str() == "sess_1");
        let one = session("sess_1");
        assert!(is_first.choose(AuthState::SignedIn, Some(&one)) == Choice::Children);
        assert!(is_first.choose(AuthState::SignedIn, Some(&session("sess_2"))) == Choice::Fallback);
        assert!(is_first.choose(AuthState::Pending, Some(&one)) == Choice::Fallback);
    }

    #[test]
    fn the_way_back_survives_in_the_link() {
        assert_eq!(sign_in_link("", "/user?panel=a&b=1"), "/sign-in?redirect_url=/user%3Fpanel%3Da%26b%3D1");
        assert_eq!(sign_in_link("/in?x=1", "/"), "/in?x=1&redirect_url=/");
    }

    #[test]
    fn unknown_shows_neither_side() {
        for when in [When::SignedIn, When::SignedOut, When::Pending] {
            assert!(when.choose(AuthState::Loading, None) == Choice::Nothing);
        }
    }

    #[test]
    fn a_pending_session_sees_what_is_for_the_signed_out() {
        assert!(When::SignedIn.choose(AuthState::Pending, None) == Choice::Fallback);
        assert!(When::SignedOut.choose(AuthState::Pending, None) == Choice::Children);
        assert!(When::Pending.choose(AuthState::Pending, None) == Choice::Children);
    }
}
