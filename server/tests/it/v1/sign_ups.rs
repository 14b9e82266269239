//! `/v1/client/sign_ups`

use crate::{on_both, support::PASSWORD};

on_both! {
    async fn a_person_signs_up_with_password_and_mailed_code(app: TestApp) {
        let client = app.client();
        let reply = app.sign_up(&client, "ada@example.com").await;
        assert_eq!(reply.client()["sessions"][0]["user"]["email_addresses"][0]["email_address"], "ada@example.com");
        assert!(reply.client()["sign_up"].is_null(), "a finished attempt is gone from the client");
        let me = client.get("/v1/me").await.ok();
        assert_eq!(me.response()["password_enabled"], true);
    }
}

on_both! {
    async fn an_address_in_use_is_refused_at_once(app: TestApp) {
        app.signed_up("ada@example.com").await;
        let fields = [("email_address", "ADA@example.com"), ("password", PASSWORD)];
        app.client().post("/v1/client/sign_ups", &fields).await.refused(422, "form_identifier_exists", Some("email_address"));
    }
}
