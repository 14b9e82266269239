//! Users asked for one by one become one call, which nobody notices.

use super::Served;
use crate::{on_both, support::TestApp};
use futures::future::{FutureExt, join_all};
use onehop::{
    client::{BackendClient, backend::Reason},
    wire::{ErrorCode, UserId},
};
use std::time::Duration;

async fn users(app: &TestApp, name: &str, count: usize) -> Vec<UserId> {
    let backend = app.backend();
    let mut ids = Vec::with_capacity(count);
    for number in 0..count {
        ids.push(backend.user(&format!("{name}{number}@example.com")).await.into());
    }
    ids
}

/// All of them at once, each in a task of its own.
async fn get_all(client: &BackendClient, ids: &[UserId]) -> Vec<UserId> {
    let tasks = ids.iter().cloned().map(|id| {
        let client = client.clone();
        tokio::spawn(async move { client.users().get(&id).await })
    });
    let users = join_all(tasks.collect::<Vec<_>>()).await;
    users.into_iter().map(|user| user.expect("no panic").expect("found").id).collect()
}

on_both! {
    parallel async fn a_hundred_users_at_once_are_one_or_two_requests(app: TestApp) {
        let ids = users(&app, "a", 100).await;
        let served = Served::start(&app).await;
        for (transport, client) in served.clients() {
            assert_eq!(get_all(&client, &ids).await, ids, "each its own, by {transport}");
            let requests = served.gate.take();
            assert!((1..=2).contains(&requests.len()), "{transport}: {requests:?}");
            assert_eq!(requests[0], "GET /v1/users");
        }
    }
}

on_both! {
    async fn more_than_one_call_may_name_become_two(app: TestApp) {
        let ids = users(&app, "a", 130).await;
        let served = Served::start(&app).await;
        for (transport, client) in served.clients() {
            let found = join_all(ids.iter().map(async |id| client.users().get(id).await.expect("found").id)).await;
            assert_eq!(found, ids);
            assert_eq!(served.gate.take(), ["GET /v1/users", "GET /v1/users"], "by {transport}");
        }
    }
}

on_both! {
    async fn whoever_asks_for_the_same_user_shares_the_answer(app: TestApp) {
        let ids = users(&app, "a", 2).await;
        let served = Served::start(&app).await;
        for (transport, client) in served.clients() {
            let same = join_all((0..5).map(async |_| client.users().get(&ids[0]).await)).await;
            assert!(same.iter().all(|user| user.as_ref().is_ok_and(|user| user.id == ids[0])));
            assert_eq!(served.gate.take(), [format!("GET /v1/users/{}", ids[0])], "one alone is asked for as one, by {transport}");
            let three = [&ids[0], &ids[1], &ids[0]].map(async |id| client.users().get(id).await.expect("found").id);
            assert_eq!(join_all(three).await, [ids[0].clone(), ids[1].clone(), ids[0].clone()]);
            assert_eq!(served.gate.take().len(), 1, "by {transport}");
        }
    }
}

on_both! {
    async fn an_unknown_user_of_a_batch_is_the_error_of_a_single_call(app: TestApp) {
        let ids = users(&app, "a", 2).await;
        let served = Served::start(&app).await;
        let nobody = UserId::from("user_2nobody");
        for (transport, client) in served.clients() {
            let alone = client.users().get(&nobody).await.expect_err("nobody");
            let asked = [&ids[0], &nobody, &ids[1]].map(async |id| client.users().get(id).await);
            let answers = join_all(asked).await;
            assert!(answers[0].is_ok() && answers[2].is_ok());
            let mut batched = answers[1].clone().expect_err("nobody");
            assert!(batched.trace_id.as_ref().is_some_and(|id| id.len() == 32), "the log knows it");
            batched.trace_id = alone.trace_id.clone();
            assert_eq!(batched, alone, "by {transport}");
            assert_eq!((batched.status, batched.code()), (404, Some(ErrorCode::ResourceNotFound)));
        }
        assert_eq!(served.gate.take().len(), 4);
    }
}

