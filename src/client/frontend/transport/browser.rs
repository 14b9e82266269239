//! Requests by `fetch`.

use super::{RawReply, RawRequest};
use crate::{
    client::UiError,
    endpoints::{Verb, dashboard::AUDIT_ENTRY_HEADER},
    signals::platform::sleep,
};
use gloo_net::http::{Method, RequestBuilder, Response};
use send_wrapper::SendWrapper;
use web_sys::{AbortSignal, RequestCredentials};

/// No answer within this time counts as no answer at all.
const TIMEOUT_MS: u32 = 10_000;
/// What is sent may take its time too: a slow line carries this many bytes in a millisecond.
const BYTES_PER_MS: usize = 32;
/// Waits between the attempts of a read that found no server.
const RETRY_AFTER_MS: [i32; 3] = [300, 900, 2_700];

/// The browser's `fetch`.
#[derive(Clone, Debug)]
pub struct Transport;

impl Transport {
    /// The transport of this page.
    pub fn current() -> Self {
        Self
    }

    /// Sends it. A browser has one thread, which is what makes the wrapper sound.
    pub(crate) fn send(&self, request: RawRequest) -> impl Future<Output = Result<RawReply, UiError>> + Send + use<> {
        SendWrapper::new(send(request))
    }
}

/// Reads are tried again when no server answered; anything else might be done twice, so it is not.
async fn send(request: RawRequest) -> Result<RawReply, UiError> {
    let mut outcome = attempt(&request, 0).await;
    if request.verb == Verb::Get {
        for (retry, wait) in (1..).zip(RETRY_AFTER_MS) {
            if outcome.is_ok() {
                break;
            }
            sleep(wait).await;
            outcome = attempt(&request, retry).await;
        }
    }
    outcome.map_err(|_| UiError::unreachable())
}

async fn attempt(request: &RawRequest, retry: u32) -> Result<RawReply, gloo_net::Error> {
    let url = match retry {
        0 => request.url.clone(),
        _ => format!("{}&_clerk_retry_attempt={retry}", request.url),
    };
    let length = request.body.as_ref().map_or(0, String::len);
    let signal =
        AbortSignal::timeout_with_u32(TIMEOUT_MS + u32::try_from(length / BYTES_PER_MS).unwrap_or(u32::MAX / 2));
    let builder = RequestBuilder::new(&url)
        .method(method(request.verb))
        .credentials(RequestCredentials::Include)
        .abort_signal(Some(&signal))
        .header("Accept", "application/json");
    let response = match &request.body {
        Some(body) => builder.header("Content-Type", "application/json").body(body.as_str())?.send().await?,
        None => builder.send().await?,
    };
    read(response).await
}

async fn read(response: Response) -> Result<RawReply, gloo_net::Error> {
    let retry_after = response.headers().get("Retry-After").and_then(|seconds| seconds.parse().ok());
    let audit_entry = response.headers().get(AUDIT_ENTRY_HEADER);
    Ok(RawReply { status: response.status(), retry_after, audit_entry, body: response.text().await?.into_bytes() })
}

fn method(verb: Verb) -> Method {
    match verb {
        Verb::Get => Method::GET,
        Verb::Post => Method::POST,
        Verb::Put => Method::PUT,
        Verb::Patch => Method::PATCH,
        Verb::Delete => Method::DELETE,
    }
}
