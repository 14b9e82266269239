//! A chart drawn on the server: a bar for each day, its numbers as a table beside it.

use super::date;
use leptos::prelude::*;
use onehop::wire::dashboard::DayCount;

/// The drawing's own units.
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 160.0;
const GAP: f64 = 0.25;

/// Numbers by day: what is high and what was last stands at the bars themselves, everything in a table that opens.
#[component]
pub fn Chart(
    /// Its id; unique on the page.
    id: &'static str,
    /// What is counted.
    title: &'static str,
    /// How one is called, and several.
    unit: (&'static str, &'static str),
    /// Which of the chart colours it has: 0 or 1.
    #[prop(optional)]
    series: u8,
    /// Can the same one count on several days? Then their sum means nothing.
    #[prop(optional)]
    repeats: bool,
    /// The days, in order.
    days: Vec<DayCount>,
) -> impl IntoView {
    let today = days.last().map_or(0, |day| day.count);
    let (count, when) = if repeats { (today, "today") } else { (sum_of(&days), "in 30 days") };
    let summary = summary(&days, unit, repeats);
    let highest = days.iter().map(|day| day.count).max().unwrap_or(0);
    let ends = days.first().zip(days.last()).map(|(first, last)| (date(first.day), date(last.day)));
    let label = format!("{title}: {summary}");
    let title_id = format!("{id}-title");
    let labelled_by = title_id.clone();
    let bars = bars(&days, highest);
    view! {
        <section class="db-chart" aria-labelledby=labelled_by data-series=series>
            <div class="db-chart-head">
                <h2 class="db-chart-title" id=title_id>{title}</h2>
                <p class="db-chart-sum">{grouped(count)}" "<span class="db-chart-unit">{when}</span></p>
            </div>
            <div class="db-chart-plot">
                <span class="db-chart-top" aria-hidden="true">{grouped(highest)}</span>
                <svg class="db-chart-drawing" viewBox=format!("0 0 {WIDTH} {HEIGHT}") preserveAspectRatio="none" role="img" aria-label=label>
                    {bars}
                </svg>
            </div>
            {ends.map(|(first, last)| view! {
                <p class="db-chart-ends" aria-hidden="true"><span>{first}</span><span>{last}</span></p>
            })}
            <details class="db-chart-numbers">
                <summary class="db-chart-open">"Show the numbers"</summary>
                <div class="db-chart-scroll" tabindex="0" role="region" aria-label=format!("{title} by day")>
                    <Numbers days=days unit=unit />
                </div>
            </details>
        </section>
    }
    .into_any()
}

fn bars(days: &[DayCount], highest: i64) -> Vec<AnyView> {
    #[expect(clippy::cast_precision_loss, reason = "a drawing needs no more than a float holds")]
    let (count, highest) = (days.len().max(1) as f64, highest.max(1) as f64);
    let step = WIDTH / count;
    let bar = |(at, day): (usize, &DayCount)| {
        #[expect(clippy::cast_precision_loss, reason = "a drawing needs no more than a float holds")]
        let (at, value) = (at as f64, day.count as f64);
        // A day with something is always seen.
        let height = if day.count == 0 { 1.0 } else { (value / highest * HEIGHT).max(3.0) };
        let number = |value: f64| format!("{value:.1}");
        view! {
            <rect
                class="db-chart-bar"
                data-empty=(day.count == 0).then_some("")
                x=number(at * step + step * GAP / 2.0)
                y=number(HEIGHT - height)
                width=number(step * (1.0 - GAP))
                height=number(height)
            >
                <title>{format!("{}: {}", date(day.day), grouped(day.count))}</title>
            </rect>
        }
        .into_any()
    };
    days.iter().enumerate().map(bar).collect()
}

#[component]
fn Numbers(days: Vec<DayCount>, unit: (&'static str, &'static str)) -> impl IntoView {
    let (_, several) = unit;
    let rows: Vec<_> = days
        .iter()
        .rev()
        .map(|day| view! { <tr><th scope="row">{date(day.day)}</th><td class="db-number">{grouped(day.count)}</td></tr> })
        .collect();
    view! {
        <table class="db-chart-table">
            <thead><tr><th scope="col">"Day (UTC)"</th><th scope="col" class="db-number">{capitalized(several)}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn sum_of(days: &[DayCount]) -> i64 {
    days.iter().map(|day| day.count).sum()
}

/// In words, for those who don't see the bars.
fn summary(days: &[DayCount], (one, several): (&str, &str), repeats: bool) -> String {
    let word = |count: i64| format!("{} {}", grouped(count), if count == 1 { one } else { several });
    let today = days.last().map_or(0, |day| day.count);
    let begin = if repeats {
        format!("{} today", word(today))
    } else {
        format!("{} in {} days, {} today", word(sum_of(days)), days.len(), grouped(today))
    };
    let best = days.iter().max_by_key(|day| day.count).filter(|day| day.count > 0);
    let best = best.map(|day| format!(", most on {} ({})", date(day.day), grouped(day.count))).unwrap_or_default();
    format!("{begin}{best}")
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// `1,234,567`
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = if number < 0 { "-".to_owned() } else { String::new() };
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567"), (-1_000, "-1,000")] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn the_summary_says_sum_best_day_and_today() {
        let days = [DayCount { day: 0, count: 2 }, DayCount { day: 86_400_000, count: 1 }];
        let words = ("user", "users");
        assert_eq!(summary(&days, words, false), "3 users in 2 days, 1 today, most on 1970-01-01 (2)");
        assert_eq!(summary(&days, words, true), "1 user today, most on 1970-01-01 (2)");
        assert_eq!(summary(&[], words, false), "0 users in 0 days, 0 today");
    }
}
