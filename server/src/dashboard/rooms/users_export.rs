//! `GET /v1/dashboard/users/export`: the users of a filter as CSV, sent while they are read. A proof of who asks is
//! needed, and the audit log says who had them.

use super::user_pages::wanted;
use crate::{
    backend_api::{Context, input},
    clock::Millis,
    domain::full_users,
    error::{Error, Result},
    frontend_api::reply,
    state::App,
    store::{
        user_filter::Filter,
        user_pages::{self, Cursor, PageOrder},
    },
};
use axum::{
    body::Body,
    extract::{Request, State},
    response::Response,
};
use bytes::Bytes;
use http::{HeaderValue, header};
use hyper::body::Frame;
use onehop::{
    endpoints::dashboard::{ExportUsers, UserPageQuery},
    wire::backend::User,
};
use serde_json::json;
use std::{
    pin::Pin,
    task::{self, Poll},
};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use tokio::sync::mpsc;

const PAGE: i64 = 500;
const HEAD: &str = "id,first_name,last_name,username,primary_email_address,email_addresses,primary_phone_number,external_id,\
    banned,locked,created_at,last_sign_in_at,last_active_at\r\n";

type Part = std::io::Result<Bytes>;

/// Answers.
pub(super) async fn handle(State(app): State<App>, request: Request) -> Response {
    let trace = reply::trace_id(request.extensions());
    start(app, request).await.unwrap_or_else(|error| reply::error(error, None, &trace))
}

async fn start(app: App, request: Request) -> Result<Response> {
    let (parts, _) = request.into_parts();
    let cx = Context::new::<ExportUsers>(app, &parts).await?;
    cx.proven_operator()?;
    let text = parts.uri.query().unwrap_or_default();
    let query = input::query::<UserPageQuery>(text)?;
    let (filter, order) = wanted(&cx, query.filter, query.order_by.as_deref())?;
    let mut conn = cx.write().await?;
    cx.record(&mut conn, cx.instance(), None, Some(json!({ "query": text }))).await?;
    conn.commit().await?;
    let (sender, receiver) = mpsc::channel(2);
    tokio::spawn(send(cx.app.clone(), filter, order, cx.now, sender));
    let mut response = Response::new(Body::new(Parts(receiver)));
    for (name, value) in [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"users.csv\""),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

/// Sends page after page, as fast as they are taken. A failure breaks the answer off, so that nobody takes a part of it
/// for the whole.
async fn send(app: App, filter: Filter, order: (PageOrder, bool), now: Millis, sender: mpsc::Sender<Part>) {
    let mut part = Ok(Bytes::from_static(HEAD.as_bytes()));
    let mut after = None;
    loop {
        let is_last = part.is_err();
        if sender.send(part).await.is_err() || is_last {
            return;
        }
        part = match page(&app, &filter, order, &mut after, now).await {
            Ok(Some(text)) => Ok(Bytes::from(text)),
            Ok(None) => return,
            Err(error) => Err(broken(error)),
        };
    }
}

/// The connection is broken off; the log says why.
fn broken(error: Error) -> std::io::Error {
    if let Error::Internal(error) = error {
        tracing::error!(%error, "an export of users broke off: {error}");
    }
    std::io::Error::other("the export broke off")
}

async fn page(
    app: &App,
    filter: &Filter,
    order: (PageOrder, bool),
    after: &mut Option<Cursor>,
    now: Millis,
) -> Result<Option<String>> {
    let mut conn = app.read().await?;
    let rows = user_pages::list(&mut conn, &app.instance.id, filter, order, after.as_ref(), PAGE).await?;
    let Some(last) = rows.last() else { return Ok(None) };
    *after = Some(order.0.cursor(last));
    let users = full_users::view_all(app, &mut conn, &rows, now).await?;
    Ok(Some(users.iter().map(line).collect()))
}

fn line(user: &User) -> String {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let time = |value: Option<Millis>| value.map(moment).unwrap_or_default();
    let emails: Vec<&str> = user.email_addresses.iter().map(|email| email.email_address.as_str()).collect();
    let main = user.primary_email_address().map(|email| email.email_address.clone()).unwrap_or_default();
    let phone = user.phone_numbers.first().map(|phone| phone.phone_number.clone()).unwrap_or_default();
    let cells = [
        user.id.to_string(),
        text(&user.first_name),
        text(&user.last_name),
        text(&user.username),
        main,
        emails.join(" "),
        phone,
        text(&user.external_id),
        user.banned.to_string(),
        user.locked.to_string(),
        moment(user.created_at),
        time(user.last_sign_in_at),
        time(user.last_active_at),
    ];
    let mut line = cells.map(|text| cell(&text)).join(",");
    line.push_str("\r\n");
    line
}

fn moment(at: Millis) -> String {
    let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(at) * 1_000_000);
    at.ok().and_then(|at| at.format(&Rfc3339).ok()).unwrap_or_default()
}

/// A cell that no spreadsheet takes for a formula: users choose their names.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let guard = if is_formula { "'" } else { "" };
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        format!("{guard}{text}")
    }
}

/// The parts as they come.
struct Parts(mpsc::Receiver<Part>);

impl hyper::body::Body for Parts {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut task::Context<'_>,
    ) -> Poll<Option<std::io::Result<Frame<Bytes>>>> {
        self.0.poll_recv(context).map(|part| part.map(|part| part.map(Frame::data)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_every_cell_stays_one() {
        for (text, written) in [
            ("Ada", "Ada"),
            ("=1+1", "'=1+1"),
            ("+14155552671", "'+14155552671"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("King, Ada \"Countess\"", "\"King, Ada \"\"Countess\"\"\""),
            ("=a,b", "\"'=a,b\""),
            ("a\nb", "\"a\nb\""),
        ] {
            assert_eq!(cell(text), written);
        }
    }
}
