//! Users of Auth0.

use super::{BCRYPT, BCRYPT_PASSWORD, Files, by_external_id, of, rejected, run};
use crate::on_both;
use serde_json::json;
use server::transfer::{Format, Import};

on_both! {
    async fn an_export_and_its_password_hashes(app: TestApp) {
        let files = Files::new();
        let lines = [
            json!({
                "user_id": "auth0|60425dc43519d90068f82973", "email": "ada@example.com", "email_verified": true, "given_name": "Ada", "family_name": "Lovelace",
                "created_at": "2021-03-05T16:34:16.775Z", "user_metadata": {"color": "red"}, "app_metadata": {"plan": "pro"}, "blocked": false,
            }),
            json!({"user_id": "google-oauth2|1", "email": "bea@example.com", "email_verified": false, "name": "bea@example.com", "identities": []}),
            json!({"user_id": "auth0|3", "email": "cem@example.com", "custom_password_hash": {"algorithm": "hmac", "hash": {"value": "00"}}}),
        ];
        let file = files.write("users.ndjson", &lines.map(|line| line.to_string()).join("\n"));
        let hash = json!({"_id": {"$oid": "60425dc43519d90068f82973"}, "email": "ada@example.com", "email_verified": false, "passwordHash": BCRYPT, "tenant": "t"});
        let hashes = files.write("hashes.ndjson", &hash.to_string());
        let done = run(&app, &Import { hashes: Some(hashes), ..of(file.clone()) }).await;
        assert_eq!((done.format, done.rows, done.created), (Format::Auth0, 3, 2));
        assert_eq!((&rejected(&file)[0]["line"], &rejected(&file)[0]["id"]), (&json!(3), &json!("auth0|3")));
        let ada = by_external_id(&app, "auth0|60425dc43519d90068f82973").await;
        for (name, value) in [
            ("first_name", json!("Ada")), ("created_at", json!(1_614_962_056_775_i64)), ("unsafe_metadata", json!({"color": "red"})),
            ("private_metadata", json!({"plan": "pro"})), ("public_metadata", json!({})), ("banned", json!(false)), ("password_enabled", json!(true)),
        ] {
            assert_eq!(ada[name], value, "{name}");
        }
        app.sign_in(&app.client(), "ada@example.com", BCRYPT_PASSWORD).await;
        let bea = by_external_id(&app, "google-oauth2|1").await;
        assert_eq!((&bea["first_name"], &bea["email_addresses"][0]["verification"]), (&json!(null), &json!(null)), "an address is no name");
    }
}

on_both! {
    async fn the_file_of_hashes_alone_is_enough(app: TestApp) {
        let files = Files::new();
        let line = json!({"_id": {"$oid": "6042"}, "email": "ada@example.com", "email_verified": true, "passwordHash": BCRYPT, "connection": "Username-Password-Authentication"});
        let file = files.write("hashes.ndjson", &format!("{line}\n"));
        assert_eq!(run(&app, &of(file)).await.created, 1);
        by_external_id(&app, "auth0|6042").await;
        app.sign_in(&app.client(), "ada@example.com", BCRYPT_PASSWORD).await;
    }
}
