//! How one device is shown: icon, name and one line of facts.

use crate::{
    components::{
        parts::{Badge, Icon, IconName, Tone},
        user_profile::text,
    },
    wire::SessionActivity,
};
use leptos::prelude::*;

/// Icon, name and one line of facts.
#[component]
pub fn Face<'a>(
    activity: Option<&'a SessionActivity>,
    #[prop(optional)] is_current: bool,
    #[prop(optional)] is_acting: bool,
    children: Children,
) -> impl IntoView + use<> {
    let is_mobile = activity.and_then(|activity| activity.is_mobile).unwrap_or(false);
    let icon = if is_mobile { IconName::DevicePhone } else { IconName::DeviceDesktop };
    let name = if is_current && activity.is_none() { text().this_browser.to_owned() } else { name_of(activity) };
    view! {
        <div class="oh-profile-device">
            <Icon name=icon />
            <div class="oh-profile-device-text">
                <p class="oh-profile-device-name">
                    <span>{name}</span>
                    {is_current.then(|| view! { <Badge>{text().this_device}</Badge> })}
                    {is_acting.then(|| view! { <Badge tone=Tone::Warning>{text().acting}</Badge> })}
                </p>
                <p class="oh-profile-meta">{children()}</p>
            </div>
        </div>
    }
    .into_any()
}

/// "Chrome 140.0 on Linux", or as much of it as is known.
pub fn name_of(activity: Option<&SessionActivity>) -> String {
    let Some(activity) = activity else {
        return text().unknown_device.to_owned();
    };
    let version = activity.browser_version.as_deref().unwrap_or_default();
    let browser = activity.browser_name.as_deref().map(|name| format!("{name} {version}").trim_end().to_owned());
    match (browser, activity.device_type.as_deref()) {
        (Some(browser), Some(device)) => text().browser_on.fill(&[("browser", &browser), ("device", device)]),
        (Some(browser), None) => browser,
        (None, Some(device)) => device.to_owned(),
        (None, None) => text().unknown_device.to_owned(),
    }
}

/// "192.0.2.1 (Bern, Switzerland)", or as much of it as is known.
pub fn place_of(activity: Option<&SessionActivity>) -> Option<String> {
    let activity = activity?;
    let town: Vec<&str> = [&activity.city, &activity.country].into_iter().filter_map(|part| part.as_deref()).collect();
    match (activity.ip_address.as_deref(), town.is_empty()) {
        (Some(address), true) => Some(address.to_owned()),
        (Some(address), false) => Some(format!("{address} ({})", town.join(", "))),
        (None, false) => Some(town.join(", ")),
        (None, true) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn activity(facts: serde_json::Value) -> SessionActivity {
        let mut whole = json!({"object": "session_activity", "id": "sact_1"});
        if let (Some(whole), Some(facts)) = (whole.as_object_mut(), facts.as_object()) {
            whole.extend(facts.clone());
        }
        serde_json::from_value(whole).expect("an activity of the contract's form")
    }

    #[test]
    fn a_device_is_named_by_what_is_known_of_it() {
        let full = activity(json!({"browser_name": "Firefox", "browser_version": "140.0", "device_type": "Linux"}));
        assert_eq!(name_of(Some(&full)), "\u{2068}Firefox 140.0\u{2069} on \u{2068}Linux\u{2069}");
        assert_eq!(name_of(Some(&activity(json!({"device_type": "iPhone"})))), "iPhone");
        assert_eq!(name_of(Some(&activity(json!({"browser_name": "Safari"})))), "Safari");
        assert_eq!(name_of(None), text().unknown_device);
    }

    #[test]
    fn a_place_is_the_address_and_the_town_where_known() {
        let full = activity(json!({"ip_address": "192.0.2.1", "city": "Bern", "country": "Switzerland"}));
        assert_eq!(place_of(Some(&full)).as_deref(), Some("192.0.2.1 (Bern, Switzerland)"));
        assert_eq!(place_of(Some(&activity(json!({"ip_address": "192.0.2.1"})))).as_deref(), Some("192.0.2.1"));
        assert_eq!(place_of(Some(&activity(json!({})))), None);
    }
}
