//! Texts that want to be markup, in every field that somebody fills in: no page that the server renders and no mail has
//! them as anything but text. What browsers make of the same pages once they live is in `end2end`.

use super::{FORM, ORIGIN, form};
use crate::support::{Engine, PASSWORD, TestApp};
use http::Method;
use serde_json::json;
use server::store::mails;

/// Each has something that only a payload says.
const PAYLOADS: [&str; 30] = [
    "<script>zap(1)</script>",
    "\"><script>zap(2)</script>",
    "'><script>zap(3)</script>",
    "</title><script>zap(4)</script>",
    "</textarea><script>zap(5)</script>",
    "</script><script>zap(6)</script>",
    "<img src=x onerror=zap(7)>",
    "<svg onload=zap(8)>",
    "<svg><animate onbegin=zap(9) attributeName=x>",
    "<body onload=zap(10)>",
    "<iframe srcdoc='<b onclick=zap(11)>'>",
    "<iframe src=javascript:zap(12)>",
    "<a href=javascript:zap(13)>x</a>",
    "<details open ontoggle=zap(14)>",
    "<input autofocus onfocus=zap(15)>",
    "<math href=javascript:zap(16)>",
    "<base href=//zap17.example/>",
    "<meta http-equiv=refresh content=0;url=//zap18.example>",
    "<link rel=stylesheet href=//zap19.example>",
    "<style>@import'//zap20.example'</style>",
    "<form action=//zap21.example>",
    "<button formaction=javascript:zap(22)>",
    "<object data=javascript:zap(23)>",
    "<embed src=javascript:zap(24)>",
    "<!--><img src=x onerror=zap(25)>-->",
    "<![CDATA[<b onclick=zap(26)>]]>",
    "<template><b onclick=zap(27)>",
    "<x onpointerover=zap(28)>",
    "<marquee onstart=zap(29)>",
    "</noscript><img src=x onerror=zap(30)>",
];

/// Must not be there as markup: neither the payload itself nor its first tag.
#[track_caller]
fn check(place: &str, html: &str, payload: &str) {
    assert!(!html.contains(payload), "{place} has {payload} as markup");
    let mut tags = payload.split('<').filter_map(|rest| rest.split('>').next()).filter(|tag| tag.contains("zap"));
    let found = tags.find(|tag| tag.contains(['=', ' ']) && html.contains(&format!("<{tag}")));
    assert!(found.is_none(), "{place} has {found:?} as markup");
}

/// The names of tags and attributes: all that stands in tags and outside of quotes. What is inside of a script is none.
fn names_in_tags(html: &str) -> String {
    let (mut names, mut rest) = (String::new(), html);
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if !rest.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            continue;
        }
        let is_script = rest.get(..6).is_some_and(|name| name.eq_ignore_ascii_case("script"));
        let mut quote = None;
        let end = rest.char_indices().find(|(_, letter)| match (quote, *letter) {
            (None, '>') => true,
            (None, '"' | '\'') => {
                quote = Some(*letter);
                false
            }
            (None, letter) => {
                names.push(letter);
                false
            }
            (Some(open), letter) => {
                quote = quote.filter(|_| open != letter);
                false
            }
        });
        rest = end.map_or("", |(at, _)| &rest[at..]);
        if is_script {
            rest = rest.find("</script").map_or("", |at| &rest[at..]);
        }
        names.push('\n');
    }
    names
}

#[test]
fn the_reader_of_tags_tells_a_value_from_a_name() {
    assert!(!names_in_tags("<p title=\"' onmouseover=zap\">\" onmouseover=zap</p>").contains("onmouseover"));
    assert!(!names_in_tags("<script>\"<b onmouseover=zap>\"</script><p>").contains("onmouseover"));
    assert!(names_in_tags("<p title=\"\" onmouseover=zap>").contains("onmouseover"));
    assert!(names_in_tags("<p><b ONMOUSEOVER=zap>").contains("ONMOUSEOVER"));
}

/// Must not end the value of an attribute that it stands in, nor begin a tag.
#[track_caller]
fn check_quotes(place: &str, html: &str) {
    let names = names_in_tags(html).to_lowercase();
    let found = names.lines().find(|tag| tag.contains("zap") || tag.contains("onmouseover"));
    assert!(found.is_none(), "{place} has an attribute by somebody else: {found:?}");
}

