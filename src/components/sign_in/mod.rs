//! `<SignIn/>`: everything from "who are you" to a session.
//!
//! Which step is shown follows from the attempt the server holds, so the first HTML shows the right one, a reload
//! changes nothing, and every step works as a plain form.

mod alternatives;
mod code;
mod done;
mod flow;
mod forgot;
mod identity;
mod new_password;
mod no_factor;
mod password;
mod screen;
mod second_factor;
mod start;
mod switcher;
mod ticket;

use crate::text::{SignInText, use_text};
use flow::{Flow, Settings};
use leptos::prelude::*;
use screen::{Method, Screen};

/// Signs a person in.
///
/// It stands on a page of its own, inside [`AuthProvider`](super::AuthProvider), and goes through the steps that the
/// instance and the account ask for: identifier, password or mailed code, second factor, reset of a password. Where
/// somebody is signed in already it says so, and offers what follows. While a step's call is under way its button shows
/// it; what went wrong stands at the field, or above the form.
///
/// **Server-side rendering**: the step is in the first HTML; without scripts each step posts and comes back to `path`.
///
/// ```no_run
/// use leptos::prelude::*;
/// use onehop::components::SignIn;
///
/// /// At `/sign-in`; `method` is what `?method=` says, which is how steps are chosen without scripts.
/// #[component]
/// fn SignInPage(method: Signal<Option<String>>) -> impl IntoView {
///     view! { <SignIn method after_sign_in_url="/"/> }
/// }
/// ```
#[component]
pub fn SignIn(
    /// What every id in its markup begins with.
    #[prop(default = String::from("sign-in"), into)]
    id: String,
    /// Where to sign up.
    #[prop(default = String::from("/sign-up"), into)]
    sign_up_url: String,
    /// Where this component is.
    #[prop(default = String::from("/sign-in"), into)]
    path: String,
    /// Where to go afterwards; the instance's setting when absent, then `/user`.
    #[prop(optional, into)]
    after_sign_in_url: Option<String>,
    /// Where the person came from: wins. Give only a path of the same origin, or an address that was checked.
    #[prop(optional_no_strip, into)]
    redirect_url: Option<String>,
    /// Begin with a forgotten password?
    #[prop(optional)]
    reset: bool,
    /// The way picked in the page's address (`?method=`): `password`, `email_code`, `reset` or `alternatives`.
    #[prop(optional, into)]
    method: Signal<Option<String>>,
    /// Add another account (`?add=1`)?
    #[prop(optional)]
    add: bool,
    /// The ticket in the page's address (`?__clerk_ticket=`).
    #[prop(optional_no_strip)]
    ticket: Option<String>,
) -> impl IntoView {
    let settings = Settings { id, path, sign_up_url, after_sign_in_url, redirect_url };
    let addressed = Signal::derive(move || {
        let named = method.with(|name| name.as_deref().and_then(Method::parse));
        named.or(reset.then_some(Method::Reset))
    });
    let flow = Flow::new(settings, addressed, add, ticket);
    provide_context(flow);
    let screen = Memo::new(move |_| flow.screen());
    view! { <div class="oh-auth" data-screen=move || name_of(screen.get())>{move || show(screen.get())}</div> }
}

fn show(screen: Screen) -> AnyView {
    match screen {
        Screen::Start => view! { <start::Start /> }.into_any(),
        Screen::Switcher => view! { <switcher::Switcher /> }.into_any(),
        Screen::Password => view! { <password::Password /> }.into_any(),
        Screen::EmailCode => view! { <code::EmailCode /> }.into_any(),
        Screen::Alternatives => view! { <alternatives::Alternatives /> }.into_any(),
        Screen::Forgot => view! { <forgot::Forgot /> }.into_any(),
        Screen::ResetCode => view! { <code::ResetCode /> }.into_any(),
        Screen::NewPassword => view! { <new_password::NewPassword /> }.into_any(),
        Screen::Ticket => view! { <ticket::Ticket /> }.into_any(),
        Screen::Totp => view! { <second_factor::Totp /> }.into_any(),
        Screen::BackupCode => view! { <second_factor::BackupCode /> }.into_any(),
        Screen::NoFactor => view! { <no_factor::NoFactor /> }.into_any(),
        Screen::Done => view! { <done::Done /> }.into_any(),
    }
}

fn name_of(screen: Screen) -> &'static str {
    match screen {
        Screen::Start => "start",
        Screen::Switcher => "switcher",
        Screen::Password => "password",
        Screen::EmailCode => "email-code",
        Screen::Alternatives => "alternatives",
        Screen::Forgot => "forgot",
        Screen::ResetCode => "reset-code",
        Screen::NewPassword => "new-password",
        Screen::Ticket => "ticket",
        Screen::Totp => "totp",
        Screen::BackupCode => "backup-code",
        Screen::NoFactor => "no-factor",
        Screen::Done => "done",
    }
}

/// The state the steps share; every step is inside `<SignIn/>`.
fn use_flow() -> Flow {
    expect_context::<Flow>()
}

/// What it says.
fn text() -> &'static SignInText {
    &use_text().sign_in
}
