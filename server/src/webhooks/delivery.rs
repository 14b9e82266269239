//! One delivery: the request, and what came of it.

use super::{Answer, Client, Failure, Secret, request};
use crate::{
    clock::Millis,
    domain::events,
    error::{Error, Result},
    state::App,
    store::{events::EventRow, webhook_endpoints::WebhookEndpointRow},
};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Uri};
use http_body_util::Full;
use std::{collections::BTreeMap, time::Instant};

/// So much of an answer is kept in the log.
const KEPT_BODY_BYTES: usize = 4 * 1_024;
const KEPT_HEADERS: usize = 40;
/// By this header of an answer a receiver says what is to become of deliveries.
const WISH: &str = "webhook-delivery";

/// What all deliveries to one endpoint share.
pub struct Target {
    url: Uri,
    headers: HeaderMap,
    secrets: Vec<Secret>,
}

/// What came of a try.
#[derive(Debug)]
pub struct Outcome {
    /// When it began.
    pub attempted_at: Millis,
    /// How long it took.
    pub duration_ms: i64,
    /// What was sent with it: see [`sent_headers`](super::sent_headers).
    pub request_headers: String,
    /// The answer, or why there was none.
    pub answer: std::result::Result<Answer, Failure>,
}

impl Outcome {
    /// Did the receiver take it?
    pub fn is_delivered(&self) -> bool {
        matches!(&self.answer, Ok(answer) if (200..300).contains(&answer.status))
    }

    /// Does the receiver want nothing more, ever?
    pub fn is_gone(&self) -> bool {
        matches!(&self.answer, Ok(answer) if answer.status == 410) || self.wishes("disable")
    }

    /// Does the receiver want this one no more?
    pub fn is_final(&self) -> bool {
        self.wishes("abort-message")
    }

    fn wishes(&self, what: &str) -> bool {
        let said = self.answer.as_ref().ok().and_then(|answer| answer.headers.get(WISH));
        said.is_some_and(|said| said.as_bytes().trim_ascii().eq_ignore_ascii_case(what.as_bytes()))
    }

    /// The beginning of the answer, as text.
    pub fn body(&self) -> Option<String> {
        let answer = self.answer.as_ref().ok()?;
        let kept = &answer.body[..answer.body.len().min(KEPT_BODY_BYTES)];
        // Postgres takes no zero bytes in a text.
        Some(String::from_utf8_lossy(kept).replace('\0', "\u{fffd}"))
    }

    /// The answer's headers as a JSON object.
    pub fn headers(&self) -> Option<String> {
        let answer = self.answer.as_ref().ok()?;
        let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).replace('\0', "\u{fffd}");
        let kept: BTreeMap<&str, String> =
            answer.headers.iter().take(KEPT_HEADERS).map(|(name, value)| (name.as_str(), text(value))).collect();
        serde_json::to_string(&kept).ok()
    }
}

impl Target {
    /// Where this endpoint is, and what signs its deliveries now.
    pub fn of(app: &App, row: &WebhookEndpointRow, now: Millis) -> Result<Self> {
        let mut secrets = vec![Secret::open(app, &row.id, &row.sealed_secret)?];
        if let Some(old) = &row.sealed_old_secret
            && row.old_secret_until.is_some_and(|until| now < until)
        {
            secrets.push(Secret::open(app, &row.id, old)?);
        }
        let own: BTreeMap<String, String> =
            serde_json::from_str(&row.headers).map_err(|error| Error::Internal(Box::new(error)))?;
        let mut headers = HeaderMap::new();
        for (name, value) in own {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                headers.insert(name, value);
            }
        }
        let url = row.url.parse().map_err(|error: http::uri::InvalidUri| Error::Internal(Box::new(error)))?;
        Ok(Self { url, headers, secrets })
    }

    /// Sends an event, under its own id whichever try it is.
    pub async fn deliver(&self, app: &App, client: &Client, event: &EventRow) -> Result<Outcome> {
        let attempted_at = app.clock.now();
        let begun = Instant::now();
        let request = self.request(app, event, attempted_at.div_euclid(1_000))?;
        let request_headers = request::kept(request.headers());
        let answer = client.send(request).await;
        let duration_ms = i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX);
        Ok(Outcome { attempted_at, duration_ms, request_headers, answer })
    }

    fn request(&self, app: &App, event: &EventRow, seconds: i64) -> Result<Request<Full<Bytes>>> {
        let wire = events::to_wire(&app.instance.id, event.clone())?;
        let body = serde_json::to_string(&wire).map_err(|error| Error::Internal(Box::new(error)))?;
        request::signed(&self.url, self.headers.clone(), &self.secrets, event.id.as_str(), seconds, body)
    }
}
