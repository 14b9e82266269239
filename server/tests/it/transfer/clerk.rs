//! Users of Clerk.

use super::{BCRYPT, BCRYPT_PASSWORD, Files, by_external_id, of, rejected, run, users_count};
use crate::on_both;
use serde_json::json;

const HEADER: &str = "id,first_name,last_name,username,primary_email_address,primary_phone_number,verified_email_addresses,\
    unverified_email_addresses,verified_phone_numbers,unverified_phone_numbers,totp_secret,password_digest,password_hasher";

on_both! {
    async fn the_dashboards_csv_keeps_passwords_proofs_and_second_factors(app: TestApp) {
        let files = Files::new();
        let file = files.write("users.csv", &format!(
            "{HEADER}\n\
            user_1,Ada,\"Love\nlace\",,ada@example.com,+12025550101,\"ada@example.com,ada@example.org\",old@example.com,+12025550101,,,{BCRYPT},bcrypt\n\
            user_2,\"Bea, the \"\"B\"\"\",,bea_b,bea@example.com,,bea@example.com,,,,JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP,,\n"
        ));
        let done = run(&app, &of(file.clone())).await;
        // A line break in a name is none that a name can have: told, with the line on which the row begins.
        assert_eq!((done.rows, done.created, done.rejected()), (2, 1, 1));
        assert_eq!(rejected(&file)[0]["line"], 2);
        assert_eq!(rejected(&file)[0]["id"], "user_1");
        let bea = by_external_id(&app, "user_2").await;
        assert_eq!((&bea["first_name"], &bea["username"], &bea["totp_enabled"]), (&json!("Bea, the \"B\""), &json!("bea_b"), &json!(true)));

        let file = files.write("again.csv", &format!(
            "{HEADER}\nuser_1,Ada,Lovelace,,ada@example.com,+12025550101,\"ada@example.org,ada@example.com\",old@example.com,+12025550101,,,{BCRYPT},bcrypt\n"
        ));
        assert_eq!(run(&app, &of(file)).await.created, 1);
        let ada = by_external_id(&app, "user_1").await;
        let mut emails: Vec<_> = ada["email_addresses"].as_array().expect("a list").iter()
            .map(|email| (email["email_address"].as_str().expect("text"), email["verification"]["status"].as_str())).collect();
        // The main one first; the others came at the same moment.
        emails[1..].sort_unstable();
        assert_eq!(emails, [("ada@example.com", Some("verified")), ("ada@example.org", Some("verified")), ("old@example.com", None)]);
        assert_eq!(ada["primary_email_address_id"], ada["email_addresses"][0]["id"]);
        assert_eq!(ada["phone_numbers"][0]["phone_number"], "+12025550101");
        assert_eq!(ada["password_enabled"], true);
        app.sign_in(&app.client(), "ada@example.com", BCRYPT_PASSWORD).await;
        let half = app.client().post("/v1/client/sign_ins", &[("identifier", "bea_b")]).await.ok();
        assert_eq!(half.response()["status"], "needs_first_factor");
    }
}

