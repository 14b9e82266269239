//! `/v1/me/profile_image`, the same for backends, and where pictures are shown.

use crate::{
    on_both,
    support::{Reply, SECRET_KEY, TestApp, TestClient},
};
use http::Method;
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use serde_json::Value;

const PATH: &str = "/v1/me/profile_image";

fn png(shade: u8) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = DynamicImage::from(RgbaImage::from_pixel(20, 10, Rgba([shade, 20, 20, 255])));
    picture.write_to(&mut bytes, ImageFormat::Png).expect("encoded");
    bytes.into_inner()
}

fn multipart(content: &[u8]) -> Vec<u8> {
    let head =
        b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n";
    [head, content, b"\r\n--x--\r\n"].concat()
}

async fn upload(browser: &TestClient, content: &[u8]) -> Reply {
    let headers = [("content-type", "multipart/form-data; boundary=x"), ("origin", "http://localhost:3000")];
    browser.raw(Method::POST, PATH, &headers, multipart(content)).await
}

async fn upload_for(app: &TestApp, path: &str, body: Vec<u8>) -> Reply {
    let key = format!("Bearer {SECRET_KEY}");
    let headers = [
        ("content-type", "multipart/form-data; boundary=x"),
        ("authorization", &*key),
        ("clerk-api-version", "2026-05-12"),
    ];
    app.client().raw(Method::POST, path, &headers, body).await
}

/// The path of an address of ours.
fn path_of(url: &Value) -> String {
    let url = url.as_str().expect("a text");
    url.strip_prefix("http://localhost:3000").unwrap_or_else(|| panic!("an absolute address: {url}")).to_owned()
}

