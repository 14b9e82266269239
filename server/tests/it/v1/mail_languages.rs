//! Mails speak the language of the request that causes them, as pages do; without a browser, the configured one.

use crate::{
    on_both,
    support::{TestApp, TestClient},
};
use http::Method;
use serde_json::json;
use server::config::Locale;

const ADA: &str = "ada@example.com";

/// Asks for a sign-in code as a browser with this wish; its subject.
async fn subject_for(app: &TestApp, client: &TestClient, accepted: &str) -> String {
    let id = app.open_sign_in(client, ADA).await;
    app.advance(1_000);
    let path = format!("/v1/client/sign_ins/{id}/prepare_first_factor");
    let form = ("content-type", "application/x-www-form-urlencoded");
    let headers = [("accept-language", accepted), ("sec-fetch-site", "same-origin"), form];
    let reply = client.raw(Method::POST, &path, &headers, "strategy=email_code").await;
    assert_eq!(reply.status.as_u16(), 200, "{}", reply.text);
    app.mails_to(ADA).await.remove(0).0
}

on_both! {
    async fn a_code_speaks_the_browsers_language_or_the_chosen_one(app: TestApp) {
        app.signed_up(ADA).await;
        let client = app.client();
        assert!(subject_for(&app, &client, "de-CH, en;q=0.5").await.contains("Anmeldecode für Onehop"));
        assert!(subject_for(&app, &client, "ar").await.contains("رمز تسجيل دخولك"));
        assert!(subject_for(&app, &client, "fr").await.contains("sign-in code for Onehop"));
        client.set_cookie("locale", "ar");
        assert!(subject_for(&app, &client, "de").await.contains("رمز تسجيل دخولك"), "what was chosen comes first");
    }
}

on_both! {
    async fn notices_speak_the_language_of_whoever_made_the_change(app: TestApp) {
        let client = app.signed_up(ADA).await;
        client.set_cookie("locale", "de");
        app.advance(1_000);
        client.post("/v1/me/change_password", &[("new_password", "a wholly different phrase")]).await.ok();
        let (subject, text) = app.mails_to(ADA).await.remove(0);
        assert_eq!(subject, "Ihr Passwort bei Onehop wurde geändert");
        assert!(text.contains("Wenn Sie das waren, ist alles in Ordnung."), "{text}");
    }
}

on_both! {
    async fn what_no_browser_asked_for_speaks_the_configured_language(app: TestApp, |config| config.instance.language = Locale::Arabic) {
        app.backend().post("/v1/invitations", json!({"email_address": "eve@example.com"})).await.ok();
        let (subject, text) = app.mails_to("eve@example.com").await.remove(0);
        assert!(subject.contains("أنت مدعو إلى") && text.contains("http"), "{subject} {text}");
        // A browser that wishes for none of our languages gets the same one.
        app.signed_up(ADA).await;
        assert!(subject_for(&app, &app.client(), "fr").await.contains("رمز تسجيل دخولك"));
        assert!(subject_for(&app, &app.client(), "en").await.contains("sign-in code"));
    }
}

on_both! {
    async fn the_waiting_list_answers_in_the_language_of_whoever_joins(app: TestApp, |config| config.user.sign_up_mode = server::config::SignUpMode::Waitlist) {
        let client = app.client();
        client.set_cookie("locale", "de");
        client.post("/v1/waitlist", &[("email_address", ADA)]).await.ok();
        assert_eq!(app.mails_to(ADA).await.remove(0).0, "Sie stehen auf der Warteliste von Onehop");
    }
}
