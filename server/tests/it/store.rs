//! The store on both engines: each function does what it promises, also when two do it at once.

use crate::{on_both, support::TestApp};
use onehop::wire::{ClientId, EventId, IdentificationId, InstanceId, MailId, SessionId, SessionStatus, SignInId, SignInStatus, SignUpId, UserId};
use server::store::{
    Conn, StoreError, clients, clients::ClientRow, counters, email_addresses, email_addresses::EmailAddressRow, events, events::EventRow, instances, mails,
    mails::MailRow, sessions, sessions::SessionRow, sign_ins, sign_ins::SignInRow, sign_ups, sign_ups::SignUpRow, users, users::UserRow, verifications,
};
use tokio::task::JoinSet;

async fn write(app: &TestApp) -> Conn {
    app.app.write().await.expect("a connection")
}

fn user(id: &str, username: Option<&str>) -> UserRow {
    UserRow {
        id: UserId::from(id),
        external_id: None,
        username: username.map(str::to_owned),
        first_name: None,
        last_name: None,
        primary_email_address_id: None,
        password_digest: None,
        public_metadata: "{}".to_owned(),
        private_metadata: "{}".to_owned(),
        unsafe_metadata: "{}".to_owned(),
        banned: false,
        locked_until: None,
        legal_accepted_at: None,
        last_sign_in_at: None,
        version: 1,
        created_at: 1,
        updated_at: 1,
    }
}

fn client(id: &str) -> ClientRow {
    ClientRow {
        id: ClientId::from(id),
        token_hash: format!("hash of {id}"),
        last_active_session_id: None,
        sign_in_id: None,
        sign_up_id: None,
        last_strategy: None,
        expire_at: 1_000,
        created_at: 1,
        updated_at: 1,
    }
}

fn session(id: &str, client: &str, user: &str, created_at: i64) -> SessionRow {
    SessionRow {
        id: SessionId::from(id),
        client_id: ClientId::from(client),
        user_id: UserId::from(user),
        status: "active".to_owned(),
        first_factor_at: Some(created_at),
        second_factor_at: None,
        ip_address: None,
        user_agent: None,
        last_active_at: created_at,
        expire_at: 1_000,
        abandon_at: 900,
        version: 1,
        created_at,
        updated_at: created_at,
    }
}

fn email(id: &str, user: &str, address: &str, verified_at: Option<i64>) -> EmailAddressRow {
    EmailAddressRow {
        id: IdentificationId::from(id),
        user_id: UserId::from(user),
        email_address: address.to_owned(),
        email_normalized: address.to_lowercase(),
        verified_at,
        verified_strategy: None,
        verified_at_client: None,
        created_at: 1,
        updated_at: 1,
    }
}

/// A user, a client and the instance they are in.
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
        for (id, sequence, is_kept) in [("evt_1", 1, true), ("evt_2", 2, false), ("evt_3", 2, true)] {
            let mut conn = write(&app).await;
            assert_eq!(events::insert(&mut conn, &instance, &event(id)).await.expect("written"), sequence);
            if is_kept {
                conn.commit().await.expect("committed");
            }
        }
        let mut conn = app.read().await;
        let all = events::list_after(&mut conn, &instance, 0, 10).await.expect("read");
        assert_eq!(all.iter().map(|event| event.id.as_str()).collect::<Vec<_>>(), ["evt_1", "evt_3"]);
        assert_eq!((all[0].kind.as_str(), all[0].client_ip.as_deref(), all[0].created_at), ("user.created", Some("::1"), 7));
        assert_eq!(events::list_after(&mut conn, &instance, 1, 10).await.expect("read").len(), 1);
        assert_eq!(events::list_after(&mut conn, &instance, 0, 1).await.expect("read").len(), 1);
    }
}

on_both! {
    async fn a_client_is_found_by_its_token_and_for_a_while_by_the_one_before(app: TestApp) {
        let (mut conn, instance) = seeded(&app).await;
        let id = ClientId::from("client_1");
        clients::update_token(&mut conn, &instance, &id, "second", 100, 1_000, 50).await.expect("rotated");
        let mut find = async |hash: &str, now| clients::find_by_token(&mut conn, &instance, hash, now).await.expect("read").map(|row| row.id);
        assert_eq!(find("second", 60).await.as_ref(), Some(&id));
        assert_eq!(find("hash of client_1", 99).await.as_ref(), Some(&id));
        assert_eq!(find("hash of client_1", 100).await, None, "the grace is over");
        assert_eq!(find("second", 1_000).await, None, "the client has expired");
        assert_eq!(find("third", 60).await, None);
        clients::update_token(&mut conn, &instance, &id, "third", 200, 2_000, 60).await.expect("rotated");
        assert!(clients::find_by_token(&mut conn, &instance, "hash of client_1", 70).await.expect("read").is_none(), "only the last one is remembered");
    }
}

