//! A form as it was posted: the fields for the API, and beside them, under names that begin with `_`, what to do with
//! the answer.

use app::redirect::same_site_path;
use axum::body::{Body, Bytes};
use form_urlencoded::Serializer;
use http::Method;
use multer::Multipart;
use onehop::signals::KeptForm;
use std::{borrow::Cow, collections::BTreeMap};

/// A posted form, taken apart and checked.
#[derive(Debug, PartialEq, Eq)]
pub struct Submission {
    /// The verb of the call.
    pub method: Method,
    /// The form's name: its errors come back under it.
    pub form: String,
    /// Where to go after success.
    pub then: String,
    /// Where to go after an error.
    pub back: String,
    /// Where to go when the answer's status is `complete`: on this site, or see [`Submission::elsewhere`].
    pub done: Option<String>,
    /// The session to act for.
    pub session: Option<String>,
    /// The fields for the API. The last value of a name counts, as it does in a living page: a checkbox follows a hidden
    /// field of its name, so that something is sent without its tick too.
    pub fields: BTreeMap<String, String>,
    /// The form that waits for what this one proves.
    pub kept: Option<KeptForm>,
    /// The file that came along.
    pub file: Option<Bytes>,
}

/// Why a form isn't passed on. No form of ours looks like this, so there is no way back to show it on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A page to go to is missing or not on this site.
    Target,
    /// The verb is none that forms stand for.
    Method,
    /// It can't be read.
    Body,
}

impl Submission {
    /// Takes a form body apart.
    pub fn parse(body: &[u8]) -> Result<Self, Refusal> {
        Self::of(form_urlencoded::parse(body).map(|(name, value)| (name.into_owned(), value.into_owned())))
    }

    /// Takes a form with a file apart.
    pub async fn parse_parts(kind: &str, body: Bytes) -> Result<Self, Refusal> {
        let boundary = multer::parse_boundary(kind).map_err(|_| Refusal::Body)?;
        let mut parts = Multipart::new(Body::from(body).into_data_stream(), boundary);
        let (mut pairs, mut file) = (Vec::new(), None);
        while let Some(part) = parts.next_field().await.map_err(|_| Refusal::Body)? {
            let name = part.name().unwrap_or_default().to_owned();
            match part.file_name() {
                Some(_) => file = Some(part.bytes().await.map_err(|_| Refusal::Body)?),
                None => pairs.push((name, part.text().await.map_err(|_| Refusal::Body)?)),
            }
        }
        Ok(Self { file, ..Self::of(pairs.into_iter())? })
    }

    fn of(pairs: impl Iterator<Item = (String, String)>) -> Result<Self, Refusal> {
        let (mut control, mut fields) = (BTreeMap::new(), BTreeMap::new());
        for (name, value) in pairs {
            let kind = if name.starts_with('_') { &mut control } else { &mut fields };
            kind.insert(name, value);
        }
        let done = control.remove("_done");
        let mut target = |name: &str| control.remove(name).map(checked_target).transpose();
        Ok(Self {
            then: target("_then")?.ok_or(Refusal::Target)?,
            back: target("_back")?.ok_or(Refusal::Target)?,
            done: done.map(checked_done).transpose()?,
            method: method(control.get("_method").map(String::as_str))?,
            form: control.remove("_form").unwrap_or_default(),
            session: control.remove("_session"),
            kept: control.remove("_kept").and_then(|kept| serde_json::from_str(&kept).ok()),
            fields,
            file: None,
        })
    }

    /// The place on another site to go to when all is done. Whether people may be sent there is for the caller to find
    /// out.
    pub fn elsewhere(&self) -> Option<&str> {
        self.done.as_deref().filter(|done| same_site_path(done).is_none())
    }

    /// The fields as the body of the call. Empty optional fields of a form mean "not given", as they do in a living page.
    pub fn body(&self) -> String {
        let mut body = Serializer::new(String::new());
        body.extend_pairs(&self.fields);
        body.finish()
    }

    /// What was typed, to fill the form in again: without passwords and codes.
    pub fn values_to_show_again(&self) -> BTreeMap<String, String> {
        let safe = self.fields.iter().filter(|(name, value)| !is_secret(name) && value.len() <= MAX_VALUE_BYTES);
        safe.take(MAX_VALUES).map(|(name, value)| (name.clone(), value.clone())).collect()
    }
}

