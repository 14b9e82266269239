//! A browser without scripts: reads the forms of a page, posts them, follows what comes back.

use crate::support::{Reply, TestClient};
use axum::body::Body;
use http::{Request, StatusCode, header};

/// Where a redirect after a form leads.
#[track_caller]
pub fn see_other(reply: &Reply) -> &str {
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    reply.header("location").expect("a redirect")
}

/// Opens where a redirect leads.
pub async fn follow(client: &TestClient, reply: &Reply) -> Reply {
    client.get(see_other(reply)).await
}

/// Posts the form named `form` that stands in `page`: its hidden fields and what is `typed` into the others.
pub async fn submit(client: &TestClient, page: &Reply, form: &str, typed: &[(&str, &str)]) -> Reply {
    let html = form_html(&page.text, form);
    let action = attribute(html, "action").expect("a form has an action");
    let hidden: Vec<(String, String)> = html
        .split("<input")
        .skip(1)
        .filter(|input| attribute(input, "type").as_deref() == Some("hidden"))
        .filter_map(|input| Some((attribute(input, "name")?, attribute(input, "value").unwrap_or_default())))
        .collect();
    let hidden = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let fields: Vec<(&str, &str)> = hidden.chain(typed.iter().copied()).collect();
    client.post(&action, &fields).await
}

/// Posts a form from a page of `origin`.
pub async fn post_from(client: &TestClient, origin: &str, path: &str, fields: &[(&str, &str)]) -> Reply {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = Request::post(path)
        .header(header::ORIGIN, origin)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body));
    client.request(request.expect("a request")).await
}

/// From `<form` to `</form>` of the form with this name.
fn form_html<'a>(page: &'a str, name: &str) -> &'a str {
    let mark = format!("value=\"{name}\"");
    let forms = page.split("<form").skip(1).map(|rest| rest.split("</form>").next().unwrap_or_default());
    forms.into_iter().find(|form| form.contains(&mark)).unwrap_or_else(|| panic!("no form {name} in {page}"))
}

/// An attribute's value, with the entities that the renderer writes put back.
fn attribute(html: &str, name: &str) -> Option<String> {
    let tag = html.split('>').next()?;
    let value = tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?;
    Some(value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&"))
}
