//! However events are delivered, each is applied once, in its turn.

use super::*;
use crate::webhook::simulation::{Feed, Random};
use std::collections::{BTreeMap, VecDeque};

/// What was applied, as an app would write it down: versions by resource, in their order.
pub(in crate::webhook) type Applied = BTreeMap<String, Vec<i64>>;

/// An app that writes down what it applies, in the inbox's transaction.
#[cfg(feature = "webhook-sqlx")]
pub(in crate::webhook) trait Log: InboxStore {
    async fn write(&self, transaction: &mut Self::Transaction, resource_id: &str, version: i64);
    async fn read(&self) -> Applied;
}

/// A log beside a memory: written once the transaction is committed.
#[derive(Default)]
struct Kept {
    applied: Applied,
    pending: Vec<(String, i64)>,
}

/// After every event of the simulation.
const LATER: Millis = 2;

/// Applies a delivery, as a process that may be killed in the middle of it. Says whether it was committed.
async fn apply<S: InboxStore>(
    mut delivery: Delivery<'_, S>,
    random: &mut Random,
    write: &mut impl AsyncFnMut(&mut S::Transaction, &Event),
) -> bool {
    while let Some(event) = delivery.next().await.expect("the store works") {
        write(delivery.transaction(), &event).await;
        if random.one_in(20) {
            return false;
        }
        // An app that leaves the rest for another time.
        if random.one_in(20) {
            break;
        }
    }
    if random.one_in(10) {
        return false;
    }
    delivery.commit().await.expect("the store works");
    true
}

/// A sender that loses deliveries, sends them twice, and in any order: one tenth never come.
fn deliveries(feed: &Feed, random: &mut Random) -> VecDeque<Event> {
    let mut sent = Vec::new();
    for event in feed.all() {
        for _ in 0..[0, 1, 1, 1, 1, 1, 1, 2, 2, 3][random.below(10)] {
            sent.push(event.clone());
        }
    }
    random.shuffle(&mut sent);
    sent.into()
}

/// Delivers and catches up until everything was there, and says what was applied.
async fn run<S: InboxStore>(
    inbox: &Inbox<S>,
    feed: &Feed,
    random: &mut Random,
    write: &mut impl AsyncFnMut(&mut S::Transaction, &Event),
    mut ended: impl FnMut(bool),
) {
    let mut sent = deliveries(feed, random);
    while let Some(event) = sent.pop_front() {
        let delivery = inbox.receive(event.clone()).await.expect("the store works");
        let is_committed = apply(delivery, random, write).await;
        ended(is_committed);
        if !is_committed {
            // Not answered: it comes again.
            sent.push_back(event);
        }
        if random.one_in(30) {
            catch_up(inbox, feed, random, write, &mut ended, 1).await;
        }
        if random.one_in(10) {
            inbox.prune(LATER).await.expect("the store works");
        }
    }
    catch_up(inbox, feed, random, write, &mut ended, usize::MAX).await;
    // What an app left lying is parked: the next delivery or page takes it along.
    while let Some(waiting) = inbox.waiting().await.expect("the store works").first() {
        let delivery = inbox.skip(&waiting.resource_id).await.expect("the store works");
        let is_committed = apply(delivery, random, write).await;
        ended(is_committed);
    }
    // Long after: whatever comes again is known, and what is over is remembered no more.
    inbox.prune(LATER).await.expect("the store works");
    for event in deliveries(feed, random) {
        let mut delivery = inbox.receive(event).await.expect("the store works");
        assert!(delivery.next().await.expect("the store works").is_none(), "it was applied");
        delivery.commit().await.expect("the store works");
    }
    inbox.prune(LATER).await.expect("the store works");
}

async fn catch_up<S: InboxStore>(
    inbox: &Inbox<S>,
    feed: &Feed,
    random: &mut Random,
    write: &mut impl AsyncFnMut(&mut S::Transaction, &Event),
    ended: &mut impl FnMut(bool),
    pages: usize,
) {
    for _ in 0..pages {
        let Some(delivery) = inbox.catch_up_with(feed).await.expect("the feed is there") else { break };
        let is_committed = apply(delivery, random, write).await;
        ended(is_committed);
    }
}

