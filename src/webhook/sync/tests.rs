//! Whatever happens, the copy is equal to the source in the end.

use super::*;
use crate::webhook::simulation::{Feed, People, Random};
use std::{pin::pin, task::Poll};

/// A store that can be looked into.
pub(in crate::webhook) trait Copied: UserStore + Clone {
    async fn people(&self) -> People;
}

impl Copied for MemoryUsers {
    async fn people(&self) -> People {
        self.all().await
    }
}

/// Lets a process run for a while and kills it.
async fn killed<T>(process: impl Future<Output = T>, turns: usize) {
    let mut process = pin!(process);
    let mut left = turns;
    std::future::poll_fn(|context| {
        if left == 0 || process.as_mut().poll(context).is_ready() {
            return Poll::Ready(());
        }
        left -= 1;
        Poll::Pending
    })
    .await;
}

/// Deliveries of events of now and long ago, again and again, in any order.
/// No state takes the place of a newer one.
async fn deliver<S: Copied>(sync: &UserSync<S, Feed>, random: &mut Random, count: usize) {
    for _ in 0..count {
        let all = sync.source.all();
        if all.is_empty() {
            return;
        }
        let late = random.below(all.len().min(8));
        let event =
            if random.one_in(2) { all[random.below(all.len())].clone() } else { all[all.len() - 1 - late].clone() };
        let before = sync.store.people().await;
        sync.receive(&event).await.expect("the store works");
        let after = sync.store.people().await;
        if let (Some(before), Some(after)) = (before.get(&event.resource_id), after.get(&event.resource_id)) {
            assert!(before.0 <= after.0, "back from {} to {}", before.0, after.0);
        }
        tokio::task::yield_now().await;
    }
}

/// One thing that can happen.
async fn happen<S: Copied>(sync: &UserSync<S, Feed>, random: &mut Random) {
    let count = random.below(8);
    match random.below(8) {
        0 => sync.source.change(count),
        1 => deliver(sync, random, count).await,
        2 => killed(deliver(sync, random, count), random_turns(count)).await,
        3 => killed(sync.catch_up(), count * 3).await,
        4 => sync.source.forget(),
        5 => {
            let (_, ()) = tokio::join!(sync.catch_up(), deliver(sync, random, count * 3));
        }
        6 => {
            // Two processes on one store, of which one dies.
            let (_, ()) = tokio::join!(sync.catch_up(), killed(sync.catch_up(), count * 2));
        }
        _ if random.one_in(4) => {
            sync.source.set_back();
            sync.start_over().await.expect("the store works");
        }
        _ => drop(sync.catch_up().await),
    }
}

fn random_turns(count: usize) -> usize {
    count / 2
}

/// Anything, and then one catching up that isn't disturbed.
pub(in crate::webhook) async fn check<S: Copied>(store: S, seed: u64) {
    let random = &mut Random::new(seed);
    let sync = UserSync { source: Feed::wild(seed), store };
    for _ in 0..random.below(12) {
        happen(&sync, random).await;
    }
    sync.source.calm_down();
    sync.catch_up().await.expect("nothing fails any more");
    assert_eq!(sync.store.people().await, sync.source.people(), "seed {seed}");
    // Nothing that is delivered again changes anything.
    deliver(&sync, random, 10).await;
    assert_eq!(sync.store.people().await, sync.source.people(), "seed {seed}, later");
}

/// Webhooks alone, each at least once.
async fn check_deliveries<S: Copied>(store: S, seed: u64) {
    let random = &mut Random::new(seed);
    let sync = UserSync { source: Feed::random(random, 30), store };
    let mut sent = sync.source.all();
    for event in sync.source.all() {
        sent.extend((0..random.below(3)).map(|_| event.clone()));
    }
    random.shuffle(&mut sent);
    for event in &sent {
        sync.receive(event).await.expect("the store works");
    }
    assert_eq!(sync.store.people().await, sync.source.people(), "seed {seed}");
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(future)
}

#[test]
fn the_copy_is_equal_after_any_mix_of_duplicates_orders_losses_downtime_and_kills() {
    (0..10_000).for_each(|seed| block_on(check(MemoryUsers::default(), seed)));
}

#[test]
fn webhooks_alone_are_enough_where_none_is_lost() {
    (0..2_000).for_each(|seed| block_on(check_deliveries(MemoryUsers::default(), seed)));
}

#[test]
fn a_source_that_was_set_back_is_noticed_where_its_feed_is_shorter() {
    block_on(async {
        for seed in 0..100 {
            let sync = UserSync { source: Feed::wild(seed), store: MemoryUsers::default() };
            sync.source.calm_down();
            sync.source.change(30);
            sync.catch_up().await.expect("it works");
            sync.source.set_back();
            sync.catch_up().await.expect("it works");
            assert_eq!(sync.store.people().await, sync.source.people(), "seed {seed}");
        }
    });
}
