//! The access matrix: every route and every kind of caller. A route without a row fails, and so does a row without a
//! route, so nothing is added to the API without somebody saying who may call it.

use crate::{
    on_both,
    support::{PASSWORD, Reply, TestApp, TestClient},
};
use http::Method;
use onehop::endpoints::Verb::{self, Delete, Get, Patch, Post, Put};
use serde_json::json;

/// What each caller gets.
struct Row {
    verb: Verb,
    path: &'static str,
    /// The body; `$name` stands for something of the world.
    body: &'static [(&'static str, &'static str)],
    /// Nobody: no cookie at all; a worthless cookie; a client in which nobody is signed in.
    outside: [u16; 3],
    /// Somebody else, who names the owner's session, and who comes with an own one.
    others: [u16; 2],
    /// The owner.
    owner: u16,
}

const fn row(
    verb: Verb,
    path: &'static str,
    body: &'static [(&'static str, &'static str)],
    outside: [u16; 3],
    others: [u16; 2],
    owner: u16,
) -> Row {
    Row { verb, path, body, outside, others, owner }
}

const OPEN: [u16; 3] = [200; 3];
const GONE: [u16; 3] = [404; 3];
const DENIED: [u16; 3] = [401; 3];
const CODE: &[(&str, &str)] = &[("strategy", "email_code")];
const NEW_PASSWORD: &[(&str, &str)] = &[("current_password", PASSWORD), ("new_password", "a wholly different phrase")];
/// A red dot, as PNG.
const PICTURE: &[(&str, &str)] =
    &[("file", "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGM4IScHAAK2AQU0pnWqAAAAAElFTkSuQmCC")];

