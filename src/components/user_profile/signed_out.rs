//! What a visitor without a session sees: the way in, which leads back here.

use super::{Profile, text};
use crate::{
    components::parts::{ButtonVariant, Card, Link},
    endpoints::percent_encode,
};
use leptos::prelude::*;

/// A card with a link to sign in.
#[component]
pub fn SignedOutCard(profile: Profile, sign_in_url: String) -> impl IntoView {
    let href = sign_in_path(&sign_in_url, &untrack(|| profile.page_path()));
    view! {
        <Card title=text().signed_out_title subtitle=text().signed_out_text>
            <Link href=href variant=ButtonVariant::Primary full=true>{text().sign_in}</Link>
        </Card>
    }
    .into_any()
}

/// The way in with the way back.
fn sign_in_path(sign_in_url: &str, back: &str) -> String {
    let separator = if sign_in_url.contains('?') { '&' } else { '?' };
    let mut path = format!("{sign_in_url}{separator}redirect_url=");
    percent_encode(back, &mut path);
    path
}

#[cfg(test)]
mod tests {
    use super::sign_in_path;

    #[test]
    fn the_way_back_is_kept() {
        assert_eq!(sign_in_path("/sign-in", "/user/security"), "/sign-in?redirect_url=%2Fuser%2Fsecurity");
        assert_eq!(sign_in_path("/in?a=1", "/u?x=1&y"), "/in?a=1&redirect_url=%2Fu%3Fx%3D1%26y");
    }
}
