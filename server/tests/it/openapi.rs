//! Our own description of both APIs: complete, consistent, and public.

use crate::on_both;
use http::Method;
use serde_json::Value;
use std::{collections::BTreeSet, process::Command};

/// Each operation as path, verb and what is said of it.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().expect("paths");
    let verbs = paths.iter().flat_map(|(path, verbs)| {
        let verbs = verbs.as_object().expect("verbs");
        verbs.iter().map(|(verb, operation)| (path.clone(), verb.to_uppercase(), operation.clone()))
    });
    verbs.collect()
}

/// All members of this name, wherever they stand.
fn members<'a>(value: &'a Value, name: &str, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(object) => {
            found.extend(object.get(name));
            object.values().for_each(|member| members(member, name, found));
        }
        Value::Array(values) => values.iter().for_each(|value| members(value, name, found)),
        _ => {}
    }
}

#[test]
fn every_mounted_route_is_described_and_nothing_else() {
    let frontend = server::frontend_api::routes().list;
    let routes = frontend.into_iter().chain(server::backend_api::routes().list);
    let mut mounted: Vec<_> = routes.map(|route| (route.path.to_owned(), route.verb.as_str().to_owned())).collect();
    // The two that every tool knows by heart have routes of their own.
    mounted.extend([("/.well-known/jwks.json", "GET"), ("/v1/jwks", "GET")].map(|(p, v)| (p.to_owned(), v.to_owned())));
    mounted.sort_unstable();
    let mut described: Vec<_> =
        operations(&server::openapi::document()).into_iter().map(|(path, verb, _)| (path, verb)).collect();
    described.sort_unstable();
    assert_eq!(described, mounted);
}

#[test]
fn every_operation_has_a_name_of_its_own_a_summary_and_the_parameters_of_its_path() {
    let document = server::openapi::document();
    let operations = operations(&document);
    let names: BTreeSet<_> = operations.iter().map(|(.., operation)| operation["operationId"].as_str()).collect();
    assert_eq!(names.len(), operations.len(), "no name twice");
    for (path, verb, operation) in operations {
        assert!(operation["summary"].as_str().is_some_and(|text| !text.is_empty()), "{verb} {path}");
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let in_path = parameters.filter(|parameter| parameter["in"] == "path");
        let named: BTreeSet<String> =
            in_path.map(|parameter| format!("{{{}}}", parameter["name"].as_str().expect("a name"))).collect();
        let wanted: BTreeSet<String> =
            path.split('/').filter(|segment| segment.starts_with('{')).map(str::to_owned).collect();
        assert_eq!(named, wanted, "{verb} {path}");
        let is_open = operation["security"].as_array().is_some_and(|all| all.is_empty());
        assert_eq!(is_open, operation["responses"]["429"].is_null(), "what is public is not counted: {verb} {path}");
    }
}

#[test]
fn every_reference_leads_somewhere_and_every_schema_is_used() {
    let document = server::openapi::document();
    let mut references = Vec::new();
    members(&document, "$ref", &mut references);
    let used: BTreeSet<&str> = references.into_iter().filter_map(Value::as_str).collect();
    for path in &used {
        let pointer = path.strip_prefix('#').expect("inside the document");
        assert!(document.pointer(pointer).is_some(), "{path}");
    }
    for kind in ["schemas", "responses"] {
        for name in document["components"][kind].as_object().expect("components").keys() {
            assert!(used.contains(format!("#/components/{kind}/{name}").as_str()), "nobody uses {kind}/{name}");
        }
    }
}

#[test]
fn requests_and_answers_are_described_as_serde_reads_and_writes_them() {
    let document = server::openapi::document();
    let schemas = &document["components"]["schemas"];
    let required = |name: &str| {
        let names = schemas[name]["required"].as_array().into_iter().flatten();
        names.filter_map(Value::as_str).collect::<BTreeSet<_>>()
    };
    // Null where there is none, but always there.
    assert!(required("Backend.User").is_superset(&BTreeSet::from(["id", "external_id", "locale", "scim"])));
    assert_eq!(schemas["Backend.User"]["properties"]["object"]["const"], "user");
    assert_eq!(schemas["Backend.User"]["properties"]["id"]["pattern"], "^user_[A-Za-z0-9]+$");
    assert!(schemas["Frontend.User"]["properties"]["private_metadata"].is_null(), "never part of the Frontend API");
    // What is flattened stands beside the rest, and all of it may be left out.
    assert!(required("Backend.CreateUserBody").is_empty());
    for name in ["first_name", "email_address", "skip_password_checks"] {
        assert!(schemas["Backend.CreateUserBody"]["properties"][name].is_object(), "{name}");
    }
    assert_eq!(required("Backend.CreateSessionBody"), BTreeSet::from(["user_id"]));
    // Told only when it is made.
    assert!(!required("Backend.SignInToken").contains("token"));
    let list = &document["paths"]["/v1/invitations"]["get"]["responses"]["200"]["content"]["application/json"];
    assert_eq!(list["schema"]["oneOf"].as_array().map(Vec::len), Some(2), "a bare array or a page");
    let ban = &document["paths"]["/v1/users"]["get"]["parameters"];
    let user_id = ban.as_array().into_iter().flatten().find(|parameter| parameter["name"] == "user_id");
    assert_eq!(user_id.map(|parameter| &parameter["schema"]["type"]), Some(&Value::from("array")));
}

on_both! {
    async fn the_description_is_public_and_kept_while_it_stays_the_same(app: TestApp) {
        let reply = app.client().raw(Method::GET, "/openapi.json", &[], "").await.ok();
        assert_eq!(reply.header("content-type"), Some("application/json"));
        assert_eq!(reply.header("cache-control"), Some("public, max-age=300"));
        assert_eq!(reply.json, server::openapi::document());
        let tag = reply.header("etag").expect("a tag").to_owned();
        let again = app.client().raw(Method::GET, "/openapi.json", &[("if-none-match", &tag)], "").await;
        assert_eq!((again.status.as_u16(), again.text.as_str()), (304, ""));
        let other = app.client().raw(Method::GET, "/openapi.json", &[("if-none-match", "W/\"other\"")], "").await;
        assert_eq!(other.status, 200);
        let small = app.client().raw(Method::GET, "/openapi.json", &[("accept-encoding", "br")], "").await;
        assert_eq!(small.header("content-encoding"), Some("br"));
    }
}

#[test]
fn the_command_line_prints_it_without_any_configuration() {
    let output = Command::new(env!("CARGO_BIN_EXE_onehop")).arg("openapi").env_clear().output().expect("it runs");
    assert!(output.status.success());
    let printed: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(printed, server::openapi::document());
}
