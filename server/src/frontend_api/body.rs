//! Bodies: forms and JSON, read into the same shape. Forms know text only and repeat a name for a list.

use crate::error::{Error, Result};
use axum::body::Body;
use http::{HeaderMap, header};
use onehop::wire::ErrorCode;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Reads the body as `T`. Unknown members are ignored, as the contract asks.
pub async fn read<T: DeserializeOwned>(headers: &HeaderMap, body: Body, limit: usize) -> Result<T> {
    let bytes = axum::body::to_bytes(body, limit).await.map_err(|_| Error::api(ErrorCode::RequestBodyTooLarge))?;
    let members = members(headers, &bytes)?;
    if let Some((name, _)) = members.iter().find(|(_, value)| has_nul(value)) {
        return Err(Error::param(ErrorCode::FormParamFormatInvalid, name));
    }
    T::deserialize(&Value::Object(members.clone())).map_err(|error| blame::<T>(members, &error.to_string()))
}

fn members(headers: &HeaderMap, bytes: &[u8]) -> Result<Map<String, Value>> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(Map::new());
    }
    match kind.as_str() {
        "application/json" => match serde_json::from_slice(bytes) {
            Ok(Value::Object(members)) => Ok(members),
            _ => Err(Error::api(ErrorCode::RequestBodyInvalid)),
        },
        "application/x-www-form-urlencoded" => Ok(form(bytes)),
        _ => Err(Error::api(ErrorCode::RequestBodyInvalid).text("Send a form or JSON.")),
    }
}

pub(crate) fn form(bytes: &[u8]) -> Map<String, Value> {
    let mut members = Map::new();
    for (name, value) in form_urlencoded::parse(bytes) {
        let value = Value::String(value.into_owned());
        match members.get_mut(name.as_ref()) {
            None => {
                members.insert(name.into_owned(), value);
            }
            Some(Value::Array(list)) => list.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
        }
    }
    members
}

/// A character that Postgres can't store and no form field needs.
pub(crate) fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(list) => list.iter().any(has_nul),
        Value::Object(members) => members.iter().any(|(name, value)| name.contains('\0') || has_nul(value)),
        _ => false,
    }
}

/// Which member is at fault: the one that is missing, or the one without which the rest can be read.
pub(crate) fn blame<T: DeserializeOwned>(members: Map<String, Value>, message: &str) -> Error {
    if let Some(name) = message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
        return Error::param(ErrorCode::FormParamMissing, name);
    }
    for name in members.keys() {
        let mut rest = members.clone();
        rest.remove(name);
        let is_culprit = match T::deserialize(&Value::Object(rest)) {
            Ok(_) => true,
            Err(error) => error.to_string().starts_with(&format!("missing field `{name}`")),
        };
        if is_culprit {
            return Error::param(ErrorCode::FormParamTypeInvalid, name);
        }
    }
    Error::api(ErrorCode::RequestBodyInvalid)
}

#[cfg(test)]
mod tests {
    use super::*;
    use onehop::endpoints::frontend::{AttemptFactor, ResetPasswordBody};

    async fn read_as<T: DeserializeOwned>(kind: &'static str, body: &'static str) -> Result<T> {
        let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, http::HeaderValue::from_static(kind))]);
        read(&headers, Body::from(body), 64).await
    }

    fn failure<T>(result: Result<T>) -> (ErrorCode, Option<String>) {
        match result {
            Err(Error::Api(failure)) => (failure.errors[0].code, failure.errors[0].meta.param_name.clone()),
            _ => panic!("must be refused"),
        }
    }

    const FORM: &str = "application/x-www-form-urlencoded";

    #[tokio::test]
    async fn forms_and_json_say_the_same() {
        let form: ResetPasswordBody =
            read_as(FORM, "password=a+b&sign_out_of_other_sessions=true&extra=1").await.expect("read");
        let json: ResetPasswordBody =
            read_as("application/json; charset=utf-8", r#"{"password":"a b","sign_out_of_other_sessions":true}"#)
                .await
                .expect("read");
        assert_eq!(form.password, json.password);
        assert_eq!(form.sign_out_of_other_sessions, json.sign_out_of_other_sessions);
    }

    #[tokio::test]
    async fn the_member_at_fault_is_named() {
        assert_eq!(
            failure(read_as::<AttemptFactor>(FORM, "code=1").await),
            (ErrorCode::FormParamMissing, Some("strategy".into()))
        );
        let wrong = read_as::<AttemptFactor>("application/json", r#"{"strategy":"password","password":7}"#).await;
        assert_eq!(failure(wrong), (ErrorCode::FormParamTypeInvalid, Some("password".into())));
        let nul = read_as::<AttemptFactor>(FORM, "strategy=password&password=a%00b").await;
        assert_eq!(failure(nul), (ErrorCode::FormParamFormatInvalid, Some("password".into())));
    }

    #[tokio::test]
    async fn what_cannot_be_read_is_refused() {
        assert_eq!(failure(read_as::<AttemptFactor>("application/json", "{").await).0, ErrorCode::RequestBodyInvalid);
        assert_eq!(failure(read_as::<AttemptFactor>("application/json", "[]").await).0, ErrorCode::RequestBodyInvalid);
        assert_eq!(failure(read_as::<AttemptFactor>("text/plain", "a=b").await).0, ErrorCode::RequestBodyInvalid);
        let long = "password=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
        assert_eq!(failure(read_as::<AttemptFactor>(FORM, long).await).0, ErrorCode::RequestBodyTooLarge);
    }
}
