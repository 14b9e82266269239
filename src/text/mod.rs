//! Every text that people see or hear, in one typed catalogue: [`Text`], with one value per language. A language that
//! misses a text does not compile.
//!
//! | folder | what |
//! |---|---|
//! | `english/` | which texts there are, and their English; one file per component |
//! | `german/`, `arabic/` | the same files in these languages |
//! | `kind/` | texts with values: [`Template`] has slots, [`Plural`] has forms |
//!
//! # Which language a page speaks
//!
//! 1. What the app gives its provider: `<AuthProvider text=&MY_TEXT>`. It is compiled in, and the only way without a
//!    server that renders pages.
//! 2. Else, of those that the session layer was given (`SessionLayer::languages`): the one the cookie `locale` names, else
//!    the one the browser likes best. The page carries it, so that no visitor loads another language than their own;
//!    English, to which everything falls back, is compiled in.
//!
//! The document says so too: `ssr::page_language` has the values of `<html lang dir>`.
//!
//! # Texts of one's own
//!
//! A catalogue is a plain value. To change some texts, take the others from a language that is there:
//!
//! ```
//! use onehop::text::{ENGLISH, SignInText, Text};
//!
//! static MY_TEXT: Text = Text {
//!     sign_in: SignInText { title: "Welcome back", ..ENGLISH.sign_in },
//!     ..ENGLISH
//! };
//! # assert_eq!(MY_TEXT.sign_in.title, "Welcome back");
//! ```
//!
//! An app's own pages can have a catalogue of the same kind, made by [`texts!`](crate::texts) and read by
//! [`use_catalogue`].
//!
//! A language of one's own is the same with every field filled in, and works in both ways above.
//!
//! How to add a text stands at the top of the library.

mod arabic;
mod english;
mod errors;
mod german;
mod kind;
mod language;
mod pack;
mod page;

pub use arabic::ARABIC;
pub use english::*;
pub use errors::{ErrorsText, error_text, failure_text};
pub use german::GERMAN;
pub use kind::{Plural, Template, Texts};
pub use language::{Direction, Language, PluralRule};
pub use page::{PageText, use_catalogue, use_text};
pub(crate) use page::{page_text, say_on_this_page};

/// The languages that come with the library.
pub const LANGUAGES: &[&Text] = &[&ENGLISH, &GERMAN, &ARABIC];

#[cfg(test)]
mod tests;
