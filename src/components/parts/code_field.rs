//! The input for a code that was mailed: one real input, drawn as a row of boxes.

use super::{
    dom,
    field::{FieldFrame, described_by, focus_on_arrival},
};
use leptos::prelude::*;

/// The input for a one-time code. It tells when it is full, and empties itself when the code turns out wrong.
#[component]
pub fn CodeField(
    /// Its id; unique on the page.
    #[prop(into)]
    id: String,
    /// The name of the parameter.
    #[prop(default = "code")]
    name: &'static str,
    /// Its label.
    #[prop(into)]
    label: String,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// How many digits.
    #[prop(default = 6)]
    length: usize,
    /// Does it have the focus at first?
    #[prop(optional)]
    autofocus: bool,
    /// Told the code as soon as all digits are there.
    #[prop(optional, into)]
    on_complete: Option<Callback<String>>,
) -> impl IntoView {
    let input_id = id.clone();
    if autofocus {
        focus_on_arrival(id.clone());
    }
    clear_on_error(id.clone(), error);
    let input = move |event: leptos::ev::Targeted<leptos::ev::Event, leptos::web_sys::HtmlInputElement>| {
        let typed = event.target().value();
        let digits = digits_of(&typed, length);
        if digits != typed {
            event.target().set_value(&digits);
        }
        if let Some(on_complete) = on_complete
            && digits.len() == length
        {
            on_complete.run(digits);
        }
    };
    view! {
        <FieldFrame id=id label=label error=error hint=None link=None>
            <div class="oh-code" dir="ltr">
                <div class="oh-code-boxes" aria-hidden="true">
                    {(0..length).map(|_| view! { <span class="oh-code-box"></span> }).collect_view()}
                </div>
                <input
                    class="oh-code-input"
                    id=input_id.clone()
                    name=name
                    type="text"
                    inputmode="numeric"
                    autocomplete="one-time-code"
                    pattern="[0-9 ]*"
                    required=true
                    autofocus=autofocus
                    aria-invalid=move || error.get().map(|_| "true")
                    aria-describedby=described_by(&input_id, false)
                    on:input:target=input
                />
            </div>
        </FieldFrame>
    }
}

/// The digits of what was typed or pasted ("123 456", "Code: 123456"), at most `length` of them.
fn digits_of(text: &str, length: usize) -> String {
    text.chars().filter(char::is_ascii_digit).take(length).collect()
}

/// A wrong code is taken away, so that the next one can be typed at once.
fn clear_on_error(id: String, error: Signal<Option<String>>) {
    Effect::new(move |was_seen: Option<()>| {
        if error.get().is_some() && was_seen.is_some() {
            dom::clear_input(&id);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::digits_of;

    #[test]
    fn pasted_codes_keep_their_digits_only() {
        assert_eq!(digits_of("123 456", 6), "123456");
        assert_eq!(digits_of("Code: 123456.", 6), "123456");
        assert_eq!(digits_of("1234567", 6), "123456");
    }
}
