//! The smallest app that knows its user.

use leptos::prelude::*;
use onehop::{
    components::{AuthProvider, SignIn, SignedIn, SignedOut},
    signals::use_user,
};

#[component]
pub fn App() -> impl IntoView {
    view! {
        <AuthProvider>
            <SignedIn><Greeting/></SignedIn>
            <SignedOut><SignIn/></SignedOut>
        </AuthProvider>
    }
}

#[component]
fn Greeting() -> impl IntoView {
    let user = use_user().user;
    let name = move || user.get().map(|user| user.display_name());
    view! { <p>"Hello, " {name}</p> }
}
