//! A source of events that can be made to do anything, the same for the same seed.

use super::source::{Source, Users};
use crate::{
    client::backend::{BackendError, Result, UserState},
    wire::backend::{Event, EventPage},
};
use http::HeaderMap;
use serde_json::value::RawValue;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard},
};

/// Pseudo-random numbers: `splitmix64`.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5bf0_3635)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("it is below")
    }

    pub(super) fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

/// An event as it comes from the wire.
pub(super) fn event(kind: &str, resource: &str, version: i64, sequence: i64, data: &str) -> Event {
    let text = format!(
        r#"{{"data":{data},"object":"event","type":"{kind}","timestamp":1,"instance_id":"ins_1",
        "event_attributes":{{"http_request":{{"client_ip":"","user_agent":""}}}},
        "id":"evt_{sequence}","sequence":{sequence},"resource_id":"{resource}","version":{version}}}"#
    );
    serde_json::from_str(&text).expect("an event")
}

/// Versions and users, by id.
pub(super) type People = BTreeMap<String, (i64, String)>;

/// Users who change, and the feed that tells of it.
#[derive(Clone)]
pub(super) struct Feed(Arc<Mutex<State>>);

struct State {
    random: Random,
    log: Vec<Event>,
    /// Who was ever there: the version, and the data while they are there.
    people: BTreeMap<String, (i64, Option<String>)>,
    /// So many events at the beginning are gone.
    forgotten: usize,
    /// Does it fail and change while it is asked?
    is_wild: bool,
}

impl Feed {
    /// A feed without events, that fails from time to time, and changes while it is read.
    pub(super) fn wild(seed: u64) -> Self {
        let random = Random::new(!seed);
        let state = State { random, log: Vec::new(), people: BTreeMap::new(), forgotten: 0, is_wild: true };
        Self(Arc::new(Mutex::new(state)))
    }

    /// A feed of some events, fewer than `most`, that doesn't change.
    pub(super) fn random(random: &mut Random, most: usize) -> Self {
        let feed = Self::wild(random.next());
        feed.state().is_wild = false;
        feed.change(random.below(most));
        feed
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("nobody panicked")
    }

    pub(super) fn all(&self) -> Vec<Event> {
        self.state().log.clone()
    }

    /// So many changes more.
    pub(super) fn change(&self, count: usize) {
        let state = &mut *self.state();
        (0..count).for_each(|_| state.change());
    }

    /// Forgets a part of what it remembers.
    pub(super) fn forget(&self) {
        let state = &mut *self.state();
        state.forgotten += state.random.below(state.log.len() - state.forgotten + 1);
    }

    /// Sets the source back to an earlier moment, as a restored backup does.
    pub(super) fn set_back(&self) {
        let state = &mut *self.state();
        let kept = state.random.below(state.log.len() + 1).max(state.forgotten);
        state.log.truncate(kept);
        state.people.clear();
        for event in state.log.iter().filter(|event| event.resource_id.starts_with("user_")) {
            let data = (event.kind != "user.deleted").then(|| event.data.get().to_owned());
            state.people.insert(event.resource_id.clone(), (event.version, data));
        }
    }

    /// Who is there.
    pub(super) fn people(&self) -> People {
        let state = self.state();
        let there = |(id, (version, data)): (&String, &(i64, Option<String>))| {
            data.as_ref().map(|data| (id.clone(), (*version, data.clone())))
        };
        state.people.iter().filter_map(there).collect()
    }

    /// Nothing fails any more, and nothing changes.
    pub(super) fn calm_down(&self) {
        self.state().is_wild = false;
    }

    async fn ask(&self) -> Result<()> {
        tokio::task::yield_now().await;
        let state = &mut *self.state();
        if state.is_wild && state.random.one_in(3) {
            state.change();
        }
        match state.is_wild && state.random.one_in(15) {
            true => Err(failure(503, "service_unavailable")),
            false => Ok(()),
        }
    }
}

fn failure(status: u16, code: &str) -> BackendError {
    let body = format!(r#"{{"errors":[{{"code":"{code}","message":"","long_message":""}}],"clerk_trace_id":"x"}}"#);
    BackendError::refused(status, &HeaderMap::new(), body.as_bytes(), None)
}

impl State {
    fn change(&mut self) {
        let sequence = i64::try_from(self.log.len()).expect("few") + 1;
        if self.random.one_in(5) {
            // Of something else.
            let (kind, prefix) =
                if self.random.one_in(2) { ("session.created", "sess_") } else { ("email.created", "ema_") };
            return self.log.push(event(kind, &format!("{prefix}{sequence}"), 1, sequence, r#"{"user_id":"user_1"}"#));
        }
        let there: Vec<String> =
            self.people.iter().filter(|(_, (_, data))| data.is_some()).map(|(id, _)| id.clone()).collect();
        let (kind, id) = match self.random.below(6) {
            0 | 1 => ("user.created", format!("user_{:03}_{}", self.people.len(), self.random.below(1_000))),
            _ if there.is_empty() => return,
            2 => ("user.deleted", there[self.random.below(there.len())].clone()),
            _ => ("user.updated", there[self.random.below(there.len())].clone()),
        };
        let version = self.people.get(&id).map_or(0, |(version, _)| *version) + 1;
        let data = format!(r#"{{"id":"{id}","first_name":"{}"}}"#, self.random.next());
        self.log.push(event(kind, &id, version, sequence, &data));
        self.people.insert(id, (version, (kind != "user.deleted").then_some(data)));
    }
}

impl Source for Feed {
    type Snapshot = Reading;

    async fn events(&self, after: Option<&str>, types: Option<&str>, _wait: u8) -> Result<EventPage> {
        self.ask().await?;
        let state = &mut *self.state();
        let after: usize = after.map_or(0, |after| after.parse().expect("a cursor of ours"));
        if after < state.forgotten || after > state.log.len() {
            return Err(failure(410, "cursor_expired"));
        }
        let limit = state.random.below(6) + 1;
        let is_asked = |event: &&Event| types.is_none_or(|types| event.kind.starts_with(types.trim_end_matches('*')));
        let mut data: Vec<Event> = state.log[after..].iter().filter(is_asked).take(limit + 1).cloned().collect();
        let has_more = data.len() > limit;
        data.truncate(limit);
        let end = i64::try_from(state.log.len()).expect("few");
        let next = if has_more { data.last().map_or(end, |event| event.sequence) } else { end };
        Ok(EventPage { data, next_cursor: next.to_string(), has_more })
    }

    async fn snapshot(&self) -> Result<Reading> {
        self.ask().await?;
        let cursor = self.state().log.len().to_string();
        Ok(Reading { feed: self.clone(), cursor, last: String::new() })
    }
}

/// A snapshot that is being read.
pub(super) struct Reading {
    feed: Feed,
    cursor: String,
    last: String,
}

impl Users for Reading {
    fn cursor(&self) -> &str {
        &self.cursor
    }

    async fn next(&mut self) -> Result<Option<UserState>> {
        self.feed.ask().await?;
        let Some((id, (version, data))) = self.feed.people().into_iter().find(|(id, _)| *id > self.last) else {
            return Ok(None);
        };
        self.last = id;
        Ok(Some(UserState { version, data: RawValue::from_string(data).expect("JSON") }))
    }
}
