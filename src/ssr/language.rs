//! Which of its languages a page speaks, decided before it is rendered.

use super::cookies;
use crate::text::{ENGLISH, Language, PageText, Text};
use http::{HeaderMap, header, request::Parts};
use leptos::prelude::use_context;

/// Names the language somebody chose. Apps write it; scripts may read it.
pub const LOCALE_COOKIE: &str = "locale";

/// The language of the page that is rendered: for `<html lang=… dir=…>`. English where no session layer ran.
///
/// ```no_run
/// use leptos::prelude::*;
/// use onehop::ssr::page_language;
///
/// #[component]
/// fn Shell() -> impl IntoView {
///     let language = page_language();
///     view! { <html lang=language.tag dir=language.direction.as_str()><body></body></html> }
/// }
/// ```
pub fn page_language() -> Language {
    page_text().language
}

/// The texts that the session layer, or the app before it, chose for this request.
pub(crate) fn page_text() -> &'static Text {
    let chosen = || use_context::<Parts>()?.extensions.get::<PageText>().copied();
    use_context::<PageText>().or_else(chosen).map_or(&ENGLISH, |chosen| chosen.0)
}

/// Of these languages the one that a request is to be answered in: what the cookie `locale` names, else what the browser
/// likes best, else the first. The session layer chooses by it; servers may, for mails that a request causes.
///
/// ```
/// use http::{HeaderMap, HeaderValue, header};
/// use onehop::{ssr::preferred_language, text::LANGUAGES};
///
/// let headers = HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, HeaderValue::from_static("de-CH, en;q=0.5"))]);
/// assert_eq!(preferred_language(LANGUAGES, &headers).language.tag, "de");
/// ```
pub fn preferred_language(languages: &'static [&'static Text], headers: &HeaderMap) -> &'static Text {
    let by_tag = |tag: &str| languages.iter().copied().find(|text| is_same(text.language.tag, tag));
    let chosen = cookies::read(headers, LOCALE_COOKIE).and_then(by_tag);
    let wanted = || {
        let header = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
        let mut wishes: Vec<_> = header.split(',').filter_map(wish).collect();
        // Stable: of equal wishes the first counts.
        wishes.sort_by(|one, other| other.1.total_cmp(&one.1));
        wishes.into_iter().find_map(|(tag, _)| by_tag(tag))
    };
    chosen.or_else(wanted).or(languages.first().copied()).unwrap_or(&ENGLISH)
}

/// `de-CH;q=0.8` as tag and weight; what isn't wanted at all is no wish.
fn wish(text: &str) -> Option<(&str, f32)> {
    let (tag, parameters) = text.split_once(';').unwrap_or((text, ""));
    let weight = match parameters.trim().strip_prefix("q=") {
        Some(weight) => weight.trim().parse().ok()?,
        None => 1.0,
    };
    (weight > 0.0).then_some((tag.trim(), weight))
}

/// Is `wanted`, such as `de-CH`, the language `tag`, such as `de`?
fn is_same(tag: &str, wanted: &str) -> bool {
    let is_whole = |rest: &str| rest.is_empty() || rest.starts_with('-');
    wanted.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag)) && is_whole(&wanted[tag.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::LANGUAGES;
    use http::HeaderValue;

    fn chosen(cookie: &'static str, accept: &'static str) -> &'static str {
        let headers = [(header::COOKIE, cookie), (header::ACCEPT_LANGUAGE, accept)];
        let headers = headers.into_iter().map(|(name, value)| (name, HeaderValue::from_static(value))).collect();
        preferred_language(LANGUAGES, &headers).language.tag
    }

    #[test]
    fn the_browsers_favourite_among_ours_is_taken() {
        assert_eq!(chosen("", "de"), "de");
        assert_eq!(chosen("", "de-CH, en;q=0.9"), "de");
        assert_eq!(chosen("", "AR-eg"), "ar");
        assert_eq!(chosen("", "fr, en;q=0.5, ar;q=0.8"), "ar");
        assert_eq!(chosen("", "de;q=0.3, en;q=0.3"), "de");
    }

    #[test]
    fn what_was_chosen_here_comes_first() {
        assert_eq!(chosen("a=b; locale=ar", "de"), "ar");
        assert_eq!(chosen("locale=fr", "de"), "de");
    }

    #[test]
    fn others_get_the_first_language() {
        for accept in ["", "fr", "*", "de;q=0", "den, deutsch", ";;q=,", "de;q=x", "d\u{e9}"] {
            let headers = HeaderValue::from_str(accept).map(|value| [(header::ACCEPT_LANGUAGE, value)]);
            let headers = headers.into_iter().flatten().collect();
            assert_eq!(preferred_language(LANGUAGES, &headers).language.tag, "en", "{accept}");
        }
        assert_eq!(preferred_language(&[], &HeaderMap::new()).language.tag, "en");
    }
}
