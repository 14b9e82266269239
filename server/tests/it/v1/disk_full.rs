//! A disk without space: changes are refused as "later", in the contract's form, and work again once there is room.

use crate::support::{ENGINES, Engine, PASSWORD, TestApp};

const PATH: &str = "/v1/client/sign_ups";

/// What takes the space away, and what gives it back.
fn statements(engine: Engine) -> (&'static [&'static str], &'static [&'static str]) {
    match engine {
        // The file may not grow any more; what is smaller than the file counts as its size.
        Engine::Sqlite => (&["PRAGMA max_page_count = 1"], &["PRAGMA max_page_count = 1000000"]),
        Engine::Postgres => (
            &[
                "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ \
                 BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$",
                "CREATE TRIGGER full_disk BEFORE INSERT ON sign_ups EXECUTE FUNCTION full_disk()",
            ],
            &["DROP TRIGGER full_disk ON sign_ups"],
        ),
    }
}

#[tokio::test]
async fn a_full_disk_answers_503_with_when_to_come_back_and_reading_goes_on() {
    for engine in ENGINES {
        eprintln!("on {engine:?}");
        let app = TestApp::start(engine).await;
        let browser = app.signed_up("ada@example.com").await;
        let (full, free) = statements(engine);
        for statement in full {
            app.execute(statement, vec![]).await;
        }
        // Metadata of some pages: whatever room is left in the file is used up soon.
        let metadata = format!(r#"{{"note":"{}"}}"#, "x".repeat(7_000));
        let mut refused = None;
        for at in 0..40 {
            let address = format!("p{at}@example.com");
            let fields = [("email_address", address.as_str()), ("password", PASSWORD), ("unsafe_metadata", &metadata)];
            let reply = app.client().post(PATH, &fields).await;
            if reply.status != 200 {
                refused = Some(reply);
                break;
            }
        }
        let refused = refused.expect("the disk is full at last");
        assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (503, Some("10")), "{}", refused.text);
        assert_eq!(refused.json["errors"][0]["code"], "service_unavailable");
        assert!(refused.json["clerk_trace_id"].is_string(), "{}", refused.text);
        browser.get("/v1/me").await.ok();
        for statement in free {
            app.execute(statement, vec![]).await;
        }
        app.client().post(PATH, &[("email_address", "later@example.com"), ("password", PASSWORD)]).await.ok();
    }
}
