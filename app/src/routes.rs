//! The tree of pages. Each is rendered as a whole before it is sent (`SsrMode::Async`): they are small, and status and
//! headers are right from the first byte.

use crate::{
    document_title::document_title,
    hosted::{Home, Layout, NotFound, SignInPage, SignUpPage, Theming, UserPage, WaitlistPage, provide_hosted_text},
};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
    path,
};
use onehop::components::AuthProvider;

/// Everything inside `<body>`.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_hosted_text();
    view! {
        <Title formatter=|page: String| document_title(&page, PRODUCT) />
        // First of all and around everything: it reads what the server knows about the person.
        <AuthProvider>
            <Router>
                <Layout>
                    <Routes fallback=NotFound>
                        <Route path=path!("/") view=Home ssr=SsrMode::Async />
                        <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async />
                        <Route path=path!("/sign-up") view=SignUpPage ssr=SsrMode::Async />
                        <Route path=path!("/theming") view=Theming ssr=SsrMode::Async />
                        <Route path=path!("/waitlist") view=WaitlistPage ssr=SsrMode::Async />
                        <Route path=path!("/user/:page?") view=UserPage ssr=SsrMode::Async />
                    </Routes>
                </Layout>
            </Router>
        </AuthProvider>
    }
}

/// The name in the title of each page.
const PRODUCT: &str = "Onehop";
