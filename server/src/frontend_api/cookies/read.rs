//! Reading a cookie out of a request.

use http::{HeaderMap, header};

/// The first cookie of this name, unless it is empty or longer than `max`.
pub fn value(headers: &HeaderMap, name: &str, max: usize) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
        .filter(|value| !value.is_empty() && value.len() <= max)
        .map(str::to_owned)
}
