//! The texts of the hosted pages, in the languages of the library.

mod arabic;
mod english;
mod german;

pub use english::{HOSTED, HostedText};

use leptos::prelude::*;
use onehop::text::{Language, use_catalogue};

/// The texts of the page that is shown, as context.
#[derive(Clone, Copy)]
struct PageTexts(&'static HostedText);

/// Makes the texts of the page's language known to all that is inside. Once, outside of everything that says something.
pub fn provide_hosted_text() {
    provide_context(PageTexts(use_catalogue(&HOSTED, in_language)));
}

/// The texts in a language: on the server alone, for the browser's code holds English only.
pub fn in_language(language: Language) -> &'static HostedText {
    match language.tag {
        "de" => &german::HOSTED,
        "ar" => &arabic::HOSTED,
        _ => &HOSTED,
    }
}

/// What the hosted pages say. For the rendering of components, not for event handlers.
pub fn text() -> &'static HostedText {
    use_context::<PageTexts>().map_or(&HOSTED, |texts| texts.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use onehop::text::Texts;

    #[test]
    fn no_language_keeps_an_english_text_or_leaves_one_out() {
        let all = |text: &HostedText| {
            let mut list = Vec::new();
            let mut text = *text;
            text.visit(&mut |text| list.push(*text));
            list
        };
        for other in [&german::HOSTED, &arabic::HOSTED] {
            for (english, own) in all(&HOSTED).into_iter().zip(all(other)) {
                // A form that English doesn't tell from others is empty.
                assert!(english.is_empty() || (english != own && !own.is_empty()), "{english:?}");
            }
        }
    }
}
