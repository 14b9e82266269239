//! From a contract and a handler to a route: what every endpoint needs is done here, once, in this order: key, version,
//! rate, path, query, body, handler, answer.

use super::{Context, input, limits};
use crate::{
    error::{Error, Result},
    frontend_api::{Route, filter, is_id, reply},
    openapi::Describe,
    state::App,
    upload,
};
use axum::{
    Json, RequestPartsExt, Router,
    extract::{Path, RawPathParams, Request, State},
    response::{IntoResponse, Response},
    routing::{MethodRouter, on},
};
use http::{HeaderValue, StatusCode, header, request::Parts};
use onehop::{
    endpoints::{Access, Endpoint, Shape, Verb, dashboard::AUDIT_ENTRY_HEADER},
    wire::ErrorCode,
};
use serde::Serialize;
use serde_json::Value;
use std::future::Future;

/// What was asked.
pub struct Call<E: Endpoint + ?Sized> {
    /// The variable segments.
    pub path: E::Path,
    /// The query's parameters.
    pub query: E::Query,
    /// The body.
    pub body: E::Body,
}

/// What an endpoint does. Handlers read: get, check, do, commit, answer.
pub trait Handle: Endpoint {
    /// How it may refuse, beside what the contract says already.
    const REFUSALS: &'static [StatusCode] = &[];
    /// Does the body carry a file? Then it may be larger than others, and come as multipart.
    const IS_UPLOAD: bool = false;

    /// Answers one call.
    fn handle(cx: &Context, call: Call<Self>) -> impl Future<Output = Result<Self::Out>> + Send;
}

/// The routes so far.
#[derive(Default)]
pub struct Routes {
    /// What serves them.
    pub router: Router<App>,
    /// What they are.
    pub list: Vec<Route>,
    /// How they describe themselves.
    pub described: Vec<Describe>,
}

impl Routes {
    /// Mounts an endpoint.
    pub fn add<E: Handle + 'static>(mut self) -> Self {
        self.list.push(Route { verb: E::VERB, path: E::PATH, access: E::ACCESS, is_sensitive: false });
        self.described.push(|api| api.add::<E>(E::REFUSALS));
        let handler = |State(app): State<App>, request: Request| serve::<E>(app, request);
        self.router = self.router.route(E::PATH, on(filter(E::VERB), handler));
        self
    }

    /// Describes an endpoint that has a route of its own.
    pub fn describe(mut self, describe: Describe) -> Self {
        self.described.push(describe);
        self
    }

    /// Mounts what answers something else than JSON. It asks [`Context::of`] itself who calls.
    pub fn raw(mut self, verb: Verb, path: &'static str, access: Access, handler: MethodRouter<App>) -> Self {
        self.list.push(Route { verb, path, access, is_sensitive: false });
        self.router = self.router.route(path, handler);
        self
    }
}

async fn serve<E: Handle>(app: App, request: Request) -> Response {
    let trace = reply::trace_id(request.extensions());
    let (mut parts, body) = request.into_parts();
    answer::<E>(app, &mut parts, body).await.unwrap_or_else(|error| reply::error(error, None, &trace))
}

async fn answer<E: Handle>(app: App, parts: &mut Parts, body: axum::body::Body) -> Result<Response> {
    let cx = Context::new::<E>(app, parts).await?;
    let (path, path_id) = path::<E>(parts).await?;
    limits::check(&cx, E::RATE, path_id.as_deref()).await?;
    let query = input::query::<E::Query>(parts.uri.query().unwrap_or_default())?;
    let is_page = parts.uri.query().is_some_and(input::wants_page);
    let body = match E::IS_UPLOAD {
        true => upload::read(&parts.headers, body).await?,
        false => input::body::<E::Body>(&parts.headers, body, cx.app.config.server.max_body_bytes).await?,
    };
    let out = E::handle(&cx, Call { path, query, body }).await?;
    let mut response = respond(E::SHAPE, is_page, &out)?;
    for cookie in cx.take_cookies() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    if let Some(entry) = cx.audit_entry().and_then(|id| HeaderValue::from_str(id.as_str()).ok()) {
        response.headers_mut().insert(AUDIT_ENTRY_HEADER, entry);
    }
    Ok(response)
}

fn respond(shape: Shape, is_page: bool, out: &impl Serialize) -> Result<Response> {
    let failed = |error| Error::Internal(Box::new(error));
    let mut response = match shape {
        Shape::Empty => StatusCode::NO_CONTENT.into_response(),
        Shape::Listed if !is_page => match serde_json::to_value(out).map_err(failed)? {
            Value::Object(mut page) => Json(page.remove("data")).into_response(),
            _ => return Err(Error::internal("a list that is no page")),
        },
        _ => Json(out).into_response(),
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// The variable segments. What can't be an id or a name is nowhere, whatever it looks like to the database.
async fn path<E: Endpoint>(parts: &mut Parts) -> Result<(E::Path, Option<String>)> {
    let not_found = || Error::api(ErrorCode::ResourceNotFound);
    let raw: RawPathParams = parts.extract().await.map_err(|_| not_found())?;
    let mut first = None;
    for (_, value) in &raw {
        if !value.split('-').all(is_id) {
            return Err(not_found());
        }
        first.get_or_insert_with(|| value.to_owned());
    }
    let Path(path) = parts.extract::<Path<E::Path>>().await.map_err(|_| not_found())?;
    Ok((path, first))
}