/// The reviewed table. On paths without an id the others act on what is theirs.
const TABLE: [Row; 56] = [
    row(Get, "/v1/environment", &[], OPEN, [200, 200], 200),
    row(Patch, "/v1/environment", &[], OPEN, [200, 200], 200),
    row(Get, "/v1/client", &[], OPEN, [200, 200], 200),
    row(Put, "/v1/client", &[], OPEN, [200, 200], 200),
    row(Delete, "/v1/client", &[], OPEN, [200, 200], 200),
    row(Delete, "/v1/client/sessions", &[], OPEN, [200, 200], 200),
    row(Get, "/v1/client/sessions/{session_id}", &[], GONE, [404, 404], 200),
    row(Post, "/v1/client/sessions/{session_id}/touch", &[], DENIED, [401, 401], 200),
    row(Post, "/v1/client/sessions/{session_id}/end", &[], GONE, [404, 404], 200),
    row(Post, "/v1/client/sessions/{session_id}/remove", &[], GONE, [404, 404], 200),
    row(Post, "/v1/client/sessions/{session_id}/tokens", &[], DENIED, [401, 401], 200),
    row(Post, "/v1/client/sessions/{session_id}/tokens/{template}", &[], DENIED, [401, 401], 200),
    row(Post, "/v1/client/sessions/{session_id}/verify", &[("level", "second_factor")], DENIED, [401, 401], 200),
    row(Post, "/v1/client/sessions/{session_id}/verify/prepare_first_factor", CODE, DENIED, [401, 401], 200),
    row(
        Post,
        "/v1/client/sessions/{session_id}/verify/attempt_first_factor",
        &[("strategy", "password"), ("password", PASSWORD)],
        DENIED,
        [401, 401],
        200,
    ),
    row(
        Post,
        "/v1/client/sessions/{session_id}/verify/prepare_second_factor",
        &[("strategy", "phone_code")],
        DENIED,
        [401, 401],
        422,
    ),
    row(
        Post,
        "/v1/client/sessions/{session_id}/verify/attempt_second_factor",
        &[("strategy", "totp")],
        DENIED,
        [401, 401],
        422,
    ),
    row(Post, "/v1/client/sign_ups", &[], OPEN, [200, 200], 200),
    // Closed unless the instance has a waiting list.
    row(Post, "/v1/waitlist", &[("email_address", "x@example.com")], [403; 3], [403, 403], 403),
    row(Get, "/v1/client/sign_ups/{sign_up_id}", &[], GONE, [404, 404], 200),
    row(Patch, "/v1/client/sign_ups/{sign_up_id}", &[("first_name", "Ada")], GONE, [404, 404], 200),
    row(Post, "/v1/client/sign_ups/{sign_up_id}/prepare_verification", CODE, GONE, [404, 404], 200),
    row(
        Post,
        "/v1/client/sign_ups/{sign_up_id}/attempt_verification",
        &[("code", "$sign_up_code")],
        GONE,
        [404, 404],
        200,
    ),
    row(Post, "/v1/client/sign_ins", &[("identifier", "$friend")], OPEN, [200, 200], 200),
    row(Get, "/v1/client/sign_ins/{sign_in_id}", &[], GONE, [404, 404], 200),
    row(Post, "/v1/client/sign_ins/{sign_in_id}/prepare_first_factor", CODE, GONE, [404, 404], 200),
    row(
        Post,
        "/v1/client/sign_ins/{sign_in_id}/attempt_first_factor",
        &[("strategy", "password"), ("password", PASSWORD)],
        GONE,
        [404, 404],
        200,
    ),
    row(
        Post,
        "/v1/client/sign_ins/{sign_in_id}/prepare_second_factor",
        &[("strategy", "phone_code")],
        GONE,
        [404, 404],
        422,
    ),
    row(Post, "/v1/client/sign_ins/{sign_in_id}/attempt_second_factor", &[("strategy", "totp")], GONE, [404, 404], 422),
    row(
        Post,
        "/v1/client/sign_ins/{sign_in_id}/reset_password",
        &[("password", "a wholly different phrase")],
        GONE,
        [404, 404],
        422,
    ),
    row(Get, "/v1/me", &[], DENIED, [401, 200], 200),
    row(Patch, "/v1/me", &[("first_name", "Ada")], DENIED, [401, 200], 200),
    row(Patch, "/v1/me/metadata", &[("unsafe_metadata", "{}")], DENIED, [401, 200], 200),
    row(Delete, "/v1/me", &[], DENIED, [401, 200], 200),
    row(Post, "/v1/me/change_password", NEW_PASSWORD, DENIED, [401, 200], 200),
    row(Post, "/v1/me/remove_password", &[("current_password", PASSWORD)], DENIED, [401, 200], 200),
    row(Get, "/v1/me/sessions/active", &[], DENIED, [401, 200], 200),
    row(Post, "/v1/me/sessions/{session_id}/revoke", &[], DENIED, [401, 404], 200),
    row(Post, "/v1/me/profile_image", PICTURE, DENIED, [401, 200], 200),
    // Nobody here has a picture yet.
    row(Delete, "/v1/me/profile_image", &[], DENIED, [401, 404], 404),
    row(Post, "/v1/me/totp", &[], DENIED, [401, 200], 200),
    row(Post, "/v1/me/totp/attempt_verification", &[("code", "$totp_code")], DENIED, [401, 404], 200),
    // Nobody here has an authenticator app yet.
    row(Delete, "/v1/me/totp", &[], DENIED, [401, 404], 404),
    row(Post, "/v1/me/backup_codes", &[], DENIED, [401, 400], 400),
    row(Get, "/v1/me/phone_numbers", &[], DENIED, [401, 200], 200),
    row(Get, "/v1/me/phone_numbers/{phone_number_id}", &[], DENIED, [401, 404], 200),
    row(Delete, "/v1/me/phone_numbers/{phone_number_id}", &[], DENIED, [401, 404], 200),
    row(Get, "/v1/me/web3_wallets", &[], DENIED, [401, 200], 200),
    row(Get, "/v1/me/web3_wallets/{web3_wallet_id}", &[], DENIED, [401, 404], 200),
    row(Delete, "/v1/me/web3_wallets/{web3_wallet_id}", &[], DENIED, [401, 404], 200),
    row(Get, "/v1/me/email_addresses", &[], DENIED, [401, 200], 200),
    row(Post, "/v1/me/email_addresses", &[("email_address", "$fresh")], DENIED, [401, 200], 200),
    row(Get, "/v1/me/email_addresses/{email_address_id}", &[], DENIED, [401, 404], 200),
    row(Delete, "/v1/me/email_addresses/{email_address_id}", &[], DENIED, [401, 404], 200),
    row(Post, "/v1/me/email_addresses/{email_address_id}/prepare_verification", CODE, DENIED, [401, 404], 200),
    row(
        Post,
        "/v1/me/email_addresses/{email_address_id}/attempt_verification",
        &[("code", "$email_code")],
        DENIED,
        [401, 404],
        200,
    ),
];

