//! Origins of pages and apps that may call from elsewhere.

use super::redirects::address::is_this_machine;
use crate::state::App;
use url::Url;

/// Schemes of places that no app of its own is at.
const NOWHERE: &[&str] = &["javascript", "data", "vbscript", "blob", "file", "filesystem", "about", "ws", "wss", "ftp"];

/// The origin as browsers write it: https, the scheme of an extension or app, or http where nobody can listen: on this
/// machine, and anywhere in development.
pub fn parse(app: &App, text: &str) -> Option<String> {
    let origin = read(text)?;
    let is_http = origin.starts_with("http://");
    let is_local = || Url::parse(&origin).is_ok_and(|url| is_this_machine(&url));
    (!is_http || app.config.is_development() || is_local()).then_some(origin)
}

fn read(text: &str) -> Option<String> {
    let text = text.trim();
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'*' | b'%'));
    let url = Url::parse(text).ok().filter(|_| is_plain)?;
    let host = url.host_str().filter(|host| !host.is_empty())?;
    let is_bare = matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
    let is_anonymous = url.username().is_empty() && url.password().is_none();
    if !is_bare || !is_anonymous || NOWHERE.contains(&url.scheme()) || !text.contains("://") {
        return None;
    }
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    Some(format!("{}://{host}{port}", url.scheme()))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn origins_are_written_as_browsers_write_them() {
        for (text, origin) in [
            ("https://app.example.com", "https://app.example.com"),
            (" https://App.Example.com:443/ ", "https://app.example.com"),
            ("https://app.example.com:8443", "https://app.example.com:8443"),
            ("http://localhost:3000", "http://localhost:3000"),
            (
                "chrome-extension://mnhbilbfebpbokpjjamapdecdgieldho",
                "chrome-extension://mnhbilbfebpbokpjjamapdecdgieldho",
            ),
            ("capacitor://localhost", "capacitor://localhost"),
        ] {
            assert_eq!(read(text).as_deref(), Some(origin), "{text}");
        }
    }

    #[test]
    fn what_is_no_origin_is_refused() {
        for text in [
            "",
            "*",
            "null",
            "app.example.com",
            "https://*.example.com",
            "https://app.example.com/path",
            "https://app.example.com?query",
            "https://app.example.com/#fragment",
            "https://user@app.example.com",
            "https:app.example.com",
            "javascript://app.example.com",
            "file:///etc/passwd",
            "data:text/html,x",
            "https://a b.example.com",
            "https://app.example.com\\@evil.example",
        ] {
            assert_eq!(read(text), None, "{text:?}");
        }
    }
}
