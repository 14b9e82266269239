//! Every language says everything, in its own words.

use super::{
    pack::{pack, unpack},
    *,
};
use crate::wire::{ApiError, ErrorCode, ErrorMeta};
use leptos::prelude::{Owner, provide_context};

/// All texts in the order of the fields.
fn all(text: &Text) -> Vec<&'static str> {
    let mut list = Vec::new();
    let mut text = *text;
    text.visit(&mut |text| list.push(*text));
    list
}

fn others() -> impl Iterator<Item = &'static Text> {
    LANGUAGES.iter().copied().filter(|text| text.language != ENGLISH.language)
}

fn slots(text: &'static str) -> Vec<&'static str> {
    let mut slots: Vec<_> = Template(text).slots().collect();
    slots.sort_unstable();
    slots
}

#[test]
fn no_language_keeps_an_english_text() {
    for text in others() {
        let kept: Vec<_> = all(&ENGLISH)
            .into_iter()
            .zip(all(text))
            .filter(|(english, own)| english == own && !english.is_empty())
            .map(|(english, _)| english)
            // The direction and the rule of German are those of English.
            .filter(|english| !["ltr", "one"].contains(english))
            .collect();
        assert!(kept.is_empty(), "{}: {kept:?}", text.language.tag);
    }
}

#[test]
fn no_language_leaves_out_a_text() {
    for text in others() {
        let mut errors = text.errors;
        errors.visit(&mut |error| assert!(!error.is_empty(), "an error without a text in {}", text.language.tag));
        for (english, own) in all(&ENGLISH).into_iter().zip(all(text)) {
            assert!(english.is_empty() || !own.is_empty(), "{}: {english:?}", text.language.tag);
        }
    }
}

#[test]
fn every_language_has_the_same_slots() {
    for text in others() {
        for (english, own) in all(&ENGLISH).into_iter().zip(all(text)) {
            // The forms of a number may spell it out.
            let is_number = slots(english) == ["count"];
            assert!(is_number || english.is_empty() || slots(english) == slots(own), "{english:?}: {own:?}");
        }
    }
}

#[test]
fn the_phrase_to_type_stands_in_its_label() {
    for text in LANGUAGES {
        assert!(text.user_profile.delete_label.contains(text.user_profile.delete_phrase), "{}", text.language.tag);
    }
}

#[test]
fn a_catalogue_survives_its_way_into_the_page_and_back() {
    for text in LANGUAGES {
        assert_eq!(unpack(pack(*text), &ENGLISH), Some(*text));
    }
}

#[test]
fn what_another_version_packed_is_left_aside() {
    let mut packed = pack(&GERMAN);
    packed.push_str("more|");
    assert_eq!(unpack(packed, &ENGLISH), None);
    assert_eq!(unpack("de|".to_owned(), &ENGLISH), None);
}

#[test]
fn errors_speak_the_language_of_the_page_and_english_where_it_has_none() {
    let error = |code, message: &str| ApiError {
        code,
        message: message.to_owned(),
        long_message: None,
        meta: ErrorMeta::default(),
    };
    let wrong_code = error(ErrorCode::FormCodeIncorrect, "From the API");
    let rare = error(ErrorCode::SvixAppMissing, "From the API");
    assert_eq!(error_text(&wrong_code), "From the API");
    Owner::new().with(|| {
        provide_context(PageText(&GERMAN));
        assert_eq!(error_text(&wrong_code), GERMAN.errors.form_code_incorrect);
        assert_eq!(error_text(&rare), "From the API");
    });
}
