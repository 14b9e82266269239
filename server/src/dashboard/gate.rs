//! `/dashboard/api/v1/…`: the Backend API and the dashboard's own endpoints, for operators by their cookie.
//!
//! A change must come from a page of the dashboard itself: not of an app's origin, which may call the Frontend API, and
//! not of a sibling domain, to which browsers send the cookie too.

use super::{Operator, Visitor, cookie, forms};
use crate::{
    backend_api,
    domain::operators::{self, sessions},
    error::{Error, Result},
    frontend_api::reply,
    http::{Peer, public_origin},
    state::App,
    store,
};
use axum::{
    Router,
    extract::{Request, State},
    response::{IntoResponse, Response},
    routing::{any, post},
};
use http::{HeaderMap, HeaderName, Method, header};
use onehop::wire::ErrorCode;
use tower::ServiceExt;

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The gate: what is behind it, and who may pass.
#[derive(Clone)]
pub struct Gate {
    /// What all requests share.
    pub(super) app: App,
    api: Router,
}

/// The gate's routes.
pub fn router(app: App) -> Router {
    let api = backend_api::router(app.clone());
    let gate = Gate { app, api };
    // Nested, not matched by a wildcard: the API's own routes must find their variables alone.
    Router::new()
        .nest_service("/dashboard/api", any(call).with_state::<()>(gate.clone()))
        .nest_service("/dashboard/forms", post(forms::submit).with_state::<()>(gate))
}

async fn call(State(gate): State<Gate>, mut request: Request) -> Response {
    let trace = reply::trace_id(request.extensions());
    match gate.admit(&mut request).await {
        Ok(()) => gate.forward(request).await,
        Err(error) => reply::error(error, None, &trace),
    }
}

impl Gate {
    /// Finds out who asks, and whether their request may pass.
    pub(super) async fn admit(&self, request: &mut Request) -> Result<()> {
        let peer = request.extensions().get::<Peer>().copied();
        check_origin(&self.app, request.method(), request.headers(), peer)?;
        let seen = authenticate(&self.app, request.headers()).await?;
        request.extensions_mut().insert(Visitor(seen.operator));
        // A secret key is no way through here.
        request.headers_mut().remove(header::AUTHORIZATION);
        Ok(())
    }

    /// Hands an admitted request on.
    pub(super) async fn forward(&self, request: Request) -> Response {
        self.api.clone().oneshot(request).await.into_response()
    }
}

fn check_origin(app: &App, method: &Method, headers: &HeaderMap, peer: Option<Peer>) -> Result<()> {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let site = text(FETCH_SITE);
    let is_own_page = site.is_none_or(|site| matches!(site, "same-origin" | "none"));
    let is_fine = match (text(header::ORIGIN), method) {
        (Some(origin), _) => {
            is_own_page
                && (origin == app.config.server.public_origin() || origin == public_origin(&app.config, peer, headers))
        }
        (None, &Method::GET | &Method::HEAD) => is_own_page,
        (None, _) => site == Some("same-origin"),
    };
    if is_fine { Ok(()) } else { Err(Error::api(ErrorCode::OriginInvalid)) }
}

/// Who was found behind a cookie.
#[derive(Default)]
pub struct Seen {
    /// Who is signed in.
    pub operator: Option<Operator>,
    /// Is the second factor still to come?
    pub is_pending: bool,
}

/// Looks at the cookie.
pub async fn authenticate(app: &App, headers: &HeaderMap) -> Result<Seen> {
    let Some(token) = cookie::token(app, headers) else { return Ok(Seen::default()) };
    let now = app.clock.now();
    let mut conn = app.read().await?;
    let Some(session) = sessions::find(app, &mut conn, &token, now).await? else { return Ok(Seen::default()) };
    if !session.is_complete {
        return Ok(Seen { operator: None, is_pending: true });
    }
    let row = store::operators::find(&mut conn, &app.instance.id, &session.operator_id).await?;
    drop(conn);
    let Some(row) = row else { return Ok(Seen::default()) };
    operators::sessions::touch(app, &session, now).await?;
    Ok(Seen { operator: Some(Operator::new(row, session)), is_pending: false })
}
