//! What is known of one API while its endpoints are described.

use super::refusals;
use onehop::{
    endpoints::Described,
    wire::{ApiError, Client, ErrorBody},
};
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

/// Describes one mounted endpoint.
pub type Describe = fn(&mut Api);

const PLACE: &str = "#/components/schemas/";

/// One of the two APIs. Both have a `User` and a `Session` of their own: every schema bears its API's name.
pub struct Api {
    /// `Frontend` or `Backend`.
    pub(super) name: &'static str,
    answers: SchemaGenerator,
    requests: SchemaGenerator,
    bodies: Map<String, Value>,
    /// Operations by path, then by verb.
    pub(super) paths: Map<String, Value>,
}

/// What one API adds to the document.
pub(super) struct Parts {
    pub paths: Map<String, Value>,
    pub schemas: Map<String, Value>,
    pub responses: Map<String, Value>,
}

impl Api {
    /// An API without operations.
    pub(super) fn new(name: &'static str) -> Self {
        let settings = || {
            SchemaSettings::draft2020_12().with(|settings| {
                settings.definitions_path = "/components/schemas".into();
                settings.meta_schema = None;
            })
        };
        // What is asked differs from what is answered: fields may be left out, and numbers may be texts.
        let requests = settings().for_deserialize().with(|settings| settings.inline_subschemas = true);
        Self {
            name,
            answers: settings().for_serialize().into_generator(),
            requests: requests.into_generator(),
            bodies: Map::new(),
            paths: Map::new(),
        }
    }

    /// The schema of an answer, or a reference to it.
    pub(super) fn answer<T: Described>(&mut self) -> Value {
        self.answers.subschema_for::<T>().to_value()
    }

    /// The schema of the client that comes with an answer.
    pub(super) fn client(&mut self) -> Value {
        self.answer::<Client>()
    }

    /// What stands behind a reference of this API.
    pub(super) fn resolved(&self, schema: &Value) -> Value {
        let name = schema["$ref"].as_str().and_then(|path| path.strip_prefix(PLACE));
        name.and_then(|name| self.answers.definitions().get(name)).unwrap_or(schema).clone()
    }

    /// A reference to the schema of a request's body.
    pub(super) fn body<T: Described>(&mut self) -> (Value, Value) {
        let mut schema = self.requests.subschema_for::<T>().to_value();
        flatten(&mut schema);
        let name = T::schema_name();
        self.bodies.insert(name.to_string(), schema.clone());
        (json!({ "$ref": format!("{PLACE}{name}") }), schema)
    }

    /// The schema of a query.
    pub(super) fn query<T: Described>(&mut self) -> Value {
        self.requests.subschema_for::<T>().to_value()
    }

    /// All that was described.
    pub(super) fn finish(mut self) -> Parts {
        let error = self.error();
        let mut responses = refusals::components(self.name, &error);
        let mut schemas = self.answers.take_definitions(true);
        schemas.append(&mut self.bodies);
        let mut named: Map<String, Value> =
            schemas.into_iter().map(|(name, schema)| (self.named(&name), schema)).collect();
        responses.retain(|name, _| self.is_used(name));
        let parts = named.values_mut().chain(responses.values_mut()).chain(self.paths.values_mut());
        for part in parts {
            rename(self.name, part);
        }
        Parts { paths: self.paths, schemas: named, responses }
    }

    /// What every refusal is answered with. Only browsers have a client that errors must tell about.
    fn error(&mut self) -> Value {
        if self.name == "Frontend" {
            return self.answer::<ErrorBody>();
        }
        let error = json!({
            "type": "object",
            "required": ["errors", "clerk_trace_id"],
            "properties": {
                "errors": self.answer::<Vec<ApiError>>(),
                "clerk_trace_id": { "type": "string", "description": "Finds the request in the server's log." },
            },
        });
        self.bodies.insert("ErrorBody".to_owned(), error);
        json!({ "$ref": format!("{PLACE}ErrorBody") })
    }

    /// Does any operation refuse in this way?
    fn is_used(&self, response: &str) -> bool {
        let place = format!("#/components/responses/{response}");
        let operations = self.paths.values().filter_map(Value::as_object).flat_map(Map::values);
        let responses = operations.filter_map(|operation| operation["responses"].as_object()).flat_map(Map::values);
        responses.into_iter().any(|response| response["$ref"] == place)
    }

    fn named(&self, name: &str) -> String {
        format!("{}.{name}", self.name)
    }
}

/// Makes one choice of a choice among choices: a value in several forms, or null.
fn flatten(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(flatten),
        Value::Object(members) => {
            members.values_mut().for_each(flatten);
            if let Some(Value::Array(forms)) = members.get_mut("anyOf") {
                *forms = std::mem::take(forms).into_iter().flat_map(inner_forms).collect();
                forms.dedup();
            }
        }
        _ => {}
    }
}

/// The forms of a schema that says nothing else; else the schema itself.
fn inner_forms(schema: Value) -> Vec<Value> {
    match schema {
        Value::Object(mut members) if members.len() == 1 && members.contains_key("anyOf") => {
            match members.remove("anyOf") {
                Some(Value::Array(forms)) => forms,
                other => other.into_iter().collect(),
            }
        }
        other => vec![other],
    }
}

/// Lets references name the API, too.
fn rename(api: &str, value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(path) if name == "$ref" => {
                        if let Some(schema) = path.strip_prefix(PLACE) {
                            *path = format!("{PLACE}{api}.{schema}");
                        }
                    }
                    member => rename(api, member),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| rename(api, value)),
        _ => {}
    }
}
