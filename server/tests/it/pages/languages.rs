//! The language of pages: chosen here or by the browser, in the first HTML, errors included.

use super::{
    ELSEWHERE,
    html::{follow, post_from, see_other, submit},
    start,
};
use crate::support::TestClient;
use http::{Method, StatusCode};

async fn page_for(browser: &TestClient, accepted: &str, path: &str) -> String {
    browser.raw(Method::GET, path, &[("accept-language", accepted)], "").await.text
}

#[tokio::test]
async fn the_browsers_language_is_in_the_first_html_with_its_direction() {
    let site = start().await;
    let browser = site.client();
    let german = page_for(&browser, "de-CH,de;q=0.9,en;q=0.8", "/sign-in").await;
    assert!(german.contains(r#"<html lang="de" dir="ltr">"#) && german.contains("Anmelden"), "{german}");
    let arabic = page_for(&browser, "ar", "/sign-in").await;
    assert!(arabic.contains(r#"<html lang="ar" dir="rtl">"#) && arabic.contains("تسجيل الدخول"), "{arabic}");
    let other = page_for(&browser, "fr", "/sign-in").await;
    assert!(other.contains(r#"<html lang="en" dir="ltr">"#) && other.contains("Enter your details"), "{other}");
}

#[tokio::test]
async fn a_page_carries_the_texts_of_its_own_language_alone() {
    let site = start().await;
    let browser = site.client();
    let german = page_for(&browser, "de", "/sign-in").await;
    // A text of another page: it came along for the browser.
    assert!(german.contains("Aktive Geräte") && !german.contains("تسجيل"), "{german}");
    let english = page_for(&browser, "en", "/sign-in").await;
    assert!(!english.contains("Active devices") && !english.contains("Aktive Geräte"), "{english}");
}

#[tokio::test]
async fn a_chosen_language_stays_and_leads_back() {
    let site = start().await;
    let browser = site.client();
    let chosen = browser.post("/language", &[("to", "ar"), ("then", "/sign-up?edit=1")]).await;
    assert_eq!(see_other(&chosen), "/sign-up?edit=1");
    assert_eq!(browser.cookie("locale").as_deref(), Some("ar"));
    assert!(page_for(&browser, "de", "/").await.contains(r#"dir="rtl""#));
}

#[tokio::test]
async fn a_language_that_is_not_spoken_here_changes_nothing_and_no_form_leads_away() {
    let site = start().await;
    let browser = site.client();
    for (to, then) in [("fr", "/user"), ("", "/user"), ("de; Domain=x", "/user")] {
        let answer = browser.post("/language", &[("to", to), ("then", then)]).await;
        assert_eq!((see_other(&answer), browser.cookie("locale")), ("/user", None));
    }
    for then in ["https://elsewhere.example", "//elsewhere.example", ""] {
        assert_eq!(see_other(&browser.post("/language", &[("to", "de"), ("then", then)]).await), "/");
    }
    let foreign = post_from(&site.client(), ELSEWHERE, "/language", &[("to", "ar"), ("then", "/")]).await;
    assert_eq!((foreign.status, foreign.set_cookie("locale")), (StatusCode::FORBIDDEN, None));
}

#[tokio::test]
async fn errors_of_forms_without_scripts_are_in_the_language() {
    let site = start().await;
    let browser = site.client();
    browser.set_cookie("locale", "de");
    let page = browser.get("/sign-in").await;
    let refused = submit(&browser, &page, "sign_in.start", &[("identifier", "nobody@example.com")]).await;
    let page = follow(&browser, &refused).await;
    assert!(page.text.contains("Zu diesen Angaben wurde kein Konto gefunden."), "{}", page.text);
}
