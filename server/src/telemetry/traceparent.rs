//! The header `traceparent` of W3C Trace Context: which span of somebody else's a request belongs to.

use crate::{keys::token_hash::hex, random::Random};
use http::HeaderMap;

/// A span, as those inside of it name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parent {
    /// 32 hexadecimal digits.
    pub trace_id: String,
    /// 16 hexadecimal digits; none at the root of a trace.
    pub span_id: Option<String>,
    /// Is this trace recorded?
    pub is_sampled: bool,
}

impl Parent {
    /// What the header says; none where there is none or it isn't valid. Later versions may say more, which is left aside.
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        let mut values = headers.get_all("traceparent").iter();
        let (Some(value), None) = (values.next(), values.next()) else { return None };
        let mut fields = value.to_str().ok()?.trim().split('-');
        let (version, trace_id, span_id, flags) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        let is_known = is_hex(version, 2) && version != "ff" && (version != "00" || fields.next().is_none());
        let has_ids = is_id(trace_id, 32) && is_id(span_id, 16);
        (is_known && has_ids && is_hex(flags, 2)).then(|| Self {
            trace_id: trace_id.to_owned(),
            span_id: Some(span_id.to_owned()),
            is_sampled: u8::from_str_radix(flags, 16).is_ok_and(|flags| flags & 1 == 1),
        })
    }

    /// The beginning of a new trace.
    pub fn root(random: &dyn Random) -> Self {
        let mut bytes = [0_u8; 16];
        random.fill(&mut bytes);
        Self { trace_id: hex(&bytes), span_id: None, is_sampled: true }
    }
}

/// A new span's id.
pub(super) fn span_id(random: &dyn Random) -> String {
    let mut bytes = [0_u8; 8];
    random.fill(&mut bytes);
    hex(&bytes)
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

fn is_id(text: &str, length: usize) -> bool {
    is_hex(text, length) && text.bytes().any(|byte| byte != b'0')
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
    const SPAN: &str = "b7ad6b7169203331";

    fn read(values: &[&str]) -> Option<Parent> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append("traceparent", HeaderValue::from_str(value).unwrap());
        }
        Parent::of(&headers)
    }

    #[test]
    fn a_valid_header_is_taken_over() {
        let parent = read(&[&format!("00-{TRACE}-{SPAN}-01")]).unwrap();
        assert_eq!((parent.trace_id.as_str(), parent.span_id.as_deref()), (TRACE, Some(SPAN)));
        assert!(parent.is_sampled && !read(&[&format!("00-{TRACE}-{SPAN}-00")]).unwrap().is_sampled);
        assert!(read(&[&format!("cc-{TRACE}-{SPAN}-01-what-comes-later")]).is_some());
    }

    #[test]
    fn anything_else_is_as_if_it_was_not_there() {
        let zeros = "0".repeat(32);
        for value in [
            String::new(),
            format!("00-{TRACE}-{SPAN}"),
            format!("00-{TRACE}-{SPAN}-01-x"),
            format!("ff-{TRACE}-{SPAN}-01"),
            format!("00-{}-{SPAN}-01", TRACE.to_uppercase()),
            format!("00-{zeros}-{SPAN}-01"),
            format!("00-{TRACE}-{}-01", &zeros[..16]),
            format!("00-{TRACE}-{SPAN}-0g"),
            format!("00-{}-{SPAN}-01", &TRACE[1..]),
        ] {
            assert_eq!(read(&[&value]), None, "{value}");
        }
        let valid = format!("00-{TRACE}-{SPAN}-01");
        assert_eq!(read(&[&valid, &valid]), None);
        assert_eq!(read(&[]), None);
    }
}
