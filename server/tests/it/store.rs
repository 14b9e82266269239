//! The store on both engines: each function does what it promises, also when two do it at once.

mod people;
mod profile;

use crate::{
    on_both,
    support::{Engine, TestApp},
};
use onehop::wire::{ClientId, EventId, InstanceId, MailId, UserId};
use server::store::{
    Conn, StoreError, clients, clients::ClientRow, code_checks, code_sends, counters, events, events::EventRow,
    instances, mails, mails::MailRow, secret_keys, signing_keys, users, users::UserRow, verifications,
};
use std::time::Duration;
use tokio::task::JoinSet;

async fn write(app: &TestApp) -> Conn {
    app.app.write().await.expect("a connection")
}

fn user(id: &str, username: Option<&str>) -> UserRow {
    // Numbers that differ where the ids do.
    let search_id = id.bytes().fold(7, |sum, byte| sum * 31 % 1_000_003 + i64::from(byte));
    UserRow { username: username.map(str::to_owned), ..UserRow::blank(UserId::from(id), search_id, 1) }
}

fn client(id: &str) -> ClientRow {
    ClientRow {
        id: ClientId::from(id),
        token_hash: format!("hash of {id}"),
        token_rotated_at: 1,
        previous_token_until: None,
        last_active_session_id: None,
        sign_in_id: None,
        sign_up_id: None,
        last_strategy: None,
        expire_at: 1_000,
        created_at: 1,
        updated_at: 1,
    }
}

async fn seeded(app: &TestApp) -> (Conn, InstanceId) {
    let (mut conn, instance) = (write(app).await, app.instance().clone());
    for name in ["user_1", "user_2"] {
        users::insert(&mut conn, &instance, &user(name, None)).await.expect("written");
    }
    clients::insert(&mut conn, &instance, &client("client_1"), Some("agent")).await.expect("written");
    (conn, instance)
}

on_both! {
    async fn a_bucket_gives_its_burst_then_one_per_interval_and_a_refusal_costs_nothing(app: TestApp) {
        let (mut conn, instance) = seeded(&app).await;
        let mut take = async |name: &str, now| counters::take(&mut conn, &instance, name, now, 10, 3).await.expect("counted");
        assert_eq!([take("a", 0).await, take("a", 0).await, take("a", 0).await, take("a", 0).await], [true, true, true, false]);
        assert!(take("b", 0).await, "buckets are apart");
        assert_eq!([take("a", 9).await, take("a", 10).await, take("a", 10).await], [false, true, false]);
        assert_eq!([take("a", 1_000).await, take("a", 1_000).await, take("a", 1_000).await, take("a", 1_000).await], [true, true, true, false]);
    }
}

on_both! {
    async fn a_bucket_outlives_clocks_that_differ_but_not_one_that_was_put_back(app: TestApp) {
        let (mut conn, instance) = seeded(&app).await;
        let (minute, hour) = (60_000, 3_600_000);
        let mut take = async |now| counters::take(&mut conn, &instance, "a", now, 10, 3).await.expect("counted");
        assert_eq!([take(hour).await, take(hour).await, take(hour).await], [true, true, true]);
        assert_eq!([take(hour - 4 * minute).await, take(hour - 4 * minute + 30).await], [false, false], "another node's clock");
        assert!(!take(0).await, "as if it had just been emptied");
        assert_eq!([take(9).await, take(10).await, take(10).await], [false, true, false]);
    }
}

on_both! {
    parallel async fn a_bucket_gives_no_more_to_many_at_once(app: TestApp) {
        let mut tasks = JoinSet::new();
        for _ in 0..20 {
            let state = app.app.clone();
            tasks.spawn(async move {
                let mut conn = state.write().await.expect("a connection");
                let taken = counters::take(&mut conn, &state.instance.id, "a", 0, 10, 5).await.expect("counted");
                conn.commit().await.expect("committed");
                taken
            });
        }
        assert_eq!(tasks.join_all().await.into_iter().filter(|taken| *taken).count(), 5);
    }
}