/// The owner with one of each thing, and everybody else.
struct World {
    owner: TestClient,
    thief: TestClient,
    other: TestClient,
    outside: [TestClient; 3],
    /// What stands for a name in paths and bodies.
    things: Vec<(&'static str, String)>,
}

impl World {
    async fn new(app: &TestApp, number: usize) -> Self {
        // So that the newest mails are those of this world.
        app.advance(1);
        let owner = app.signed_up(&format!("owner{number}@example.com")).await;
        let thief = app.signed_up(&format!("thief{number}@example.com")).await;
        let other = app.signed_up(&format!("other{number}@example.com")).await;
        let (nobody, garbage, signed_out) = (app.client(), app.client(), app.client());
        garbage.set_cookie("__client", "garbage");
        signed_out.form(Method::PUT, "/v1/client", &[]).await.ok();

        let (second, third) = (format!("second{number}@example.com"), format!("third{number}@example.com"));
        let email = app.add_email(&owner, &second).await;
        owner.post(&format!("/v1/me/email_addresses/{email}/prepare_verification"), CODE).await.ok();
        let sign_up = owner.post("/v1/client/sign_ups", &[("email_address", &third)]).await.ok().id();
        owner.post(&format!("/v1/client/sign_ups/{sign_up}/prepare_verification"), CODE).await.ok();
        let totp = owner.post("/v1/me/totp", &[]).await.ok();
        let session = app.session_of(&owner).await;
        owner.post(&format!("/v1/client/sessions/{session}/verify"), &[("level", "first_factor")]).await.ok();
        let things = vec![
            ("{phone_number_id}", app.add_phone(&owner, &format!("+44207946{number:04}")).await),
            ("{web3_wallet_id}", app.add_wallet(&owner, &format!("0x{number:040x}")).await),
            ("$totp_code", app.totp_code(totp.response()["secret"].as_str().expect("a secret"))),
            ("{session_id}", session),
            ("{template}", "third-party".to_owned()),
            ("{email_address_id}", email),
            ("{sign_up_id}", sign_up),
            ("{sign_in_id}", app.open_sign_in(&owner, "friend@example.com").await),
            ("$email_code", app.code_to(&second).await),
            ("$sign_up_code", app.code_to(&third).await),
            ("$friend", "friend@example.com".to_owned()),
            ("$fresh", format!("fresh{number}@example.com")),
        ];
        Self { owner, thief, other, outside: [nobody, garbage, signed_out], things }
    }

    fn filled(&self, text: &str) -> String {
        self.things.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
    }

