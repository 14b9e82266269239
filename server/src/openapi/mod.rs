//! Our own description of both APIs: OpenAPI 3.1, made from the contracts that are mounted and the types they name, so a
//! new endpoint is in it by itself. `GET /openapi.json` serves it, `onehop openapi` prints it.

mod api;
mod operation;
mod refusals;
mod serve;

pub use api::{Api, Describe};
pub use serve::router;

use crate::{backend_api, frontend_api};
use serde_json::{Map, Value, json};

const ABOUT: &str = "User management that you host yourself. The Frontend API is called straight from the browser and \
    knows its caller by a cookie; the Backend API is called by an app's own backend with a secret key. Times are \
    milliseconds since 1970. Whatever is no success is answered with `errors`; members that nobody here knows are \
    ignored.";

/// The description of everything that is mounted.
pub fn document() -> Value {
    let mut frontend = Api::new("Frontend");
    let mut backend = Api::new("Backend");
    for describe in frontend_api::routes().described {
        describe(&mut frontend);
    }
    for describe in backend_api::routes().described {
        describe(&mut backend);
    }
    let mut paths = Map::new();
    let mut schemas = Map::new();
    let mut responses = Map::new();
    for api in [frontend, backend] {
        let parts = api.finish();
        schemas.extend(parts.schemas);
        responses.extend(parts.responses);
        for (path, operations) in parts.paths {
            match (paths.get_mut(&path), operations) {
                (Some(Value::Object(known)), Value::Object(more)) => known.extend(more),
                (_, operations) => drop(paths.insert(path, operations)),
            }
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Onehop", "version": env!("CARGO_PKG_VERSION"), "description": ABOUT },
        "servers": [{ "url": "/" }],
        "tags": [
            { "name": "Frontend API", "description": "Called from the browser." },
            { "name": "Backend API", "description": "Called with a secret key." },
        ],
        "paths": paths,
        "components": { "schemas": schemas, "responses": responses, "securitySchemes": security_schemes() },
    })
}

fn security_schemes() -> Value {
    json!({
        "client": {
            "type": "apiKey", "in": "cookie", "name": "__client",
            "description": "The browser. Set by the first call that needs one; who has signed in there is signed in.",
        },
        "secretKey": { "type": "http", "scheme": "bearer", "description": "A secret key of the instance: `sk_…`." },
    })
}