on_both! {
    async fn a_count_grows_is_forgotten_in_time_and_starts_again_when_deleted(app: TestApp) {
        let (mut conn, instance) = seeded(&app).await;
        assert_eq!(counters::count(&mut conn, &instance, "a", 0, 10).await.expect("counted"), 1);
        assert_eq!(counters::count(&mut conn, &instance, "a", 9, 19).await.expect("counted"), 2);
        assert_eq!(counters::find(&mut conn, &instance, "a", 18).await.expect("read").map(|row| (row.count, row.until)), Some((2, 19)));
        assert!(counters::find(&mut conn, &instance, "a", 19).await.expect("read").is_none());
        assert_eq!(counters::count(&mut conn, &instance, "a", 19, 30).await.expect("counted"), 1);
        counters::delete(&mut conn, &instance, "a").await.expect("deleted");
        assert_eq!(counters::count(&mut conn, &instance, "a", 20, 30).await.expect("counted"), 1);
        assert_eq!(counters::delete_expired(&mut conn, 29).await.expect("cleaned"), 0);
        assert_eq!(counters::delete_expired(&mut conn, 30).await.expect("cleaned"), 1);
    }
}

on_both! {
    async fn a_held_counter_keeps_its_count_and_its_end(app: TestApp) {
        let (mut conn, instance) = seeded(&app).await;
        let mut held = async |now, until| counters::hold(&mut conn, &instance, "a", now, until).await.map(|row| (row.count, row.until)).expect("held");
        assert_eq!(held(0, 10).await, (0, 10), "nothing was counted yet");
        assert_eq!(held(5, 15).await, (0, 10));
        counters::count(&mut conn, &instance, "a", 5, 20).await.expect("counted");
        let mut held = async |now, until| counters::hold(&mut conn, &instance, "a", now, until).await.map(|row| (row.count, row.until)).expect("held");
        assert_eq!(held(19, 30).await, (1, 20));
        assert_eq!(held(20, 30).await, (0, 30), "what ran out is forgotten");
    }
}

on_both! {
    async fn answers_are_counted_in_windows_and_a_pause_ends_with_its_window(app: TestApp) {
        let (mut conn, instance) = seeded(&app).await;
        let counts = |row: code_checks::CodeChecksRow| (row.until, row.checks, row.wrong, row.repeated, row.paused);
        assert!(code_checks::find(&mut conn, &instance, 0).await.expect("read").is_none());
        for (now, is_wrong, is_repeated, expected) in [(0, false, false, (10, 1, 0, 0, false)), (3, true, false, (10, 2, 1, 0, false)), (9, true, true, (10, 3, 2, 1, false))] {
            let row = code_checks::count(&mut conn, &instance, is_wrong, is_repeated, now, now + 10).await.expect("counted");
            assert_eq!(counts(row), expected);
        }
        assert!(code_checks::pause(&mut conn, &instance).await.expect("paused"));
        assert!(!code_checks::pause(&mut conn, &instance).await.expect("tried"), "once");
        assert!(code_checks::find(&mut conn, &instance, 9).await.expect("read").is_some_and(|row| row.paused));
        assert!(code_checks::find(&mut conn, &instance, 10).await.expect("read").is_none());
        let row = code_checks::count(&mut conn, &instance, true, false, 10, 20).await.expect("counted");
        assert_eq!(counts(row), (20, 1, 1, 0, false));
        assert!(code_checks::pause(&mut conn, &instance).await.expect("paused"), "a new window pauses anew");
    }
}

on_both! {
    async fn sends_are_listed_newest_first_and_forgotten(app: TestApp) {
        let (mut conn, instance) = seeded(&app).await;
        for (account, at) in [("a", 1), ("a", 3), ("a", 2), ("b", 4)] {
            code_sends::insert(&mut conn, &instance, account, at).await.expect("written");
        }
        assert_eq!(code_sends::list_after(&mut conn, &instance, "a", 0, 9).await.expect("read"), [3, 2, 1]);
        assert_eq!(code_sends::list_after(&mut conn, &instance, "a", 1, 1).await.expect("read"), [3]);
        assert_eq!(code_sends::delete_until(&mut conn, &instance, 3).await.expect("cleaned"), 3);
        assert_eq!(code_sends::list_after(&mut conn, &instance, "b", 0, 9).await.expect("read"), [4]);
    }
}

