//! Which error belongs where: to a field, or to the form as a whole.
//!
//! A form's errors come either from the call made in a living page or from the flash that a plain post left behind.

use crate::{
    client::UiError,
    signals::use_flash,
    text::error_text,
    wire::{ApiError, ErrorCode},
};
use leptos::prelude::*;

/// The error of one field of the form `form`.
pub fn field_error(
    form: &'static str,
    param: &'static str,
    errors: impl Into<Signal<Option<UiError>>>,
) -> Signal<Option<String>> {
    pick(form, errors.into(), move |error| param_of(error) == Some(param))
}

/// The error of the form `form` as a whole: the first one that none of its `fields` shows.
pub fn form_error(
    form: &'static str,
    fields: &'static [&'static str],
    errors: impl Into<Signal<Option<UiError>>>,
) -> Signal<Option<String>> {
    pick(form, errors.into(), move |error| param_of(error).is_none_or(|param| !fields.contains(&param)))
}

/// Did the form `form` fail with this code?
pub fn has_error(form: &'static str, code: ErrorCode, errors: impl Into<Signal<Option<UiError>>>) -> Signal<bool> {
    let found = pick(form, errors.into(), move |error| error.code == code);
    Signal::derive(move || found.with(Option::is_some))
}

/// What was typed into a field of `form` before a plain post failed. Read once: it is an initial value.
pub fn flash_value(form: &'static str, name: &str) -> Option<String> {
    use_flash().with_untracked(|flash| {
        let flash = flash.as_ref()?;
        let waiting = flash.kept.as_ref().filter(|kept| kept.form == form).map(|kept| &kept.values);
        let values = waiting.or_else(|| (flash.form == form).then_some(&flash.values))?;
        values.get(name).cloned()
    })
}

fn pick(
    form: &'static str,
    errors: Signal<Option<UiError>>,
    belongs: impl Fn(&ApiError) -> bool + Copy + Send + Sync + 'static,
) -> Signal<Option<String>> {
    let flash = use_flash();
    Signal::derive(move || {
        let text = |list: &[ApiError]| list.iter().find(|error| belongs(error)).map(error_text);
        errors.with(|errors| match errors {
            Some(error) => text(&error.errors),
            None => flash
                .with(|flash| flash.as_ref().filter(|flash| flash.form == form).and_then(|flash| text(&flash.errors))),
        })
    })
}

fn param_of(error: &ApiError) -> Option<&str> {
    error.meta.param_name.as_deref()
}