/// Values travel back in a cookie, which has little room.
const MAX_VALUE_BYTES: usize = 256;
const MAX_VALUES: usize = 8;

fn is_secret(name: &str) -> bool {
    ["password", "code", "token", "ticket", "secret"].iter().any(|word| name.contains(word))
}

fn checked_target(target: String) -> Result<String, Refusal> {
    same_site_path(&target).is_some().then_some(target).ok_or(Refusal::Target)
}

fn checked_done(target: String) -> Result<String, Refusal> {
    let is_elsewhere = target.split_once("://").is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    });
    if is_elsewhere { Ok(target) } else { checked_target(target) }
}

fn method(name: Option<&str>) -> Result<Method, Refusal> {
    match name.map(str::to_ascii_uppercase).map(Cow::Owned).unwrap_or(Cow::Borrowed("POST")).as_ref() {
        "POST" => Ok(Method::POST),
        "PATCH" => Ok(Method::PATCH),
        "DELETE" => Ok(Method::DELETE),
        _ => Err(Refusal::Method),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_fields_are_not_passed_on() {
        let body =
            b"_form=a.b&_then=/x&_back=/y&_done=/z&_method=patch&_session=sess_1&_other=1&first_name=Ada+L&a=%26";
        let form = Submission::parse(body).unwrap();
        assert_eq!(form.body(), "a=%26&first_name=Ada+L");
        assert_eq!((form.method.as_str(), form.form.as_str()), ("PATCH", "a.b"));
        assert_eq!((form.then.as_str(), form.back.as_str(), form.done.as_deref()), ("/x", "/y", Some("/z")));
        assert_eq!(form.session.as_deref(), Some("sess_1"));
    }

    #[test]
    fn the_last_value_of_a_field_wins() {
        let ticked = Submission::parse(b"_then=/&_back=/&a=false&b=1&a=true").unwrap();
        assert_eq!(ticked.body(), "a=true&b=1");
        let unticked = Submission::parse(b"_then=/&_back=/&a=false&b=1").unwrap();
        assert_eq!(unticked.body(), "a=false&b=1");
    }

    #[test]
    fn each_target_must_be_on_this_site() {
        for name in ["_then", "_back", "_done"] {
            let mut fields = BTreeMap::from([("_then", "/"), ("_back", "/"), ("_done", "/")]);
            fields.insert(name, "//elsewhere.example");
            let body = Serializer::new(String::new()).extend_pairs(fields).finish();
            assert_eq!(Submission::parse(body.as_bytes()), Err(Refusal::Target), "{name}");
        }
        assert_eq!(Submission::parse(b"_then=/"), Err(Refusal::Target));
    }

    #[test]
    fn only_the_end_of_an_attempt_may_be_elsewhere_and_says_so() {
        let parse = |body: &[u8]| Submission::parse(body);
        let form = parse(b"_then=/&_back=/&_done=https://app.example.com/x").unwrap();
        assert_eq!(form.elsewhere(), Some("https://app.example.com/x"));
        assert_eq!(parse(b"_then=/&_back=/&_done=/x").unwrap().elsewhere(), None);
        for body in [
            "_then=https://a.b/&_back=/",
            "_then=/&_back=https://a.b/",
            "_then=/&_back=/&_done=/x://y",
            "_then=/&_back=/&_done=://y",
        ] {
            assert_eq!(parse(body.as_bytes()), Err(Refusal::Target), "{body}");
        }
    }

    #[test]
    fn verbs_that_forms_do_not_stand_for_are_refused() {
        assert_eq!(Submission::parse(b"_then=/&_back=/&_method=GET"), Err(Refusal::Method));
        assert_eq!(Submission::parse(b"_then=/&_back=/&_method=CONNECT"), Err(Refusal::Method));
    }

    #[test]
    fn passwords_and_codes_are_not_shown_again() {
        let body = b"_then=/&_back=/&identifier=ada&password=p&new_password=q&code=123456&ticket=t";
        let values = Submission::parse(body).unwrap().values_to_show_again();
        assert_eq!(values, BTreeMap::from([("identifier".to_owned(), "ada".to_owned())]));
    }
}
