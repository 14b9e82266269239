//! The cookies that the layers read, and the two they write.

use http::{HeaderMap, HeaderValue, header};

/// Names the client: opaque, out of script's reach.
pub const CLIENT_COOKIE: &str = "__client";
/// Holds the session token for the app's own server.
pub const SESSION_COOKIE: &str = "__session";
/// A session token lives a minute, and so does its cookie.
const SESSION_SECONDS: u32 = 60;

/// The value of a request's cookie. Of several with one name the first counts: browsers send the most specific first.
pub(super) fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value)
}

/// Does this `Set-Cookie` set the named one?
pub(super) fn sets(set_cookie: &HeaderValue, name: &str) -> bool {
    set_cookie.to_str().is_ok_and(|text| text.split('=').next().is_some_and(|key| key.trim() == name))
}

/// `Set-Cookie` for the session token; `None` takes it away.
pub(super) fn session(jwt: Option<&str>, is_secure: bool) -> Option<HeaderValue> {
    let (value, age) = jwt.map_or(("", 0), |jwt| (jwt, SESSION_SECONDS));
    let secure = if is_secure { "; Secure" } else { "" };
    let text = format!("{SESSION_COOKIE}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{secure}");
    HeaderValue::try_from(text).ok()
}

/// Is the page asked for on this machine itself? Not every browser keeps a `Secure` cookie from there.
pub(super) fn is_loopback(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _port)| name);
    matches!(name, "localhost" | "127.0.0.1" | "[::1]") || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &'static str) -> HeaderMap {
        [(name, HeaderValue::from_static(value))].into_iter().collect()
    }

    #[test]
    fn cookies_are_found_by_their_whole_name() {
        let headers = headers(header::COOKIE, "__client_uat=1; __session=a.b.c; __client=opaque; x");
        assert_eq!(read(&headers, CLIENT_COOKIE), Some("opaque"));
        assert_eq!(read(&headers, SESSION_COOKIE), Some("a.b.c"));
        assert_eq!(read(&headers, "client"), None);
    }

    #[test]
    fn an_empty_cookie_is_none() {
        assert_eq!(read(&headers(header::COOKIE, "__client="), CLIENT_COOKIE), None);
    }

    #[test]
    fn the_machine_itself_is_recognised_with_and_without_port() {
        for host in ["localhost", "localhost:3000", "127.0.0.1:3000", "[::1]:3000", "app.localhost:3000"] {
            assert!(is_loopback(&headers(header::HOST, host)), "{host}");
        }
        for host in ["example.com", "localhost.example.com:443", "127.0.0.1.example.com"] {
            assert!(!is_loopback(&headers(header::HOST, host)), "{host}");
        }
    }
}
