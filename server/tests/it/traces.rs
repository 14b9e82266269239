//! Traces: a span of each request reaches an OTLP receiver, inside of the caller's own.

use crate::support::{Engine, TestApp};
use axum::{Json, Router, extract::State, routing::post};
use http::Method;
use serde_json::Value;
use std::{sync::Arc, time::Duration};
use tokio::{net::TcpListener, sync::Mutex, time::sleep};

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const PARENT: &str = "b7ad6b7169203331";

type Bodies = Arc<Mutex<Vec<Value>>>;

/// A receiver at a real socket; its address and what it was sent.
async fn receiver() -> (String, Bodies) {
    let bodies = Bodies::default();
    let take = |State(bodies): State<Bodies>, Json(body): Json<Value>| async move {
        bodies.lock().await.push(body);
        Json(serde_json::json!({}))
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a socket");
    let address = format!("http://{}/", listener.local_addr().expect("bound"));
    let router = Router::new().route("/v1/traces", post(take)).with_state(bodies.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (address, bodies)
}

/// All spans so far, as soon as there are `wanted` of them.
async fn spans(bodies: &Bodies, wanted: usize) -> Vec<Value> {
    for _ in 0..200 {
        let bodies = bodies.lock().await;
        let of =
            |body: &Value| body["resourceSpans"][0]["scopeSpans"][0]["spans"].as_array().cloned().unwrap_or_default();
        let all: Vec<Value> = bodies.iter().flat_map(of).collect();
        if all.len() >= wanted {
            return all;
        }
        drop(bodies);
        sleep(Duration::from_millis(50)).await;
    }
    panic!("{wanted} spans did not arrive: {:?}", bodies.lock().await);
}

fn attribute<'a>(span: &'a Value, key: &str) -> &'a Value {
    let attributes = span["attributes"].as_array().expect("attributes");
    &attributes.iter().find(|attribute| attribute["key"] == key).expect("the attribute")["value"]
}

#[tokio::test]
async fn a_request_is_a_span_inside_of_the_callers_own() {
    let (address, bodies) = receiver().await;
    let app = TestApp::start_with(Engine::Sqlite, |config| config.telemetry.otlp_endpoint = Some(address)).await;
    let _jobs = server::jobs::start(&app.app);
    let client = app.client();
    let get = async |path: &str, parent: &str| client.raw(Method::GET, path, &[("traceparent", parent)], "").await;
    let answered = get("/v1/client/sessions/sess_x?secret=hidden", &format!("00-{TRACE}-{PARENT}-01")).await;
    get("/v1/environment", &format!("00-{TRACE}-{PARENT}-00")).await;
    get("/v1/environment", "garbage").await;

    let spans = spans(&bodies, 2).await;
    let (inside, alone) = (&spans[0], &spans[1]);
    assert_eq!((&inside["traceId"], &inside["parentSpanId"]), (&TRACE.into(), &PARENT.into()));
    assert_eq!((&inside["name"], &inside["kind"]), (&"GET /v1/client/sessions/{session_id}".into(), &2.into()));
    assert_eq!(attribute(inside, "http.response.status_code")["intValue"], answered.status.as_u16().to_string());
    assert_eq!(attribute(inside, "onehop.trace_id")["stringValue"], answered.header("x-trace-id").expect("an id"));
    let nanos = |name: &str| inside[name].as_str().and_then(|text| text.parse::<i128>().ok()).expect("a number");
    assert_eq!(nanos("startTimeUnixNano") / 1_000_000, i128::from(app.now()));
    assert!(nanos("endTimeUnixNano") > nanos("startTimeUnixNano"));
    // Of an unrecorded trace nothing is sent; one of its own has a root.
    assert_eq!(spans.len(), 2, "{spans:?}");
    assert!(alone["parentSpanId"].is_null() && alone["traceId"] != TRACE, "{alone}");
    let body = bodies.lock().await[0].to_string();
    assert!(!body.contains("hidden") && !body.contains("sess_x"), "{body}");
    assert!(body.contains(r#"{"key":"service.name","value":{"stringValue":"onehop"}}"#), "{body}");
}

#[tokio::test]
async fn a_receiver_that_is_away_or_refuses_holds_nobody_up() {
    let closed = TcpListener::bind("127.0.0.1:0").await.expect("a socket").local_addr().expect("bound");
    let address = Some(format!("http://{closed}"));
    let app = TestApp::start_with(Engine::Sqlite, |config| config.telemetry.otlp_endpoint = address).await;
    let _jobs = server::jobs::start(&app.app);
    for _ in 0..300 {
        app.client().get("/v1/environment").await.ok();
    }
}

#[tokio::test]
async fn without_an_endpoint_there_are_no_traces() {
    assert!(TestApp::start(Engine::Sqlite).await.app.traces.is_none());
}
