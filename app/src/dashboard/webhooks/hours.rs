//! The last 24 hours of an endpoint: a bar for each hour, what failed on top of what was taken, and the numbers beside it.

use super::list::share;
use crate::{
    dashboard::{Loaded, load, parts::grouped},
    hosted::utc,
};
use leptos::prelude::*;
use onehop::{
    endpoints::dashboard::GetWebhookStats,
    wire::{
        WebhookEndpointId,
        dashboard::{WebhookHour, WebhookStats},
    },
};

/// The drawing's own units.
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 120.0;
const GAP: f64 = 0.25;

/// The chart.
#[component]
pub(super) fn Hours(id: WebhookEndpointId) -> impl IntoView {
    let stats = load::<GetWebhookStats>(move || (id.clone(), Default::default()));
    view! { <Loaded of=stats skeleton=4 view={move |stats: WebhookStats| view! { <Drawn stats /> }.into_any()} /> }
}

#[component]
fn Drawn(stats: WebhookStats) -> impl IntoView {
    let (delivered, failed) =
        stats.hours.iter().fold((0, 0), |(delivered, failed), it| (delivered + it.delivered, failed + it.failed));
    let highest = stats.hours.iter().map(|it| it.delivered + it.failed).max().unwrap_or(0);
    let label = format!("Tries in the last 24 hours: {} delivered, {} failed", grouped(delivered), grouped(failed));
    let ends = stats.hours.first().zip(stats.hours.last()).map(|(first, last)| (hour(first.hour), hour(last.hour)));
    let bars = bars(&stats.hours, highest);
    view! {
        <div class="db-charts">
            <section class="db-chart" aria-labelledby="hours-title">
                <div class="db-chart-head">
                    <h2 class="db-chart-title" id="hours-title">"Last 24 hours"</h2>
                    <p class="db-chart-sum">
                        {grouped(delivered)}<span class="db-chart-unit">"delivered"</span>" "
                        {grouped(failed)}<span class="db-chart-unit">{format!("failed ({})", share(failed, delivered + failed))}</span>
                    </p>
                </div>
                <div class="db-chart-plot">
                    <span class="db-chart-top" aria-hidden="true">{grouped(highest)}</span>
                    <svg class="db-chart-drawing db-hours" viewBox=format!("0 0 {WIDTH} {HEIGHT}") preserveAspectRatio="none" role="img" aria-label=label>
                        {bars}
                    </svg>
                </div>
                {ends.map(|(first, last)| view! { <p class="db-chart-ends" aria-hidden="true"><span>{first}</span><span>{last}</span></p> })}
                <p class="db-note">
                    {format!("Waiting for another try: {}. Not tried yet: {}.", grouped(stats.pending), grouped(stats.backlog))}
                </p>
                <details class="db-chart-numbers">
                    <summary class="db-chart-open">"Show the numbers"</summary>
                    <div class="db-chart-scroll" tabindex="0" role="region" aria-label="Tries by hour"><Numbers hours=stats.hours /></div>
                </details>
            </section>
        </div>
    }
    .into_any()
}

fn bars(hours: &[WebhookHour], highest: i64) -> Vec<AnyView> {
    #[expect(clippy::cast_precision_loss, reason = "a drawing needs no more than a float holds")]
    let height_of = |count: i64| match count {
        0 => 0.0,
        // What is there is seen.
        count => (count as f64 / highest.max(1) as f64 * HEIGHT).max(2.0),
    };
    let step = WIDTH / hours.len().max(1) as f64;
    let bar = |(at, it): (usize, &WebhookHour)| {
        let (taken, failed) = (height_of(it.delivered), height_of(it.failed));
        let x = format!("{:.1}", at as f64 * step + step * GAP / 2.0);
        let width = format!("{:.1}", step * (1.0 - GAP));
        let number = |value: f64| format!("{value:.1}");
        let is_empty = it.delivered + it.failed == 0;
        let base = if is_empty { 1.0 } else { taken };
        view! {
            <g>
                <title>{format!("{}: {} delivered, {} failed", hour(it.hour), grouped(it.delivered), grouped(it.failed))}</title>
                <rect class="db-chart-bar" data-empty=is_empty.then_some("") x=x.clone() y=number(HEIGHT - base) width=width.clone() height=number(base)></rect>
                <rect class="db-hours-failed" x=x y=number((HEIGHT - taken - failed).max(0.0)) width=width height=number(failed)></rect>
            </g>
        }
        .into_any()
    };
    hours.iter().enumerate().map(bar).collect()
}

#[component]
fn Numbers(hours: Vec<WebhookHour>) -> impl IntoView {
    let rows: Vec<_> = hours
        .iter()
        .rev()
        .map(|it| {
            view! {
                <tr>
                    <th scope="row">{hour(it.hour)}</th>
                    <td class="db-number">{grouped(it.delivered)}</td>
                    <td class="db-number">{grouped(it.failed)}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <table class="db-chart-table">
            <thead>
                <tr><th scope="col">"Hour (UTC)"</th><th scope="col" class="db-number">"Delivered"</th><th scope="col" class="db-number">"Failed"</th></tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// `2026-05-12 16:00`
fn hour(at: i64) -> String {
    utc(at.div_euclid(1_000)).chars().take(16).collect()
}
