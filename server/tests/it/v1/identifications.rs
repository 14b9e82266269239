//! What a user is known by: every identification is shown to its user, and to nobody else.

use crate::{on_both, support::TestClient};
use serde_json::Value;

async fn list(client: &TestClient, kind: &str) -> Vec<Value> {
    let reply = client.get(&format!("/v1/me/{kind}")).await.ok();
    reply.json.as_array().expect("a bare array").clone()
}

on_both! {
    async fn addresses_are_listed_bare_as_the_user_has_them(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        app.signed_up("grace@example.com").await;
        app.add_email(&browser, "countess@example.com").await;
        let me = browser.get("/v1/me").await.ok();
        let emails = list(&browser, "email_addresses").await;
        assert_eq!(me.response()["email_addresses"], Value::from(emails.clone()));
        assert_eq!(emails.len(), 2);
        assert_eq!(emails[0]["verification"]["status"], "verified");
        assert_eq!(emails[1]["verification"]["status"], "unverified");
    }
}

on_both! {
    async fn numbers_and_wallets_of_the_user_are_shown_one_by_one_and_all_together(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let other = app.signed_up("grace@example.com").await;
        let phone = app.add_phone(&browser, "+442079460401").await;
        let wallet = app.add_wallet(&browser, "0x0123456789012345678901234567890123456789").await;
        let me = browser.get("/v1/me").await.ok();
        for (kind, id, member, text) in [
            ("phone_numbers", &phone, "phone_number", "+442079460401"),
            ("web3_wallets", &wallet, "web3_wallet", "0x0123456789012345678901234567890123456789"),
        ] {
            let all = list(&browser, kind).await;
            assert_eq!(all.len(), 1, "{kind}");
            assert_eq!(me.response()[kind], Value::from(all.clone()), "the user shows the same");
            assert_eq!((&all[0]["id"], &all[0]["object"], &all[0][member]), (&Value::from(id.as_str()), &Value::from(member), &Value::from(text)));
            assert_eq!(all[0]["verification"]["status"], "verified");
            let one = browser.get(&format!("/v1/me/{kind}/{id}")).await.enveloped_read(member);
            assert_eq!(one.response(), &all[0]);
            assert!(list(&other, kind).await.is_empty(), "of somebody else");
            other.get(&format!("/v1/me/{kind}/{id}")).await.refused(404, "resource_not_found", None);
        }
    }
}

on_both! {
    async fn the_user_says_which_one_is_the_main_one(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let other = app.signed_up("grace@example.com").await;
        let phone = app.add_phone(&browser, "+442079460401").await;
        let wallet = app.add_wallet(&browser, "0x0123456789012345678901234567890123456789").await;
        for (id, primary) in [(&phone, "primary_phone_number_id"), (&wallet, "primary_web3_wallet_id")] {
            let changed = browser.patch("/v1/me", &[(primary, id.as_str())]).await.enveloped("user");
            assert_eq!(changed.response()[primary], id.as_str());
            other.patch("/v1/me", &[(primary, id.as_str())]).await.refused_with_client(404, "resource_not_found", Some(primary));
        }
        app.execute("UPDATE phone_numbers SET verified_at = NULL", Vec::new()).await;
        let reply = browser.patch("/v1/me", &[("primary_phone_number_id", phone.as_str())]).await;
        reply.refused_with_client(422, "form_param_value_invalid", Some("primary_phone_number_id"));
    }
}

on_both! {
    async fn numbers_and_wallets_are_removed_by_their_user_alone(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let other = app.signed_up("grace@example.com").await;
        let phone = app.add_phone(&browser, "+442079460401").await;
        let wallet = app.add_wallet(&browser, "0x0123456789012345678901234567890123456789").await;
        let user = browser.get("/v1/me").await.ok().id();
        app.backend().patch(&format!("/v1/users/{user}"), serde_json::json!({"primary_phone_number_id": phone, "primary_web3_wallet_id": wallet})).await.ok();
        for (kind, id, object, primary) in [
            ("phone_numbers", &phone, "phone_number", "primary_phone_number_id"),
            ("web3_wallets", &wallet, "web3_wallet", "primary_web3_wallet_id"),
        ] {
            let path = format!("/v1/me/{kind}/{id}");
            other.delete(&path).await.refused_with_client(404, "resource_not_found", None);
            assert_eq!(browser.get("/v1/me").await.ok().response()[primary], id.as_str());
            let before = app.last_event().await;
            let gone = browser.delete(&path).await.enveloped(object);
            assert_eq!((&gone.response()["id"], &gone.response()["deleted"]), (&Value::from(id.as_str()), &Value::from(true)));
            let user = &gone.client()["sessions"][0]["user"];
            assert_eq!((&user[kind], &user[primary]), (&serde_json::json!([]), &Value::Null));
            let kinds: Vec<String> = app.events_after(before).await.into_iter().map(|event| event.kind).collect();
            assert_eq!(kinds, ["user.updated"]);
            browser.delete(&path).await.refused_with_client(404, "resource_not_found", None);
        }
    }
}