on_both! {
    async fn a_client_grows_newer_with_every_change_even_at_the_same_time(app: TestApp) {
        let (mut conn, instance) = seeded(&app).await;
        let id = ClientId::from("client_1");
        sessions::insert(&mut conn, &instance, &session("sess_1", "client_1", "user_1", 1)).await.expect("written");
        let mut seen = vec![1];
        for step in 0..6 {
            match step {
                0 => clients::touch(&mut conn, &instance, &id, 5).await,
                1 => clients::update_sign_in(&mut conn, &instance, &id, Some(&SignInId::from("sia_1")), 5).await,
                2 => clients::update_sign_up(&mut conn, &instance, &id, Some(&SignUpId::from("sua_1")), 5).await,
                3 => clients::update_active_session(&mut conn, &instance, &id, Some(&SessionId::from("sess_1")), 5).await,
                4 => clients::touch_of_user(&mut conn, &instance, &UserId::from("user_1"), 5).await,
                _ => clients::update_token(&mut conn, &instance, &id, "x", 1, 1_000, 5).await,
            }
            .expect("written");
            let row = clients::find(&mut conn, &instance, &id).await.expect("read").expect("there");
            assert!(Some(&row.updated_at) > seen.last(), "step {step}");
            seen.push(row.updated_at);
        }
        clients::update_signed_in(&mut conn, &instance, &id, &SessionId::from("sess_1"), "password").await.expect("written");
        let row = clients::find(&mut conn, &instance, &id).await.expect("read").expect("there");
        assert_eq!((row.sign_in_id, row.sign_up_id, row.last_strategy.as_deref()), (None, None, Some("password")));
        assert_eq!(clients::delete_expired(&mut conn, &instance, 999).await.expect("cleaned"), 0);
        assert_eq!(clients::delete_expired(&mut conn, &instance, 1_000).await.expect("cleaned"), 1);
        assert!(sessions::find_in_client(&mut conn, &instance, &id, &SessionId::from("sess_1")).await.expect("read").is_none(), "its sessions go with it");
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
    async fn a_user_is_written_back_only_by_who_read_it_last(app: TestApp) {
        let (mut conn, instance) = seeded(&app).await;
        let id = UserId::from("user_1");
        let mut first = users::get(&mut conn, &instance, &id).await.expect("there");
        let mut second = first.clone();
        first.username = Some("Countess".to_owned());
        first.banned = true;
        first.locked_until = Some(9);
        assert!(users::update(&mut conn, &instance, &first).await.expect("written"));
        second.first_name = Some("Eve".to_owned());
        assert!(!users::update(&mut conn, &instance, &second).await.expect("tried"), "it has changed since it was read");
        let row = users::find_by_username(&mut conn, &instance, "countess").await.expect("read").expect("found in any case");
        assert_eq!((row.version, row.username.as_deref(), row.first_name, row.banned, row.locked_until), (2, Some("Countess"), None, true, Some(9)));
        assert!(row.is_locked(8) && !row.is_locked(9));
        assert!(users::find(&mut conn, &instance, &UserId::from("user_9")).await.expect("read").is_none());
        assert!(users::find(&mut conn, &InstanceId::from("ins_other"), &id).await.expect("read").is_none(), "another instance sees nothing");
    }
}

on_both! {
    async fn usernames_and_proven_addresses_are_unique(app: TestApp) {
        let (mut conn, instance) = seeded(&app).await;
        users::insert(&mut conn, &instance, &user("user_3", Some("Ada"))).await.expect("written");
        email_addresses::insert(&mut conn, &instance, &email("idn_1", "user_1", "A@x.y", None)).await.expect("written");
        email_addresses::insert(&mut conn, &instance, &email("idn_2", "user_2", "a@x.y", None)).await.expect("unproven copies may exist");
        let (one, two) = (UserId::from("user_1"), UserId::from("user_2"));
        assert!(email_addresses::update_verified(&mut conn, &instance, &two, &"idn_2".into(), 5, "email_code", "client_1").await.expect("proven"));
        assert!(!email_addresses::update_verified(&mut conn, &instance, &two, &"idn_2".into(), 6, "email_code", "client_1").await.expect("tried"), "once only");
        let owner = email_addresses::find_verified(&mut conn, &instance, "a@x.y").await.expect("read").expect("proven");
        assert_eq!((owner.user_id, owner.verified_at, owner.verified_strategy.as_deref()), (two.clone(), Some(5), Some("email_code")));
        assert!(email_addresses::find(&mut conn, &instance, &one, &"idn_2".into()).await.expect("read").is_none(), "others' addresses don't exist");
        assert!(!email_addresses::delete(&mut conn, &instance, &one, &"idn_2".into()).await.expect("tried"));
        assert_eq!(email_addresses::list(&mut conn, &instance, &one).await.expect("read").len(), 1);
        conn.commit().await.expect("committed");
        // A conflict ends its transaction, so each has its own.
        let mut conn = write(&app).await;
        assert!(matches!(users::insert(&mut conn, &instance, &user("user_4", Some("ADA"))).await, Err(StoreError::Conflict)));
        drop(conn);
        let mut conn = write(&app).await;
        let late = email_addresses::update_verified(&mut conn, &instance, &one, &"idn_1".into(), 6, "email_code", "client_1").await;
        assert!(matches!(late, Err(StoreError::Conflict)));
        drop(conn);
        let mut conn = write(&app).await;
        let twice = email_addresses::insert(&mut conn, &instance, &email("idn_3", "user_1", "a@X.y", None)).await;
        assert!(matches!(twice, Err(StoreError::Conflict)), "one user has an address once");
    }
}

on_both! {
    async fn deleting_a_user_takes_everything_with_it(app: TestApp) {
        let (mut conn, instance) = seeded(&app).await;
        let id = UserId::from("user_1");
        email_addresses::insert(&mut conn, &instance, &email("idn_1", "user_1", "a@x.y", Some(1))).await.expect("written");
        sessions::insert(&mut conn, &instance, &session("sess_1", "client_1", "user_1", 1)).await.expect("written");
        assert!(users::delete(&mut conn, &instance, &id).await.expect("deleted"));
        assert!(!users::delete(&mut conn, &instance, &id).await.expect("tried"));
        assert!(email_addresses::find_verified(&mut conn, &instance, "a@x.y").await.expect("read").is_none());
        assert!(sessions::find_of_user(&mut conn, &instance, &id, &"sess_1".into()).await.expect("read").is_none());
    }
}

on_both! {
    async fn sessions_are_listed_while_they_live_oldest_first_and_end_once(app: TestApp) {
        let (mut conn, instance) = seeded(&app).await;
        for (id, owner, at) in [("sess_b", "user_1", 2), ("sess_a", "user_1", 1), ("sess_c", "user_2", 3)] {
            sessions::insert(&mut conn, &instance, &session(id, "client_1", owner, at)).await.expect("written");
        }
        let ids = |rows: Vec<SessionRow>| rows.into_iter().map(|row| row.id.to_string()).collect::<Vec<_>>();
        let (browser, owner) = (ClientId::from("client_1"), UserId::from("user_1"));
        assert_eq!(ids(sessions::list_live_in_client(&mut conn, &instance, &browser, 5).await.expect("read")), ["sess_a", "sess_b", "sess_c"]);
        assert_eq!(ids(sessions::list_live_of_user(&mut conn, &instance, &owner, 5).await.expect("read")), ["sess_a", "sess_b"]);
        assert!(sessions::list_live_of_user(&mut conn, &instance, &owner, 900).await.expect("read").is_empty(), "abandoned");
        let first = SessionId::from("sess_a");
        assert!(sessions::update_finished(&mut conn, &instance, &first, SessionStatus::Removed, 6).await.expect("ended"));
        assert!(!sessions::update_finished(&mut conn, &instance, &first, SessionStatus::Revoked, 7).await.expect("tried"), "once only");
        sessions::touch(&mut conn, &instance, &first, 8, Some("::1"), None).await.expect("tried");
        let row = sessions::find_in_client(&mut conn, &instance, &browser, &first).await.expect("read").expect("kept");
        assert_eq!((row.status_at(8), row.version, row.last_active_at), (SessionStatus::Removed, 2, 1), "what is over is not touched");
        sessions::touch(&mut conn, &instance, &"sess_b".into(), 8, Some("::1"), Some("agent")).await.expect("touched");
        let row = sessions::find_of_user(&mut conn, &instance, &owner, &"sess_b".into()).await.expect("read").expect("there");
        assert_eq!((row.last_active_at, row.ip_address.as_deref(), row.version), (8, Some("::1"), 1));
        assert_eq!((row.status_at(899), row.status_at(900), row.status_at(1_000)), (SessionStatus::Active, SessionStatus::Abandoned, SessionStatus::Expired));
    }
}

on_both! {
    async fn attempts_move_from_step_to_step_once_and_end_in_time(app: TestApp) {
        let (mut conn, instance) = seeded(&app).await;
        let browser = ClientId::from("client_1");
        let row = SignInRow {
            id: SignInId::from("sia_1"),
            client_id: browser.clone(),
            status: "needs_first_factor".to_owned(),
            identifier: Some("a@x.y".to_owned()),
            user_id: Some("user_1".to_owned()),
            first_factor_strategy: None,
            created_session_id: None,
            abandon_at: 100,
            created_at: 1,
        };
        sign_ins::insert(&mut conn, &instance, &row).await.expect("written");
        let step = sign_ins::update_status(&mut conn, &instance, &row, SignInStatus::Complete, "password", Some(&"sess_1".into()), 5).await;
        assert!(step.expect("moved"));
        let again = sign_ins::update_status(&mut conn, &instance, &row, SignInStatus::Complete, "password", Some(&"sess_2".into()), 5).await;
        assert!(!again.expect("tried"), "once only");
        let found = sign_ins::find(&mut conn, &instance, &browser, &row.id, 99).await.expect("read").expect("there");
        assert_eq!((found.status(), found.created_session_id.as_deref()), (SignInStatus::Complete, Some("sess_1")));
        assert!(sign_ins::find(&mut conn, &instance, &browser, &row.id, 100).await.expect("read").is_none(), "too late");
        assert!(sign_ins::find(&mut conn, &instance, &"client_2".into(), &row.id, 5).await.expect("read").is_none(), "another client's");
        sign_ins::delete_of_client(&mut conn, &instance, &browser).await.expect("deleted");
        assert!(sign_ins::find(&mut conn, &instance, &browser, &row.id, 5).await.expect("read").is_none());
    }
}

on_both! {
    async fn a_sign_up_is_completed_once_and_forgets_its_password(app: TestApp) {
        let (mut conn, instance) = seeded(&app).await;
        let mut row: SignUpRow = server::domain::sign_ups::blank(&app.app, &"client_1".into(), 1);
        row.password_digest = Some("digest".to_owned());
        sign_ups::insert(&mut conn, &instance, &row).await.expect("written");
        row.first_name = Some("Ada".to_owned());
        assert!(sign_ups::update(&mut conn, &instance, &row).await.expect("written"));
        let done = async |conn: &mut Conn| sign_ups::update_complete(conn, &instance, &row.id, &"user_1".into(), &"sess_1".into(), 2).await.expect("tried");
        assert_eq!((done(&mut conn).await, done(&mut conn).await), (true, false));
        assert!(!sign_ups::update(&mut conn, &instance, &row).await.expect("tried"), "what is complete stays as it is");
        let found = sign_ups::find(&mut conn, &instance, &row.client_id, &row.id, 3).await.expect("read").expect("there");
        assert_eq!((found.password_digest, found.first_name.as_deref(), found.created_user_id.as_deref()), (None, Some("Ada"), Some("user_1")));
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
        assert!(!instances::get_signing_key(&mut conn, &instance).await.expect("there").sealed_private_key.contains("PRIVATE"), "sealed");
        instances::insert_secret_key(&mut conn, &instance, "key_1", "hash", "sk_…1", 1).await.expect("written");
        assert!(instances::has_secret_key(&mut conn, &instance, "hash").await.expect("read"));
        assert!(!instances::has_secret_key(&mut conn, &instance, "other").await.expect("read"));
        let twin = instances::InstanceRow { id: InstanceId::from("ins_twin"), ..row };
        assert!(matches!(instances::insert(&mut conn, &twin).await, Err(StoreError::Conflict)), "one per database");
    }
}

on_both! {
    async fn a_connection_that_reads_cannot_write(app: TestApp) {
        if matches!(app.app.store, server::store::Store::Sqlite { .. }) {
            let mut conn = app.read().await;
            assert!(counters::count(&mut conn, app.instance(), "a", 0, 10).await.is_err());
        }
    }
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
