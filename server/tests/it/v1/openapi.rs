//! Our replies beside the published description of the API (OpenAPI, version 2026-05-12): every property that a schema
//! requires is there with a matching type. What differs on purpose is listed, and the list is exact.

use crate::{
    on_both,
    support::{PASSWORD, TestApp, contract_folder},
};
use serde_json::Value;
use std::collections::BTreeSet;

/// Different on purpose, as `schema.property: problem`: reads without the client, and the strategy of a code that wasn't
/// sent yet, which clients need to be null.
const KNOWN: &[&str] = &[
    "Client.ClientWrappedEmailAddress.client: null",
    "Client.ClientWrappedUser.client: null",
    "Stubs.Verification.Invitation.strategy: null",
    "Stubs.Verification.Ticket.strategy: null",
];

/// The published schemas; none where the description isn't beside this repository.
fn schemas() -> Option<Value> {
    let path = contract_folder().join("openapi/frontend-api.2026-05-12.yml");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("no {} here: replies are not compared with it", path.display());
        return None;
    };
    let document: Value = serde_yaml_ng::from_str(&text).expect("YAML");
    Some(document["components"]["schemas"].clone())
}

/// Compares values with schemas as far as required members and types go.
struct Checker<'a> {
    schemas: &'a Value,
    problems: BTreeSet<String>,
}

impl Checker<'_> {
    /// Compares with a schema of this name.
    fn named(&mut self, name: &str, value: &Value) {
        let schema = &self.schemas[name];
        assert!(schema.is_object(), "there is a schema {name}");
        self.check(schema, value, name);
    }

    fn check(&mut self, schema: &Value, value: &Value, at: &str) {
        if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
            return self.named(name, value);
        }
        if value.is_null() {
            // A reference may carry the permission itself.
            if schema["nullable"] != true {
                self.problems.insert(format!("{at}: null"));
            }
            return;
        }
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.check(part, value, at);
        }
        for choice in ["oneOf", "anyOf"] {
            if let Some(parts) = schema[choice].as_array() {
                self.one_of(parts, value, at);
            }
        }
        if let Some(kind) = schema["type"].as_str().filter(|kind| !has_type(value, kind)) {
            self.problems.insert(format!("{at}: not {kind}"));
            return;
        }
        self.members(schema, value, at);
        if let Some(list) = value.as_array().filter(|_| schema["items"].is_object()) {
            list.iter().for_each(|item| self.check(&schema["items"], item, at));
        }
    }

    fn members(&mut self, schema: &Value, value: &Value, at: &str) {
        let Some(object) = value.as_object() else { return };
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !object.contains_key(name) {
                self.problems.insert(format!("{at}.{name}: missing"));
            }
        }
        for (name, member) in schema["properties"].as_object().into_iter().flatten() {
            if let Some(value) = object.get(name) {
                self.check(member, value, &format!("{at}.{name}"));
            }
        }
    }

    /// One of the choices must fit whole; else what the best one lacks is told.
    fn one_of(&mut self, parts: &[Value], value: &Value, at: &str) {
        let tries = parts.iter().map(|part| {
            let mut checker = Checker { schemas: self.schemas, problems: BTreeSet::new() };
            checker.check(part, value, at);
            checker.problems
        });
        self.problems.extend(tries.min_by_key(BTreeSet::len).unwrap_or_default());
    }
}

fn has_type(value: &Value, kind: &str) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        other => panic!("the description has a type {other}"),
    }
}

