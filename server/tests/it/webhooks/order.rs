//! Endpoints whose events of one resource wait for each other.

use super::{Receiver, Respond, add_user, deliver, failures::logged, register, rename};
use crate::on_both;
use http::StatusCode;
use server::clock::{MINUTE, SECOND};

on_both! {
    async fn what_failed_holds_back_what_is_newer_about_the_same_and_nothing_else(app: TestApp) {
        let receiver = Receiver::start().await;
        let endpoint = register(&app, &receiver.url, |row| row.is_ordered = true).await;
        let _jobs = deliver(&app);
        let ada = add_user(&app, "ada").await;
        let id = ada["id"].as_str().expect("an id").to_owned();
        logged(&app, &endpoint, 1).await;
        receiver.answer(Respond::FailingFor(id.clone()));
        for name in ["Ada", "Augusta", "Countess"] {
            rename(&app, &ada, name).await;
        }
        let grace = add_user(&app, "grace").await;
        // One try of the first change of ada, and the other user.
        logged(&app, &endpoint, 3).await;
        receiver.nothing_after(3).await;
        assert!(receiver.came().iter().any(|delivery| delivery.resource() == grace["id"].as_str().expect("an id")));
        rename(&app, &ada, "Lovelace").await;
        receiver.nothing_after(3).await;
        receiver.answer(StatusCode::OK);
        app.advance(6 * SECOND);
        receiver.wait_for(7).await;
        let versions: Vec<i64> = receiver.came().iter().filter(|delivery| delivery.resource() == id).map(super::Delivery::version).collect();
        assert_eq!(versions, [1, 2, 2, 3, 4, 5], "the second failed once; then each in its turn");
    }
}

on_both! {
    async fn what_comes_while_the_one_in_front_is_delivered_again_follows_it(app: TestApp) {
        let receiver = Receiver::answering(StatusCode::INTERNAL_SERVER_ERROR).await;
        let endpoint = register(&app, &receiver.url, |row| row.is_ordered = true).await;
        let jobs = deliver(&app);
        let ada = add_user(&app, "ada").await;
        logged(&app, &endpoint, 1).await;
        drop(jobs);
        // Both are found at the same moment: the one that is to be tried again, and the one that is new.
        rename(&app, &ada, "Ada").await;
        receiver.answer(StatusCode::OK);
        app.advance(MINUTE);
        let _jobs = deliver(&app);
        let came = receiver.wait_for(3).await;
        assert_eq!(came.iter().map(super::Delivery::version).collect::<Vec<_>>(), [1, 1, 2]);
    }
}

on_both! {
    async fn what_is_given_up_holds_nothing_back(app: TestApp) {
        let receiver = Receiver::start().await;
        let endpoint = register(&app, &receiver.url, |row| row.is_ordered = true).await;
        let _jobs = deliver(&app);
        let ada = add_user(&app, "ada").await;
        logged(&app, &endpoint, 1).await;
        receiver.answer(StatusCode::INTERNAL_SERVER_ERROR);
        rename(&app, &ada, "Ada").await;
        rename(&app, &ada, "Augusta").await;
        logged(&app, &endpoint, 2).await;
        // Seven more tries of the first; the last of them gives it up and lets the second one have its first.
        for tries in 3..=9 {
            app.advance(12 * 60 * MINUTE);
            logged(&app, &endpoint, tries).await;
        }
        receiver.answer(StatusCode::OK);
        app.advance(12 * 60 * MINUTE);
        let came = receiver.wait_for(10).await;
        assert_eq!(came.last().expect("ten").version(), 3);
    }
}

on_both! {
    async fn without_order_nothing_waits(app: TestApp) {
        let receiver = Receiver::start().await;
        let endpoint = register(&app, &receiver.url, |_| {}).await;
        let _jobs = deliver(&app);
        let ada = add_user(&app, "ada").await;
        receiver.answer(StatusCode::INTERNAL_SERVER_ERROR);
        logged(&app, &endpoint, 1).await;
        rename(&app, &ada, "Ada").await;
        logged(&app, &endpoint, 2).await;
        receiver.answer(StatusCode::OK);
        rename(&app, &ada, "Augusta").await;
        logged(&app, &endpoint, 3).await;
        assert_eq!(receiver.came().last().expect("three").version(), 3);
    }
}