on_both! {
    async fn a_picture_is_shown_to_everybody_who_knows_its_address(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let before = app.last_event().await;
        let reply = upload(&browser, &png(200)).await.enveloped("image");
        let url = reply.response()["public_url"].clone();
        assert!(reply.id().starts_with("img_"));
        assert!(reply.response()["name"].as_str().is_some_and(|name| name.ends_with(".jpeg")));
        let user = &reply.client()["sessions"][0]["user"];
        assert_eq!((&user["image_url"], &user["has_image"]), (&url, &Value::Bool(true)));
        assert_eq!(reply.client()["sessions"][0]["public_user_data"]["image_url"], url);
        let kinds: Vec<String> = app.events_after(before).await.into_iter().map(|event| event.kind).collect();
        assert_eq!(kinds, ["user.updated"]);
        let id = user["id"].as_str().expect("an id");
        let known = app.backend().get(&format!("/v1/users/{id}")).await.ok().json;
        assert_eq!((&known["image_url"], &known["profile_image_url"], &known["has_image"]), (&url, &url, &Value::Bool(true)));

        let shown = app.client().get(&path_of(&url)).await.ok();
        assert_eq!(shown.header("content-type"), Some("image/jpeg"), "encoded anew");
        assert_eq!(shown.header("cache-control"), Some("public, max-age=31536000, immutable"));
        assert_eq!(shown.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(shown.header("content-security-policy"), Some("default-src 'none'; sandbox"));
        assert_eq!(shown.header("cross-origin-resource-policy"), Some("cross-origin"));
        assert!(shown.header("content-disposition").is_some_and(|value| value.starts_with("inline; filename=\"img_")));
        assert_eq!(app.client().get("/pictures/img_nobody").await.status, 404);
        assert_eq!(app.client().get("/pictures/..%2f").await.status, 404);
    }
}

on_both! {
    async fn a_new_picture_has_another_address_and_the_old_one_is_gone(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let first = path_of(&upload(&browser, &png(200)).await.ok().response()["public_url"]);
        let second = path_of(&upload(&browser, &png(10)).await.ok().response()["public_url"]);
        assert_ne!(first, second);
        assert_eq!(app.client().get(&first).await.status, 404);
        app.client().get(&second).await.ok();
        let gone = browser.delete(PATH).await.enveloped("image");
        assert_eq!(gone.response()["deleted"], true);
        assert_eq!(gone.client()["sessions"][0]["user"]["has_image"], false);
        assert_eq!(app.client().get(&second).await.status, 404);
        browser.delete(PATH).await.refused_with_client(404, "image_not_found", None);
        let third = path_of(&upload(&browser, &png(10)).await.ok().response()["public_url"]);
        browser.delete("/v1/me").await.ok();
        assert_eq!(app.client().get(&third).await.status, 404, "it goes with its user");
    }
}

on_both! {
    async fn who_chose_no_picture_has_one_with_initials(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let me = browser.get("/v1/me").await.ok();
        assert_eq!(me.response()["has_image"], false);
        let path = path_of(&me.response()["image_url"]);
        assert!(path.starts_with("/pictures/initials/") && path.ends_with("/A.svg"), "{path}");
        let shown = app.client().get(&path).await.ok();
        assert_eq!(shown.header("content-type"), Some("image/svg+xml"));
        assert_eq!(shown.header("content-security-policy"), Some("default-src 'none'; sandbox"));
        let renamed = browser.patch("/v1/me", &[("first_name", "Ágnes"), ("last_name", "Élan")]).await.ok();
        let path = path_of(&renamed.response()["image_url"]);
        assert!(path.ends_with("/%C3%81%C3%89.svg"), "the address follows the name: {path}");
        assert!(app.client().get(&path).await.ok().text.contains("&#193;&#201;"));
        let id = app.backend().post("/v1/users", serde_json::json!({"phone_number": ["+442079460401"]})).await.ok();
        assert!(path_of(&id.json["image_url"]).ends_with("/.svg"), "nameless: {}", id.text);
    }
}

on_both! {
    async fn what_is_no_picture_is_refused_and_changes_nothing(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let before = app.last_event().await;
        let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>"#;
        upload(&browser, svg).await.refused_with_client(400, "form_param_format_invalid", Some("file"));
        upload(&browser, b"").await.refused_with_client(400, "form_param_missing", Some("file"));
        upload(&browser, &vec![0; 10 * 1024 * 1024 + 1]).await.refused_with_client(413, "request_body_too_large", None);
        browser.post(PATH, &[]).await.refused_with_client(400, "form_param_missing", Some("file"));
        browser.post(PATH, &[("file", "not base64!")]).await.refused_with_client(400, "form_param_format_invalid", Some("file"));
        assert_eq!(app.last_event().await, before);
        assert_eq!(browser.get("/v1/me").await.ok().response()["has_image"], false);
    }
}

on_both! {
    async fn a_file_may_be_as_large_as_it_is_said(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        // What stands behind the picture is dropped.
        let mut file = png(120);
        file.resize(10 * 1024 * 1024, 0);
        let url = upload(&browser, &file).await.ok().response()["public_url"].clone();
        assert!(app.client().get(&path_of(&url)).await.ok().text.len() < 10_000);
    }
}

on_both! {
    async fn a_text_with_the_picture_in_it_will_do(app: TestApp) {
        use base64::Engine;
        let browser = app.signed_up("ada@example.com").await;
        let text = base64::engine::general_purpose::STANDARD.encode(png(90));
        for text in [format!("data:image/png;base64,{text}"), text.trim_end_matches('=').to_owned()] {
            browser.send(Method::POST, PATH, Some("application/octet-stream"), text).await.enveloped("image");
        }
    }
}

on_both! {
    async fn a_backend_chooses_and_removes_the_picture(app: TestApp) {
        let user = app.backend().user("ada@example.com").await;
        let path = format!("/v1/users/{user}/profile_image");
        let shown = upload_for(&app, &path, multipart(&png(200))).await.ok().json;
        assert_eq!((&shown["id"], &shown["has_image"]), (&Value::from(user.as_str()), &Value::Bool(true)));
        app.client().get(&path_of(&shown["image_url"])).await.ok();
        upload_for(&app, &path, multipart(b"GIF89a")).await.refused(400, "form_param_format_invalid", Some("file"));
        upload_for(&app, &path, b"--x--\r\n".to_vec()).await.refused(400, "form_param_missing", Some("file"));
        let nobody = "/v1/users/user_nobody/profile_image";
        upload_for(&app, nobody, multipart(&png(200))).await.refused(404, "resource_not_found", None);
        let bare = app.backend().delete(&path).await.ok().json;
        assert_eq!((&bare["has_image"], path_of(&bare["image_url"]).ends_with("/A.svg")), (&Value::Bool(false), true));
    }
}
