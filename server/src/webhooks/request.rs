//! The request of a delivery, and what the log keeps of it.

use super::{Secret, sign};
use crate::error::{Error, Result};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri, header};
use http_body_util::Full;
use std::collections::BTreeMap;

/// Libraries look for one or the other name of the same.
const ID: [&str; 2] = ["webhook-id", "svix-id"];
const TIMESTAMP: [&str; 2] = ["webhook-timestamp", "svix-timestamp"];
const SIGNATURE: [&str; 2] = ["webhook-signature", "svix-signature"];
/// Stands for the value of an endpoint's own header: it may let somebody in.
const HIDDEN: &str = "•••";

/// A delivery as it is sent: signed for this second, under both names that libraries look for.
pub fn signed(
    url: &Uri,
    mut headers: HeaderMap,
    secrets: &[Secret],
    id: &str,
    seconds: i64,
    body: String,
) -> Result<Request<Full<Bytes>>> {
    let signature = sign(secrets, id, seconds, &body);
    for (names, value) in [(ID, id.to_owned()), (TIMESTAMP, seconds.to_string()), (SIGNATURE, signature)] {
        let value = HeaderValue::try_from(value).map_err(|error| Error::Internal(Box::new(error)))?;
        for name in names {
            headers.insert(HeaderName::from_static(name), value.clone());
        }
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers
        .insert(header::USER_AGENT, HeaderValue::from_static(concat!("Onehop-Webhooks/", env!("CARGO_PKG_VERSION"))));
    let mut request = Request::new(Full::new(Bytes::from(body)));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = url.clone();
    *request.headers_mut() = headers;
    Ok(request)
}

/// The headers of such a request as a JSON object, for the log: an endpoint's own without their values, and what has two
/// names under the first.
pub(super) fn kept(headers: &HeaderMap) -> String {
    let ours = [ID[0], TIMESTAMP[0], SIGNATURE[0], header::CONTENT_TYPE.as_str(), header::USER_AGENT.as_str()];
    let twins = [ID[1], TIMESTAMP[1], SIGNATURE[1]];
    let told = |name: &str, value: &HeaderValue| match ours.contains(&name) {
        true => String::from_utf8_lossy(value.as_bytes()).into_owned(),
        false => HIDDEN.to_owned(),
    };
    let named = headers.iter().map(|(name, value)| (name.as_str(), value));
    let kept = named.filter(|(name, _)| !twins.contains(name)).map(|(name, value)| (name, told(name, value)));
    serde_json::to_string(&kept.collect::<BTreeMap<_, _>>()).unwrap_or_default()
}

/// What was kept, as it was sent: what has two names under both.
pub fn sent_headers(kept: &str) -> BTreeMap<String, String> {
    let mut headers: BTreeMap<String, String> = serde_json::from_str(kept).unwrap_or_default();
    for [name, twin] in [ID, TIMESTAMP, SIGNATURE] {
        if let Some(value) = headers.get(name).cloned() {
            headers.insert(twin.to_owned(), value);
        }
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_keeps_what_was_signed_and_no_value_of_an_own_header() {
        let secret = Secret::parse("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX").expect("a secret");
        let own = HeaderMap::from_iter([(header::AUTHORIZATION, HeaderValue::from_static("Bearer very-secret"))]);
        let url = Uri::from_static("https://app.example.com/hook");
        let request = signed(&url, own, &[secret], "evt_1", 7, "{}".to_owned()).expect("a request");
        let kept = kept(request.headers());
        assert!(!kept.contains("very-secret") && !kept.contains("svix-"), "{kept}");
        let mut sent = sent_headers(&kept);
        assert_eq!(sent.remove("authorization").as_deref(), Some(HIDDEN));
        assert_eq!(sent.len(), request.headers().len() - 1);
        for (name, value) in sent {
            assert_eq!(request.headers()[&name], value, "{name}");
        }
    }
}
