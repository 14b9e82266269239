//! The pages.

use leptos::{prelude::*, server_fn::codec::Json};
use leptos_router::{
    components::{Route, Router, Routes},
    path,
};
use onehop::{
    components::{AuthProvider, SignIn, SignUp, SignedIn, SignedOut, UserButton, UserProfile},
    signals::use_user,
};

#[component]
pub fn App() -> impl IntoView {
    view! {
        <AuthProvider>
            <header>
                <SignedIn>
                    <UserButton />
                </SignedIn>
                <SignedOut>
                    <a href="/sign-in">"Sign in"</a>
                </SignedOut>
            </header>
            <Router>
                <Routes fallback=|| "Nothing is here.">
                    <Route path=path!("/") view=Home />
                    <Route path=path!("/sign-in") view=|| view! { <SignIn after_sign_in_url="/" /> } />
                    <Route path=path!("/sign-up") view=|| view! { <SignUp after_sign_up_url="/" /> } />
                    <Route path=path!("/user/:page?") view=|| view! { <UserProfile /> } />
                </Routes>
            </Router>
        </AuthProvider>
    }
}

#[component]
fn Home() -> impl IntoView {
    let user = use_user().user;
    let name = move || user.get().map(|user| user.display_name());
    let visit = ServerAction::<Visit>::new();
    view! {
        <h1>"Hello, " {move || name().unwrap_or_else(|| "stranger".to_owned())}</h1>
        <button on:click=move |_| drop(visit.dispatch(Visit {}))>"Who does the server say I am?"</button>
        <p>{move || visit.value().get().map(|answer| answer.unwrap_or_else(|error| error.to_string()))}</p>
    }
}

/// Runs on the server alone, which verifies the caller's token: nothing is asked, of no one.
#[server(prefix = "/api", endpoint = "visit", input = Json)]
pub async fn visit() -> Result<String, ServerFnError> {
    let caller = onehop::ssr::request_auth()?;
    Ok(format!("You are {}.", caller.user_id))
}