fn everything(feed: &Feed) -> Applied {
    let mut all = Applied::new();
    for event in feed.all() {
        all.entry(event.resource_id.clone()).or_default().push(event.version);
    }
    all
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(future)
}

#[test]
fn any_mix_of_duplicates_losses_and_orders_is_applied_once_and_in_order() {
    for seed in 0..10_000 {
        let random = &mut Random::new(seed);
        let feed = Feed::random(random, 24);
        let kept = std::cell::RefCell::new(Kept::default());
        let mut write = async |_: &mut MemoryTransaction, event: &Event| {
            kept.borrow_mut().pending.push((event.resource_id.clone(), event.version));
        };
        let ended = |is_committed| {
            let kept = &mut *kept.borrow_mut();
            for (resource, version) in kept.pending.drain(..).filter(|_| is_committed) {
                kept.applied.entry(resource).or_default().push(version);
            }
        };
        block_on(run(&Inbox::new(Memory::default()), &feed, random, &mut write, ended));
        assert_eq!(kept.into_inner().applied, everything(&feed), "seed {seed}");
    }
}

/// The same for a log in the database itself.
#[cfg(feature = "webhook-sqlx")]
pub(in crate::webhook) async fn check<S: Log>(store: S, read: &S, seed: u64) {
    let random = &mut Random::new(seed);
    let feed = Feed::random(random, 24);
    let inbox = Inbox::new(store);
    let mut write = async |transaction: &mut S::Transaction, event: &Event| {
        read.write(transaction, &event.resource_id, event.version).await;
    };
    run(&inbox, &feed, random, &mut write, |_| {}).await;
    assert_eq!(read.read().await, everything(&feed), "seed {seed}");
}

fn event(resource: &str, version: i64, sequence: i64) -> Event {
    crate::webhook::simulation::event("user.updated", resource, version, sequence, "{}")
}

async fn receive(inbox: &Inbox<Memory>, event: Event) -> (Vec<i64>, Outcome) {
    taken(inbox.receive(event).await.expect("memory works")).await
}

async fn taken(mut delivery: Delivery<'_, Memory>) -> (Vec<i64>, Outcome) {
    let mut versions = Vec::new();
    while let Some(event) = delivery.next().await.expect("memory works") {
        versions.push(event.version);
    }
    (versions, delivery.commit().await.expect("memory works"))
}

fn outcome(applied: usize, known: usize, parked: usize) -> Outcome {
    Outcome { applied, known, parked }
}

#[test]
fn an_event_before_its_turn_waits_and_comes_with_the_one_it_waited_for() {
    block_on(async {
        let inbox = Inbox::new(Memory::default());
        assert_eq!(receive(&inbox, event("user_1", 1, 1)).await, (vec![1], outcome(1, 0, 0)));
        assert_eq!(receive(&inbox, event("user_1", 3, 5)).await, (vec![], outcome(0, 0, 1)));
        assert_eq!(receive(&inbox, event("user_2", 1, 6)).await, (vec![1], outcome(1, 0, 0)));
        assert_eq!(receive(&inbox, event("user_1", 1, 1)).await, (vec![], outcome(0, 1, 0)));
        let waiting = Waiting { resource_id: "user_1".to_owned(), version: 3, sequence: 5 };
        assert_eq!(inbox.waiting().await.expect("memory works"), [waiting]);
        assert_eq!(receive(&inbox, event("user_1", 2, 3)).await, (vec![2, 3], outcome(2, 0, 0)));
        assert_eq!(inbox.waiting().await.expect("memory works"), []);
    });
}

#[test]
fn what_is_given_up_is_passed_over_when_it_comes_after_all() {
    block_on(async {
        let inbox = Inbox::new(Memory::default());
        for version in [4, 5, 7] {
            receive(&inbox, event("user_1", version, version)).await;
        }
        let skipped = taken(inbox.skip("user_1").await.expect("memory works")).await;
        assert_eq!(skipped, (vec![4, 5], outcome(2, 0, 0)), "7 waits for 6");
        assert_eq!(receive(&inbox, event("user_1", 3, 3)).await, (vec![], outcome(0, 1, 0)));
        assert_eq!(receive(&inbox, event("user_1", 6, 6)).await, (vec![6, 7], outcome(2, 0, 0)));
        assert_eq!(taken(inbox.skip("user_1").await.expect("memory works")).await, (vec![], outcome(0, 0, 0)));
    });
}

