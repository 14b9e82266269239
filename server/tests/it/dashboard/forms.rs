//! Forms of the dashboard: without scripts they lead on, with scripts they answer.

use crate::{on_both, support::OPERATOR_PASSWORD};
use http::Method;
use server::clock::MINUTE;

on_both! {
    async fn a_form_without_scripts_leads_on_and_says_what_was_done(app: TestApp) {
        let operator = app.operator().await;
        let fields = [("_then", "/dashboard/keys"), ("_said", "It is done."), ("_form", "f"), ("email_address[]", "ada@example.com"), ("public_metadata:json", "{\"plan\": \"pro\"}")];
        let reply = operator.form("/v1/users", &fields).await;
        assert_eq!((reply.status.as_u16(), reply.header("location")), (303, Some("/dashboard/keys")), "{}", reply.text);
        let users = operator.get("/v1/users").await.ok().json;
        assert_eq!(users[0]["public_metadata"]["plan"], "pro");
        let page = operator.client.get("/dashboard/keys").await.ok();
        assert!(page.text.contains("It is done."), "{}", page.text);
        assert!(page.set_cookie("__dash_flash").is_some_and(|line| line.contains("Max-Age=0")), "told once");
    }
}

on_both! {
    async fn what_was_wrong_comes_back_with_what_was_typed(app: TestApp) {
        app.operator_as("ada@example.com").await;
        let browser = app.nobody();
        let fields = [("_form", "operator.sign_in"), ("_then", "/dashboard"), ("_back", "/dashboard/sign-in"), ("email_address", "ada@example.com"), ("password", "a wholly different phrase")];
        let reply = browser.form("/v1/dashboard/session", &fields).await;
        assert_eq!((reply.status.as_u16(), reply.header("location")), (303, Some("/dashboard/sign-in")));
        let sealed = browser.client.cookie("__dash_flash").expect("something is left");
        assert!(sealed.starts_with("v1."), "sealed: {sealed}");
        let page = browser.client.get("/dashboard/sign-in").await.ok();
        assert!(page.text.contains("Email address or password is not right."), "{}", page.text);
        assert!(page.text.contains("ada@example.com") && !page.text.contains("a wholly different phrase"), "{}", page.text);
        let fields = [fields[0], fields[1], fields[2], fields[3], ("password", OPERATOR_PASSWORD)];
        let reply = browser.form("/v1/dashboard/session", &fields).await;
        assert_eq!(reply.header("location"), Some("/dashboard"));
        browser.get("/v1/users").await.ok();
    }
}

on_both! {
    async fn a_new_key_is_shown_once_without_scripts_too(app: TestApp) {
        let operator = app.operator().await;
        let fields = [("_form", "key.create"), ("_then", "/dashboard/keys"), ("_show", "1"), ("name", "Shop")];
        let reply = operator.form("/v1/dashboard/secret_keys", &fields).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.text);
        assert!(!reply.set_cookies().concat().contains("sk_test_"), "sealed");
        let page = operator.client.get("/dashboard/keys").await.ok();
        let shown = page.text.split("sk_test_").nth(1).expect("the key");
        let key = format!("sk_test_{}", &shown[..43]);
        app.backend().with_key(&key).get("/v1/users").await.ok();
        assert!(!operator.client.get("/dashboard/keys").await.ok().text.contains(&key));
    }
}

on_both! {
    async fn a_form_that_needs_a_proof_leads_to_it_and_back(app: TestApp) {
        let operator = app.operator().await;
        app.advance(10 * MINUTE);
        let fields = [("_then", "/dashboard/keys"), ("name", "Shop")];
        let reply = operator.form("/v1/dashboard/secret_keys", &fields).await;
        assert_eq!(reply.header("location"), Some("/dashboard/prove?then=%2Fdashboard%2Fkeys"));
        let fields = [("_then", "/dashboard/keys"), ("_back", "/dashboard/prove"), ("password", OPERATOR_PASSWORD)];
        let reply = operator.form("/v1/dashboard/session/proof", &fields).await;
        assert_eq!(reply.header("location"), Some("/dashboard/keys"));
        let page = operator.client.get("/dashboard/prove?then=/dashboard/settings").await;
        assert_eq!((page.status.as_u16(), page.header("location")), (303, Some("/dashboard/settings")), "already proven");
    }
}

on_both! {
    async fn a_living_page_gets_the_apis_own_answer(app: TestApp) {
        let operator = app.operator().await;
        let pairs = r#"[["_then","/dashboard/users"],["email_address[]","ada@example.com"]]"#;
        let reply = operator.client.send(Method::POST, "/dashboard/forms/v1/users", Some("application/json"), pairs.to_owned()).await.ok();
        assert_eq!(reply.json["email_addresses"][0]["email_address"], "ada@example.com");
        let reply = operator.client.send(Method::POST, "/dashboard/forms/v1/users", Some("application/json"), pairs.to_owned()).await;
        assert_eq!(reply.json["errors"][0]["code"], "form_identifier_exists", "{}", reply.text);
    }
}

on_both! {
    async fn forms_lead_nowhere_but_to_this_site(app: TestApp) {
        let operator = app.operator().await;
        for name in ["_then", "_back"] {
            let fields = [(name, "//evil.example"), ("email_address[]", "ada@example.com")];
            operator.form("/v1/users", &fields).await.refused(422, "form_redirect_url_invalid", None);
        }
        assert_eq!(operator.get("/v1/users/count").await.ok().json["total_count"], 0);
        operator.form("/v1/users", &[("_method", "CONNECT")]).await.refused(400, "request_body_invalid", None);
    }
}
