//! Times. Relative ones are told from the server's clock, which came with the page, so that the browser writes the same.

use crate::hosted::{days_of, utc};
use leptos::prelude::*;
use onehop::wire::Millis;

const SECOND: i64 = 1_000;
const DAY: i64 = 86_400 * SECOND;

/// How long ago something was, with the exact time as its title; a date when it is long ago.
#[component]
pub fn When(
    /// When.
    at: Option<Millis>,
    /// The page's own time.
    now: Millis,
) -> impl IntoView {
    match at {
        Some(at) => told(at, relative(at, now)),
        None => view! { <span class="db-none">"Never"</span> }.into_any(),
    }
}

/// When something is going to happen: what is due happens now.
#[component]
pub fn Ahead(
    /// When.
    at: Millis,
    /// The page's own time.
    now: Millis,
) -> impl IntoView {
    told(at, ahead(at, now))
}

fn told(at: Millis, words: String) -> AnyView {
    let exact = utc(at.div_euclid(SECOND));
    let machine = exact.replacen(' ', "T", 1).replace(" UTC", "Z");
    view! { <time class="db-when" datetime=machine title=exact>{words}</time> }.into_any()
}

fn ahead(at: Millis, now: Millis) -> String {
    match (at - now).div_euclid(SECOND) {
        ..1 => "now".to_owned(),
        1 => "in 1 second".to_owned(),
        seconds @ ..60 => format!("in {seconds} seconds"),
        _ => relative(at, now),
    }
}

/// In words: minutes, hours and days, then the date. What is ahead is told the same way.
fn relative(at: Millis, now: Millis) -> String {
    const UNITS: [(i64, &str); 3] = [(DAY, "day"), (3_600 * SECOND, "hour"), (60 * SECOND, "minute")];
    let distance = (now - at).abs();
    if distance >= 30 * DAY {
        return date(at);
    }
    let Some((length, unit)) = UNITS.into_iter().find(|(length, _)| distance >= *length) else {
        return "just now".to_owned();
    };
    let count = distance / length;
    let plural = if count == 1 { "" } else { "s" };
    if at > now { format!("in {count} {unit}{plural}") } else { format!("{count} {unit}{plural} ago") }
}

/// The day (UTC): `2026-05-12`.
pub fn date(at: Millis) -> String {
    utc(at.div_euclid(SECOND)).split(' ').next().unwrap_or_default().to_owned()
}

/// The beginning of the day (UTC) that a field for dates was filled with.
pub fn parse_date(text: &str) -> Option<Millis> {
    let mut parts = text.trim().splitn(3, '-').map(str::parse::<i64>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    let is_date = (1970..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    is_date.then(|| days_of(year, month, day) * DAY)
}

/// A length of time in words, in the largest unit that divides it.
pub fn duration(milliseconds: Millis) -> String {
    const UNITS: [(i64, &str); 4] = [(86_400_000, "day"), (3_600_000, "hour"), (60_000, "minute"), (1_000, "second")];
    let unit = UNITS.into_iter().find(|(length, _)| milliseconds >= *length && milliseconds % length == 0);
    let (length, name) = unit.unwrap_or((1_000, "second"));
    let count = milliseconds / length;
    format!("{count} {name}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_told_in_the_largest_unit_that_fits() {
        let now = 100 * DAY;
        for (at, words) in [
            (now, "just now"),
            (now + 59 * SECOND, "just now"),
            (now - 60 * SECOND, "1 minute ago"),
            (now - 7_200 * SECOND, "2 hours ago"),
            (now - 29 * DAY, "29 days ago"),
            (now + DAY, "in 1 day"),
            (now - 30 * DAY, "1970-03-12"),
        ] {
            assert_eq!(relative(at, now), words);
        }
    }

    #[test]
    fn what_is_due_happens_now_and_the_rest_is_counted_down() {
        let now = 100 * DAY;
        for (at, words) in [
            (now - DAY, "now"),
            (now, "now"),
            (now + 999, "now"),
            (now + SECOND, "in 1 second"),
            (now + 59 * SECOND, "in 59 seconds"),
            (now + 330 * SECOND, "in 5 minutes"),
            (now + DAY, "in 1 day"),
        ] {
            assert_eq!(ahead(at, now), words);
        }
    }

    #[test]
    fn lengths_are_told_in_the_largest_unit_that_divides_them() {
        assert_eq!(duration(7 * 86_400_000), "7 days");
        assert_eq!(duration(60_000), "1 minute");
        assert_eq!(duration(90_000), "90 seconds");
    }

    #[test]
    fn dates_are_read_as_they_are_written() {
        for text in ["1970-01-01", "2000-02-29", "2026-11-22", "2100-03-01"] {
            assert_eq!(parse_date(text).map(date).as_deref(), Some(text));
        }
        for text in ["", "2026", "2026-13-01", "x-y-z", "2026-01-32"] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }
}
