//! What the sections of one profile share: who it is about, which panel is open, what was just done.

use super::ProfilePage;
use crate::{
    components::parts::FormCall,
    endpoints::Verb,
    signals::use_auth,
    wire::{SessionId, User},
};
use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};

/// A success to be told beside the section it belongs to.
#[derive(Clone, PartialEq)]
struct Status {
    section: &'static str,
    text: String,
}

/// The shared state of one mounted profile, handed to every panel's view.
#[derive(Clone, Copy)]
pub struct Profile {
    id: StoredValue<String>,
    base_path: StoredValue<String>,
    after_delete_url: StoredValue<String>,
    page: Signal<ProfilePage>,
    user: Signal<Option<User>>,
    session_id: Signal<Option<SessionId>>,
    open: RwSignal<Option<String>>,
    status: RwSignal<Option<Status>>,
    hydrated: RwSignal<bool>,
    moves_focus: StoredValue<bool>,
}

/// Where a profile lives.
pub(super) struct Place {
    pub id: String,
    pub base_path: String,
    pub after_delete_url: String,
}

impl Profile {
    /// Follows `panel` when the address changes, without losing what was opened by hand.
    pub(super) fn new(
        place: Place,
        page: Signal<ProfilePage>,
        panel: Signal<Option<String>>,
        user: Signal<Option<User>>,
    ) -> Self {
        let open = RwSignal::new(panel.get_untracked());
        let hydrated = RwSignal::new(false);
        let moves_focus = StoredValue::new(false);
        Effect::new(move |before: Option<(ProfilePage, Option<String>)>| {
            let now = (page.get(), panel.get());
            if before.is_some_and(|before| before != now) {
                moves_focus.set_value(true);
                open.set(now.1.clone());
            }
            now
        });
        Effect::new(move |_| hydrated.set(true));
        Self {
            id: StoredValue::new(place.id),
            base_path: StoredValue::new(place.base_path),
            after_delete_url: StoredValue::new(place.after_delete_url),
            page,
            user,
            session_id: use_auth().session_id,
            open,
            status: RwSignal::new(None),
            hydrated,
            moves_focus,
        }
    }

    /// A part of the user, as it stands now. The default while nobody is signed in.
    pub fn user<T: Default>(self, part: impl FnOnce(&User) -> T) -> T {
        self.user.with(|user| user.as_ref().map(part).unwrap_or_default())
    }

    /// The same without following changes: for the initial values of fields.
    pub fn user_untracked<T: Default>(self, part: impl FnOnce(&User) -> T) -> T {
        self.user.with_untracked(|user| user.as_ref().map(part).unwrap_or_default())
    }

    /// The session whose user is shown.
    pub fn session_id(self) -> Signal<Option<SessionId>> {
        self.session_id
    }

    /// Do scripts run here already? False in server HTML.
    pub fn is_hydrated(self) -> bool {
        self.hydrated.get()
    }

    /// The id of a part of this profile.
    pub fn dom_id(self, suffix: &str) -> String {
        self.id.with_value(|id| format!("{id}-{suffix}"))
    }

    /// The path of a page.
    pub fn path_of(self, page: ProfilePage) -> String {
        self.base_path.with_value(|base| format!("{base}/{}", page.as_str()))
    }

    /// The path of the page shown.
    pub fn page_path(self) -> String {
        self.path_of(self.page.get())
    }

    /// The path that shows this page with a panel open.
    pub fn panel_path(self, panel: &str) -> String {
        format!("{}?panel={panel}", self.page_path())
    }

    /// Where to go once the account is gone.
    pub fn after_delete_url(self) -> String {
        self.after_delete_url.get_value()
    }

    /// The page shown.
    pub fn page(self) -> Signal<ProfilePage> {
        self.page
    }

    /// Is this panel open?
    pub fn is_open(self, panel: &str) -> bool {
        self.open.with(|open| open.as_deref() == Some(panel))
    }

    /// Replaces the panel `alias`, if it is the open one, by the one that the user's state says is meant.
    pub(super) fn resolve(self, alias: &str, meant: impl FnOnce(&User) -> Option<String>) {
        if untrack(|| self.is_open(alias)) {
            self.open.set(self.user_untracked(meant));
        }
    }

    /// Opens a panel in place of the open one; the focus follows.
    pub fn open(self, panel: &str) {
        self.moves_focus.set_value(true);
        self.status.set(None);
        self.open.set(Some(panel.to_owned()));
    }

    /// Closes the open panel; the focus goes back to what opened it, else to the section's title.
    pub fn close(self, section: &str) {
        let opener = self.open.try_update(Option::take).flatten().map(|panel| self.opener_id(&panel));
        let title = self.dom_id(&format!("{section}-title"));
        request_animation_frame(move || focus_first_of(opener.into_iter().chain([title])));
    }

    /// Closes the open panel and says in `section` what was done. What was pressed may be gone then.
    pub fn succeed(self, section: &'static str, text: impl Into<String>) {
        self.close(section);
        self.status.set(Some(Status { section, text: text.into() }));
    }

    /// Says in `section` what was done, and leaves the panel open.
    pub fn say(self, section: &'static str, text: impl Into<String>) {
        let _ = self.status.try_set(Some(Status { section, text: text.into() }));
    }

    /// What was just done in this section.
    pub fn status(self, section: &str) -> Option<String> {
        self.status
            .with(|status| status.as_ref().filter(|status| status.section == section).map(|status| status.text.clone()))
    }

    /// The id of the link that opens a panel.
    pub fn opener_id(self, panel: &str) -> String {
        self.dom_id(&format!("open-{panel}"))
    }

    /// True once after each opening by hand: then the new panel takes the focus.
    pub(super) fn takes_focus(self) -> bool {
        self.moves_focus.try_update_value(std::mem::take).unwrap_or(false)
    }

    /// Is a panel being opened by hand? One that stands in the first HTML doesn't move in.
    pub(super) fn is_opening(self) -> bool {
        self.moves_focus.get_value()
    }

    /// Forgets open panels and messages: another user is shown now.
    pub(super) fn reset(self) {
        self.open.set(None);
        self.status.set(None);
    }

    /// A form of this profile that goes back to `panel` on an error and to the page on success.
    pub fn form(self, form: &'static str, method: Verb, path: impl Into<String>, panel: &str) -> FormCall {
        FormCall {
            path: path.into(),
            method,
            form,
            then: untrack(|| self.page_path()),
            back: untrack(|| self.panel_path(panel)),
            done: None,
            session: self.session_id.get_untracked(),
        }
    }
}

fn focus_first_of(ids: impl IntoIterator<Item = String>) {
    let found = ids.into_iter().find_map(|id| document().get_element_by_id(&id));
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}
