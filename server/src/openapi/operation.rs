//! One endpoint as one operation: everything comes from its contract.

use super::{Api, refusals};
use http::StatusCode;
use onehop::{
    endpoints::{Access, Endpoint, NoBody, NoQuery, RateClass, Shape, Verb},
    wire::backend::ApiVersion,
};
use serde_json::{Map, Value, json};
use std::any::TypeId;

/// What may stand in a variable segment of a path; everything else is nowhere.
const SEGMENT: &str = "^[A-Za-z0-9_]{1,64}(-[A-Za-z0-9_]{1,64})*$";

/// What an endpoint's contract says, without its types: so all that follows is compiled once, and not for each endpoint.
pub(super) struct Contract {
    name: &'static str,
    doc: &'static str,
    pub verb: Verb,
    pub path: &'static str,
    pub access: Access,
    shape: Shape,
    pub rate: RateClass,
    pub has_query: bool,
    pub has_body: bool,
    query: fn(&mut Api) -> Value,
    body: fn(&mut Api) -> (Value, Value),
    answer: fn(&mut Api) -> Value,
}

impl Contract {
    fn of<E: Endpoint>() -> Self {
        Self {
            name: E::NAME,
            doc: E::DOC,
            verb: E::VERB,
            path: E::PATH,
            access: E::ACCESS,
            shape: E::SHAPE,
            rate: E::RATE,
            has_query: TypeId::of::<E::Query>() != TypeId::of::<NoQuery>(),
            has_body: TypeId::of::<E::Body>() != TypeId::of::<NoBody>(),
            query: Api::query::<E::Query>,
            body: Api::body::<E::Body>,
            answer: Api::answer::<E::Out>,
        }
    }
}

impl Api {
    /// Describes an endpoint; `own` are refusals that only its handler knows.
    pub fn add<E: Endpoint>(&mut self, own: &[StatusCode]) {
        self.describe(&Contract::of::<E>(), own);
    }

    fn describe(&mut self, contract: &Contract, own: &[StatusCode]) {
        let mut operation = json!({
            "operationId": contract.name,
            "summary": contract.doc.trim().trim_end_matches('.'),
            "tags": [format!("{} API", self.name)],
            "security": security(contract.access),
            "responses": refusals::of(contract, self.name, own),
        });
        let (status, success) = self.success(contract);
        operation["responses"][status] = success;
        let parameters = self.parameters(contract);
        if !parameters.is_empty() {
            operation["parameters"] = parameters.into();
        }
        if let Some(body) = self.request_body(contract) {
            operation["requestBody"] = body;
        }
        let verbs = self.paths.entry(contract.path).or_insert_with(|| json!({}));
        verbs[contract.verb.as_str().to_ascii_lowercase()] = operation;
    }

    fn parameters(&mut self, contract: &Contract) -> Vec<Value> {
        let segments = contract.path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'));
        let in_path = segments.map(|name| {
            json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string", "pattern": SEGMENT } })
        });
        let mut parameters: Vec<Value> = in_path.collect();
        let query = (contract.query)(self);
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
        if contract.access == Access::SecretKey {
            let versions: Vec<&str> = ApiVersion::ALL.into_iter().map(ApiVersion::as_str).collect();
            parameters.push(json!({
                "name": "Clerk-API-Version", "in": "header",
                "description": "Which version of the contract the caller speaks; the oldest unless told.",
                "schema": { "type": "string", "enum": versions },
            }));
        }
        if contract.access == Access::Session {
            parameters.push(json!({
                "name": "_clerk_session_id", "in": "query",
                "description": "Which session of the client; the current one unless told.",
                "schema": { "type": "string" },
            }));
        }
        parameters
    }

    fn request_body(&mut self, contract: &Contract) -> Option<Value> {
        if !contract.has_body {
            return None;
        }
        let (reference, schema) = (contract.body)(self);
        let is_required = schema["type"] == "array" || schema["required"].as_array().is_some_and(|all| !all.is_empty());
        let mut kinds = vec!["application/json"];
        if contract.access != Access::SecretKey {
            kinds.push("application/x-www-form-urlencoded");
        }
        let content: Map<String, Value> =
            kinds.into_iter().map(|kind| (kind.to_owned(), json!({ "schema": reference }))).collect();
        Some(json!({ "required": is_required, "content": content }))
    }

    /// The status of a success, and what comes with it.
    fn success(&mut self, contract: &Contract) -> (&'static str, Value) {
        if contract.shape == Shape::Empty {
            return ("204", json!({ "description": "Done." }));
        }
        let out = (contract.answer)(self);
        let schema = match contract.shape {
            Shape::Bare | Shape::Lines | Shape::Empty => out,
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
        match contract.shape {
            Shape::Lines => {
                let text = "Success: lines, each of which is one of these.";
                ("200", json!({ "description": text, "content": { "application/x-ndjson": { "schema": schema } } }))
            }
            _ => ("200", json!({ "description": "Success.", "content": { "application/json": { "schema": schema } } })),
        }
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
