//! What users and the server itself do about ways to sign in is in the audit log.

use crate::{
    on_both,
    support::{PASSWORD, TestApp},
};
use server::{
    clock::SECOND,
    store::{audit_entries, audit_entries::AuditRow},
};

async fn entries(app: &TestApp) -> Vec<AuditRow> {
    audit_entries::list(&mut app.read().await, app.instance(), &Default::default(), None, 50).await.expect("the log")
}

fn kinds(entries: &[AuditRow]) -> Vec<(&str, &str)> {
    entries.iter().map(|entry| (entry.actor_kind.as_str(), entry.action.as_str())).collect()
}

on_both! {
    async fn password_and_second_factor_changes_by_the_user_leave_a_row(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let user = browser.get("/v1/me").await.ok().id();
        assert!(entries(&app).await.is_empty(), "signing up is in the feed alone");
        let fields = [("current_password", PASSWORD), ("new_password", "another horse staple")];
        browser.post("/v1/me/change_password", &fields).await.ok();
        app.advance(SECOND);
        let setup = browser.post("/v1/me/totp", &[]).await.ok();
        let secret = setup.response()["secret"].as_str().expect("a secret").to_owned();
        let code = app.totp_code(&secret);
        browser.post("/v1/me/totp/attempt_verification", &[("code", &code)]).await.ok();
        app.advance(SECOND);
        browser.post("/v1/me/backup_codes", &[]).await.ok();
        app.advance(SECOND);
        browser.delete("/v1/me/totp").await.ok();

        let found = entries(&app).await;
        let expected =
            ["user.totp.removed", "user.backup_codes.created", "user.totp.added", "user.password.changed"];
        assert_eq!(kinds(&found), expected.map(|action| ("user", action)));
        for entry in &found {
            assert_eq!((entry.actor_id.as_str(), entry.target_id.as_str()), (user.as_str(), user.as_str()));
            assert!(entry.client_ip.is_some());
            let kept = format!("{entry:?}");
            assert!(!kept.contains(&secret) && !kept.contains("staple"), "{kept}");
        }
    }
}

on_both! {
    async fn a_lock_out_leaves_a_row(app: TestApp) {
        app.signed_up("ada@example.com").await;
        let stranger = app.client();
        for _ in 0..=app.app.config.limits.lockout_failures {
            let fields = [("identifier", "ada@example.com"), ("password", "not the password")];
            stranger.post("/v1/client/sign_ins", &fields).await;
            app.advance(6 * SECOND);
        }
        let found = entries(&app).await;
        assert_eq!(kinds(&found), [("system", "user.locked_out")]);
        assert!(found[0].data_after.as_deref().is_some_and(|after| after.contains("locked_until")), "{found:?}");
    }
}