#[tokio::test]
async fn what_people_say_about_themselves_is_text_on_every_page_and_in_every_mail() {
    let app = TestApp::start(Engine::Sqlite).await;
    let (operator, backend) = (app.operator().await, app.backend());
    let (mut marked, payloads) = (0, PAYLOADS.len() / super::times(3, 1));
    for (number, payload) in PAYLOADS.iter().enumerate().step_by(super::times(3, 1)) {
        app.advance(1);
        let quoted = format!("\" onmouseover=zap ' onmouseover=zap {payload}");
        let browser = app.signed_up(&format!("ada{number}@example.com")).await;
        browser.patch("/v1/me", &[("first_name", &quoted), ("last_name", payload)]).await.ok();
        browser.patch("/v1/me/metadata", &[("unsafe_metadata", &json!({*payload: payload}).to_string())]).await.ok();
        let user = browser.get("/v1/me").await.ok().id();
        let patch = json!({"public_metadata": {*payload: payload}, "private_metadata": {"a": payload}});
        backend.patch(&format!("/v1/users/{user}/metadata"), patch).await.ok();
        backend.patch(&format!("/v1/users/{user}"), json!({"external_id": format!("{number}{payload}")})).await.ok();
        // Another browser, which says a payload for its name: in the list of sessions, and in the mail about it.
        let other = app.client();
        let agent = format!("Mozilla/5.0 ({payload}) {payload}");
        let fields = form(&[("identifier", &format!("ada{number}@example.com")), ("password", PASSWORD)]);
        other.raw(Method::POST, "/v1/client/sign_ins", &[ORIGIN, FORM, ("user-agent", &agent)], fields).await.ok();
        let changed = form(&[("current_password", PASSWORD), ("new_password", "a wholly different phrase")]);
        other.raw(Method::POST, "/v1/me/change_password", &[ORIGIN, FORM, ("user-agent", &agent)], changed).await.ok();
        backend
            .post(
                "/v1/invitations",
                json!({"email_address": format!("guest{number}@example.com"), "public_metadata": {*payload: payload}}),
            )
            .await
            .ok();
        backend
            .post(
                "/v1/redirect_urls",
                json!({"url": format!("https://example.com/{number}?{payload}").replace(' ', "")}),
            )
            .await;
        let key = json!({"name": payload, "subject": user, "description": payload});
        backend.post("/v1/api_keys", key).await.ok();
        operator.post("/v1/dashboard/secret_keys", json!({"name": payload})).await;
        let it: String = form_urlencoded::byte_serialize(quoted.as_bytes()).collect();
        let people = [
            "/user".to_owned(),
            "/user/security".to_owned(),
            "/user?panel=profile".to_owned(),
            "/".to_owned(),
            format!("/sign-in?redirect_url=/{it}"),
            format!("/sign-up?redirect_url={it}"),
            format!("/sign-up?__clerk_ticket={it}"),
        ];
        for path in people {
            let page = browser.get(&path).await;
            check(&path, &page.text, payload);
            check_quotes(&path, &page.text);
            marked += usize::from(page.text.contains("zap"));
        }
        let rooms = [
            format!("/dashboard/users/{user}"),
            format!("/dashboard/users/{user}/metadata"),
            format!("/dashboard/users/{user}/sessions"),
            format!("/dashboard/users/{user}/activity"),
            "/dashboard/users".to_owned(),
            format!("/dashboard/users?query={it}"),
            "/dashboard/invitations".to_owned(),
            "/dashboard/audit".to_owned(),
            "/dashboard/keys".to_owned(),
            "/dashboard/settings".to_owned(),
            "/dashboard".to_owned(),
            "/dev/mailbox".to_owned(),
        ];
        for path in rooms {
            let page = operator.client.get(&path).await;
            check(&path, &page.text, payload);
            check_quotes(&path, &page.text);
            marked += usize::from(page.text.contains("zap"));
        }
        // A form without scripts brings back what was typed, also what is no address.
        let flashed = app.client();
        flashed
            .post(
                "/forms/v1/client/sign_ins",
                &[
                    ("identifier", &quoted),
                    ("_form", "sign-in.identifier"),
                    ("_then", "/sign-in"),
                    ("_back", "/sign-in"),
                ],
            )
            .await;
        let page = flashed.get("/sign-in").await;
        check("the form that comes back", &page.text, payload);
        check_quotes("the form that comes back", &page.text);
    }
    assert!(marked >= 5 * payloads, "{marked} pages show what was said");
    // Some references to letters need no semicolon, and so an address can be markup to whoever doesn't mask it.
    let browser = app.signed_up("grace@example.com").await;
    let address = "zap&ltscript&gt'@example.com";
    let id = app.add_email(&browser, address).await;
    app.verify_email(&browser, &id, address).await;
    let mut conn = app.read().await;
    let mails = mails::list_recent(&mut conn, app.instance(), 500).await.expect("the mailbox");
    assert!(mails.len() >= 3 * payloads, "{} mails", mails.len());
    assert!(
        mails.iter().any(|mail| mail.body_html.contains("zap&amp;ltscript&amp;gt&#39;@")),
        "a mail names the address"
    );
    for mail in mails {
        assert!(!mail.body_html.contains("zap&lt") && !mail.body_html.contains("gt'@"), "{}", mail.subject);
        for payload in PAYLOADS {
            check(&mail.subject, &mail.body_html, payload);
        }
    }
}