    async fn call(&self, row: &Row, caller: &TestClient, query: &str) -> Reply {
        let path = format!("{}{query}", self.filled(row.path));
        let body: Vec<(&str, String)> = row.body.iter().map(|(name, value)| (*name, self.filled(value))).collect();
        let fields: Vec<(&str, &str)> = body.iter().map(|(name, value)| (*name, value.as_str())).collect();
        caller.call(&method(row.verb), &path, &fields).await
    }
}

fn method(verb: Verb) -> Method {
    verb.as_str().parse().expect("a method")
}

on_both! {
    async fn every_route_answers_each_kind_of_caller_as_the_table_says(app: TestApp, |config| config.user.is_password_required = false) {
        app.signed_up("friend@example.com").await;
        let template = json!({"name": "third-party", "claims": {}});
        app.backend().post("/v1/jwt_templates", template).await.ok();
        let mut differences = Vec::new();
        for (row, number) in TABLE.iter().zip(0..) {
            let world = World::new(&app, number).await;
            let claim = format!("?_clerk_session_id={}", world.filled("{session_id}"));
            let mut check = |who: &str, reply: &Reply, expected: u16| {
                if reply.status != expected {
                    differences.push(format!("{} {} as {who}: {} instead of {expected}: {}", row.verb.as_str(), row.path, reply.status, reply.text));
                }
            };
            for ((caller, who), expected) in world.outside.iter().zip(["nobody", "garbage", "signed out"]).zip(row.outside) {
                check(who, &world.call(row, caller, "").await, expected);
                check(who, &world.call(row, caller, &claim).await, expected);
            }
            check("a thief, claiming the owner's session", &world.call(row, &world.thief, &claim).await, row.others[0]);
            check("another", &world.call(row, &world.other, "").await, row.others[1]);
            check("the owner", &world.call(row, &world.owner, "").await, row.owner);
        }
        assert!(differences.is_empty(), "{}", differences.join("\n"));
    }
}

/// What somebody may change who acts in the user's name: how the user is called, and what the app keeps about them.
const FOR_ACTORS: &[(Verb, &str)] = &[(Patch, "/v1/me"), (Patch, "/v1/me/metadata")];

on_both! {
    async fn whoever_acts_as_the_owner_changes_nothing_that_lets_the_owner_in(app: TestApp, |config| config.user.is_password_required = false) {
        app.signed_up("friend@example.com").await;
        let world = World::new(&app, 0).await;
        let owner = world.owner.get("/v1/me").await.ok().id();
        let body = json!({"user_id": owner, "actor": {"sub": "user_operator"}});
        let ticket = app.backend().post("/v1/actor_tokens", body).await.ok().json;
        let operator = app.client();
        let fields = [("strategy", "ticket"), ("ticket", ticket["token"].as_str().expect("a ticket"))];
        operator.post("/v1/client/sign_ins", &fields).await.ok();
        let before = app.last_event().await;
        let guarded: Vec<&Row> = TABLE.iter().filter(|row| row.path.starts_with("/v1/me")).collect();
        assert!(guarded.iter().all(|row| row.outside == DENIED), "all of them need a session");
        for row in guarded {
            let reply = world.call(row, &operator, "").await;
            if row.verb == Get || FOR_ACTORS.contains(&(row.verb, row.path)) {
                assert_eq!(reply.status, 200, "{} {}: {}", row.verb.as_str(), row.path, reply.text);
            } else {
                reply.refused_with_client(403, "actor_not_allowed", None);
            }
        }
        for field in [("username", "mallory"), ("username", ""), ("primary_email_address_id", &*world.filled("{email_address_id}"))] {
            operator.patch("/v1/me", &[("first_name", "Mallory"), field]).await.refused_with_client(403, "actor_not_allowed", None);
        }
        let changes = app.events_after(before).await;
        assert!(changes.iter().all(|event| event.kind == "user.updated"), "nobody's session ended");
        let me = world.owner.get("/v1/me").await.ok();
        assert_eq!((me.response()["first_name"].as_str(), me.response()["username"].as_str()), (Some("Ada"), None));
        // The owner may still do it all.
        world.owner.post("/v1/me/change_password", NEW_PASSWORD).await.ok();
    }
}

#[test]
fn every_route_has_a_row_and_every_row_a_route() {
    let mut routes: Vec<_> =
        server::frontend_api::routes().list.iter().map(|route| (route.path, route.verb.as_str())).collect();
    let mut rows: Vec<_> = TABLE.iter().map(|row| (row.path, row.verb.as_str())).collect();
    routes.sort_unstable();
    rows.sort_unstable();
    assert_eq!(routes, rows);
}

on_both! {
    async fn every_path_refuses_the_verbs_it_has_not(app: TestApp) {
        app.signed_up("friend@example.com").await;
        let world = World::new(&app, 0).await;
        let routes = server::frontend_api::routes().list;
        for route in &routes {
            for verb in [Get, Post, Put, Patch, Delete] {
                if routes.iter().any(|other| other.path == route.path && other.verb == verb) {
                    continue;
                }
                let path = world.filled(route.path);
                let reply = world.owner.send(method(verb), &path, None, String::new()).await;
                reply.refused(405, "method_not_allowed", None);
            }
        }
    }
}
