//! `[webhooks]`: where deliveries may go, how long an answer may take, and how long all of it is kept.

use super::cidr::IpNet;
use super::environment::Environment;
use super::section::Section;
use crate::clock::{DAY, Millis};
use std::time::Duration;

/// Deliveries and the change feed.
#[derive(Clone, Debug)]
pub struct Webhooks {
    /// Where deliveries may go besides the public internet.
    pub allowed_networks: Vec<IpNet>,
    /// How long a receiver may take to answer.
    pub timeout: Duration,
    /// How long tries are kept.
    pub attempts_kept: Millis,
    /// How long events are kept; none: for ever.
    pub events_kept: Option<Millis>,
}

impl Webhooks {
    pub(super) fn read(mut section: Section<'_>, environment: Environment) -> Self {
        let expected = "write addresses or blocks, such as [\"10.1.0.0/16\"]";
        let mut allowed_networks: Vec<IpNet> = section.list("allowed_networks", expected);
        if !environment.is_production() {
            // The receiver that is being developed runs beside us.
            allowed_networks.extend(["127.0.0.0/8", "::1"].map(|block| block.parse::<IpNet>().expect("a block")));
        }
        let days: Millis = section.whole("events_days", 365, 0..=36_500);
        Self {
            allowed_networks,
            timeout: Duration::from_secs(section.whole("timeout_seconds", 15, 1..=30)),
            attempts_kept: section.whole::<Millis>("attempts_days", 30, 1..=3_650) * DAY,
            events_kept: (days > 0).then_some(days * DAY),
        }
    }
}
