//! Addresses of steps.

use crate::endpoints::percent_encode;

/// `path` with these parameters added.
pub(in crate::components) fn with_query<'a>(path: &str, query: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut url = path.to_owned();
    for (name, value) in query {
        url.push(if url.contains('?') { '&' } else { '?' });
        url.push_str(name);
        url.push('=');
        percent_encode(value, &mut url);
    }
    url
}

/// `url` without scheme and host where they are those of `home`: forms lead only to places on the same site.
pub(in crate::components) fn without_origin(url: String, home: &str) -> String {
    match url.strip_prefix(origin(home)) {
        Some("") => "/".to_owned(),
        Some(path) if !origin(home).is_empty() && path.starts_with('/') => path.to_owned(),
        _ => url,
    }
}

/// `https://example.com` of `https://example.com/a`.
fn origin(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    let end = url[host..].find('/').map_or(url.len(), |at| host + at);
    &url[..end]
}

#[cfg(test)]
mod tests {
    use super::{with_query, without_origin};

    #[test]
    fn addresses_of_the_same_site_become_paths_and_others_stay() {
        let home = "https://example.com/";
        assert_eq!(without_origin("https://example.com/user?a=b".into(), home), "/user?a=b");
        assert_eq!(without_origin("https://example.com".into(), home), "/");
        assert_eq!(without_origin("/user".into(), home), "/user");
        assert_eq!(without_origin("/user".into(), ""), "/user");
        assert_eq!(without_origin("https://example.com.evil/".into(), home), "https://example.com.evil/");
        assert_eq!(without_origin("https://other.example/".into(), home), "https://other.example/");
    }

    #[test]
    fn parameters_are_added_and_encoded() {
        let query = [("method", "reset"), ("redirect_url", "/a?b=c&d")];
        assert_eq!(with_query("/sign-in", query.into_iter()), "/sign-in?method=reset&redirect_url=%2Fa%3Fb%3Dc%26d");
        assert_eq!(with_query("/x?y=1", [("z", "2")].into_iter()), "/x?y=1&z=2");
    }
}