#[test]
fn an_inbox_that_joins_late_begins_with_what_comes_first() {
    block_on(async {
        let inbox = Inbox::new(Memory::default()).take_any_first();
        assert_eq!(receive(&inbox, event("user_1", 17, 40)).await.0, [17]);
        assert_eq!(receive(&inbox, event("user_1", 19, 42)).await.1, outcome(0, 0, 1), "from here on it waits");
        assert_eq!(receive(&inbox, event("user_1", 18, 41)).await.0, [18, 19]);
    });
}

#[test]
fn what_is_dropped_never_happened_and_what_is_left_lying_comes_again() {
    block_on(async {
        let inbox = Inbox::new(Memory::default());
        let mut delivery = inbox.receive(event("user_1", 1, 1)).await.expect("memory works");
        assert!(delivery.next().await.expect("memory works").is_some());
        drop(delivery);
        // Not taken at all, and committed: it waits, though nothing is missing.
        let delivery = inbox.receive(event("user_1", 1, 1)).await.expect("memory works");
        assert_eq!(delivery.commit().await.expect("memory works"), outcome(0, 0, 1));
        assert_eq!(receive(&inbox, event("user_1", 2, 2)).await.0, [1, 2]);
    });
}

fn ended(resource: &str, sequence: i64, timestamp: Millis) -> Event {
    let event = crate::webhook::simulation::event("session.ended", resource, 1, sequence, "{}");
    Event { timestamp, ..event }
}

#[test]
fn only_what_is_over_and_behind_the_feed_is_forgotten_and_known_all_the_same() {
    block_on(async {
        let inbox = Inbox::new(Memory::default());
        receive(&inbox, event("user_1", 1, 1)).await;
        receive(&inbox, ended("sess_1", 2, 10)).await;
        receive(&inbox, ended("sess_2", 7, 10)).await;
        receive(&inbox, ended("sess_3", 3, 20)).await;
        assert_eq!(inbox.prune(20).await.expect("memory works"), 0, "the feed was not read");
        inbox.start_at("5").await.expect("memory works");
        assert_eq!(inbox.prune(20).await.expect("memory works"), 1, "sess_1: not 7, which the feed will tell, nor 20");
        assert_eq!(receive(&inbox, ended("sess_1", 2, 10)).await, (vec![], outcome(0, 1, 0)));
        assert_eq!(receive(&inbox, event("user_1", 1, 1)).await, (vec![], outcome(0, 1, 0)));
        assert_eq!(receive(&inbox, event("user_1", 2, 9)).await.0, [2], "it goes on");
        assert_eq!(receive(&inbox, event("user_2", 1, 8)).await.0, [1]);
        assert_eq!(inbox.prune(20).await.expect("memory works"), 1, "that it came again is forgotten, too");
        inbox.start_at("9").await.expect("memory works");
        assert_eq!(inbox.prune(21).await.expect("memory works"), 2);
    });
}

#[test]
fn what_is_over_for_thirty_days_is_forgotten_while_events_come() {
    const DAY: Millis = 24 * 60 * 60 * 1_000;
    block_on(async {
        let inbox = Inbox::new(Memory::default()).take_any_first();
        for number in 0..99 {
            receive(&inbox, ended(&format!("sess_{number}"), number + 1, DAY)).await;
        }
        receive(&inbox, ended("sess_later", 100, 31 * DAY + 1)).await;
        assert_eq!(inbox.prune(31 * DAY).await.expect("memory works"), 0, "it has happened");
        assert_eq!(inbox.prune(32 * DAY).await.expect("memory works"), 1, "the last one was not old enough");
        assert_eq!(receive(&inbox, ended("sess_7", 8, DAY)).await.1, outcome(0, 1, 0));
    });
}

#[test]
fn handlers_of_servers_can_hold_a_delivery() {
    fn is_send<T: Send>(_: &T) {}
    let inbox = Inbox::new(Memory::default());
    let handled = async {
        let mut delivery = inbox.receive(event("user_1", 1, 1)).await?;
        while delivery.next().await?.is_some() {}
        delivery.commit().await
    };
    is_send(&handled);
    assert_eq!(block_on(handled).expect("memory works"), outcome(1, 0, 0));
}
