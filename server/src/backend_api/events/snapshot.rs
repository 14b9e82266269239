//! `GET /v1/snapshot`: every user as JSON, a line each, sent while they are read, and the cursor from which the feed goes
//! on. A user may be newer than the cursor says: the event that tells of it comes again, with the version that is known.

use crate::{
    backend_api::Context,
    domain::full_users,
    error::{Error, Result},
    frontend_api::reply,
    state::App,
    store::{
        events,
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
    endpoints::{Endpoint, backend::GetSnapshot},
    wire::backend::SnapshotLine,
};

const PAGE: i64 = 200;
const ORDER: (PageOrder, bool) = (PageOrder::CreatedAt, false);

/// Answers.
pub(super) async fn handle(State(app): State<App>, request: Request) -> Response {
    let trace = reply::trace_id(request.extensions());
    start(app, request).await.unwrap_or_else(|error| reply::error(error, None, &trace))
}

async fn start(app: App, request: Request) -> Result<Response> {
    let (parts, _) = request.into_parts();
    let cx = Context::of(app, &parts, GetSnapshot::ACCESS, (GetSnapshot::VERB, GetSnapshot::PATH)).await?;
    // Before the first user is read, so that no change falls in between.
    let end = events::end(&mut cx.read().await?, cx.instance()).await?;
    let (sink, body) = streamed::body();
    tokio::spawn(send(cx, end, sink));
    let mut response = Response::new(body);
    for (name, value) in [(header::CONTENT_TYPE, "application/x-ndjson"), (header::CACHE_CONTROL, "no-store")] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

async fn send(cx: Context, end: i64, sink: Sink) {
    if let Err(error) = send_all(&cx, end, &sink).await {
        sink.break_off("a snapshot", error).await;
    }
}

async fn send_all(cx: &Context, end: i64, sink: &Sink) -> Result<()> {
    let (mut count, mut after) = (0, None);
    let mut part = line(&SnapshotLine::Snapshot { cursor: end.to_string() })?;
    while sink.send(part).await.is_ok() {
        part = match page(cx, &mut after, &mut count).await? {
            Some(users) => users,
            None => {
                let _ = sink.send(line(&SnapshotLine::End { count })?).await;
                break;
            }
        };
    }
    Ok(())
}

async fn page(cx: &Context, after: &mut Option<Cursor>, count: &mut i64) -> Result<Option<String>> {
    let mut conn = cx.read().await?;
    let rows = user_pages::list(&mut conn, cx.instance(), &Filter::default(), ORDER, after.as_ref(), PAGE).await?;
    let Some(last) = rows.last() else { return Ok(None) };
    *after = Some(ORDER.0.cursor(last));
    let users = full_users::view_all(&cx.app, &mut conn, &rows, cx.now).await?;
    let mut text = String::new();
    for (row, user) in rows.iter().zip(users) {
        text.push_str(&line(&SnapshotLine::UserState { version: row.version, data: Box::new(user) })?);
        *count += 1;
    }
    Ok(Some(text))
}

fn line(line: &SnapshotLine) -> Result<String> {
    let mut text = serde_json::to_string(line).map_err(|error| Error::Internal(Box::new(error)))?;
    text.push('\n');
    Ok(text)
}
