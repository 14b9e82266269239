//! One call: written, sent, tried again, read.

use super::{BackendClient, BackendError, Result, error, query, retry, transport::Answer};
use crate::{
    endpoints::{Endpoint, NoBody, NoQuery, PathArgs, Shape, Verb, path_of},
    wire::backend::ApiVersion,
};
use bytes::Bytes;
use http::{HeaderValue, Request, header};
use http_body_util::Full;
use tokio::time::{Instant, sleep, timeout};

const AGENT: &str = concat!("onehop/", env!("CARGO_PKG_VERSION"));

impl BackendClient {
    /// Calls `E`: for what the families have no method for.
    pub async fn call<E: Endpoint>(&self, path: &E::Path, query: &E::Query, body: &E::Body) -> Result<E::Out> {
        self.call_traced::<E>(path, query, body).await.map(|(out, _)| out)
    }

    /// The same for contracts without a body.
    pub(super) async fn ask<E: Endpoint<Body = NoBody>>(&self, path: &E::Path, query: &E::Query) -> Result<E::Out> {
        self.call::<E>(path, query, &NoBody {}).await
    }

    /// The same for contracts with neither.
    pub(super) async fn act<E: Endpoint<Query = NoQuery, Body = NoBody>>(&self, path: &E::Path) -> Result<E::Out> {
        self.call::<E>(path, &NoQuery {}, &NoBody {}).await
    }

    /// The same for contracts without a query.
    pub(super) async fn tell<E: Endpoint<Query = NoQuery>>(&self, path: &E::Path, body: &E::Body) -> Result<E::Out> {
        self.call::<E>(path, &NoQuery {}, body).await
    }

    /// A call with the trace id of its answer.
    pub(super) async fn call_traced<E: Endpoint>(
        &self,
        path: &E::Path,
        query: &E::Query,
        body: &E::Body,
    ) -> Result<(E::Out, Option<String>)> {
        let request = self.write::<E>(path, query, body)?;
        let answer = self.send(E::VERB, request).await?;
        let trace_id = error::trace_id_of(&answer.headers);
        let text: &[u8] = if E::SHAPE == Shape::Empty { b"null" } else { &answer.body };
        match serde_json::from_slice(text) {
            Ok(out) => Ok((out, trace_id)),
            // Where, but not what: the answer is about people.
            Err(wrong) => {
                let error = BackendError::unreadable(&format!("line {}, column {}", wrong.line(), wrong.column()));
                Err(BackendError { status: answer.status, trace_id, ..error })
            }
        }
    }

    fn write<E: Endpoint>(&self, path: &E::Path, query: &E::Query, body: &E::Body) -> Result<Request<Full<Bytes>>> {
        // What names nothing would make another path, with another meaning.
        if path.segments().iter().any(|segment| matches!(*segment, "" | "." | "..")) {
            return Err(BackendError::unusable("an id is empty"));
        }
        let mut url = format!("{}{}", self.0.base, path_of::<E>(path));
        let mut parameters = query::write(query)?;
        if E::SHAPE == Shape::Listed && !parameters.contains("paginated=") {
            parameters.push_str(if parameters.is_empty() { "paginated=true" } else { "&paginated=true" });
        }
        if !parameters.is_empty() {
            url.push('?');
            url.push_str(&parameters);
        }
        let body = match E::VERB {
            Verb::Get | Verb::Delete => Bytes::new(),
            _ => serde_json::to_vec(body).map_err(|_| BackendError::unusable("the body can't be written"))?.into(),
        };
        self.request(E::VERB, url, body)
    }

    pub(super) fn request(&self, verb: Verb, url: String, body: Bytes) -> Result<Request<Full<Bytes>>> {
        let mut request = Request::builder()
            .method(verb.as_str())
            .uri(url)
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::USER_AGENT, AGENT)
            .header("clerk-api-version", ApiVersion::LATEST.as_str())
            .body(Full::new(body))
            .map_err(|_| BackendError::unusable("the request can't be written"))?;
        let authorization: HeaderValue = self.0.authorization.clone();
        request.headers_mut().insert(header::AUTHORIZATION, authorization);
        Ok(request)
    }

    /// Sends it, again where that is allowed.
    async fn send(&self, verb: Verb, request: Request<Full<Bytes>>) -> Result<Answer> {
        let began = Instant::now();
        for attempt in 1.. {
            let error = match self.attempt(request.clone()).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            match self.0.retry.wait(verb, attempt, &error, began.elapsed()) {
                Some(wait) => sleep(wait).await,
                None => return Err(error),
            }
        }
        Err(BackendError::unusable("too many tries"))
    }

    async fn attempt(&self, request: Request<Full<Bytes>>) -> Result<Answer> {
        let answer = timeout(self.0.timeout, self.0.transport.send(request)).await;
        accepted(answer.map_err(|_| BackendError::timed_out())??)
    }
}

/// The answer, unless it is a refusal.
pub(super) fn accepted(answer: Answer) -> Result<Answer> {
    if (200..300).contains(&answer.status) {
        return Ok(answer);
    }
    let retry_after = retry::retry_after(&answer.headers);
    Err(BackendError::refused(answer.status, &answer.headers, &answer.body, retry_after))
}
