//! Addresses of pages, put together from texts of any kind.

/// A text as one value of a query.
pub fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                encoded.push(char::from(byte))
            }
            other => encoded.push_str(&format!("%{other:02X}")),
        }
    }
    encoded
}

/// A page that leads on to another one.
pub fn with_then(page: &str, then: &str) -> String {
    format!("{page}?then={}", encoded(then))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_separates_is_encoded() {
        assert_eq!(
            with_then("/dashboard/prove", "/dashboard/users?a=b&c"),
            "/dashboard/prove?then=/dashboard/users%3Fa%3Db%26c"
        );
    }
}
