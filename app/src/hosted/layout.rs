//! The frame around every page: a way past the navigation, the header, the main part and the footer.

use super::text::text;
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_location};
use onehop::{
    components::{
        SignedIn, SignedOut, UserButton,
        parts::{ButtonVariant, Link},
    },
    signals::use_client,
};

/// The id of the main part: where the skip link leads.
const CONTENT: &str = "content";

/// Header, page and footer.
#[component]
pub fn Layout(
    /// The page.
    children: Children,
) -> impl IntoView {
    view! {
        <a class="pg-skip" href=format!("#{CONTENT}")>
            {text().skip}
        </a>
        <Header />
        <main id=CONTENT class="pg-main" tabindex="-1">
            {children()}
        </main>
        <footer class="pg-footer">
            <div class="pg-footer-inner">
                <p class="pg-footer-text">{text().footer}</p>
                <Languages />
            </div>
        </footer>
    }
}

/// The name of the application, the navigation and the account.
#[component]
fn Header() -> impl IntoView {
    let environment = use_client().environment;
    let name = move || {
        environment
            .with(|environment| environment.as_ref().map(|it| it.display_config.application_name.clone()))
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| "Onehop".to_owned())
    };
    view! {
        <header class="pg-header">
            <div class="pg-header-inner">
                <A href="/" attr:class="pg-brand">
                    <BrandMark />
                    <span class="pg-brand-name">{name}</span>
                </A>
                <nav class="pg-nav" aria-label=text().account>
                    <SignedOut>
                        <SignedOutLinks />
                    </SignedOut>
                    <SignedIn>
                        <A href="/user" attr:class="pg-nav-link">
                            {text().profile}
                        </A>
                        <UserButton />
                    </SignedIn>
                </nav>
            </div>
        </header>
    }
}

/// The two ways in, except the one whose page is open.
#[component]
fn SignedOutLinks() -> impl IntoView {
    let path = use_location().pathname;
    let is_on = move |page: &'static str| path.with(|path| path == page);
    view! {
        <Show when=move || !is_on("/sign-in")>
            <A href="/sign-in" attr:class="pg-nav-link">
                {text().sign_in}
            </A>
        </Show>
        <Show when=move || !is_on("/sign-up")>
            <Link href="/sign-up" variant=ButtonVariant::Secondary>
                {text().sign_up}
            </Link>
        </Show>
    }
}

/// The languages that pages speak, by their own names.
const LANGUAGES: [(&str, &str); 3] = [("en", "English"), ("de", "Deutsch"), ("ar", "العربية")];

/// Chooses another language: the page is loaded anew in it.
#[component]
fn Languages() -> impl IntoView {
    let location = use_location();
    let here = move || {
        let search = location.search.get();
        let mark = if search.is_empty() || search.starts_with('?') { "" } else { "?" };
        [&location.pathname.get(), mark, &search].concat()
    };
    let choice = |(tag, name): (&'static str, &'static str)| {
        view! {
            <button class="pg-language" type="submit" name="to" value=tag lang=tag>
                {name}
            </button>
        }
    };
    view! {
        <form class="pg-languages" method="post" action="/language" aria-label=text().language>
            <input type="hidden" name="then" value=here />
            {LANGUAGES.map(choice).into_iter().collect_view()}
        </form>
    }
}

/// Two places and one hop between them.
#[component]
pub fn BrandMark() -> impl IntoView {
    view! {
        <svg class="pg-brand-mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
            <rect class="pg-brand-ground" width="32" height="32" rx="7" />
            <path class="pg-brand-line" d="M8 21C8 8 24 8 24 21" />
            <circle class="pg-brand-dot" cx="8" cy="22.5" r="3" />
            <circle class="pg-brand-dot" cx="24" cy="22.5" r="3" />
        </svg>
    }
}
