//! Successful replies, unwrapped by the shape the contract gives them.

use super::{UiError, transport::RawReply};
use crate::{
    endpoints::{Endpoint, Shape},
    wire::{Client, Envelope, ErrorCode},
};

/// A resource and, beside it, the client after the call.
#[derive(Clone, Debug)]
pub struct Reply<T> {
    /// The resource asked for or changed.
    pub response: T,
    /// The client as it stands now; `None`: nothing to update.
    pub client: Option<Client>,
}

/// Reads a reply of `E`.
pub(crate) fn decode<E: Endpoint>(raw: &RawReply) -> Result<Reply<E::Out>, UiError> {
    if !(200..300).contains(&raw.status) {
        return Err(UiError::from_reply(raw.status, raw.retry_after, &raw.body));
    }
    // Read from text everywhere: each further kind of input would be another copy of every type's decoder.
    let body = std::str::from_utf8(&raw.body).unwrap_or_default();
    let reply = match E::SHAPE {
        // With `paginated=true`, as clients of ours ask, a list is a page.
        Shape::Bare | Shape::Listed | Shape::Lines => {
            serde_json::from_str(body).map(|response| Reply { response, client: None })
        }
        Shape::Empty => serde_json::from_str("null").map(|response| Reply { response, client: None }),
        Shape::Enveloped | Shape::EnvelopedRead => serde_json::from_str(body)
            .map(|envelope: Envelope<E::Out>| Reply { response: envelope.response, client: envelope.client }),
    };
    reply.map_err(|_| {
        let error = UiError::local(ErrorCode::Unexpected, "The server's answer can't be read.");
        UiError { status: raw.status, ..error }
    })
}