/// One reply of each kind with the schema it should have.
async fn replies(app: &TestApp) -> Vec<(&'static str, Value)> {
    let browser = app.client();
    let mut replies = vec![("Client.Environment", browser.get("/v1/environment").await.ok().json)];
    let fields = [("email_address", "ada@example.com"), ("password", PASSWORD)];
    let open = browser.post("/v1/client/sign_ups", &fields).await.ok();
    let id = open.id();
    replies.push(("Client.ClientWrappedSignUp", open.json));
    let sent = browser
        .post(&format!("/v1/client/sign_ups/{id}/prepare_verification"), &[("strategy", "email_code")])
        .await
        .ok();
    replies.push(("Client.ClientWrappedSignUp", sent.json));
    let code = app.code_to("ada@example.com").await;
    let done = browser.post(&format!("/v1/client/sign_ups/{id}/attempt_verification"), &[("code", &code)]).await.ok();
    replies.push(("Client.ClientWrappedSignUp", done.json));

    browser.patch("/v1/me", &[("username", "countess"), ("first_name", "Ada")]).await.ok();
    let session = app.session_of(&browser).await;
    let email = app.add_email(&browser, "b@example.com").await;
    for (schema, path) in [
        ("Client.ClientWrappedClient", "/v1/client".to_owned()),
        ("Client.ClientWrappedSession", format!("/v1/client/sessions/{session}")),
        ("Client.ClientWrappedUser", "/v1/me".to_owned()),
        ("Client.ActiveSessions", "/v1/me/sessions/active".to_owned()),
        ("Client.ClientWrappedEmailAddress", format!("/v1/me/email_addresses/{email}")),
        ("ClerkErrors", "/v1/nothing".to_owned()),
    ] {
        let reply = browser.get(&path).await;
        replies.push((schema, reply.json));
    }
    for (schema, path, fields) in [
        ("Client.TouchWrappedSession", format!("/v1/client/sessions/{session}/touch"), vec![]),
        ("Token", format!("/v1/client/sessions/{session}/tokens"), vec![]),
        (
            "Client.ClientWrappedSessionReverification",
            format!("/v1/client/sessions/{session}/verify"),
            vec![("level", "multi_factor")],
        ),
        ("Client.ClientWrappedSignIn", "/v1/client/sign_ins".to_owned(), vec![]),
        ("ClerkErrors", "/v1/client/sign_ins".to_owned(), vec![("identifier", "ada@example.com")]),
        ("ClerkErrors", "/v1/me/email_addresses".to_owned(), vec![("email_address", "x")]),
        ("Client.ClientWrappedDeletedObject", format!("/v1/me/email_addresses/{email}?_method=DELETE"), vec![]),
    ] {
        replies.push((schema, browser.post(&path, &fields).await.json));
    }
    let phone = app.client();
    let open = phone.post("/v1/client/sign_ins", &[("identifier", "countess")]).await.ok();
    let id = open.id();
    replies.push(("Client.ClientWrappedSignIn", open.json));
    app.advance(1);
    let path = format!("/v1/client/sign_ins/{id}/prepare_first_factor");
    replies.push(("Client.ClientWrappedSignIn", phone.post(&path, &[("strategy", "email_code")]).await.ok().json));
    let code = app.code_to("ada@example.com").await;
    let fields = [("strategy", "email_code"), ("code", code.as_str())];
    let done = phone.post(&format!("/v1/client/sign_ins/{id}/attempt_first_factor"), &fields).await.ok();
    replies.push(("Client.ClientWrappedSignIn", done.json));
    replies
}

on_both! {
    async fn replies_have_what_the_published_schemas_require_except_what_is_listed(app: TestApp) {
        let Some(schemas) = schemas() else { return };
        let mut checker = Checker { schemas: &schemas, problems: BTreeSet::new() };
        for (schema, value) in replies(&app).await {
            checker.named(schema, &value);
        }
        let known: BTreeSet<String> = KNOWN.iter().map(|&known| known.to_owned()).collect();
        let new: Vec<_> = checker.problems.difference(&known).collect();
        assert!(new.is_empty(), "not as described: {new:#?}");
        let closed: Vec<_> = known.difference(&checker.problems).collect();
        assert!(closed.is_empty(), "listed, but as described by now: {closed:#?}");
    }
}

#[test]
fn the_checker_sees_what_is_missing_null_or_of_another_type() {
    let schemas = serde_json::json!({"Thing": {
        "type": "object",
        "required": ["id", "size", "more"],
        "properties": {
            "id": {"type": "string"},
            "size": {"type": "integer", "nullable": true},
            "tags": {"type": "array", "items": {"type": "string"}},
            "either": {"oneOf": [{"type": "string"}, {"$ref": "#/components/schemas/Thing"}]},
        },
    }});
    let mut checker = Checker { schemas: &schemas, problems: BTreeSet::new() };
    checker.named("Thing", &serde_json::json!({"id": "a", "size": null, "more": 1, "tags": ["x"], "either": "x"}));
    assert!(checker.problems.is_empty(), "{:?}", checker.problems);
    checker.named("Thing", &serde_json::json!({"id": null, "size": "1", "tags": [7], "either": true}));
    let problems: Vec<_> = checker.problems.iter().map(String::as_str).collect();
    assert_eq!(
        problems,
        [
            "Thing.either: not string",
            "Thing.id: null",
            "Thing.more: missing",
            "Thing.size: not integer",
            "Thing.tags: not string"
        ]
    );
}