fn event(id: &str) -> EventRow {
    EventRow {
        sequence: 0,
        id: EventId::from(id),
        kind: "user.created".to_owned(),
        resource_id: "user_1".to_owned(),
        version: 1,
        data: "{}".to_owned(),
        client_ip: Some("::1".to_owned()),
        user_agent: None,
        created_at: 7,
    }
}

on_both! {
    async fn events_are_numbered_from_one_and_a_rollback_gives_its_number_back(app: TestApp) {
        let instance = app.instance().clone();
        for (ids, is_kept) in [(["evt_1", "evt_2"], true), (["evt_3", "evt_4"], false), (["evt_5", "evt_6"], true)] {
            let mut conn = write(&app).await;
            for id in ids {
                events::append(&mut conn, &instance, event(id)).expect("appended");
            }
            if is_kept {
                conn.commit().await.expect("committed");
            }
        }
        let mut conn = app.read().await;
        let all = events::list_after(&mut conn, &instance, 0, 10).await.expect("read");
        let kept: Vec<_> = all.iter().map(|event| (event.sequence, event.id.as_str())).collect();
        assert_eq!(kept, [(1, "evt_1"), (2, "evt_2"), (3, "evt_5"), (4, "evt_6")]);
        assert_eq!((all[0].kind.as_str(), all[0].client_ip.as_deref(), all[0].created_at), ("user.created", Some("::1"), 7));
        assert_eq!(events::list_after(&mut conn, &instance, 1, 10).await.expect("read").len(), 3);
        assert_eq!(events::list_after(&mut conn, &instance, 0, 1).await.expect("read").len(), 1);
        assert!(events::append(&mut conn, &instance, event("evt_7")).is_err(), "a lease that reads appends nothing");
    }
}

on_both! {
    async fn a_step_that_is_taken_back_leaves_no_event(app: TestApp) {
        let instance = app.instance().clone();
        let mut conn = write(&app).await;
        events::append(&mut conn, &instance, event("evt_1")).expect("appended");
        for (id, is_kept) in [("evt_2", false), ("evt_3", true)] {
            conn.begin_step().await.expect("begun");
            events::append(&mut conn, &instance, event(id)).expect("appended");
            if is_kept {
                conn.keep_step().await.expect("kept");
            } else {
                conn.undo_step().await.expect("taken back");
            }
        }
        conn.commit().await.expect("committed");
        let all = events::list_after(&mut app.read().await, &instance, 0, 10).await.expect("read");
        assert_eq!(all.iter().map(|event| event.id.as_str()).collect::<Vec<_>>(), ["evt_1", "evt_3"]);
    }
}

on_both! {
    parallel async fn transactions_that_emit_before_and_after_they_change_the_same_row_never_wait_for_each_other(app: TestApp) {
        let (conn, instance) = seeded(&app).await;
        conn.commit().await.expect("committed");
        let own = ClientId::from("client_1");
        for round in 0..10 {
            let [one, other] = [app.app.clone(), app.app.clone()];
            let (instance, own) = (&instance, &own);
            let emits_first = async {
                let mut conn = one.write().await.expect("a connection");
                events::append(&mut conn, instance, event(&format!("evt_first_{round}")))?;
                // Time for the other one to get as far as it can.
                tokio::time::sleep(Duration::from_millis(20)).await;
                clients::touch(&mut conn, instance, own, round).await?;
                conn.commit().await
            };
            let emits_last = async {
                let mut conn = other.write().await.expect("a connection");
                clients::touch(&mut conn, instance, own, round).await?;
                tokio::time::sleep(Duration::from_millis(20)).await;
                events::append(&mut conn, instance, event(&format!("evt_last_{round}")))?;
                conn.commit().await
            };
            let (first, last): (Result<(), StoreError>, Result<(), StoreError>) = tokio::join!(emits_first, emits_last);
            assert!(first.is_ok() && last.is_ok(), "round {round}: {first:?}, {last:?}");
        }
        let all = events::list_after(&mut app.read().await, &instance, 0, 100).await.expect("read");
        assert_eq!(all.iter().map(|event| event.sequence).collect::<Vec<_>>(), (1..=20).collect::<Vec<_>>());
    }
}

