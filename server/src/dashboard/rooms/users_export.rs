//! `GET /v1/dashboard/users/export`: the users of a filter as CSV, sent while they are read. A proof of who asks is
//! needed, and the audit log says who had them.

use super::user_pages::wanted;
use crate::{
    backend_api::{Context, input},
    clock::Millis,
    domain::full_users,
    error::Result,
    frontend_api::reply,
    state::App,
    store::{
        user_filter::Filter,
        user_pages::{self, Cursor, PageOrder},
    },
    streamed::{self, Sink},
};
use axum::{
    extract::{Request, State},
    response::Response,
};
use http::{HeaderValue, header};
use onehop::{
    endpoints::dashboard::{ExportUsers, UserPageQuery},
    wire::backend::User,
};
use serde_json::json;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

const PAGE: i64 = 500;
const HEAD: &str = "id,first_name,last_name,username,primary_email_address,email_addresses,primary_phone_number,external_id,\
    banned,locked,created_at,last_sign_in_at,last_active_at\r\n";

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
    let (sink, body) = streamed::body();
    tokio::spawn(send(cx.app.clone(), filter, order, cx.now, sink));
    let mut response = Response::new(body);
    for (name, value) in [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"users.csv\""),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

/// Sends page after page.
async fn send(app: App, filter: Filter, order: (PageOrder, bool), now: Millis, sink: Sink) {
    let mut part = HEAD.to_owned();
    let mut after = None;
    while sink.send(part).await.is_ok() {
        part = match page(&app, &filter, order, &mut after, now).await {
            Ok(Some(text)) => text,
            Ok(None) => return,
            Err(error) => return sink.break_off("an export of users", error).await,
        };
    }
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