on_both! {
    async fn rows_that_cannot_become_users_are_told_and_no_other_is_lost(app: TestApp) {
        app.backend().user("taken@example.com").await;
        let files = Files::new();
        let row = |id: &str, email: &str, rest: &str| format!("{id},,,,{email},,{email},,,,{rest}");
        let rows = [
            row("user_1", "ada@example.com", ",,"),
            row("user_2", "no address", ",,"),
            row("user_3", "taken@example.com", ",,"),
            row("user_4", "bea@example.com", ",,"),
            row("user_5", "cem@example.com", ",whirlpool$00,whirlpool"),
            row("user_6", "dan@example.com", ","),
            row("user_1", "eve@example.com", ",,"),
            row("user_8", "ada@example.com", ",,"),
            row("user_9", "", ",,"),
            row("user_10", "fay@example.com", ",,"),
        ];
        let file = files.write("users.csv", &format!("{HEADER}\n{}\n", rows.join("\n")));
        let done = run(&app, &of(file.clone())).await;
        assert_eq!((done.rows, done.created, done.rejected()), (10, 3, 7));
        assert_eq!(done.rejected_file, Some(files.path("users.csv.rejected.jsonl")));
        let told: Vec<_> = rejected(&file).iter()
            .map(|row| (row["line"].as_i64().expect("a line"), row["reason"].as_str().expect("a reason").split([':', ' ']).next().expect("a word").to_owned())).collect();
        let expected = [(3, "email_address"), (4, "email_address"), (6, "password_hasher"), (7, "has"), (8, "external_id"), (9, "email_address"), (10, "A")];
        assert_eq!(told, expected.map(|(line, word)| (line, word.to_owned())));
        assert_eq!(users_count(&app).await, 4);
        for id in ["user_1", "user_4", "user_10"] {
            by_external_id(&app, id).await;
        }
        // What was begun of a rejected row is taken back: its external id is free.
        assert_eq!(app.backend().get("/v1/users?external_id=user_8").await.ok().json, json!([]));
        let kinds: Vec<_> = app.events_after(0).await.into_iter().map(|event| event.kind).collect();
        assert_eq!(kinds, ["user.created"; 4], "each has its event");
    }
}

on_both! {
    async fn users_of_the_backend_api_as_json(app: TestApp) {
        let files = Files::new();
        let users = json!([
            {
                "id": "user_1", "object": "user", "external_id": null, "first_name": "Ada", "banned": true, "created_at": 1_614_962_056_775_i64,
                "last_sign_in_at": 1_714_962_056_775_i64, "primary_email_address_id": "idn_1", "locale": "en-GB",
                "email_addresses": [{"id": "idn_1", "email_address": "ada@example.com", "verification": {"status": "verified"}}],
                "web3_wallets": [{"id": "idn_3", "web3_wallet": "0xAb5801a7D398351b8bE11C439e05C5B3259aeC9B"}],
                "public_metadata": {"plan": "pro"}, "private_metadata": {"creditLimit": 5}, "unsafe_metadata": {"color": "red"}, "delete_self_enabled": false,
            },
            {"id": "user_2", "externalId": "customer-7", "emailAddresses": [{"id": "idn_2", "emailAddress": "bea@example.com", "verification": null}], "backupCodes": ["alpha-code-1"]},
        ]);
        let file = files.write("users.json", &serde_json::to_string_pretty(&users).expect("text"));
        let done = run(&app, &of(file)).await;
        assert_eq!((done.created, done.rejected_file), (2, None));
        let ada = by_external_id(&app, "user_1").await;
        for (name, value) in [
            ("first_name", json!("Ada")), ("banned", json!(true)), ("created_at", json!(1_614_962_056_775_i64)), ("last_sign_in_at", json!(1_714_962_056_775_i64)),
            ("locale", json!("en-GB")), ("public_metadata", json!({"plan": "pro"})), ("private_metadata", json!({"creditLimit": 5})),
            ("unsafe_metadata", json!({"color": "red"})), ("delete_self_enabled", json!(false)),
        ] {
            assert_eq!(ada[name], value, "{name}");
        }
        assert_eq!(ada["web3_wallets"][0]["web3_wallet"], "0xAb5801a7D398351b8bE11C439e05C5B3259aeC9B");
        let bea = by_external_id(&app, "customer-7").await;
        assert_eq!((&bea["email_addresses"][0]["verification"], &bea["backup_code_enabled"]), (&json!(null), &json!(true)));
    }
}

on_both! {
    async fn a_list_that_breaks_off_keeps_what_came_before(app: TestApp) {
        let files = Files::new();
        let file = files.write("users.json", "[\n{\"id\": \"user_1\", \"email_addresses\": [\"ada@example.com\"]},\n{\"id\": ");
        let failed = server::transfer::import(&app.app, &of(file), |_| ()).await.expect_err("no end");
        assert!(failed.to_string().contains("can't be read any further"), "{failed}");
        by_external_id(&app, "user_1").await;
    }
}
