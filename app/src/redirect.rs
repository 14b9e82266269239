//! Where a page may send a person next. Addresses in a query or a form come from strangers: only paths of this site
//! pass, so a link to our sign-in page can never end on somebody else's.

use std::fmt;

/// The one place on another site that this page may lead to: the server looked at the page's address and allows it. In
/// the request's extensions, and in the context of the page while it is rendered.
#[derive(Clone, PartialEq, Eq)]
pub struct AllowedRedirect(pub String);

/// Without its query, which may hold anything.
impl fmt::Debug for AllowedRedirect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AllowedRedirect").field(&self.0.split('?').next().unwrap_or_default()).finish()
    }
}

/// The longest address that is followed.
const MAX_BYTES: usize = 2048;

/// `text`, if it is a path of this site; else nothing.
///
/// It must begin with one `/`. Browsers read `//host`, `/\host` and, because they drop tabs and line breaks, `/<tab>/host`
/// as other sites, so all of these are refused, as is everything that could not stand in a `Location` header.
pub fn same_site_path(text: &str) -> Option<&str> {
    let path = text.split(['?', '#']).next().unwrap_or_default();
    let is_safe = text.len() <= MAX_BYTES
        && path.starts_with('/')
        && !path.contains("//")
        && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    is_safe.then_some(text)
}

/// `text` if it is a path of this site, else `fallback`.
pub fn same_site_path_or<'a>(text: Option<&'a str>, fallback: &'a str) -> &'a str {
    text.and_then(same_site_path).unwrap_or(fallback)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_this_site_pass_unchanged() {
        for path in ["/", "/user", "/user/security?panel=password#top", "/a?next=https://elsewhere.example/b"] {
            assert_eq!(same_site_path(path), Some(path));
        }
    }

    #[test]
    fn addresses_of_other_sites_are_refused() {
        for address in [
            "https://elsewhere.example",
            "//elsewhere.example",
            "/\\elsewhere.example",
            "\\\\elsewhere.example",
            "/\t/elsewhere.example",
            "/\n/elsewhere.example",
            "///elsewhere.example",
            "/a//elsewhere.example",
            "/a\\..\\elsewhere.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "user",
            "",
            " /user",
            "@elsewhere.example",
        ] {
            assert_eq!(same_site_path(address), None, "{address:?}");
        }
    }

    #[test]
    fn what_cannot_stand_in_a_header_is_refused() {
        assert_eq!(same_site_path("/a\r\nSet-Cookie: b=c"), None);
        assert_eq!(same_site_path("/caf\u{e9}"), None);
        assert_eq!(same_site_path(&format!("/{}", "a".repeat(MAX_BYTES))), None);
    }

    #[test]
    fn refused_addresses_give_way_to_the_fallback() {
        assert_eq!(same_site_path_or(Some("//elsewhere.example"), "/"), "/");
        assert_eq!(same_site_path_or(None, "/user"), "/user");
        assert_eq!(same_site_path_or(Some("/a"), "/user"), "/a");
    }
}
