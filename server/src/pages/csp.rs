//! The Content-Security-Policy of pages: scripts run by a nonce that is new for each answer, styles come from our own
//! stylesheet alone, nobody may put a page into a frame.

use app::redirect::AllowedRedirect;
use http::{HeaderValue, header::CONTENT_SECURITY_POLICY};
use leptos::{nonce::use_nonce, prelude::use_context};
use leptos_axum::ResponseOptions;

/// For pages without any script.
pub const WITHOUT_SCRIPTS: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
);

/// Puts the policy on the page that is being rendered. Leptos makes the nonce and writes it into its own scripts.
pub fn protect_page(elsewhere: Option<&AllowedRedirect>) {
    if let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) {
        response.insert_header(CONTENT_SECURITY_POLICY, policy(&nonce, elsewhere));
    }
}

/// Browsers heed `form-action` also where the answer to a form leads: so to the place that the page may lead to.
fn policy(nonce: &str, elsewhere: Option<&AllowedRedirect>) -> HeaderValue {
    let elsewhere = elsewhere.and_then(|allowed| source(&allowed.0)).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'{elsewhere}; base-uri 'none'; \
         object-src 'none'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).expect("a nonce is base64 and an origin is plain text")
}

/// A space and the origin, or the scheme where an app has one of its own.
fn source(url: &str) -> Option<String> {
    let url = url::Url::parse(url).ok()?;
    Some(match url.scheme() {
        "http" | "https" => format!(" {}", url.origin().ascii_serialization()),
        scheme => format!(" {scheme}:"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_allows_nothing_inline() {
        let policy = policy("abc", None);
        let policy = policy.to_str().unwrap();
        assert!(policy.contains("script-src 'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval';"));
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
        assert!(policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"));
        assert!(policy.contains("form-action 'self';"));
    }

    #[test]
    fn forms_may_lead_to_the_one_other_place_that_is_allowed() {
        for (url, source) in
            [("https://app.example.com/a?b=c", "https://app.example.com"), ("my-app://callback", "my-app:")]
        {
            let policy = policy("abc", Some(&AllowedRedirect(url.to_owned())));
            let policy = policy.to_str().unwrap();
            assert!(policy.contains(&format!("form-action 'self' {source};")), "{policy}");
        }
    }
}
