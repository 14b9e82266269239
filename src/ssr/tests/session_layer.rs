//! The layer for pages, in front of a page and over an API of a few routes.

use super::*;
use crate::{
    signals::{
        Flash,
        adopt::tests::{client, session},
    },
    ssr::{FLASH_COOKIE, SessionLayer, encode_flash},
    wire::{Token, TokenTag},
};
use axum::{extract::State, routing::get};
use http::{HeaderMap, StatusCode};
use std::sync::atomic::{AtomicUsize, Ordering};

const SIGNED_IN: (header::HeaderName, &str) = (header::COOKIE, "__client=opaque");

#[derive(Clone, Default)]
struct Asked {
    client: Arc<AtomicUsize>,
    environment: Arc<AtomicUsize>,
}

async fn answer_client(State(asked): State<Asked>, headers: HeaderMap) -> Response {
    asked.client.fetch_add(1, Ordering::Relaxed);
    assert_eq!(headers[header::COOKIE], "__client=opaque");
    assert_eq!(headers[header::USER_AGENT], "a browser");
    let mut session = session("sess_1");
    session.last_active_token = Some(Token { object: TokenTag, jwt: token(NOW + 60, "active") });
    let body = json!({"response": client("client_1", 1, vec![session]), "client": null});
    Response::builder()
        .header(header::SET_COOKIE, "__client=renewed; HttpOnly; Path=/")
        .header(header::SET_COOKIE, "__client_uat=1800000000; Path=/")
        .body(Body::from(body.to_string()))
        .expect("an answer")
}

async fn answer_environment(State(asked): State<Asked>) -> Json<Value> {
    asked.environment.fetch_add(1, Ordering::Relaxed);
    Json(environment())
}

fn pages(api: Router) -> Router {
    Router::new().route("/page", get(found)).route("/insist", get(insist)).layer(SessionLayer::in_process(
        api,
        verifier(),
        now,
    ))
}

fn api(asked: &Asked) -> Router {
    Router::new()
        .route("/v1/client", get(answer_client))
        .route("/v1/environment", get(answer_environment))
        .with_state(asked.clone())
}

fn broken_api() -> Router {
    Router::new().fallback(|| async { StatusCode::SERVICE_UNAVAILABLE })
}

#[tokio::test]
async fn a_signed_in_browser_is_known_before_the_page_is_rendered() {
    let asked = Asked::default();
    let response = send(&pages(api(&asked)), "/page", &[SIGNED_IN, (header::USER_AGENT, "a browser")]).await;
    let cookies = set_cookies(&response);
    assert_eq!(response.headers()[header::CACHE_CONTROL], "private, no-store");
    assert_eq!(cookies[0], "__client=renewed; HttpOnly; Path=/");
    assert_eq!(cookies[1], "__client_uat=1800000000; Path=/");
    assert!(cookies[2].starts_with("__session=ey") && cookies[2].contains("; HttpOnly; SameSite=Lax"), "{cookies:?}");
    assert!(cookies[2].ends_with("; Secure"), "{cookies:?}");

    let found = json_of(response).await;
    assert_eq!(found["user"], "user_1");
    assert_eq!(found["state"]["known"], true);
    assert_eq!(found["state"]["now"], NOW * 1_000);
    assert_eq!(found["state"]["client"]["sessions"][0]["id"], "sess_1");
    assert_eq!(found["state"]["environment"]["id"], "ins_1");
}

#[tokio::test]
async fn no_token_becomes_part_of_the_page() {
    let headers = [SIGNED_IN, (header::USER_AGENT, "a browser")];
    let found = json_of(send(&pages(api(&Asked::default())), "/page", &headers).await).await;
    assert_eq!(found["state"]["client"]["sessions"][0]["last_active_token"], Value::Null);
    assert!(!found.to_string().contains(&token(NOW + 60, "active")));
}

