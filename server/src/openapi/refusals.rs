//! Answers that are no success: which ones an endpoint may give, and what they look like.

use super::operation::Contract;
use http::StatusCode;
use onehop::endpoints::{Access, RateClass, Verb};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// All that may be answered instead of success, with the name of the component that describes it.
const ALL: [(StatusCode, &str, &str); 12] = [
    (StatusCode::BAD_REQUEST, "BadRequest", "The request cannot be read, or asks for what is not possible now."),
    (StatusCode::UNAUTHORIZED, "Unauthorized", "Nobody knows these credentials, or there are none."),
    (StatusCode::FORBIDDEN, "Forbidden", "The caller may not do this here."),
    (StatusCode::NOT_FOUND, "NotFound", "There is no such thing, or it is not the caller's."),
    (StatusCode::CONFLICT, "Conflict", "What is asked for has been done already."),
    (StatusCode::GONE, "Gone", "It was there, and is kept no longer."),
    (StatusCode::PAYLOAD_TOO_LARGE, "TooLarge", "The body is larger than allowed."),
    (StatusCode::UNSUPPORTED_MEDIA_TYPE, "UnsupportedMediaType", "The body is not of a kind that is read here."),
    (StatusCode::UNPROCESSABLE_ENTITY, "Unprocessable", "A parameter is wrong; `meta.param_name` says which."),
    (StatusCode::TOO_MANY_REQUESTS, "TooManyRequests", "Too many requests: wait as long as `Retry-After` says."),
    (StatusCode::INTERNAL_SERVER_ERROR, "InternalError", "Something broke on our side."),
    (StatusCode::SERVICE_UNAVAILABLE, "Unavailable", "The server is busy: wait as long as `Retry-After` says."),
];

/// How an endpoint may refuse: by what it needs, and by what its handler knows beside.
pub(super) fn of(contract: &Contract, api: &str, own: &[StatusCode]) -> Value {
    let mut statuses: BTreeSet<StatusCode> = own.iter().copied().collect();
    statuses.extend([StatusCode::INTERNAL_SERVER_ERROR, StatusCode::SERVICE_UNAVAILABLE]);
    let is_change = contract.verb != Verb::Get;
    let mut may = |is_so: bool, status: StatusCode| {
        if is_so {
            statuses.insert(status);
        }
    };
    may(contract.rate != RateClass::Unlimited, StatusCode::TOO_MANY_REQUESTS);
    may(contract.path.contains('{') || contract.has_body, StatusCode::NOT_FOUND);
    may(is_change, StatusCode::FORBIDDEN);
    // Whatever is sent as a body is read, also where it means nothing.
    may(is_change, StatusCode::BAD_REQUEST);
    may(is_change, StatusCode::PAYLOAD_TOO_LARGE);
    may(is_change, StatusCode::UNPROCESSABLE_ENTITY);
    may(contract.has_query, StatusCode::UNPROCESSABLE_ENTITY);
    let names_key = contract.access == Access::SecretKey;
    may(names_key, StatusCode::BAD_REQUEST);
    may(names_key && is_change, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    may(names_key || contract.access == Access::Session || contract.rate == RateClass::Token, StatusCode::UNAUTHORIZED);
    may(contract.access == Access::Session, StatusCode::FORBIDDEN);
    let known = ALL.iter().filter(|(status, ..)| statuses.contains(status));
    let entries =
        known.map(|(status, name, _)| (status.as_u16().to_string(), format!("#/components/responses/{api}.{name}")));
    Value::Object(entries.map(|(status, path)| (status, json!({ "$ref": path }))).collect())
}

/// The components of one API; `error` is the schema of what they answer.
pub(super) fn components(api: &str, error: &Value) -> Map<String, Value> {
    let describe = |(status, name, text): &(StatusCode, &str, &str)| {
        let mut response =
            json!({ "description": text, "content": { "application/json": { "schema": error.clone() } } });
        if [StatusCode::TOO_MANY_REQUESTS, StatusCode::SERVICE_UNAVAILABLE].contains(status) {
            response["headers"] = json!({
                "Retry-After": { "description": "Seconds.", "required": true, "schema": { "type": "integer", "minimum": 1 } },
            });
        }
        (format!("{api}.{name}"), response)
    };
    ALL.iter().map(describe).collect()
}
