//! What callers send: queries with repeated names, JSON bodies that may be empty.

use crate::{
    error::{Error, Result},
    frontend_api::body::{blame, form, has_nul},
};
use axum::body::Body;
use http::{HeaderMap, header};
use onehop::wire::{ErrorCode, backend::Paging};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Values of one filter at most.
const MAX_VALUES: usize = 100;
/// A longer part of a text finds nothing anyway.
const MAX_PART: usize = 256;
const DEFAULT_LIMIT: i64 = 10;
const MAX_LIMIT: i64 = 500;

/// Reads the query. Names that mean nothing here are ignored.
pub fn query<T: DeserializeOwned>(query: &str) -> Result<T> {
    let mut members = form(query.as_bytes());
    gather_metadata(&mut members);
    for (name, value) in &members {
        if has_nul(value) {
            return Err(Error::param(ErrorCode::FormParamFormatInvalid, name));
        }
        if value.as_array().is_some_and(|values| values.len() > MAX_VALUES) {
            let text = format!("Give at most {MAX_VALUES} values.");
            return Err(Error::param(ErrorCode::FormParamArraySizeExceeded, name).text(text));
        }
    }
    T::deserialize(&Value::Object(members.clone())).map_err(|error| blame::<T>(members, &error.to_string()))
}

/// `metadata[plan]=pro` becomes one of the values of `metadata`: `plan=pro`.
fn gather_metadata(members: &mut Map<String, Value>) {
    let is_of_metadata = |name: &String| name.starts_with("metadata[") && name.ends_with(']');
    let names: Vec<String> = members.keys().filter(|name| is_of_metadata(name)).cloned().collect();
    for name in names {
        let path = name["metadata[".len()..name.len() - 1].replace("][", ".");
        let values = match members.remove(&name) {
            Some(Value::Array(values)) => values,
            Some(value) => vec![value],
            None => Vec::new(),
        };
        let list = members.entry("metadata").or_insert_with(|| Value::Array(Vec::new()));
        if !list.is_array() {
            *list = Value::Array(vec![list.take()]);
        }
        if let Value::Array(list) = list {
            list.extend(values.iter().filter_map(Value::as_str).map(|value| format!("{path}={value}").into()));
        }
    }
}

/// Does this query ask for a page instead of a bare array?
pub fn wants_page(query: &str) -> bool {
    form_urlencoded::parse(query.as_bytes()).any(|(name, value)| name == "paginated" && value == "true")
}

/// Reads the body as `T`; an empty one as an empty object. Unknown members are ignored.
pub async fn body<T: DeserializeOwned>(headers: &HeaderMap, body: Body, limit: usize) -> Result<T> {
    let bytes = axum::body::to_bytes(body, limit).await.map_err(|_| Error::api(ErrorCode::RequestBodyTooLarge))?;
    let is_empty = bytes.iter().all(u8::is_ascii_whitespace);
    if !is_empty && !is_json(headers) {
        return Err(Error::api(ErrorCode::UnsupportedContentType));
    }
    let value = if is_empty { Ok(Value::Object(Map::new())) } else { serde_json::from_slice(&bytes) };
    let value = value.map_err(|_| Error::api(ErrorCode::RequestBodyInvalid))?;
    match value {
        Value::Object(members) => {
            if let Some((name, _)) = members.iter().find(|(name, value)| name.contains('\0') || has_nul(value)) {
                return Err(Error::param(ErrorCode::FormParamFormatInvalid, name));
            }
            T::deserialize(&Value::Object(members.clone())).map_err(|error| blame::<T>(members, &error.to_string()))
        }
        // A type without mandatory members would take a list for its members in order.
        Value::Array(_) if has_nul(&value) || !is_list::<T>() => Err(Error::api(ErrorCode::RequestBodyInvalid)),
        Value::Array(_) => T::deserialize(&value).map_err(|error| {
            Error::api(ErrorCode::RequestBodyInvalid).text(format!("The list cannot be read: {error}."))
        }),
        _ => Err(Error::api(ErrorCode::RequestBodyInvalid)),
    }
}