#[tokio::test]
async fn a_browser_without_a_client_is_signed_out_without_asking() {
    let asked = Asked::default();
    let pages = pages(api(&asked));
    let found = json_of(send(&pages, "/page", &[]).await).await;
    assert_eq!(found["user"], Value::Null);
    assert_eq!(found["state"]["known"], true);
    assert_eq!(found["state"]["client"], Value::Null);
    assert_eq!(asked.client.load(Ordering::Relaxed), 0);
    assert_eq!(send(&pages, "/insist", &[]).await.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_environment_is_asked_for_once() {
    let asked = Asked::default();
    let pages = pages(api(&asked));
    for _ in 0..3 {
        let found = json_of(send(&pages, "/page", &[]).await).await;
        assert_eq!(found["state"]["environment"]["id"], "ins_1");
    }
    assert_eq!(asked.environment.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn when_the_api_is_down_the_page_is_rendered_and_nobody_is_called_signed_out() {
    let response = send(&pages(broken_api()), "/page", &[SIGNED_IN]).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(set_cookies(&response), Vec::<String>::new());
    let found = json_of(response).await;
    assert_eq!(found["state"]["known"], false);
    assert_eq!(found["user"], Value::Null);
}

#[tokio::test]
async fn when_the_api_is_down_a_token_is_good_until_its_end() {
    let pages = pages(broken_api());
    let good = format!("__client=opaque; __session={}", token(NOW + 60, "active"));
    let old = format!("__client=opaque; __session={}", token(NOW - 30, "active"));
    assert_eq!(json_of(send(&pages, "/page", &[(header::COOKIE, &good)]).await).await["user"], "user_1");
    assert_eq!(json_of(send(&pages, "/page", &[(header::COOKIE, &old)]).await).await["user"], Value::Null);
}

#[tokio::test]
async fn a_token_left_over_from_somebody_who_signed_out_does_not_count_and_is_taken_away() {
    let cookie = format!("__session={}", token(NOW + 60, "active"));
    let response = send(&pages(api(&Asked::default())), "/page", &[(header::COOKIE, &cookie)]).await;
    let cookies = set_cookies(&response);
    assert_eq!(cookies.len(), 1);
    assert!(cookies[0].starts_with("__session=; ") && cookies[0].contains("Max-Age=0"), "{cookies:?}");
    assert_eq!(json_of(response).await["user"], Value::Null);
}

#[tokio::test]
async fn a_flash_is_handed_over_once() {
    let flash = Flash { form: "sign_in.start".into(), ..Flash::default() };
    let cookie = format!("{FLASH_COOKIE}={}", encode_flash(&flash));
    let response = send(&pages(api(&Asked::default())), "/page", &[(header::COOKIE, &cookie)]).await;
    assert!(set_cookies(&response)[0].starts_with("__onehop_flash=; Path=/"));
    assert_eq!(json_of(response).await["state"]["flash"]["form"], "sign_in.start");
}

fn environment() -> Value {
    let texts = |names: &[&str]| -> serde_json::Map<String, Value> {
        names.iter().map(|name| ((*name).to_owned(), json!("x"))).collect()
    };
    let mut display = texts(&[
        "object",
        "id",
        "instance_environment_type",
        "application_name",
        "logo_image_url",
        "favicon_image_url",
        "preferred_sign_in_strategy",
        "sign_in_url",
        "sign_up_url",
        "user_profile_url",
        "organization_profile_url",
        "create_organization_url",
        "waitlist_url",
        "home_url",
        "after_sign_in_url",
        "after_sign_up_url",
        "after_sign_out_one_url",
        "after_sign_out_all_url",
        "after_switch_session_url",
        "after_leave_organization_url",
        "after_create_organization_url",
        "after_join_waitlist_url",
        "logo_link_url",
        "oauth_consent_url",
        "support_email",
        "terms_url",
        "privacy_policy_url",
    ]);
    for flag in ["branded", "show_devmode_warning", "captcha_heartbeat", "experimental_force_oauth_first"] {
        display.insert(flag.to_owned(), json!(false));
    }
    display.insert("theme".to_owned(), json!({}));
    display.insert("captcha_oauth_bypass".to_owned(), json!([]));
    json!({
        "object": "environment", "id": "ins_1", "maintenance_mode": false, "display_config": display,
        "auth_config": {
            "object": "auth_config", "id": "aconf_1", "first_name": "on", "last_name": "on", "email_address": "required",
            "phone_number": "off", "username": "on", "password": "required", "identification_requirements": [],
            "identification_strategies": [], "first_factors": [], "second_factors": [],
            "email_address_verification_strategies": [], "single_session_mode": false,
            "enhanced_email_deliverability": false, "test_mode": false, "url_based_session_syncing": false,
            "claimed_at": null, "reverification": false, "native_settings": {
                "object": "native_settings", "api_enabled": false, "trusted_device_sign_in_enabled": false,
                "trusted_device_enrollment_prompt_after_sign_in_enabled": false,
                "trusted_device_enrollment_prompt_after_sign_up_enabled": false}},
        "organization_settings":
            {"enabled": false, "max_allowed_memberships": 0, "force_organization_selection": false,
                "actions": {"admin_delete": true}, "creator_role": "org:admin",
                "domains": {"enabled": false, "enrollment_modes": [], "default_role": "org:member"}},
        "user_settings": {
            "attributes": {}, "social": {}, "actions": {"delete_self": true, "create_organization": false},
            "enterprise_sso": {"enabled": false, "self_serve_sso": false},
            "saml": {"enabled": false, "self_serve_sso": false},
            "sign_in": {"second_factor": {"required": false, "enabled": false}},
            "sign_up": {"mode": "public", "captcha_enabled": false, "captcha_widget_type": "smart", "custom_action_required": false, "progressive": true,
                "legal_consent_enabled": false, "allowlist_only": false},
            "password_settings": {"min_length": 8, "max_length": 72, "require_special_char": false,
                "require_numbers": false, "require_uppercase": false, "require_lowercase": false,
                "allowed_special_characters": "", "show_zxcvbn": false, "min_zxcvbn_strength": 0, "disable_hibp": true,
                "enforce_hibp_on_sign_in": false, "disable_password_reverification": false},
            "passkey_settings": {"allow_autofill": false, "show_sign_in_button": false, "satisfies_second_factor": false},
            "username_settings": {"min_length": 4, "max_length": 64, "allow_extended_special_characters": false, "allow_numeric_usernames": false},
            "attack_protection": {"enumeration_protection": {"enabled": true}, "pii": {"enabled": false},
                "user_lockout": {"enabled": true, "max_attempts": 10, "duration_in_minutes": 60},
                "email_link": {"require_same_client": true}}
        }
    })
}