on_both! {
    async fn an_answer_is_counted_up_to_the_maximum_and_only_for_its_client_and_time(app: TestApp) {
        let (mut conn, instance) = seeded(&app).await;
        let (own, other) = (ClientId::from("client_1"), ClientId::from("client_2"));
        verifications::upsert(&mut conn, &instance, "sia_1", "email_code", &own, Some("idn_1"), "hash", 100, 1).await.expect("written");
        let mut answer = async |client: &ClientId, now| verifications::count_attempt(&mut conn, &instance, "sia_1", "email_code", client, 2, now).await.expect("counted");
        assert!(answer(&other, 50).await.is_none(), "another client's");
        assert!(answer(&own, 100).await.is_none(), "too late");
        assert_eq!(answer(&own, 99).await.map(|row| (row.attempts, row.target_id)), Some((1, Some("idn_1".to_owned()))));
        assert_eq!(answer(&own, 99).await.map(|row| row.attempts), Some(2));
        assert!(answer(&own, 99).await.is_none(), "no try is left");
        verifications::upsert(&mut conn, &instance, "sia_1", "email_code", &own, None, "new", 200, 2).await.expect("written");
        assert!(!verifications::consume(&mut conn, &instance, "sia_1", "email_code", 3, "hash").await.expect("tried"), "the old code is void");
        assert!(verifications::consume(&mut conn, &instance, "sia_1", "email_code", 3, "new").await.expect("used"));
        assert!(!verifications::consume(&mut conn, &instance, "sia_1", "email_code", 4, "new").await.expect("tried"), "once only");
        assert!(verifications::count_attempt(&mut conn, &instance, "sia_1", "email_code", &own, 2, 5).await.expect("counted").is_none(), "used up");
        let row = verifications::find_latest(&mut conn, &instance, "sia_1").await.expect("read").expect("there");
        assert_eq!((row.attempts, row.consumed_at), (0, Some(3)));
        assert_eq!(verifications::delete_expired(&mut conn, &instance, 200).await.expect("cleaned"), 1);
    }
}

on_both! {
    parallel async fn answers_at_once_never_share_a_try(app: TestApp) {
        let instance = app.instance().clone();
        let mut conn = write(&app).await;
        verifications::upsert(&mut conn, &instance, "sia_1", "email_code", &ClientId::from("client_1"), None, "hash", 100, 1).await.expect("written");
        conn.commit().await.expect("committed");
        let mut tasks = JoinSet::new();
        for _ in 0..20 {
            let state = app.app.clone();
            tasks.spawn(async move {
                let mut conn = state.write().await.expect("a connection");
                let row = verifications::count_attempt(&mut conn, &state.instance.id, "sia_1", "email_code", &ClientId::from("client_1"), 5, 2).await.expect("counted");
                conn.commit().await.expect("committed");
                row.map(|row| row.attempts)
            });
        }
        let mut tries: Vec<i64> = tasks.join_all().await.into_iter().flatten().collect();
        tries.sort_unstable();
        assert_eq!(tries, [1, 2, 3, 4, 5]);
    }
}

