//! How long sessions last.

use super::Loading;
use crate::dashboard::{Call, CallForm, Submit, call_error, parts::duration, typed};
use leptos::prelude::*;
use onehop::{
    components::parts::{ButtonVariant, Icon, IconName},
    endpoints::dashboard::{TimeUnit, UpdateSettings},
    wire::{
        Millis,
        dashboard::{Configured, Settings},
    },
};

/// The two limits, and the way back to what the configuration says.
#[component]
pub(super) fn SessionsForm(it: Settings, settings: Loading) -> impl IntoView {
    let done = Callback::new(move |_: String| settings.refetch());
    let call = Call::of::<UpdateSettings>("settings.sessions", &()).said("The limits of sessions are saved.");
    let Configured { session_lifetime, session_inactivity_timeout, .. } = it.configured;
    let is_changed =
        (it.session_lifetime, it.session_inactivity_timeout) != (session_lifetime, session_inactivity_timeout);
    view! {
        <CallForm call=call on_done=done>
            <Length
                param="session_lifetime"
                names=("session_lifetime:int", "session_lifetime_unit")
                label="Maximum lifetime"
                hint="However busy it is, a session ends then: 5 minutes to 400 days. Counts for sessions that begin from now on."
                value=it.session_lifetime
                configured=(session_lifetime, "session.lifetime_seconds")
            />
            <Length
                param="session_inactivity_timeout"
                names=("session_inactivity_timeout:int", "session_inactivity_timeout_unit")
                label="Inactivity timeout"
                hint="A session that nobody uses ends then. 0: none. Sessions under way follow when they are used next."
                value=it.session_inactivity_timeout
                configured=(session_inactivity_timeout, "session.inactivity_timeout_seconds")
            />
            <div class="db-actions"><Submit>"Save sessions"</Submit></div>
        </CallForm>
        {is_changed.then(|| view! { <Reset done /> })}
    }
}

/// As the configuration says.
#[component]
fn Reset(done: Callback<String>) -> impl IntoView {
    let call =
        Call::of::<UpdateSettings>("settings.sessions.reset", &()).said("Sessions last as the configuration says.");
    view! {
        <CallForm call=call on_done=done inline=true>
            <input type="hidden" name="session_lifetime:json" value="null" />
            <input type="hidden" name="session_inactivity_timeout:json" value="null" />
            <Submit variant=ButtonVariant::Ghost>"Use the configuration's limits"</Submit>
        </CallForm>
    }
}

/// A number and what it counts.
#[component]
fn Length(
    param: &'static str,
    /// Of the number and of its unit.
    names: (&'static str, &'static str),
    label: &'static str,
    hint: &'static str,
    value: Millis,
    configured: (Millis, &'static str),
) -> impl IntoView {
    let (number_name, unit_name) = names;
    let (count, unit) = parts_of(value);
    // What was typed comes back after an error.
    let typed_count = Some(typed(param)).filter(|text| !text.is_empty());
    let typed_unit = TimeUnit::ALL.into_iter().find(|unit| unit.as_str() == typed(unit_name));
    let (count, unit) = (typed_count.unwrap_or_else(|| count.to_string()), typed_unit.unwrap_or(unit));
    let error = call_error(param);
    let (error_id, hint_id) = (format!("{param}-error"), format!("{param}-hint"));
    let described_by = format!("{error_id} {hint_id}");
    let configured = match configured {
        (0, setting) => ("none".to_owned(), setting),
        (length, setting) => (duration(length), setting),
    };
    view! {
        <div class="oh-field" data-invalid=move || error.get().map(|_| "")>
            <div class="oh-field-head"><label class="oh-label" for=param>{label}</label></div>
            <div class="db-length">
                <input
                    class="oh-input"
                    id=param
                    name=number_name
                    type="number"
                    min="0"
                    step="1"
                    required=true
                    value=count
                    autocomplete="off"
                    inputmode="numeric"
                    aria-invalid=move || error.get().map(|_| "true")
                    aria-describedby=described_by
                />
                <select class="oh-input db-select" name=unit_name aria-label=format!("{label}: unit")>
                    {TimeUnit::ALL.map(|one| view! { <option value=one.as_str() selected=one == unit>{one.as_str()}</option> })}
                </select>
            </div>
            <p class="oh-hint" id=hint_id>{hint}" The configuration says: "{configured.0}" "<code class="db-setting">{configured.1}</code></p>
            <div class="oh-field-error" id=error_id aria-live="polite" aria-atomic="true">
                {move || error.get().map(|text| view! { <Icon name=IconName::Warning /><span>{text}</span> })}
            </div>
        </div>
    }
    .into_any()
}

/// In the largest unit that divides it.
fn parts_of(length: Millis) -> (Millis, TimeUnit) {
    let unit = TimeUnit::ALL.into_iter().rev().find(|unit| length >= unit.length() && length % unit.length() == 0);
    let unit = unit.unwrap_or_default();
    (length / unit.length(), unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_told_in_the_largest_unit_that_divides_them() {
        assert_eq!(parts_of(7 * 86_400_000), (7, TimeUnit::Days));
        assert_eq!(parts_of(36 * 3_600_000), (36, TimeUnit::Hours));
        assert_eq!(parts_of(0), (0, TimeUnit::Minutes));
    }
}
