//! `GET /v1/tickets/accept?ticket=…`: leads a browser that comes with a ticket to the page that takes it. Nothing is used
//! up on the way.

use super::reply;
use crate::{
    domain::{invitations, sign_in_tickets},
    error::{Error, Result},
    state::App,
};
use axum::{
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use onehop::wire::ErrorCode;
use secrecy::SecretString;

/// Shows the way.
pub async fn accept(State(app): State<App>, request: Request) -> Response {
    match page(&app, request.uri().query().unwrap_or_default()).await {
        Ok(page) => {
            let headers = [
                (header::LOCATION, page),
                // Nobody else may learn the ticket, and it is not to be kept.
                (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
                (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
            ];
            (StatusCode::SEE_OTHER, headers).into_response()
        }
        Err(error) => reply::error(error, None, &reply::trace_id(request.extensions())),
    }
}

async fn page(app: &App, query: &str) -> Result<HeaderValue> {
    let ticket = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "ticket");
    let ticket = ticket.map(|(_, ticket)| ticket.trim().to_owned()).filter(|ticket| !ticket.is_empty());
    let ticket = ticket.ok_or_else(|| Error::param(ErrorCode::FormParamMissing, "ticket").bad_request())?;
    let now = app.clock.now();
    let mut conn = app.read().await?;
    let page = match sign_in_tickets::find(app, &mut conn, &ticket, now).await {
        Ok(_) => sign_in_tickets::page(app, &SecretString::from(ticket)),
        Err(Error::Api(failure)) if failure.errors.iter().any(|error| error.code == ErrorCode::TicketInvalid) => {
            invitations::by_ticket(app, &mut conn, &ticket, now).await?;
            invitations::page(app, &SecretString::from(ticket))?
        }
        Err(error) => return Err(error),
    };
    HeaderValue::try_from(page).map_err(|error| Error::Internal(Box::new(error)))
}