on_both! {
    async fn what_would_mean_something_else_in_a_list_is_asked_for_alone(app: TestApp) {
        let ids = users(&app, "a", 2).await;
        let served = Served::start(&app).await;
        let (_, client) = served.clients().into_iter().next().expect("one");
        let asked = |wrong: &'static str| join_all([ids[0].clone(), wrong.into(), ids[1].clone()].map(|id| {
            let client = client.clone();
            async move { client.users().get(&id).await }
        }));
        for wrong in ["-user_2nobody", "user_2nobody&limit=1", "nobody"] {
            let answers = asked(wrong).await;
            assert!(answers[0].is_ok() && answers[2].is_ok());
            assert_eq!(answers[1].as_ref().map_err(|error| error.status).err(), Some(404), "{wrong}");
        }
        served.gate.take();
        for wrong in ["", ".", ".."] {
            let answers = asked(wrong).await;
            assert!(answers[0].is_ok() && answers[2].is_ok());
            assert_eq!(answers[1].as_ref().map_err(|error| error.reason).err(), Some(Reason::Unusable), "{wrong}: another path");
            assert_eq!(served.gate.take(), ["GET /v1/users"]);
        }
    }
}

on_both! {
    async fn an_error_of_the_call_reaches_everybody(app: TestApp) {
        let ids = users(&app, "a", 3).await;
        let served = Served::start(&app).await;
        let client = BackendClient::new(&served.url, "sk_test_wrong").expect("a client");
        for answer in join_all(ids.iter().map(async |id| client.users().get(id).await)).await {
            let error = answer.expect_err("refused");
            assert_eq!((error.reason, error.status, error.code()), (Reason::Refused, 401, Some(ErrorCode::SecretKeyInvalid)));
        }
        assert_eq!(served.gate.take().len(), 1);
    }
}

on_both! {
    async fn who_stops_waiting_harms_nobody_and_asks_nothing(app: TestApp) {
        let ids = users(&app, "a", 3).await;
        let served = Served::start(&app).await;
        for (transport, client) in served.clients() {
            {
                let users = client.users();
                let gone = users.get(&ids[0]);
                assert!(Box::pin(gone).now_or_never().is_none(), "asked for, and given up");
            }
            let asked = join_all([&ids[1], &ids[2]].map(async |id| client.users().get(id).await)).await;
            assert!(asked.iter().all(Result::is_ok), "by {transport}");
            assert_eq!(served.gate.take(), ["GET /v1/users"]);
            {
                let users = client.users();
                assert!(Box::pin(users.get(&ids[0])).now_or_never().is_none());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
            assert_eq!(served.gate.take(), Vec::<String>::new(), "nobody waits any more, by {transport}");
            assert!(client.users().get(&ids[0]).await.is_ok(), "and the next batch opens");
            served.gate.take();
        }
    }
}

on_both! {
    async fn without_a_window_only_what_is_ready_joins(app: TestApp) {
        let ids = users(&app, "a", 3).await;
        let served = Served::start(&app).await;
        for (_, builder) in served.builders() {
            let client = builder.batch_window(Duration::ZERO).build().expect("a client");
            assert!(join_all(ids.iter().map(async |id| client.users().get(id).await)).await.iter().all(Result::is_ok));
            assert_eq!(served.gate.take(), ["GET /v1/users"]);
        }
    }
}

#[test]
fn a_runtime_that_ends_in_the_middle_leaves_the_client_usable() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (app, served) = (runtime(), tokio::sync::OnceCell::new());
    app.block_on(async {
        let test = TestApp::start(crate::support::Engine::Sqlite).await;
        let ids = users(&test, "a", 1).await;
        assert!(served.set((Served::start(&test).await, ids, test)).is_ok());
    });
    let (served, ids, _test) = served.get().expect("started");
    let client = BackendClient::in_process(served.router.clone(), crate::support::SECRET_KEY).expect("a client");
    let brief = runtime();
    brief.block_on(async {
        let users = client.users();
        assert!(Box::pin(users.get(&ids[0])).now_or_never().is_none());
    });
    drop(brief);
    let user = app.block_on(client.users().get(&ids[0]));
    assert_eq!(user.expect("a new batch opens").id, ids[0]);
}
