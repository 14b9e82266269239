//! Times as people say them. The texts depend on clock and locale, so they are made in an effect, never while rendering.

use crate::{text::use_text, wire::Millis};
use leptos::{
    prelude::*,
    wasm_bindgen::JsValue,
    web_sys::js_sys::{Array, Date, Intl, Object, Reflect},
};

/// How long ago something was, with the exact time as its title.
#[component]
pub fn TimeAgo(
    /// When.
    at: Millis,
) -> impl IntoView {
    let texts = RwSignal::new(None::<Texts>);
    Effect::new(move |_| texts.set(Some(Texts::of(at))));
    view! {
        <time
            dir="auto"
            datetime=move || texts.with(|texts| texts.as_ref().map(|texts| texts.machine.clone()))
            title=move || texts.with(|texts| texts.as_ref().map(|texts| texts.exact.clone()))
        >
            {move || texts.with(|texts| texts.as_ref().map(|texts| texts.relative.clone()))}
        </time>
    }
    .into_any()
}

struct Texts {
    machine: String,
    exact: String,
    relative: String,
}

impl Texts {
    fn of(at: Millis) -> Self {
        let locale = use_text().language.dates;
        #[expect(clippy::cast_precision_loss, reason = "milliseconds stay exact in a float for 285,000 years")]
        let at = at as f64;
        let date = Date::new(&JsValue::from_f64(at));
        let (value, unit) = step_of((at - Date::now()) / 1000.0);
        let options = Object::new();
        // "now" and "yesterday" rather than "in 0 seconds" and "1 day ago".
        let _ = Reflect::set(&options, &"numeric".into(), &"auto".into());
        let format = Intl::RelativeTimeFormat::new(&Array::of1(&JsValue::from_str(locale)), &options);
        Self {
            machine: date.to_iso_string().into(),
            exact: date.to_locale_string(locale, &JsValue::UNDEFINED).into(),
            relative: format.format(value, unit).into(),
        }
    }
}

/// The largest unit that fits, and how many of it. Less than a minute counts as now; the future does too, since it
/// only means that two clocks differ.
fn step_of(seconds: f64) -> (f64, &'static str) {
    const UNITS: [(f64, &str); 4] = [(2_592_000.0, "month"), (86_400.0, "day"), (3_600.0, "hour"), (60.0, "minute")];
    let ago = (-seconds).max(0.0);
    let unit = UNITS.into_iter().find(|(length, _)| ago >= *length);
    unit.map_or((0.0, "second"), |(length, unit)| (-(ago / length).floor(), unit))
}

#[cfg(test)]
mod tests {
    use super::step_of;

    #[test]
    fn the_largest_unit_that_fits_is_taken() {
        assert_eq!(step_of(-59.0), (0.0, "second"));
        assert_eq!(step_of(5.0), (0.0, "second"));
        assert_eq!(step_of(-60.0), (-1.0, "minute"));
        assert_eq!(step_of(-7_300.0), (-2.0, "hour"));
        assert_eq!(step_of(-90_000.0), (-1.0, "day"));
        assert_eq!(step_of(-5_300_000.0), (-2.0, "month"));
    }
}
