//! `<UserProfile/>`: where people see and change their account.
//!
//! A section is one file with a `PANEL` const and one line in [`PANELS`]; embedders pass more of the same as
//! `extra_panels`. Sections are built from [`Section`], [`Row`], [`OpenPanel`], [`InlinePanel`] and [`PanelForm`].
//!
//! ```no_run
//! use leptos::prelude::*;
//! use onehop::{
//!     components::{
//!         Panel, ProfilePage, UserProfile,
//!         parts::{Field, FormValues},
//!         user_profile::{InlinePanel, OpenPanel, PanelForm, Profile, Row, Section, Submit},
//!     },
//!     endpoints::{Verb, frontend::UserUpdate},
//!     signals::use_user,
//! };
//!
//! /// A section of the app's own: what to call somebody.
//! const CALLED: Panel = Panel {
//!     name: "called",
//!     page: ProfilePage::Account,
//!     is_offered: |_user, _environment| true,
//!     view: |profile| view! { <Called profile/> }.into_any(),
//! };
//!
//! #[component]
//! fn Called(profile: Profile) -> impl IntoView {
//!     let user = use_user();
//!     let submit = Submit::new();
//!     let save = move |values: FormValues| {
//!         let change = UserUpdate { first_name: Some(values.get("first_name")), ..UserUpdate::default() };
//!         let done = move || {
//!             profile.succeed("called", "Saved.");
//!             profile.close("called");
//!         };
//!         submit.run(move || user.update(change.clone()), done);
//!     };
//!     // The same call for those without scripts, by the name of its field.
//!     let call = move || profile.form("called.save", Verb::Patch, "/v1/me", "called");
//!     view! {
//!         <Section profile name="called" title="What we call you">
//!             <Row actions=move || view! { <OpenPanel profile panel="called" label="Change"/> }>
//!                 {move || profile.user(|user| user.first_name.clone())}
//!             </Row>
//!             <InlinePanel profile name="called" section="called" title="What may we call you?">
//!                 <PanelForm profile section="called" call=call() submit on_submit=save label="Save">
//!                     <Field id="called-name" name="first_name" label="Name"/>
//!                 </PanelForm>
//!             </InlinePanel>
//!         </Section>
//!     }
//! }
//!
//! #[component]
//! fn Account() -> impl IntoView {
//!     view! { <UserProfile extra_panels=vec![CALLED]/> }
//! }
//! ```

mod account;
mod changes;
mod context;
mod inline_panel;
mod panel;
mod panel_form;
mod section;
mod security;
mod shell;
mod signed_out;
mod submit;
mod time;

pub use changes::WatchChanges;
pub use context::Profile;
pub use inline_panel::{CancelLink, InlinePanel, PanelActions};
pub use panel::{Panel, ProfilePage};
pub use panel_form::PanelForm;
pub use section::{OpenPanel, Row, RowSubmit, Section};
pub use submit::Submit;

use crate::{
    signals::use_user,
    text::{UserProfileText, use_text},
};
use context::Place;
use leptos::prelude::*;
use shell::{Shell, Skeleton};
use signed_out::SignedOutCard;

/// Our own sections, in order.
pub const PANELS: [Panel; 7] = [
    account::profile::PANEL,
    account::username::PANEL,
    account::email_addresses::PANEL,
    security::password::PANEL,
    security::two_step::PANEL,
    security::devices::PANEL,
    security::delete_account::PANEL,
];

/// The signed-in user's account: picture, name, username, e-mail addresses, password, two-step verification,
/// devices, deletion. What needs a fresh proof of who one is asks for it, see `signals::use_reverification`.
///
/// Usage: mount it on a path with one more segment and hand in what the address says.
///
/// ```no_run
/// use leptos::prelude::*;
/// use onehop::components::{ProfilePage, UserProfile};
///
/// /// At `/user` and `/user/{segment}`; `panel` is what `?panel=` says.
/// #[component]
/// fn UserPage(segment: Signal<String>, panel: Signal<Option<String>>) -> impl IntoView {
///     let page = Memo::new(move |_| segment.with(|segment| ProfilePage::from_segment(segment)).unwrap_or_default());
///     view! { <UserProfile page panel/> }
/// }
/// ```
///
/// Signed out, it offers the way in; while it isn't known who is there, it keeps its space.
///
/// **Server-side rendering**: complete, every change is a form that posts by itself; the list of other devices needs
/// scripts.
#[component]
pub fn UserProfile(
    /// What the ids in its markup begin with.
    #[prop(default = "user-profile".into(), into)]
    id: String,
    /// The path it is mounted on, without a slash at the end.
    #[prop(default = "/user".into(), into)]
    base_path: String,
    /// The page to show.
    #[prop(optional, into)]
    page: Signal<ProfilePage>,
    /// The panel that is open, from `?panel=`.
    #[prop(optional, into)]
    panel: Signal<Option<String>>,
    /// Where to go once the account is deleted.
    #[prop(default = "/".into(), into)]
    after_delete_url: String,
    /// Where visitors sign in.
    #[prop(default = "/sign-in".into(), into)]
    sign_in_url: String,
    /// More sections, after ours.
    #[prop(optional)]
    extra_panels: Vec<Panel>,
) -> impl IntoView {
    let hook = use_user();
    // Sections that are about to go must not see the user vanish under them.
    let last_user = Memo::new(move |before: Option<&Option<_>>| hook.user.get().or_else(|| before.cloned().flatten()));
    let profile = Profile::new(Place { id, base_path, after_delete_url }, page, panel, last_user.into());
    let state = Memo::new(move |_| match hook.user.with(|user| user.as_ref().map(|user| user.id.clone())) {
        Some(id) => Whose::User(id),
        None if hook.is_loaded.get() => Whose::Nobody,
        None => Whose::Unknown,
    });
    Effect::new(move |before: Option<Whose>| {
        let now = state.get();
        if before.is_some_and(|before| before != now) {
            profile.reset();
        }
        now
    });
    let panels = StoredValue::new(PANELS.into_iter().chain(extra_panels).collect::<Vec<_>>());
    let sign_in_url = StoredValue::new(sign_in_url);
    move || match state.get() {
        Whose::User(_) => view! { <Shell profile=profile panels=panels /> }.into_any(),
        Whose::Nobody => view! { <SignedOutCard profile=profile sign_in_url=sign_in_url.get_value() /> }.into_any(),
        Whose::Unknown => view! { <Skeleton /> }.into_any(),
    }
}

/// Whose profile is shown.
#[derive(Clone, PartialEq)]
enum Whose {
    Unknown,
    Nobody,
    User(crate::wire::UserId),
}

/// What it says.
fn text() -> &'static UserProfileText {
    &use_text().user_profile
}
