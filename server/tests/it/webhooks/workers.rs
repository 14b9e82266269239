//! Several processes that deliver, and such that die.

use super::{Receiver, add_user, attempts, deliver, register, rename};
use crate::{on_both, support::TestApp};
use server::{clock::SECOND, jobs::Jobs};
use std::collections::{BTreeMap, BTreeSet};

on_both! {
    async fn many_processes_deliver_each_event_once(app: TestApp) {
        let receivers = [Receiver::start().await, Receiver::start().await, Receiver::start().await];
        let mut endpoints = Vec::new();
        for receiver in &receivers {
            endpoints.push(register(&app, &receiver.url, |_| {}).await);
        }
        let _processes = (deliver(&app), deliver(&app), deliver(&app));
        for number in 0..30 {
            add_user(&app, &format!("user{number}")).await;
        }
        for (receiver, endpoint) in receivers.iter().zip(&endpoints) {
            let came = receiver.wait_for(30).await;
            let ids: BTreeSet<_> = came.iter().map(|delivery| delivery.header("webhook-id").to_owned()).collect();
            assert_eq!((came.len(), ids.len()), (30, 30));
            super::failures::logged(&app, endpoint, 30).await;
            assert_eq!(attempts(&app, endpoint).await.len(), 30);
        }
    }
}

/// A receiver that a first process delivers to, and a second one that has nothing to do.
async fn two_processes(app: &TestApp) -> (Receiver, Jobs, Jobs) {
    let receiver = Receiver::start().await;
    register(app, &receiver.url, |_| {}).await;
    let first = deliver(app);
    add_user(app, "ada").await;
    receiver.wait_for(1).await;
    (receiver, first, deliver(app))
}

on_both! {
    async fn whoever_lives_takes_over_what_a_dead_process_held(app: TestApp) {
        let (receiver, first, _second) = two_processes(&app).await;
        // It dies without giving anything back.
        drop(first);
        add_user(&app, "grace").await;
        receiver.nothing_after(1).await;
        app.advance(31 * SECOND);
        receiver.wait_for(2).await;
    }
}

on_both! {
    async fn whoever_stops_in_peace_leaves_nothing_to_wait_for(app: TestApp) {
        let (receiver, first, _second) = two_processes(&app).await;
        first.stop(&app.app).await;
        add_user(&app, "grace").await;
        // The clock stands still: no lease runs out.
        let came = receiver.wait_for(2).await;
        let ids: BTreeSet<_> = came.iter().map(|delivery| delivery.header("webhook-id")).collect();
        assert_eq!((ids.len(), came.len()), (2, 2), "what was delivered is written down: nothing comes again");
    }
}

on_both! {
    async fn a_process_that_dies_again_and_again_loses_nothing_and_repeats_only_under_the_same_id(app: TestApp) {
        let receiver = Receiver::start().await;
        register(&app, &receiver.url, |row| row.is_ordered = true).await;
        let ada = add_user(&app, "ada").await;
        for round in 0..12 {
            let jobs = deliver(&app);
            for change in 0..5 {
                rename(&app, &ada, &format!("Ada {round} {change}")).await;
                tokio::time::sleep(std::time::Duration::from_millis(7 * round % 40)).await;
            }
            drop(jobs);
            app.advance(31 * SECOND);
        }
        let _jobs = deliver(&app);
        let mut versions = BTreeMap::new();
        for _ in 0..500 {
            versions = receiver.came().into_iter().map(|delivery| (delivery.version(), delivery.header("webhook-id").to_owned())).collect();
            if versions.len() == 61 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        assert_eq!(versions.keys().copied().collect::<Vec<_>>(), (1..=61).collect::<Vec<_>>(), "nothing is lost");
        let mut ids = BTreeMap::<i64, BTreeSet<String>>::new();
        for delivery in receiver.came() {
            ids.entry(delivery.version()).or_default().insert(delivery.header("webhook-id").to_owned());
        }
        assert!(ids.values().all(|ids| ids.len() == 1), "what came twice came under one id: {ids:?}");
    }
}
