//! What operators enter for an endpoint, checked.

use crate::{
    config::IpNet,
    domain::events,
    error::{Error, Result},
    store::webhook_endpoints::WebhookEndpointRow,
    webhooks::is_public,
};
use http::{HeaderName, HeaderValue};
use onehop::{endpoints::dashboard::WebhookEndpointBody, wire::ErrorCode};
use std::{collections::BTreeMap, net::IpAddr};
use url::{Host, Url};

const MAX_URL: usize = 2_048;
const MAX_DESCRIPTION: usize = 256;
const MAX_HEADERS: usize = 20;
const MAX_HEADER_VALUE: usize = 2_048;
const MAX_RATE: i64 = 1_000;
/// Headers of the connection and of the body are ours.
const OUR_HEADERS: [&str; 12] = [
    "host",
    "connection",
    "keep-alive",
    "proxy-connection",
    "proxy-authorization",
    "proxy-authenticate",
    "transfer-encoding",
    "te",
    "trailer",
    "upgrade",
    "expect",
    "user-agent",
];
/// So are those of what is sent and of its signature.
const OUR_PREFIXES: [&str; 3] = ["content-", "svix-", "webhook-"];

/// Writes what the body names into the row.
pub(super) fn apply(row: &mut WebhookEndpointRow, body: WebhookEndpointBody, allowed: &[IpNet]) -> Result<()> {
    let mut errors = Vec::new();
    if let Some(text) = &body.endpoint_url {
        keep(&mut errors, url(text, allowed), |url| row.url = url);
    }
    if let Some(text) = body.description {
        keep(&mut errors, description(&text), |text| row.description = text);
    }
    if let Some(names) = &body.types {
        keep(&mut errors, types(names), |types| row.types = types);
    }
    if body.remove_headers == Some(true) {
        row.headers = "{}".to_owned();
    }
    if let Some(text) = body.headers.filter(|text| !text.trim().is_empty()) {
        keep(&mut errors, headers(&text), |headers| row.headers = headers);
    }
    if let Some(rate) = body.rate_limit {
        keep(&mut errors, rate_limit(rate.0), |rate| row.rate_limit = rate);
    }
    if let Some(ordered) = body.ordered {
        row.is_ordered = ordered;
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::many(errors)) }
}

fn keep<T>(errors: &mut Vec<Error>, checked: Result<T>, write: impl FnOnce(T)) {
    match checked {
        Ok(value) => write(value),
        Err(error) => errors.push(error),
    }
}

/// An address that deliveries may go to, as far as it says so itself: what a name leads to is looked at with each
/// delivery.
fn url(text: &str, allowed: &[IpNet]) -> Result<String> {
    let wrong = |text: &str| Error::param(ErrorCode::FormParamFormatInvalid, "endpoint_url").text(text.to_owned());
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::param(ErrorCode::FormParamNil, "endpoint_url").text("Enter an address."));
    }
    if text.len() > MAX_URL {
        return Err(wrong("This address is too long."));
    }
    let url = Url::parse(text).map_err(|_| wrong("Write a whole address, such as https://app.example.com/hooks."))?;
    if !matches!(url.scheme(), "https" | "http") {
        return Err(wrong("Write an address that begins with https:// or http://."));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("Leave the user name and the password out. A header can carry them."));
    }
    if url.fragment().is_some() {
        return Err(wrong("Leave out what follows the #: it is never sent."));
    }
    let address = match url.host() {
        Some(Host::Ipv4(address)) => Some(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => Some(IpAddr::V6(address)),
        Some(Host::Domain(name)) if is_this_machine(name) => Some(IpAddr::from([127, 0, 0, 1])),
        Some(Host::Domain(_)) => None,
        None => return Err(wrong("Write a whole address, such as https://app.example.com/hooks.")),
    };
    let may = |address| is_public(address) || allowed.iter().any(|network| network.contains(address));
    match address {
        Some(address) if !may(address) => Err(wrong(
            "This address is not on the public internet. Networks of your own are allowed in the configuration (webhooks.allowed_networks).",
        )),
        _ => Ok(url.to_string()),
    }
}

