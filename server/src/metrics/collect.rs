//! What is told at each look.

use super::{COUNTERS, HASH_WAIT, requests};
use crate::{http::Readiness, state::App};
use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, NoLabelSet},
    metrics::MetricType,
};
use std::fmt;

/// Reads everything when it is asked to.
pub(super) struct Everything {
    pub(super) app: App,
    pub(super) readiness: Readiness,
}

impl fmt::Debug for Everything {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Everything")
    }
}

/// Counters' families: name, the name of their label, what they are.
const FAMILIES: [(&str, &str, &str); 5] = [
    ("sign_ins", "result", "Attempts to sign in, by what came of them"),
    ("tokens_minted", "kind", "Tokens signed; those handed out again within seconds aren't"),
    ("mails", "result", "Mails written into the outbox, and what became of them"),
    ("rate_limit_refusals", "api", "Requests refused because there were too many"),
    ("password_hashes_refused", "", "Passwords that weren't looked at: too many were waiting"),
];

impl Collector for Everything {
    fn encode(&self, mut encoder: DescriptorEncoder) -> Result<(), fmt::Error> {
        durations(&mut encoder)?;
        counters(&mut encoder)?;
        let passwords = self.app.passwords.load();
        let gauges = [
            ("connections", "Connections of clients that are open", self.readiness.connections()),
            ("ready", "Whether balancers should send requests", u64::from(self.readiness.is_ready())),
            ("password_hashes_running", "Passwords being hashed or checked", passwords.running),
            ("password_hashes_waiting", "Passwords that wait for their turn", passwords.waiting),
            ("process_resident_memory_bytes", "Memory in use", resident_bytes()),
        ];
        for (name, help, value) in gauges {
            encoder.encode_descriptor(name, help, None, MetricType::Gauge)?.encode_gauge(&value)?;
        }
        let help = "Passwords: how long they waited for their turn";
        let mut wait = encoder.encode_descriptor("password_hash_wait_seconds", help, None, MetricType::Histogram)?;
        let (sum, count, buckets) = HASH_WAIT.read();
        wait.encode_histogram::<NoLabelSet>(sum, count, &buckets, None)?;
        let pool = self.app.store.connections();
        let help = "Connections to the database";
        let mut connections = encoder.encode_descriptor("database_connections", help, None, MetricType::Gauge)?;
        for (state, value) in [("in_use", pool.in_use), ("idle", pool.idle)] {
            connections.encode_family(&[("state", state)])?.encode_gauge(&value)?;
        }
        Ok(())
    }
}

fn durations(encoder: &mut DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
    let help = "Requests, and how long it took until their answers began";
    let name = "http_request_duration_seconds";
    let mut family = encoder.encode_descriptor(name, help, None, MetricType::Histogram)?;
    for ((route, method, status), durations) in requests::list() {
        let (sum, count, buckets) = durations.read();
        let status = status.to_string();
        let labels = [("route", &*route), ("method", method), ("status", status.as_str())];
        family.encode_family(&labels)?.encode_histogram::<NoLabelSet>(sum, count, &buckets, None)?;
    }
    Ok(())
}

fn counters(encoder: &mut DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
    for (name, label, help) in FAMILIES {
        let mut family = encoder.encode_descriptor(name, help, None, MetricType::Counter)?;
        for (_, value, counter) in COUNTERS.iter().filter(|(of, ..)| *of == name) {
            let count = counter.get();
            if label.is_empty() {
                family.encode_counter::<NoLabelSet, _, u64>(&count, None)?;
            } else {
                family.encode_family(&[(label, *value)])?.encode_counter::<NoLabelSet, _, u64>(&count, None)?;
            }
        }
    }
    Ok(())
}

/// As the kernel counts it; 0 where it doesn't tell.
fn resident_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib: Option<u64> = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok());
    kib.unwrap_or_default() * 1024
}
