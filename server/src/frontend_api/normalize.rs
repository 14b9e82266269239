//! Puts a request right before it is matched: `_method` in the query, double slashes, a trailing slash. The published
//! clients send all three.

use axum::extract::Request;
use http::{Method, Uri, uri::PathAndQuery};

/// The request as the routes expect it.
pub fn normalize(mut request: Request) -> Request {
    if request.method() == Method::POST
        && let Some(method) = request.uri().query().and_then(method_of)
    {
        *request.method_mut() = method;
    }
    if let Some(path) = put_right(request.uri().path()) {
        let target = match request.uri().query() {
            Some(query) => format!("{path}?{query}"),
            None => path,
        };
        let mut parts = request.uri().clone().into_parts();
        // A valid path without some slashes, or with a version before it, is one.
        parts.path_and_query = PathAndQuery::try_from(target).ok();
        if let Ok(uri) = Uri::from_parts(parts) {
            *request.uri_mut() = uri;
        }
    }
    request
}

fn method_of(query: &str) -> Option<Method> {
    let (_, value) = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "_method")?;
    match value.to_ascii_uppercase().as_str() {
        "PATCH" => Some(Method::PATCH),
        "PUT" => Some(Method::PUT),
        "DELETE" => Some(Method::DELETE),
        // A GET in disguise would slip past what guards reads and writes differently.
        _ => None,
    }
}

/// Is this a path that published clients write without the version?
pub fn is_unversioned(path: &str) -> bool {
    path.split('/').find(|segment| !segment.is_empty()) == Some("api_keys")
}

/// The path as the routes have it; none when it is that already.
fn put_right(path: &str) -> Option<String> {
    let tidy = tidy(path);
    let known = tidy.as_deref().unwrap_or(path);
    if is_unversioned(known) { Some(format!("/v1{known}")) } else { tidy }
}

/// The path without empty segments; none when it has none.
fn tidy(path: &str) -> Option<String> {
    if !path.contains("//") && (path.len() <= 1 || !path.ends_with('/')) {
        return None;
    }
    let mut tidy = String::with_capacity(path.len());
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        tidy.push('/');
        tidy.push_str(segment);
    }
    if tidy.is_empty() {
        tidy.push('/');
    }
    Some(tidy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn normalized(method: &str, uri: &str) -> (String, String) {
        let request = Request::builder().method(method).uri(uri).body(Body::empty()).expect("a request");
        let request = normalize(request);
        (request.method().to_string(), request.uri().to_string())
    }

    #[test]
    fn method_comes_from_the_query_only_on_post() {
        assert_eq!(normalized("POST", "/v1/me?_method=PATCH").0, "PATCH");
        assert_eq!(normalized("POST", "/v1/me?_method=delete").0, "DELETE");
        assert_eq!(normalized("POST", "/v1/me?_method=GET").0, "POST");
        assert_eq!(normalized("GET", "/v1/me?_method=DELETE").0, "GET");
    }

    #[test]
    fn empty_segments_are_dropped_and_the_query_stays() {
        assert_eq!(normalized("GET", "//v1//me/email_addresses/?a=b//c").1, "/v1/me/email_addresses?a=b//c");
        assert_eq!(normalized("GET", "/").1, "/");
    }

    #[test]
    fn paths_without_a_version_get_theirs() {
        assert_eq!(normalized("POST", "//api_keys/verify/?a=b").1, "/v1/api_keys/verify?a=b");
        assert_eq!(normalized("GET", "/api_keys").1, "/v1/api_keys");
        assert_eq!(normalized("GET", "/v1/api_keys").1, "/v1/api_keys");
        assert_eq!(normalized("GET", "/api_keysmith").1, "/api_keysmith");
    }
}
