//! A browser that runs no scripts: keeps cookies, follows a 303 when told to, posts forms with an origin.

use axum::{Router, body::Body};
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use std::collections::BTreeMap;
use tower::ServiceExt;

/// Our own origin in tests.
pub const ORIGIN: &str = "http://localhost:3000";

/// One browser with its cookies.
pub struct Browser {
    router: Router,
    /// Cookies by name.
    pub cookies: BTreeMap<String, String>,
}

/// An answer, read to its end.
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: String,
}

impl Answer {
    /// Where it leads, if it is a redirect after a form.
    pub fn see_other(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        self.headers[header::LOCATION].to_str().unwrap()
    }

    /// A header's text.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Browser {
    /// Without any cookie.
    pub fn new(router: Router) -> Self {
        Self { router, cookies: BTreeMap::new() }
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        let request = Request::get(path).header("sec-fetch-site", "none").header(header::ACCEPT, "text/html");
        self.send(request, String::new()).await
    }

    /// Asks for JSON as tools do.
    pub async fn get_json(&mut self, path: &str) -> serde_json::Value {
        let request = Request::get(path).header(header::ACCEPT, "application/json");
        serde_json::from_str(&self.send(request, String::new()).await.body).unwrap()
    }

    /// Posts a form from a page of `origin`.
    pub async fn post_from(&mut self, origin: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path)
            .header(header::ORIGIN, origin)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, body).await
    }

    /// Posts a form of ours.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_from(ORIGIN, path, fields).await
    }

    /// Calls a server function as the page's code does.
    pub async fn call(&mut self, path: &str, body: &str) -> Answer {
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::ORIGIN, ORIGIN)
            .header(header::CONTENT_TYPE, "application/json");
        self.send(request, body.to_owned()).await
    }

    /// Posts the form named `form` that stands in `page`, with its hidden fields, `typed` into the others.
    pub async fn submit(&mut self, page: &Answer, form: &str, typed: &[(&str, &str)]) -> Answer {
        let html = form_html(&page.body, form);
        let action = attribute(html, "action").expect("a form has an action"); println!("FORM {html}");
        let hidden: Vec<(String, String)> = html
            .split("<input")
            .skip(1)
            .filter(|input| attribute(input, "type").as_deref() == Some("hidden"))
            .filter_map(|input| Some((attribute(input, "name")?, attribute(input, "value").unwrap_or_default())))
            .collect();
        let fields: Vec<(&str, &str)> =
            hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(typed.iter().copied()).collect();
        self.post(&action, &fields).await
    }

    /// Opens where a redirect leads.
    pub async fn follow(&mut self, answer: &Answer) -> Answer {
        let target = answer.see_other().to_owned();
        self.get(&target).await
    }

    async fn send(&mut self, request: http::request::Builder, body: String) -> Answer {
        let jar: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = if jar.is_empty() { request } else { request.header(header::COOKIE, jar.join("; ")) };
        let request = request.header(header::HOST, "localhost:3000").body(Body::from(body)).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        self.keep_cookies(&parts.headers);
        let body = body.collect().await.unwrap().to_bytes();
        let body = String::from_utf8(body.to_vec()).unwrap();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for cookie in headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
            let (name, value) = pair.split_once('=').unwrap();
            if attributes.to_ascii_lowercase().contains("max-age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// From `<form` to `</form>` of the form with this name.
fn form_html<'a>(page: &'a str, name: &str) -> &'a str {
    let mark = format!("value=\"{name}\"");
    page.split("<form")
        .skip(1)
        .map(|rest| rest.split("</form>").next().unwrap())
        .find(|form| form.contains(&mark))
        .unwrap_or_else(|| panic!("no form {name} in {page}"))
}

/// An attribute's value, with the entities that the renderer writes put back.
fn attribute(html: &str, name: &str) -> Option<String> {
    let tag = html.split('>').next()?;
    let value = tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?;
    Some(value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&"))
}
