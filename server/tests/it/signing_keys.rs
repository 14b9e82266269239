//! Keys that sign tokens: rotation under load, by one node for all, and taking a stolen key back.

use crate::{
    on_both,
    support::{START, TestApp, TestClient},
};
use http::Method;
use onehop::{
    ssr::VerifyToken,
    token::{Jwks, KeySet, Policy, TokenError, Verifier, peek_exp},
    wire::dashboard::ActorKind,
};
use serde_json::json;
use server::{
    clock::{Clock, DAY, HOUR, MINUTE, Millis, SECOND},
    domain::{
        Cause,
        audit::Actor,
        signing_keys::{self, CACHED_FOR, FOLLOWED_WITHIN, PUBLISHED_BEFORE, Rotated},
    },
    http::Readiness,
    random::SystemRandom,
    state::App,
    store::{audit_entries, signing_keys as store},
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

const ROTATIONS: usize = 20;
/// Verifiers keep a set for ten minutes, and what is between them and us for as long as it may.
const STALEST: Millis = 10 * MINUTE + CACHED_FOR;

/// A second server on the same database.
async fn second(app: &TestApp) -> App {
    let opened = server::open(app.app.config.clone(), app.clock.clone(), Arc::new(SystemRandom)).await;
    opened.expect("a second server").0
}

fn router(app: &App) -> axum::Router {
    let readiness = Readiness::default();
    readiness.set(true);
    server::Platform::new(app.clone(), readiness).router()
}

fn cause(now: Millis, action: &str) -> Cause {
    Cause { ip: None, user_agent: None, locale: None, now, actor: Some(Actor::command_line(action)) }
}

async fn published(client: &TestClient) -> Jwks {
    serde_json::from_value(client.get("/.well-known/jwks.json").await.ok().json).expect("a key set")
}

fn verifier(jwks: &Jwks) -> Verifier {
    Verifier::new(KeySet::from_jwks(jwks).expect("keys"), Policy::default())
}

fn kids(jwks: &Jwks) -> Vec<&str> {
    jwks.keys.iter().map(|key| key.kid.as_str()).collect()
}

/// A new token of this session, and the second in which it was made.
async fn mint(client: &TestClient, session: &str) -> (String, i64) {
    let path = format!("/v1/client/sessions/{session}/tokens");
    let reply = client.post(&path, &[]).await.ok();
    let jwt = reply.json["jwt"].as_str().expect("a token").to_owned();
    // The clock may have been moved since.
    let second = peek_exp(&jwt).expect("an end") - 60;
    (jwt, second)
}

/// An app that verifies by a set it fetched a while ago, and asks nobody in between.
struct Relying {
    client: TestClient,
    fetched_at: Millis,
    verifier: Verifier,
}

impl Relying {
    async fn new(client: TestClient, now: Millis) -> Self {
        let verifier = verifier(&published(&client).await);
        Self { client, fetched_at: now, verifier }
    }

    async fn verify(&mut self, jwt: &str, second: i64, now: Millis) -> Result<(), TokenError> {
        if now - self.fetched_at >= STALEST {
            self.verifier = verifier(&published(&self.client).await);
            self.fetched_at = now;
        }
        self.verifier.verify(jwt, second).map(drop)
    }
}

/// Makes tokens at one node and verifies each as long as it lives: at an app with an old key set, at the other node, and
/// at the newest set. Ends when told to; how many it made.
async fn load(
    client: TestClient,
    other: App,
    session: String,
    clock: Arc<dyn Clock>,
    is_over: Arc<AtomicBool>,
) -> usize {
    let mut relying = Relying::new(client.fork(), clock.now()).await;
    let mut made = 0;
    while !is_over.load(Ordering::SeqCst) {
        let (jwt, second) = mint(&client, &session).await;
        for at in [second, second + 59] {
            let by_old_set = relying.verify(&jwt, at, clock.now()).await;
            let by_other = other.verifier.verify_token(&jwt, at).map(drop);
            let by_new_set = verifier(&published(&client).await).verify(&jwt, at).map(drop);
            for (who, outcome) in [("old set", by_old_set), ("other node", by_other), ("new set", by_new_set)] {
                assert!(outcome.is_ok(), "{who} refused a good token: {outcome:?}");
            }
        }
        made += 1;
        tokio::task::yield_now().await;
    }
    made
}

on_both! {
    parallel async fn no_valid_token_is_refused_in_twenty_rotations_under_load(app: TestApp) {
        let other = second(&app).await;
        let browser = app.signed_up("ada@example.com").await;
        let session = app.session_of(&browser).await;
        signing_keys::keep(&app.app).await.expect("a next key");

        let is_over = Arc::new(AtomicBool::new(false));
        let follows = Arc::new(AtomicUsize::new(0));
        let following: Vec<_> = [app.app.clone(), other.clone()].into_iter().map(|node| {
            let (is_over, follows) = (is_over.clone(), follows.clone());
            tokio::spawn(async move {
                while !is_over.load(Ordering::SeqCst) {
                    signing_keys::follow(&node).await.expect("followed");
                    follows.fetch_add(1, Ordering::SeqCst);
                    tokio::time::sleep(Duration::from_millis(3)).await;
                }
            })
        }).collect();
        let pairs = [(browser.fork(), other.clone()), (browser.at(router(&other)), app.app.clone())];
        let minting: Vec<_> = pairs.into_iter().map(|(client, verifying)| {
            let clock: Arc<dyn Clock> = app.clock.clone();
            tokio::spawn(load(client, verifying, session.clone(), clock, is_over.clone()))
        }).collect();

        for rotation in 0..ROTATIONS {
            // The next key's hour, in steps that no token outlives.
            for _ in 0..12 {
                app.advance(PUBLISHED_BEFORE / 12);
                tokio::time::sleep(Duration::from_millis(4)).await;
            }
            // Minted a moment before: it must pass a moment after.
            let (jwt, second) = mint(&browser, &session).await;
            let rotated = signing_keys::rotate(&app.app, &cause(app.now(), "signing_key.rotate")).await;
            assert!(matches!(rotated, Ok(Rotated::To(_))), "rotation {rotation}: {rotated:?}");
            let fresh = published(&browser).await;
            assert!(verifier(&fresh).verify(&jwt, second + 59).is_ok(), "rotation {rotation}");
        }
        is_over.store(true, Ordering::SeqCst);
        for task in minting {
            let made = task.await.expect("no token was refused");
            assert!(made > ROTATIONS, "load: {made} tokens");
        }
        for task in following {
            task.await.expect("followed");
        }
        let rows = store::list(&mut app.read().await, app.instance()).await.expect("the keys");
        assert_eq!(rows.iter().filter(|row| row.state == store::NEXT).count(), 1);
        other.store.close().await;
    }
}

on_both! {
    async fn a_key_is_published_an_hour_before_it_signs_and_stays_until_its_last_token_has_ended(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let session = app.session_of(&browser).await;
        let before = published(&browser).await;
        signing_keys::keep(&app.app).await.expect("a next key");
        let with_next = published(&browser).await;
        assert_eq!((before.keys.len(), with_next.keys.len()), (1, 2));
        let early = signing_keys::rotate(&app.app, &cause(app.now(), "signing_key.rotate")).await;
        assert_eq!(early.expect("answered"), Rotated::NotBefore(app.now() + PUBLISHED_BEFORE));

        // A backend asks for a token that lives for ten days.
        let path = format!("/v1/sessions/{session}/tokens");
        let body = json!({"expires_in_seconds": 10 * DAY / SECOND});
        app.advance(PUBLISHED_BEFORE);
        let long = app.backend().post(&path, body).await.ok().json["jwt"].as_str().expect("a token").to_owned();
        let rotated = signing_keys::rotate(&app.app, &cause(app.now(), "signing_key.rotate")).await.expect("rotated");
        assert_eq!(rotated, Rotated::To(with_next.keys[1].kid.clone()));
        let rotated_at = app.now();
        let (short, second) = mint(&browser, &session).await;
        assert!(verifier(&with_next).verify(&short, second).is_ok(), "it was known before it signed");

        // The private half of the key that signs no more is gone.
        let rows = store::list(&mut app.read().await, app.instance()).await.expect("the keys");
        let old = rows.iter().find(|row| row.state == store::PREVIOUS).expect("a previous key");
        assert_eq!((old.sealed_private_key.as_str(), old.id.as_str()), ("", before.keys[0].kid.as_str()));

        app.advance(10 * DAY - MINUTE);
        signing_keys::keep(&app.app).await.expect("kept");
        let now = app.now() / SECOND;
        assert!(verifier(&published(&browser).await).verify(&long, now).is_ok(), "its last minute");
        assert!(app.app.verifier.verify(&long, now).is_ok());
        // Its slack, and the time in which a node may not have heard: then it is gone.
        app.advance(rotated_at + 10 * DAY + FOLLOWED_WITHIN + HOUR - app.now() - 1);
        assert!(kids(&published(&browser).await).contains(&before.keys[0].kid.as_str()));
        app.advance(1);
        assert!(!kids(&published(&browser).await).contains(&before.keys[0].kid.as_str()));
        signing_keys::keep(&app.app).await.expect("kept");
        let rows = store::list(&mut app.read().await, app.instance()).await.expect("the keys");
        assert!(rows.iter().all(|row| row.id != before.keys[0].kid), "and forgotten");
    }
}

on_both! {
    async fn keys_that_are_due_are_rotated_by_themselves(app: TestApp, |config| config.keys.rotate_days = 30) {
        signing_keys::keep(&app.app).await.expect("a next key");
        let first = app.app.signing.get().current().kid().to_owned();
        app.advance(30 * DAY - 1);
        signing_keys::keep(&app.app).await.expect("kept");
        assert_eq!(app.app.signing.get().current().kid(), first, "not due");
        app.advance(1);
        signing_keys::keep(&app.app).await.expect("kept");
        assert_ne!(app.app.signing.get().current().kid(), first);
        let entries = audit_entries::list(&mut app.read().await, app.instance(), &Default::default(), None, 10).await;
        let entry = &entries.expect("the log")[0];
        assert_eq!((entry.action.as_str(), entry.actor_kind.as_str()), ("signing_key.rotate", ActorKind::System.as_str()));
    }
}

on_both! {
    parallel async fn a_stolen_key_is_refused_everywhere_within_seconds_without_a_restart(app: TestApp) {
        let other = second(&app).await;
        let browser = app.signed_up("ada@example.com").await;
        let session = app.session_of(&browser).await;
        let (jwt, second) = mint(&browser, &session).await;
        let _jobs = (server::jobs::start(&app.app), server::jobs::start(&other));
        assert!(other.verifier.verify(&jwt, second).is_ok());
        let stolen = app.app.signing.get().current().kid().to_owned();

        // A third process, as the command line is.
        let third = self::second(&app).await;
        let begun = Instant::now();
        let kid = signing_keys::replace_all(&third, &cause(app.now(), "signing_key.revoke")).await.expect("replaced");
        let both = [&app.app, &other];
        while both.iter().any(|node| node.signing.get().current().kid() != kid) {
            assert!(begun.elapsed() < Duration::from_secs(10), "a node did not hear of it");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        eprintln!("both nodes followed within {:?}", begun.elapsed());
        for node in both {
            assert_eq!(node.verifier.verify(&jwt, second).err(), Some(TokenError::UnknownKey));
            let jwks = published(&browser.at(router(node))).await;
            assert!(!kids(&jwks).contains(&stolen.as_str()) && kids(&jwks).contains(&kid.as_str()), "{jwks:?}");
        }
        // Who is signed in stays so, and gets a token of the new key; the same session asked for again gets no old one.
        let (new, second) = mint(&browser, &session).await;
        assert!(other.verifier.verify(&new, second).is_ok());
        let reply = browser.call(&Method::GET, "/v1/client", &[]).await.ok();
        assert_eq!(reply.response()["sessions"].as_array().map(Vec::len), Some(1));

        let entries = audit_entries::list(&mut app.read().await, app.instance(), &Default::default(), None, 10).await;
        let entries = entries.expect("the log");
        let entry = entries.iter().find(|entry| entry.action == "signing_key.revoke").expect("an entry");
        assert_eq!((entry.actor_kind.as_str(), entry.target_id.as_str()), ("command_line", kid.as_str()));
        assert!(entry.data_before.as_deref().is_some_and(|before| before.contains(&stolen)));
        for node in [third, other] {
            node.store.close().await;
        }
        assert!(app.now() >= START);
    }
}
