//! One endpoint as one operation: everything comes from its contract.

use super::{Api, refusals};
use http::StatusCode;
use onehop::{
    endpoints::{Access, Endpoint, NoBody, Shape},
    wire::backend::ApiVersion,
};
use serde_json::{Map, Value, json};
use std::any::TypeId;

/// What may stand in a variable segment of a path; everything else is nowhere.
const SEGMENT: &str = "^[A-Za-z0-9_]{1,64}(-[A-Za-z0-9_]{1,64})*$";

impl Api {
    /// Describes an endpoint; `own` are refusals that only its handler knows.
    pub fn add<E: Endpoint>(&mut self, own: &[StatusCode]) {
        let mut operation = json!({
            "operationId": E::NAME,
            "summary": E::DOC.trim().trim_end_matches('.'),
            "tags": [format!("{} API", self.name)],
            "security": security(E::ACCESS),
            "responses": refusals::of::<E>(self.name, own),
        });
        let (status, success) = self.success::<E>();
        operation["responses"][status] = success;
        let parameters = self.parameters::<E>();
        if !parameters.is_empty() {
            operation["parameters"] = parameters.into();
        }
        if let Some(body) = self.request_body::<E>() {
            operation["requestBody"] = body;
        }
        let verbs = self.paths.entry(E::PATH).or_insert_with(|| json!({}));
        verbs[E::VERB.as_str().to_ascii_lowercase()] = operation;
    }

    fn parameters<E: Endpoint>(&mut self) -> Vec<Value> {
        let segments = E::PATH.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'));
        let in_path = segments.map(|name| {
            json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string", "pattern": SEGMENT } })
        });
        let mut parameters: Vec<Value> = in_path.collect();
        let query = self.query::<E::Query>();
        let required: Vec<&Value> = query["required"].as_array().into_iter().flatten().collect();
        for (name, schema) in query["properties"].as_object().into_iter().flatten() {
            let mut parameter = json!({ "name": name, "in": "query", "schema": plain(schema) });
            if required.iter().any(|required| *required == name) {
                parameter["required"] = true.into();
            }
            if let Some(text) = schema.get("description") {
                parameter["description"] = text.clone();
            }
            parameters.push(parameter);
        }
        if E::ACCESS == Access::SecretKey {
            let versions: Vec<&str> = ApiVersion::ALL.into_iter().map(ApiVersion::as_str).collect();
            parameters.push(json!({
                "name": "Clerk-API-Version", "in": "header",
                "description": "Which version of the contract the caller speaks; the oldest unless told.",
                "schema": { "type": "string", "enum": versions },
            }));
        }
        if E::ACCESS == Access::Session {
            parameters.push(json!({
                "name": "_clerk_session_id", "in": "query",
                "description": "Which session of the client; the current one unless told.",
                "schema": { "type": "string" },
            }));
        }
        parameters
    }

    fn request_body<E: Endpoint>(&mut self) -> Option<Value> {
        if TypeId::of::<E::Body>() == TypeId::of::<NoBody>() {
            return None;
        }
        let (reference, schema) = self.body::<E::Body>();
        let is_required = schema["type"] == "array" || schema["required"].as_array().is_some_and(|all| !all.is_empty());
        let mut kinds = vec!["application/json"];
        if E::ACCESS != Access::SecretKey {
            kinds.push("application/x-www-form-urlencoded");
        }
        let content: Map<String, Value> =
            kinds.into_iter().map(|kind| (kind.to_owned(), json!({ "schema": reference }))).collect();
        Some(json!({ "required": is_required, "content": content }))
    }

    /// The status of a success, and what comes with it.
    fn success<E: Endpoint>(&mut self) -> (&'static str, Value) {
        if E::SHAPE == Shape::Empty {
            return ("204", json!({ "description": "Done." }));
        }
        let out = self.answer::<E::Out>();
        let schema = match E::SHAPE {
            Shape::Bare | Shape::Empty => out,
            Shape::Enveloped => {
                let client = json!({ "anyOf": [self.client(), { "type": "null" }] });
                envelope(out, &client)
            }
            Shape::EnvelopedRead => envelope(out, &json!({ "type": "null" })),
            Shape::Listed => {
                let items = self.resolved(&out)["properties"]["data"].clone();
                json!({
                    "description": "A page where `paginated=true` was asked for, else its items alone.",
                    "oneOf": [items, out],
                })
            }
        };
        ("200", json!({ "description": "Success.", "content": { "application/json": { "schema": schema } } }))
    }
}

/// The resource, and beside it the client as it stands after the call.
fn envelope(response: Value, client: &Value) -> Value {
    json!({
        "type": "object",
        "required": ["response", "client"],
        "properties": { "response": response, "client": client },
    })
}

fn security(access: Access) -> Value {
    match access {
        Access::Public => json!([]),
        Access::Client => json!([{ "client": [] }, {}]),
        Access::Session => json!([{ "client": [] }]),
        Access::SecretKey => json!([{ "secretKey": [] }]),
        Access::Operator => json!([{ "operator": [] }]),
    }
}

/// In a query all is text, and what isn't there is left out: the first form is the plain one, and null is none.
fn plain(schema: &Value) -> Value {
    if let Some(first) = schema["anyOf"].as_array().and_then(|forms| forms.first()) {
        return plain(first);
    }
    let mut schema = schema.clone();
    if let Some(members) = schema.as_object_mut() {
        members.remove("description");
        members.remove("default");
    }
    if let Some(first) = schema["type"].as_array().and_then(|kinds| kinds.first()).cloned() {
        schema["type"] = first;
    }
    schema
}
