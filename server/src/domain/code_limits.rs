//! How many codes an account is sent, how many wrong answers it takes, and when codes pause for everybody.
//!
//! **The account's budget.** Sends in an hour and in 24 hours, and wrong answers in 24 hours, after which its codes stop
//! for 24 hours. With 30 answers to six digits, somebody who tries all day gets in with a chance of 3 in 100,000. A known
//! device has a budget of its own: strangers can use up theirs, not the owner's.
//!
//! **The instance's breaker.** Somebody who spreads guesses over many accounts stays within every account's budget. So
//! all answers are counted together, in windows of an hour. When too many are wrong, codes pause until the window is
//! over: none is sent or checked, for sign-in, reset, sign-up and addresses alike. Passwords go on, and so do the codes
//! of known devices, which are not counted either: pausing costs most people nothing, and whoever forces a pause to annoy
//! reaches only newcomers and strangers. There is no puzzle that could let them through instead; that, rather than a
//! pause, is what should follow here once there is one.
//!
//! Too many is an absolute number, the bound on what guessing gains (1,000 an hour find a six-digit code in 40 days), or
//! a share of the answers. People mistype more than one code in fifty, so of one code's wrong answers only those from
//! the third on count for the share, and only in a large enough sample to tell.

use super::codes::Purpose;
use crate::{
    clock::{DAY, HOUR, Millis},
    config::Codes,
    error::{Error, Result},
    state::App,
    store::{Conn, code_checks, code_checks::CodeChecksRow, code_sends, counters, counters::CounterRow},
};
use onehop::wire::ErrorCode;

const WINDOW: Millis = HOUR;
/// From this wrong answer to one code on, it is no slip.
const REPEATED_FROM: i64 = 3;

/// Refuses while codes pause or the account's wrong answers are used up: before anything else is counted.
pub async fn admit(app: &App, conn: &mut Conn, purpose: &Purpose<'_>, now: Millis) -> Result<()> {
    refuse_paused(app, conn, purpose, now).await?;
    let wrong = counters::find(conn, &app.instance.id, &wrong_answers(purpose), now).await?;
    refuse_used_up(app, wrong, now)
}

/// Counts a code that is about to be sent.
pub async fn count_send(app: &App, conn: &mut Conn, purpose: &Purpose<'_>, now: Millis) -> Result<()> {
    let (instance, settings) = (&app.instance.id, &app.config.codes);
    // From here on sends to the same account wait for each other.
    counters::hold(conn, instance, &format!("code_sends:{}", purpose.account), now, now + DAY).await?;
    admit(app, conn, purpose, now).await?;
    let longest = i64::from(settings.sends_per_hour.max(settings.sends_per_day));
    let sent = code_sends::list_after(conn, instance, &purpose.account, now - DAY, longest).await?;
    let wait = [(settings.sends_per_hour, HOUR), (settings.sends_per_day, DAY)]
        .into_iter()
        .filter_map(|(max, window)| Some(sent.get(max as usize - 1)? + window - now))
        .max();
    if let Some(wait) = wait.filter(|wait| *wait > 0) {
        return Err(Error::api(ErrorCode::RateLimitExceeded)
            .text("Too many codes were sent. Use the last one, another method, or try again later.")
            .retry_after(wait));
    }
    let sent_at = sent.first().map_or(now, |last| now.max(last + 1));
    Ok(code_sends::insert(conn, instance, &purpose.account, sent_at).await?)
}

/// Begins the check of an answer: from here on answers for the same account wait for each other.
pub async fn begin_answer(app: &App, conn: &mut Conn, purpose: &Purpose<'_>, now: Millis) -> Result<()> {
    let wrong = counters::hold(conn, &app.instance.id, &wrong_answers(purpose), now, now + DAY).await?;
    refuse_used_up(app, Some(wrong), now)?;
    refuse_paused(app, conn, purpose, now).await
}

