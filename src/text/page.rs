//! Which texts a page shows, and how they get from the server to the browser.

use super::{ENGLISH, Language, Text, Texts};
use leptos::prelude::*;

/// The texts of a page, as the server chose them. The session layer puts it into the request's extensions, unless the
/// app has put its own choice there before.
#[derive(Clone, Copy, Debug)]
pub struct PageText(
    /// The texts.
    pub &'static Text,
);

/// The texts of the page: those given to the provider, else those of the language it was rendered in, else English.
///
/// It is the same on the server and in the browser, and stays the same while a page lives: another language is another
/// page. May be called anywhere, also in event handlers.
pub fn use_text() -> &'static Text {
    side::use_text()
}

/// From now on, this page shows these texts.
pub(crate) fn say_on_this_page(text: &'static Text) {
    side::say(text);
}

/// A catalogue of an app's own in the language of the page. `in_language` says which one that is; it runs on the server
/// alone, so that the browser's code holds none but `english`, and every page brings the one it is in.
///
/// Call it once per page, in the component that is around all others, and hand the outcome on as context.
pub fn use_catalogue<T: Texts + Copy + PartialEq>(
    english: &'static T,
    in_language: impl FnOnce(Language) -> &'static T,
) -> &'static T {
    side::catalogue(english, in_language)
}

/// The texts that the page came with.
pub(crate) fn page_text() -> &'static Text {
    side::page_text()
}

#[cfg(feature = "ssr")]
mod side {
    use super::{super::pack::pack, *};
    use crate::ssr::{page_language, page_text as chosen_text};

    /// Each request has a page of its own.
    pub fn say(text: &'static Text) {
        provide_context(PageText(text));
    }

    pub fn use_text() -> &'static Text {
        use_context::<PageText>().map_or(&ENGLISH, |page| page.0)
    }

    pub fn page_text() -> &'static Text {
        catalogue(&ENGLISH, |_| chosen_text())
    }

    pub fn catalogue<T: Texts + Copy + PartialEq>(
        english: &'static T,
        in_language: impl FnOnce(Language) -> &'static T,
    ) -> &'static T {
        let text = in_language(page_language());
        let _: Option<String> = SharedValue::new(|| (text != english).then(|| pack(text))).into_inner();
        text
    }
}

#[cfg(not(feature = "ssr"))]
mod side {
    use super::{super::pack::unpack, *};
    use std::cell::Cell;

    thread_local! {
        /// A browser has one page, also for event handlers, which run outside of every component.
        static PAGE: Cell<&'static Text> = const { Cell::new(&ENGLISH) };
    }

    pub fn say(text: &'static Text) {
        PAGE.set(text);
    }

    pub fn use_text() -> &'static Text {
        PAGE.get()
    }

    pub fn page_text() -> &'static Text {
        catalogue(&ENGLISH, |_| &ENGLISH)
    }

    pub fn catalogue<T: Texts + Copy + PartialEq>(
        english: &'static T,
        _in_language: impl FnOnce(Language) -> &'static T,
    ) -> &'static T {
        let packed: Option<String> = SharedValue::new(|| None).into_inner();
        packed.and_then(|packed| unpack(packed, english)).unwrap_or(english)
    }
}
