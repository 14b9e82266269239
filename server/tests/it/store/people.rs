//! Users with their addresses, clients with their sessions and attempts.

use super::{seeded, user, write};
use crate::on_both;
use onehop::wire::{
    ClientId, IdentificationId, InstanceId, SessionId, SessionStatus, SignInId, SignInStatus, SignUpId, UserId,
};
use server::store::{
    Conn, StoreError, clients, email_addresses, email_addresses::EmailAddressRow, sessions, sessions::SessionRow,
    sign_ins, sign_ins::SignInRow, sign_ups, sign_ups::SignUpRow, users,
};

fn email(id: &str, user: &str, address: &str, verified_at: Option<i64>) -> EmailAddressRow {
    EmailAddressRow {
        id: IdentificationId::from(id),
        user_id: UserId::from(user),
        email_address: address.to_owned(),
        email_normalized: address.to_lowercase(),
        verified_at,
        verified_strategy: None,
        verified_at_client: None,
        reserved: false,
        created_at: 1,
        updated_at: 1,
    }
}

/// A user, a client and the instance they are in.
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
        actor: None,
        last_active_at: created_at,
        expire_at: 1_000,
        abandon_at: 900,
        version: 1,
        created_at,
        updated_at: created_at,
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
    async fn a_token_is_renewed_only_by_who_read_it_last_and_ended_once_its_successor_is_seen(app: TestApp) {
        let (mut conn, instance) = seeded(&app).await;
        let id = ClientId::from("client_1");
        let renewal = |presented, hash| clients::Renewal { presented, presented_until: 1_000, hash, expire_at: 2_000, grace_until: 80, now: 50 };
        let row = clients::find(&mut conn, &instance, &id).await.expect("read").expect("there");
        let old = "hash of client_1";
        assert!(!clients::renew_token(&mut conn, &instance, &row, &renewal("third", "x")).await.expect("tried"), "a token it never had");
        assert!(clients::renew_token(&mut conn, &instance, &row, &renewal(old, "second")).await.expect("renewed"));
        assert!(!clients::renew_token(&mut conn, &instance, &row, &renewal(old, "x")).await.expect("tried"), "somebody was faster");
        let renewed = clients::find_by_token(&mut conn, &instance, "second", 60).await.expect("read").expect("there");
        assert_eq!((renewed.token_rotated_at, renewed.previous_token_until, renewed.expire_at), (50, Some(1_000), 2_000));
        assert_eq!(renewed.updated_at, row.updated_at, "nothing that a browser shows has changed");
        clients::confirm_token(&mut conn, &instance, &renewed, 80).await.expect("confirmed");
        let mut find = async |hash: &str, now| clients::find_by_token(&mut conn, &instance, hash, now).await.expect("read").is_some();
        assert_eq!((find(old, 79).await, find(old, 80).await, find("second", 80).await), (true, false, true));
        clients::confirm_token(&mut conn, &instance, &renewed, 90).await.expect("tried");
        let row = clients::find(&mut conn, &instance, &id).await.expect("read").expect("there");
        assert_eq!(row.previous_token_until, Some(80), "its end moves no further");
        assert!(!clients::renew_token(&mut conn, &instance, &row, &renewal(old, "x")).await.expect("tried"), "the old one is over");
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
        assert_eq!((row.version, row.username.as_deref(), row.first_name.as_deref(), row.banned, row.locked_until), (2, Some("Countess"), None, true, Some(9)));
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
        let row = users::get(&mut conn, &instance, &id).await.expect("there");
        email_addresses::insert(&mut conn, &instance, &email("idn_1", "user_1", "a@x.y", Some(1))).await.expect("written");
        sessions::insert(&mut conn, &instance, &session("sess_1", "client_1", "user_1", 1)).await.expect("written");
        assert!(users::delete(&mut conn, &instance, &row).await.expect("deleted"));
        assert!(!users::delete(&mut conn, &instance, &row).await.expect("tried"));
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
        let used = |id: &str| SessionRow { last_active_at: 8, ip_address: Some("::1".into()), ..session(id, "client_1", "user_1", 1) };
        assert!(!sessions::touch(&mut conn, &instance, &used("sess_a")).await.expect("tried"));
        let row = sessions::find_in_client(&mut conn, &instance, &browser, &first).await.expect("read").expect("kept");
        assert_eq!((row.status_at(8), row.version, row.last_active_at), (SessionStatus::Removed, 2, 1), "what is over is not touched");
        assert!(sessions::touch(&mut conn, &instance, &used("sess_b")).await.expect("touched"));
        let row = sessions::find_of_user(&mut conn, &instance, &owner, &"sess_b".into()).await.expect("read").expect("there");
        assert_eq!((row.last_active_at, row.ip_address.as_deref(), row.version), (8, Some("::1"), 1));
        assert_eq!((row.status_at(899), row.status_at(900), row.status_at(1_000)), (SessionStatus::Active, SessionStatus::Abandoned, SessionStatus::Expired));
    }
}

on_both! {
    async fn when_the_current_session_is_over_the_oldest_live_one_takes_its_place(app: TestApp) {
        let (mut conn, instance) = seeded(&app).await;
        let browser = ClientId::from("client_1");
        for (id, at) in [("sess_1", 1), ("sess_2", 2), ("sess_3", 3)] {
            sessions::insert(&mut conn, &instance, &session(id, "client_1", "user_1", at)).await.expect("written");
        }
        clients::update_active_session(&mut conn, &instance, &browser, Some(&"sess_3".into()), 4).await.expect("written");
        let mut end = async |id: &str, now| {
            sessions::update_finished(&mut conn, &instance, &id.into(), SessionStatus::Ended, now).await.expect("ended");
            clients::update_session_finished(&mut conn, &instance, &browser, &id.into(), now).await.expect("written");
            let row = clients::find(&mut conn, &instance, &browser).await.expect("read").expect("there");
            (row.last_active_session_id, row.updated_at)
        };
        assert_eq!(end("sess_1", 5).await, (Some("sess_3".to_owned()), 5), "another one's end leaves it");
        assert_eq!(end("sess_3", 5).await, (Some("sess_2".to_owned()), 6));
        assert_eq!(end("sess_2", 5).await, (None, 7));
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