/// Counts the answer, the `attempt`th to its code. Codes may pause from now on: the caller says so after the commit.
pub async fn count_answer(
    app: &App,
    conn: &mut Conn,
    purpose: &Purpose<'_>,
    (is_right, attempt): (bool, i64),
    now: Millis,
) -> Result<Option<CodeChecksRow>> {
    let instance = &app.instance.id;
    if !is_right {
        counters::count(conn, instance, &wrong_answers(purpose), now, now + DAY).await?;
    }
    if purpose.is_known_device {
        return Ok(None);
    }
    let is_repeated = !is_right && attempt >= REPEATED_FROM;
    let window = code_checks::count(conn, instance, !is_right, is_repeated, now, now + WINDOW).await?;
    let is_opened = is_too_much(&app.config.codes, &window) && code_checks::pause(conn, instance).await?;
    Ok(is_opened.then_some(window))
}

/// The alert: once for each pause.
pub fn alert(window: &CodeChecksRow, now: Millis) {
    let CodeChecksRow { checks, wrong, repeated, until, .. } = *window;
    let minutes = (until - now).div_euclid(crate::clock::MINUTE) + 1;
    tracing::error!(
        codes.checks = checks,
        codes.wrong = wrong,
        codes.repeated = repeated,
        "somebody seems to guess codes: {wrong} of {checks} were wrong within the hour. Codes pause for {minutes} minutes, except on known devices"
    );
}

fn is_too_much(settings: &Codes, window: &CodeChecksRow) -> bool {
    let over = |count: i64, limit: i64| limit > 0 && count > limit;
    let is_sample = window.checks >= i64::from(settings.pause_min_checks);
    over(window.wrong, i64::from(settings.pause_wrong))
        || (is_sample && over(window.repeated * 100, i64::from(settings.pause_percent) * window.checks))
}

async fn refuse_paused(app: &App, conn: &mut Conn, purpose: &Purpose<'_>, now: Millis) -> Result<()> {
    if purpose.is_known_device {
        return Ok(());
    }
    match code_checks::find(conn, &app.instance.id, now).await? {
        Some(window) if window.paused => Err(Error::api(ErrorCode::RateLimitExceeded)
            .text("Codes by email are paused for a while. Use your password, or try again later.")
            .retry_after(window.until - now)),
        _ => Ok(()),
    }
}

fn refuse_used_up(app: &App, wrong: Option<CounterRow>, now: Millis) -> Result<()> {
    let wrong = wrong.filter(|wrong| wrong.count >= i64::from(app.config.codes.wrong_per_day));
    wrong.map_or(Ok(()), |wrong| {
        Err(Error::param(ErrorCode::VerificationFailed, "code")
            .text("Too many wrong codes. Try again tomorrow, or use another method.")
            .retry_after(wrong.until - now))
    })
}

fn wrong_answers(purpose: &Purpose<'_>) -> String {
    format!("wrong_codes:{}", purpose.account)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn too_much_is_a_number_of_wrong_answers_or_a_share_of_a_large_sample() {
        let settings = Config::development(std::path::Path::new("data")).codes;
        let window = |checks, wrong, repeated| CodeChecksRow { until: 0, checks, wrong, repeated, paused: false };
        for (checks, wrong, repeated, expected) in [
            (1_000, 1_000, 0, false),
            (1_001, 1_001, 0, true),
            // People mistype: a tenth of the answers may be wrong.
            (9_000, 900, 180, false),
            (2_500, 60, 50, false),
            (2_500, 60, 51, true),
            (2_499, 60, 60, false),
        ] {
            assert_eq!(
                is_too_much(&settings, &window(checks, wrong, repeated)),
                expected,
                "{checks} {wrong} {repeated}"
            );
        }
        let never = Codes { pause_wrong: 0, pause_percent: 0, ..settings };
        assert!(!is_too_much(&never, &window(1_000_000, 1_000_000, 1_000_000)));
    }
}
