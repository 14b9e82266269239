//! Addresses of steps.

use crate::endpoints::percent_encode;

/// `path` with these parameters added.
pub(in crate::components) fn with_query<'a>(
    path: &str,
    query: impl Iterator<Item = (&'a str, &'a str)>,
) -> String {
    let mut url = path.to_owned();
    for (name, value) in query {
        url.push(if url.contains('?') { '&' } else { '?' });
        url.push_str(name);
        url.push('=');
        percent_encode(value, &mut url);
    }
    url
}

#[cfg(test)]
mod tests {
    use super::with_query;

    #[test]
    fn parameters_are_added_and_encoded() {
        let query = [("method", "reset"), ("redirect_url", "/a?b=c&d")];
        assert_eq!(
            with_query("/sign-in", query.into_iter()),
            "/sign-in?method=reset&redirect_url=%2Fa%3Fb%3Dc%26d"
        );
        assert_eq!(with_query("/x?y=1", [("z", "2")].into_iter()), "/x?y=1&z=2");
    }
}
