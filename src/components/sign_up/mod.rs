//! `<SignUp/>`: from an e-mail address to an account and a session.
//!
//! Which step is shown follows from the attempt the server holds, so the first HTML shows the right one, a reload
//! changes nothing, and every step works as a plain form.

mod code;
mod complete;
mod details;
mod done;
mod flow;
mod restricted;
mod screen;
mod start;
mod ticket;
mod wanted;

use crate::text::{SignUpText, use_text};
use flow::{Flow, Settings};
use leptos::prelude::*;
use screen::Screen;

/// Signs a person up.
///
/// It stands on a page of its own, inside [`AuthProvider`](super::AuthProvider), and asks for what the instance asks for,
/// then for the code that it mails. Where sign-up is by invitation only it says so. While a step's call is under way its
/// button shows it; what went wrong stands at the field, or above the form.
///
/// **Server-side rendering**: the step is in the first HTML; without scripts each step posts and comes back to `path`.
///
/// ```no_run
/// use leptos::prelude::*;
/// use onehop::components::SignUp;
///
/// /// At `/sign-up`; `ticket` is what `?__clerk_ticket=` says, in the link of an invitation.
/// #[component]
/// fn SignUpPage(ticket: Option<String>) -> impl IntoView {
///     view! { <SignUp ticket after_sign_up_url="/welcome"/> }
/// }
/// ```
#[component]
pub fn SignUp(
    /// What every id in its markup begins with.
    #[prop(default = String::from("sign-up"), into)]
    id: String,
    /// Where to sign in.
    #[prop(default = String::from("/sign-in"), into)]
    sign_in_url: String,
    /// Where this component is.
    #[prop(default = String::from("/sign-up"), into)]
    path: String,
    /// Where to go afterwards; the instance's setting when absent, then `/user`.
    #[prop(optional, into)]
    after_sign_up_url: Option<String>,
    /// Where the person came from: wins. Give only a path of the same origin, or an address that was checked.
    #[prop(optional_no_strip, into)]
    redirect_url: Option<String>,
    /// Change what was given already (`?edit=1`)?
    #[prop(optional)]
    edit: bool,
    /// The ticket of an invitation in the page's address (`?__clerk_ticket=`).
    #[prop(optional_no_strip)]
    ticket: Option<String>,
) -> impl IntoView {
    let flow = Flow::new(Settings { id, path, sign_in_url, after_sign_up_url, redirect_url }, edit, ticket);
    provide_context(flow);
    let screen = Memo::new(move |_| flow.screen());
    view! { <div class="oh-auth" data-screen=move || name_of(screen.get())>{move || show(screen.get())}</div> }
}

fn show(screen: Screen) -> AnyView {
    match screen {
        Screen::Ticket => view! { <ticket::Ticket /> }.into_any(),
        Screen::Restricted => view! { <restricted::Restricted /> }.into_any(),
        Screen::Start => view! { <start::Start /> }.into_any(),
        Screen::Continue => view! { <complete::Complete /> }.into_any(),
        Screen::EmailCode => view! { <code::EmailCode /> }.into_any(),
        Screen::Done => view! { <done::Done /> }.into_any(),
    }
}

fn name_of(screen: Screen) -> &'static str {
    match screen {
        Screen::Ticket => "ticket",
        Screen::Restricted => "restricted",
        Screen::Start => "start",
        Screen::Continue => "continue",
        Screen::EmailCode => "email-code",
        Screen::Done => "done",
    }
}

/// The state the steps share; every step is inside `<SignUp/>`.
fn use_flow() -> Flow {
    expect_context::<Flow>()
}

/// What it says.
fn text() -> &'static SignUpText {
    &use_text().sign_up
}
