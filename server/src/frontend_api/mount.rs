//! From a contract and a handler to a route: what every endpoint needs is done here, once, in this order: origin,
//! client, rate, session, body, handler, envelope and cookies.

use super::{
    Context, body,
    context::{Wanted, is_id},
    limits, origin, reply,
};
use crate::{
    error::{Error, Result},
    openapi::Describe,
    state::App,
    upload,
};
use axum::{
    RequestPartsExt, Router,
    extract::{Path, RawPathParams, Request, State},
    response::Response,
    routing::{MethodFilter, on},
};
use http::{StatusCode, request::Parts};
use onehop::{
    endpoints::{Access, Endpoint, Verb},
    wire::ErrorCode,
};
use std::future::Future;

/// What an endpoint does. Handlers read: get, check, do, commit, answer.
pub trait Handle: Endpoint {
    /// Does the body carry a file? Then it may be larger than others, and come as multipart.
    const IS_UPLOAD: bool = false;

    /// May somebody do this who acts in the user's name? Reads only, unless the handler knows better: what lets a user in
    /// or keeps others out is never changed by anybody else.
    const IS_FOR_ACTORS: bool = matches!(Self::VERB, Verb::Get);

    /// Does it change what lets the user in or keeps others out? Then whoever calls must have proven a moment ago that it
    /// is them: see `domain::session_verifications`.
    const IS_SENSITIVE: bool = false;

    /// How it may refuse, beside what the contract says already.
    const REFUSALS: &'static [StatusCode] = &[];

    /// Answers one call.
    fn handle(cx: &mut Context, path: Self::Path, body: Self::Body) -> impl Future<Output = Result<Self::Out>> + Send;

    /// The session that the call is about, to be found together with the client.
    fn wanted(_: &Self::Path) -> Wanted<'_> {
        if Self::ACCESS == Access::Session { Wanted::Current } else { Wanted::Nothing }
    }

    /// A session token in the answer that also belongs into the cookie of our own pages.
    fn token(_: &Context, _: &Self::Out) -> Option<String> {
        None
    }
}

/// One mounted endpoint, for the access matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// The verb.
    pub verb: Verb,
    /// The path with `{name}` segments.
    pub path: &'static str,
    /// Whose credentials it needs.
    pub access: Access,
    /// Must the caller have proven a moment ago who they are?
    pub is_sensitive: bool,
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
        self.list.push(Route { verb: E::VERB, path: E::PATH, access: E::ACCESS, is_sensitive: E::IS_SENSITIVE });
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
}

pub(crate) fn filter(verb: Verb) -> MethodFilter {
    match verb {
        Verb::Get => MethodFilter::GET,
        Verb::Post => MethodFilter::POST,
        Verb::Put => MethodFilter::PUT,
        Verb::Patch => MethodFilter::PATCH,
        Verb::Delete => MethodFilter::DELETE,
    }
}

async fn serve<E: Handle>(app: App, request: Request) -> Response {
    let trace = reply::trace_id(request.extensions());
    let (mut parts, body) = request.into_parts();
    let (path, path_id) = match path::<E>(&mut parts).await {
        Ok(path) => path,
        Err(error) => return reply::error(error, None, &trace),
    };
    if E::VERB != Verb::Get
        && let Err(error) = origin::check(&parts.headers, &parts.extensions, &app).await
    {
        return reply::error(error, None, &trace);
    }
    let mut cx = match Context::new(app, &parts, path_id, E::wanted(&path)).await {
        Ok(cx) => cx,
        Err(error) => return reply::error(error, None, &trace),
    };
    match answer::<E>(&mut cx, path, &parts, body).await {
        Ok(response) => response,
        Err(error) => reply::failure(&mut cx, error, &trace).await,
    }
}

async fn answer<E: Handle>(cx: &mut Context, path: E::Path, parts: &Parts, body: axum::body::Body) -> Result<Response> {
    limits::check(cx, E::RATE).await?;
    if E::ACCESS == Access::Session {
        cx.authenticate().await?;
        if !E::IS_FOR_ACTORS {
            cx.refuse_actor()?;
        }
        if E::IS_SENSITIVE {
            cx.require_recent_proof()?;
        }
    }
    let body = match E::IS_UPLOAD {
        true => upload::read(&parts.headers, body).await?,
        false => body::read::<E::Body>(&parts.headers, body, cx.app.config.server.max_body_bytes).await?,
    };
    let out = E::handle(cx, path, body).await?;
    let token = E::token(cx, &out);
    reply::success(cx, E::SHAPE, out, token).await
}

/// The variable segments. What can't be an id or a name is nowhere, whatever it looks like to the database.
async fn path<E: Endpoint>(parts: &mut Parts) -> Result<(E::Path, Option<String>)> {
    let not_found = |_| Error::api(ErrorCode::ResourceNotFound);
    let raw: RawPathParams = parts.extract().await.map_err(not_found)?;
    let mut first = None;
    for (_, value) in &raw {
        if !value.split('-').all(is_id) {
            return Err(Error::api(ErrorCode::ResourceNotFound));
        }
        first.get_or_insert_with(|| value.to_owned());
    }
    let Path(path) = parts.extract::<Path<E::Path>>().await.map_err(|_| Error::api(ErrorCode::ResourceNotFound))?;
    Ok((path, first))
}
