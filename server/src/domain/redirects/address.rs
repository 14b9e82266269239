//! Which texts are addresses that people may be sent to at all, whoever lists them.

use url::{Host, Url};

/// The longest address that is followed.
const MAX_BYTES: usize = 2_048;
/// Schemes whose addresses run, hold or show something instead of leading to it.
const NOWHERE: &[&str] =
    &["javascript", "data", "vbscript", "blob", "file", "filesystem", "about", "view-source", "ws", "wss", "ftp"];

/// An absolute address that leads somewhere, without credentials in it and without anything that two readers could
/// read differently.
pub fn parse(address: &str) -> Option<Url> {
    let is_plain = address.len() <= MAX_BYTES && address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let url = Url::parse(address).ok().filter(|_| is_plain)?;
    // A third slash is skipped by browsers, and is the beginning of a path to others; who signs in with nothing before an
    // @ isn't seen by the parser, but may be by them.
    let authority = address.get(url.scheme().len()..)?.strip_prefix("://")?.split(['/', '?', '#']).next()?;
    let has_authority = !authority.is_empty() && !authority.contains('@');
    let is_somewhere = url.host_str().is_some_and(|host| !host.is_empty()) && !NOWHERE.contains(&url.scheme());
    (has_authority && is_somewhere && url.fragment().is_none()).then_some(url)
}

/// Does it lead to the machine it is followed on?
pub fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_lead_somewhere_are_read() {
        for address in [
            "https://app.example.com",
            "https://app.example.com:8443/a/b?c=d",
            "my-app://callback",
            "com.example.app://oauth/callback",
            "http://localhost:3000/x",
        ] {
            assert!(parse(address).is_some(), "{address}");
        }
        for address in [
            "",
            "/path",
            "//elsewhere.example",
            "https:app.example.com",
            "https:/app.example.com",
            "https://",
            "https:///elsewhere.example",
            "https:////elsewhere.example/path",
            "my-app:callback",
            "my-app://",
            "javascript://app.example.com/%0aalert(1)",
            "JavaScript://x/%0aalert(1)",
            "data://text/html,x",
            "file://host/etc/passwd",
            "view-source://app.example.com",
            "https://user@app.example.com",
            "https://user:pass@app.example.com",
            "https://@app.example.com",
            "my-app://:@callback",
            "https://app.example.com\\@evil.example",
            "https://app.example.com/a b",
            "https://app.example.com/\n",
            "https://app.example.com/#fragment",
            "https://exämple.com/",
        ] {
            assert!(parse(address).is_none(), "{address:?}");
        }
        assert!(parse(&format!("https://example.com/{}", "a".repeat(MAX_BYTES))).is_none());
    }
}