on_both! {
    async fn a_mail_is_claimed_by_one_worker_until_its_lease_ends(app: TestApp) {
        let (mut conn, instance) = seeded(&app).await;
        let mail = |id: &str, at| MailRow {
            id: MailId::from(id), recipient: "a@x.y".into(), subject: "s".into(), body_text: "t".into(), body_html: "h".into(), attempts: 0, created_at: at,
        };
        mails::insert(&mut conn, &instance, &mail("ema_2", 20), false).await.expect("written");
        mails::insert(&mut conn, &instance, &mail("ema_1", 10), false).await.expect("written");
        mails::insert(&mut conn, &instance, &mail("ema_3", 5), true).await.expect("written");
        let mut claim = async |now, lease| mails::claim(&mut conn, &instance, now, lease).await.expect("tried").map(|mail| (mail.id.to_string(), mail.attempts));
        assert_eq!(claim(9, 50).await, None, "none is due, and local ones never are");
        assert_eq!(claim(20, 50).await, Some(("ema_1".to_owned(), 1)), "the one that waits longest first");
        assert_eq!(claim(20, 50).await, Some(("ema_2".to_owned(), 1)));
        assert_eq!(claim(49, 90).await, None, "both are leased");
        assert_eq!(claim(50, 90).await.map(|(_, attempts)| attempts), Some(2), "the lease has ended");
        mails::update_next_attempt(&mut conn, &instance, &"ema_1".into(), 70).await.expect("written");
        mails::update_finished(&mut conn, &instance, &"ema_2".into(), true).await.expect("written");
        let rest = mails::claim(&mut conn, &instance, 70, 99).await.expect("tried").expect("due again");
        assert_eq!(rest.id.as_str(), "ema_1");
        let recent = mails::list_recent(&mut conn, &instance, 10).await.expect("read");
        assert_eq!(recent.iter().map(|mail| mail.id.as_str()).collect::<Vec<_>>(), ["ema_2", "ema_1", "ema_3"], "newest first");
        assert_eq!(recent[0].body_text, "", "what a delivered mail said is forgotten");
        assert_eq!(mails::delete_older(&mut conn, &instance, 100).await.expect("cleaned"), 2, "what waits is kept");
    }
}

on_both! {
    parallel async fn workers_at_once_never_claim_the_same_mail(app: TestApp) {
        let instance = app.instance().clone();
        let mut conn = write(&app).await;
        for number in 0..10 {
            let mail = MailRow {
                id: MailId::from(format!("ema_{number}")), recipient: "a@x.y".into(), subject: "s".into(), body_text: "t".into(), body_html: "h".into(), attempts: 0, created_at: 1,
            };
            mails::insert(&mut conn, &instance, &mail, false).await.expect("written");
        }
        conn.commit().await.expect("committed");
        let mut tasks = JoinSet::new();
        for _ in 0..20 {
            let state = app.app.clone();
            tasks.spawn(async move {
                let mut conn = state.write().await.expect("a connection");
                let mail = mails::claim(&mut conn, &state.instance.id, 5, 50).await.expect("tried");
                conn.commit().await.expect("committed");
                mail.map(|mail| mail.id.to_string())
            });
        }
        let mut claimed: Vec<_> = tasks.join_all().await.into_iter().flatten().collect();
        let count = claimed.len();
        claimed.sort_unstable();
        claimed.dedup();
        assert_eq!(claimed.len(), count, "each mail has one worker");
        assert!(count >= 1);
    }
}

on_both! {
    async fn the_instance_is_there_once_with_its_keys(app: TestApp) {
        let instance = app.instance().clone();
        let mut conn = write(&app).await;
        let row = instances::find(&mut conn).await.expect("read").expect("made at the start");
        assert_eq!((&row.id, &row.publishable_key), (&instance, &app.app.instance.publishable_key));
        assert!(!signing_keys::get_current(&mut conn, &instance).await.expect("there").sealed_private_key.contains("PRIVATE"), "sealed");
        secret_keys::insert(&mut conn, &instance, "key_1", "test", "hash", "sk_…1", 1).await.expect("written");
        assert!(secret_keys::find_live(&mut conn, &instance, "hash").await.expect("read").is_some());
        assert!(secret_keys::find_live(&mut conn, &instance, "other").await.expect("read").is_none());
        let twin = instances::InstanceRow { id: InstanceId::from("ins_twin"), ..row };
        assert!(matches!(instances::insert(&mut conn, &twin).await, Err(StoreError::Conflict)), "one per database");
    }
}

#[tokio::test]
async fn an_embedded_connection_that_reads_cannot_write() {
    let app = TestApp::start(Engine::Sqlite).await;
    let mut conn = app.read().await;
    assert!(counters::count(&mut conn, app.instance(), "a", 0, 10).await.is_err());
}

on_both! {
    async fn what_is_not_committed_never_was(app: TestApp) {
        let (conn, instance) = seeded(&app).await;
        drop(conn);
        assert!(users::find(&mut app.read().await, &instance, &UserId::from("user_1")).await.expect("read").is_none());
        let (conn, instance) = seeded(&app).await;
        conn.commit().await.expect("committed");
        assert!(users::find(&mut app.read().await, &instance, &UserId::from("user_1")).await.expect("read").is_some());
    }
}
