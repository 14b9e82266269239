//! What would happen, without anything happening.

use super::{Files, of, rejected, run, users_count};
use crate::on_both;
use serde_json::json;
use server::transfer::Import;

on_both! {
    async fn a_dry_run_writes_nothing_and_says_the_same(app: TestApp) {
        app.backend().user("taken@example.com").await;
        let files = Files::new();
        let emails = ["ada@example.com", "taken@example.com", "ada@example.com", "bad", "bea@example.com"];
        let lines: Vec<_> = (1..).zip(emails).map(|(n, email)| json!({"id": format!("user_{n}"), "primary_email_address": email}).to_string()).collect();
        let file = files.write("users.jsonl", &lines.join("\n"));
        let last = app.last_event().await;
        let dry = run(&app, &Import { is_dry_run: true, ..of(file.clone()) }).await;
        let foretold = rejected(&file);
        assert_eq!((users_count(&app).await, app.last_event().await), (1, last), "nothing was written");
        let real = run(&app, &of(file.clone())).await;
        assert_eq!((dry.rows, dry.created), (real.rows, real.created));
        assert_eq!((real.rows, real.created, real.rows_before), (5, 2, 0));
        let lines = |rows: &[serde_json::Value]| rows.iter().map(|row| row["line"].clone()).collect::<Vec<_>>();
        assert_eq!(lines(&foretold), lines(&rejected(&file)));
        assert_eq!(lines(&foretold), [2, 3, 4]);
    }
}

on_both! {
    async fn a_file_of_no_known_kind_is_refused(app: TestApp) {
        let files = Files::new();
        for (name, text) in [("a", "name,age\nAda,7\n"), ("b", "{\"name\": \"Ada\"}"), ("c", ""), ("d", "[1]")] {
            let failed = server::transfer::import(&app.app, &of(files.write(name, text)), |_| ()).await;
            assert!(failed.is_err(), "{name}");
        }
        assert!(server::transfer::import(&app.app, &of(files.path("missing")), |_| ()).await.is_err());
    }
}