fn is_this_machine(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

fn description(text: &str) -> Result<String> {
    let text = text.trim();
    match text.chars().count() <= MAX_DESCRIPTION {
        true => Ok(text.to_owned()),
        false => Err(Error::param(ErrorCode::FormParamMaxLengthExceeded, "description")
            .text(format!("Use at most {MAX_DESCRIPTION} characters."))),
    }
}

/// A JSON list of the types that these names and families mean; empty: all.
fn types(names: &[String]) -> Result<String> {
    let names = names.iter().flat_map(|names| names.split(','));
    let types = events::named_types(names)?;
    Ok(serde_json::Value::from(types).to_string())
}

/// `Name: value` in each line, as a JSON object.
fn headers(text: &str) -> Result<String> {
    let wrong = |text: String| Error::param(ErrorCode::FormParamFormatInvalid, "headers").text(text);
    let mut headers = BTreeMap::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        // What stands in the line may be a secret: it is not said again.
        let (name, value) =
            line.split_once(':').ok_or_else(|| wrong("Write one header in each line: Name: value.".to_owned()))?;
        let name = HeaderName::try_from(name.trim())
            .map_err(|_| wrong("One of the names is no name of a header.".to_owned()))?;
        let value = value.trim();
        if value.len() > MAX_HEADER_VALUE || HeaderValue::try_from(value).is_err() {
            return Err(wrong(format!("The value of {name} can't be sent in a header.")));
        }
        let is_ours =
            OUR_HEADERS.contains(&name.as_str()) || OUR_PREFIXES.iter().any(|prefix| name.as_str().starts_with(prefix));
        if is_ours {
            return Err(wrong(format!("The header {name} is set by the server.")));
        }
        headers.insert(name.as_str().to_owned(), value.to_owned());
    }
    if headers.len() > MAX_HEADERS {
        return Err(wrong(format!("Set at most {MAX_HEADERS} headers.")));
    }
    Ok(serde_json::json!(headers).to_string())
}

fn rate_limit(rate: i64) -> Result<Option<i64>> {
    match rate {
        0 => Ok(None),
        1..=MAX_RATE => Ok(Some(rate)),
        _ => Err(Error::param(ErrorCode::FormParamValueInvalid, "rate_limit")
            .text(format!("Give a number from 1 to {MAX_RATE}, or 0 for as many as possible."))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_whole_public_and_without_credentials() {
        let own: IpNet = "10.1.0.0/16".parse().expect("a network");
        for good in
            ["https://a.example/hook?x=1", "http://1.1.1.1:8080/", "http://10.1.2.3/", "https://[2606:4700::1111]/"]
        {
            assert!(url(good, &[own]).is_ok(), "{good}");
        }
        for bad in [
            "",
            "a.example",
            "/hook",
            "ftp://a.example/",
            "javascript:alert(1)",
            "https://me:pw@a.example/",
            "https://me@a.example/",
            "https://a.example/#x",
            "http://localhost:4000/",
            "http://api.localhost/",
            "http://LOCALHOST./",
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://017700000001/",
            "http://[::1]/",
            "http://[::ffff:10.0.0.1]/",
            "http://10.2.0.1/",
            "http://169.254.169.254/latest/meta-data/",
            "http://0.0.0.0/",
        ] {
            assert!(url(bad, &[own]).is_err(), "{bad}");
        }
        let loopback: IpNet = "127.0.0.0/8".parse().expect("a network");
        assert!(url("http://localhost:4000/hook", &[loopback]).is_ok());
    }

    #[test]
    fn headers_are_read_by_the_line_and_ours_are_refused() {
        assert_eq!(headers("X-Token: a:b \r\n\n x-two:2").expect("fine"), r#"{"x-token":"a:b","x-two":"2"}"#);
        for bad in [
            "x",
            "x y: 1",
            "Host: a",
            "Content-Type: a/b",
            "svix-id: 1",
            "Webhook-Id: 1",
            "Connection: close",
            "x: \u{1}",
        ] {
            assert!(headers(bad).is_err(), "{bad}");
        }
        let many: String = (0..21).map(|n| format!("x-{n}: 1\n")).collect();
        assert!(headers(&many).is_err());
    }

    #[test]
    fn families_mean_their_types_and_each_counts_once() {
        let types = events::named_types(["user.*", "user.created", "", " session.created"].into_iter()).expect("known");
        assert_eq!(types, ["user.created", "user.updated", "user.deleted", "session.created"]);
        for bad in ["*", "user", "user*", "nobody.*", "user.exploded"] {
            assert!(events::named_types([bad].into_iter()).is_err(), "{bad}");
        }
    }
}
