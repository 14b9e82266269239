//! A copy of the users, and an inbox, beside a real server: they end where it is.

use onehop::{
    client::backend::BackendError,
    endpoints::backend::UpdateUserBody,
    webhook::{
        Inbox, Memory,
        sync::{MemoryUsers, UserSync},
    },
    wire::UserId,
};
use onehop_testing::TestServer;
use std::{collections::BTreeMap, sync::Arc, time::Duration};

type People = BTreeMap<String, (i64, String)>;

async fn source(onehop: &TestServer) -> Result<People, BackendError> {
    let mut snapshot = onehop.backend().snapshot().await?;
    let mut people = People::new();
    while let Some(state) = snapshot.next().await? {
        people.insert(state.user().expect("a user").id.to_string(), (state.version, state.data.get().to_owned()));
    }
    Ok(people)
}

async fn rename(onehop: &TestServer, id: &UserId, name: &str) {
    let mut body = UpdateUserBody::default();
    body.fields.first_name = Some(Some(name.to_owned()));
    onehop.backend().users().update(id, &body).await.expect("renamed");
}

async fn on_both(check: impl AsyncFn(TestServer)) {
    check(TestServer::without_socket().start().await).await;
    let url = std::env::var("ONEHOP_TEST_POSTGRES_URL").expect("Postgres: see scripts/postgres");
    check(TestServer::without_socket().postgres(url).start().await).await;
}

#[tokio::test]
async fn a_copy_begins_with_everybody_and_follows_every_change() {
    on_both(async |onehop| {
        let mut users = Vec::new();
        for number in 0..5 {
            users.push(onehop.create_user(&format!("user{number}@example.com")).await.id);
        }
        let copy = MemoryUsers::default();
        let sync = UserSync::new(onehop.backend(), copy.clone());
        sync.catch_up().await.expect("the server answers");
        assert_eq!(copy.all().await, source(&onehop).await.expect("a snapshot"));

        rename(&onehop, &users[0], "Ada").await;
        onehop.backend().users().delete(&users[1]).await.expect("deleted");
        onehop.create_user("late@example.com").await;
        sync.catch_up().await.expect("the server answers");
        assert_eq!(copy.all().await, source(&onehop).await.expect("a snapshot"));
        assert_eq!(copy.get(users[0].as_str()).await.and_then(|user| user.first_name).as_deref(), Some("Ada"));

        // A copy of another, longer history is replaced.
        let elsewhere = TestServer::without_socket().start().await;
        elsewhere.create_user("grace@example.com").await;
        UserSync::new(elsewhere.backend(), copy.clone()).catch_up().await.expect("the server answers");
        assert_eq!(copy.all().await, source(&elsewhere).await.expect("a snapshot"));
    })
    .await;
}

#[tokio::test]
async fn who_follows_hears_of_a_change_within_moments() {
    on_both(async |onehop| {
        let copy = MemoryUsers::default();
        let sync = Arc::new(UserSync::new(onehop.backend(), copy.clone()));
        let following = tokio::spawn(async move { sync.follow().await });
        let ada = onehop.create_user("ada@example.com").await;
        let heard = async {
            while copy.get(ada.id.as_str()).await.is_none() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), heard).await.expect("it is heard of");
        following.abort();
    })
    .await;
}

#[tokio::test]
async fn an_inbox_catches_up_with_what_was_never_delivered() {
    on_both(async |onehop| {
        let ada = onehop.create_user("ada@example.com").await;
        for name in ["A", "B", "C"] {
            rename(&onehop, &ada.id, name).await;
        }
        let events = onehop.backend().events().list(&Default::default()).await.expect("the feed").data;
        let inbox = Inbox::new(Memory::default()).types("user.*");
        let mut applied = Vec::new();
        // The third one comes first, then the first one; the others are lost.
        for event in [events[2].clone(), events[0].clone()] {
            let mut delivery = inbox.receive(event).await.expect("memory works");
            while let Some(event) = delivery.next().await.expect("memory works") {
                applied.push(event.version);
            }
            delivery.commit().await.expect("memory works");
        }
        assert_eq!(applied, [1], "the other one waits");
        while let Some(mut delivery) = inbox.catch_up(&onehop.backend()).await.expect("the feed") {
            while let Some(event) = delivery.next().await.expect("memory works") {
                applied.push(event.version);
            }
            delivery.commit().await.expect("memory works");
        }
        assert_eq!(applied, [1, 2, 3, 4]);
        assert_eq!(inbox.waiting().await.expect("memory works"), []);
    })
    .await;
}
