//! `/dashboard/webhooks…`: where events go, what came of each delivery, which events there are.

mod activity;
mod attempts;
mod delete;
mod detail;
mod event_choice;
mod events;
mod fields;
mod hours;
mod list;
mod message;
mod new;
mod outcome;
mod recovery;
mod secret;
mod settings;
mod tabs;
mod testing;

pub use activity::ActivityPage;
pub use detail::EndpointPage;
pub use events::EventsPage;
pub use list::WebhooksPage;
pub use message::MessagePage;
pub use new::NewEndpointPage;

use leptos_router::params::ParamsMap;

/// All endpoints.
const LIST: &str = "/dashboard/webhooks";
/// The form of a new one.
const NEW: &str = "/dashboard/webhooks/new";
/// Which events there are.
const EVENTS: &str = "/dashboard/webhooks/events";
/// What happens right now.
const ACTIVITY: &str = "/dashboard/webhooks/activity";

/// A parameter of the address, if something stands in it.
fn text(map: &ParamsMap, name: &str) -> Option<String> {
    map.get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}