/// Is `T` read from a list? Then an object is refused with these words.
fn is_list<T: DeserializeOwned>() -> bool {
    let refused = T::deserialize(&Value::Object(Map::new())).err();
    refused.is_some_and(|error| error.to_string().contains("expected a sequence"))
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// `limit` and `offset`, checked.
pub fn paging(paging: &Paging) -> Result<(i64, i64)> {
    let limit = paging.limit.map_or(DEFAULT_LIMIT, |limit| limit.0);
    if !(1..=MAX_LIMIT).contains(&limit) {
        let text = format!("Give a number from 1 to {MAX_LIMIT}.");
        return Err(Error::param(ErrorCode::FormParamValueInvalid, "limit").text(text));
    }
    let offset = paging.offset.map_or(0, |offset| offset.0);
    if offset < 0 {
        return Err(Error::param(ErrorCode::FormParamValueInvalid, "offset").text("Give 0 or more."));
    }
    Ok((limit, offset))
}

/// `-created_at`, `+created_at`, `created_at` among these names: what it stands for, and whether it descends. Newest first
/// unless told. A plus sign in a query is a space to most readers.
pub fn order<T: Copy>(text: Option<&str>, orders: &[(&str, T)]) -> Result<(T, bool)> {
    let text = text.unwrap_or("-created_at");
    let (name, is_descending) = match text.strip_prefix('-') {
        Some(name) => (name, true),
        None => (text.trim_start_matches(['+', ' ']), false),
    };
    Ok((named(name, orders, "order_by", "Order by")?, is_descending))
}

/// A state among these names; none when none is given.
pub fn status<T: Copy>(name: Option<&str>, states: &[(&str, T)]) -> Result<Option<T>> {
    name.filter(|name| !name.is_empty()).map(|name| named(name, states, "status", "Write")).transpose()
}

fn named<T: Copy>(name: &str, choices: &[(&str, T)], param: &str, verb: &str) -> Result<T> {
    let found = choices.iter().find(|(known, _)| *known == name).map(|(_, choice)| *choice);
    found.ok_or_else(|| {
        let names: Vec<&str> = choices.iter().map(|(known, _)| *known).collect();
        let list = match names.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
            None => String::new(),
        };
        Error::param(ErrorCode::FormParamValueInvalid, param).text(format!("{verb} {list}."))
    })
}

/// A part of a text to look for, without spaces around it; none when nothing is left.
pub fn part(text: Option<String>, param: &str) -> Result<Option<String>> {
    match text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()) {
        Some(text) if text.chars().count() > MAX_PART => {
            Err(Error::param(ErrorCode::FormParamMaxLengthExceeded, param))
        }
        text => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use onehop::{
        endpoints::backend::{CreateSessionBody, InvitationBody, ListUsersQuery},
        wire::Lenient,
    };

    fn code<T>(result: Result<T>) -> (ErrorCode, Option<String>) {
        match result {
            Err(Error::Api(failure)) => (failure.errors[0].code, failure.errors[0].meta.param_name.clone()),
            _ => panic!("must be refused"),
        }
    }

    #[test]
    fn repeated_names_make_lists_and_numbers_are_read_leniently() {
        let read: ListUsersQuery =
            query("email_address=a%40b.c&email_address=d%40e.f&user_id=user_1&limit=10.0&banned=false&x=y")
                .expect("read");
        assert_eq!(read.filter.email_address.0, ["a@b.c", "d@e.f"]);
        assert_eq!(read.filter.user_id.0, ["user_1"]);
        assert_eq!(read.filter.banned, Some(Lenient(false)));
        assert_eq!(paging(&read.paging).expect("allowed"), (10, 0));
    }

    #[test]
    fn metadata_in_brackets_is_gathered() {
        let read: ListUsersQuery =
            query("metadata[plan]=pro&metadata[public][team]=a&metadata[plan]=free").expect("read");
        assert_eq!(read.filter.metadata.0, ["plan=pro", "plan=free", "public.team=a"]);
    }

    #[test]
    fn wrong_parameters_are_named() {
        assert_eq!(code(query::<ListUsersQuery>("limit=ten")), (ErrorCode::FormParamTypeInvalid, Some("limit".into())));
        let many = "user_id=a&".repeat(101);
        assert_eq!(
            code(query::<ListUsersQuery>(&many)),
            (ErrorCode::FormParamArraySizeExceeded, Some("user_id".into()))
        );
        for wrong in ["limit=0", "limit=501", "limit=-1", "offset=-1"] {
            let read: ListUsersQuery = query(wrong).expect("read");
            assert_eq!(code(paging(&read.paging)).0, ErrorCode::FormParamValueInvalid, "{wrong}");
        }
    }

    async fn read<T: DeserializeOwned>(kind: Option<&'static str>, text: &'static str) -> Result<T> {
        let kind = kind.map(|kind| (header::CONTENT_TYPE, http::HeaderValue::from_static(kind)));
        body(&HeaderMap::from_iter(kind), Body::from(text), 256).await
    }

    #[tokio::test]
    async fn bodies_are_json_or_empty() {
        const JSON: Option<&str> = Some("application/json");
        assert!(read::<onehop::endpoints::NoBody>(JSON, "").await.is_ok());
        assert!(read::<onehop::endpoints::NoBody>(None, "").await.is_ok());
        let list: Vec<InvitationBody> = read(JSON, r#"[{"email_address":"a@b.c"}]"#).await.expect("read");
        assert_eq!(list[0].email_address, "a@b.c");
        assert_eq!(
            code(read::<CreateSessionBody>(JSON, "{}").await),
            (ErrorCode::FormParamMissing, Some("user_id".into()))
        );
        assert_eq!(
            code(read::<CreateSessionBody>(Some("text/plain"), "{}").await).0,
            ErrorCode::UnsupportedContentType
        );
        for wrong in ["{", "1", "null", "[{}]", "{\"user_id\":\"a\\u0000b\"}"] {
            assert!(read::<CreateSessionBody>(JSON, wrong).await.is_err(), "{wrong}");
        }
    }
}
