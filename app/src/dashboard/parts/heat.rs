//! A year as a grid drawn on the server: a column for each week, a square for each day, the stronger the more there was.

use super::{date, grouped};
use leptos::prelude::*;
use onehop::wire::{Millis, dashboard::DayCount};

const DAY: Millis = 86_400_000;
/// A square with its gap, in the drawing's own units.
const STEP: i64 = 12;
const SIZE: i64 = 10;
/// Above the squares, for the names of months.
const HEAD: i64 = 16;
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// How strong a square can be, beside nothing at all.
const LEVELS: i64 = 4;

/// A grid of days, each measured by the strongest of them.
#[component]
pub fn HeatMap(
    /// Its heading.
    title: &'static str,
    /// How one is called, and several.
    unit: (&'static str, &'static str),
    /// The first day, a Monday.
    first: Millis,
    /// The last day.
    last: Millis,
    /// Days with something, in order.
    days: Vec<DayCount>,
) -> impl IntoView {
    let most = days.iter().map(|day| day.count).max().unwrap_or(0);
    let summary = summary(&days, unit);
    let label = format!("{title}: {summary}");
    let weeks = (last - first) / (7 * DAY) + 1;
    let (width, height) = (weeks * STEP, HEAD + 7 * STEP);
    let squares = squares(first, last, &days, most);
    let months = months(first, last);
    let rows: Vec<_> = days
        .iter()
        .rev()
        .map(|day| view! { <tr><th scope="row">{date(day.day)}</th><td class="db-number">{grouped(day.count)}</td></tr> })
        .collect();
    let (_, several) = unit;
    view! {
        <section class="db-chart db-heat" aria-labelledby="heat-title">
            <div class="db-chart-head">
                <h2 class="db-chart-title" id="heat-title">{title}</h2>
                <p class="db-note">{summary}</p>
            </div>
            <div class="db-heat-box" tabindex="0" role="region" aria-label=title>
                <svg class="db-heat-drawing" viewBox=format!("0 0 {width} {height}") role="img" aria-label=label>{months}{squares}</svg>
            </div>
            <p class="db-heat-scale" aria-hidden="true">
                <span>"Less"</span>
                {(0..=LEVELS).map(|level| view! { <span class="db-heat-key" data-level=level.to_string()></span> }).collect_view()}
                <span>"More"</span>
            </p>
            {(!rows.is_empty()).then(|| view! {
                <details class="db-chart-numbers">
                    <summary class="db-chart-open">"Show the numbers"</summary>
                    <div class="db-chart-scroll" tabindex="0" role="region" aria-label=format!("{title} by day")>
                        <table class="db-chart-table">
                            <thead><tr><th scope="col">"Day (UTC)"</th><th scope="col" class="db-number">{several}</th></tr></thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </div>
                </details>
            })}
        </section>
    }
    .into_any()
}

fn squares(first: Millis, last: Millis, days: &[DayCount], most: i64) -> Vec<AnyView> {
    let mut days = days.iter().peekable();
    let mut squares = Vec::new();
    for number in 0..=(last - first) / DAY {
        let day = first + number * DAY;
        let count = days.next_if(|next| next.day == day).map_or(0, |found| found.count);
        let (x, y) = (number / 7 * STEP, HEAD + number % 7 * STEP);
        // Only days with something have a name: empty ones would make a page of four hundred titles.
        let name = (count > 0).then(|| view! { <title>{format!("{}: {}", date(day), grouped(count))}</title> });
        let square = view! {
            <rect class="db-heat-day" data-level=level(count, most).to_string() x=x.to_string() y=y.to_string() width=SIZE.to_string() height=SIZE.to_string() rx="2">
                {name}
            </rect>
        };
        squares.push(square.into_any());
    }
    squares
}

/// The name of each month above the week in which it begins.
fn months(first: Millis, last: Millis) -> Vec<AnyView> {
    let mut months = Vec::new();
    for week in 0..=(last - first) / (7 * DAY) {
        // The first of a month is one of these seven days.
        let begins = (0..7).map(|day| date(first + (week * 7 + day) * DAY)).find(|day| day.ends_with("-01"));
        let name = begins.and_then(|day| MONTHS.get(day.get(5..7)?.parse::<usize>().ok()?.checked_sub(1)?).copied());
        if let Some(name) = name {
            months.push(
                view! { <text class="db-heat-month" x=(week * STEP).to_string() y="10">{name}</text> }.into_any(),
            );
        }
    }
    months
}

/// From nothing to as much as on the strongest day.
fn level(count: i64, most: i64) -> i64 {
    if count <= 0 { 0 } else { ((count * LEVELS + most - 1) / most.max(1)).clamp(1, LEVELS) }
}

/// In words, for those who don't see the squares.
fn summary(days: &[DayCount], (one, several): (&str, &str)) -> String {
    let total: i64 = days.iter().map(|day| day.count).sum();
    let Some(best) = days.iter().max_by_key(|day| day.count) else { return format!("No {several} in the last year") };
    let word = if total == 1 { one } else { several };
    let on = if days.len() == 1 { "1 day".to_owned() } else { format!("{} days", days.len()) };
    format!("{} {word} on {on} of the last year, most on {} ({})", grouped(total), date(best.day), grouped(best.count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_measured_by_the_strongest_one() {
        assert_eq!([0, 1, 3, 6, 9, 12].map(|count| level(count, 12)), [0, 1, 1, 2, 3, 4]);
        assert_eq!(level(1, 1), 4);
    }

    #[test]
    fn the_summary_says_how_much_when_and_the_best_day() {
        let days = [DayCount { day: 0, count: 2 }, DayCount { day: DAY, count: 5 }];
        assert_eq!(summary(&days, ("event", "events")), "7 events on 2 days of the last year, most on 1970-01-02 (5)");
        assert_eq!(summary(&[], ("event", "events")), "No events in the last year");
    }
}
