//! What can stand between the braces.

use leptos::prelude::*;

const CODES: [(&str, &str); 16] = [
    ("user.id", "The user's id"),
    ("user.external_id", "The id in your own system"),
    ("user.primary_email_address", "Main email address"),
    ("user.email_verified", "Whether that address is verified"),
    ("user.primary_phone_number", "Main phone number"),
    ("user.phone_number_verified", "Whether that number is verified"),
    ("user.primary_web3_wallet", "Main wallet"),
    ("user.username", "Username"),
    ("user.first_name, user.last_name, user.full_name", "Names"),
    ("user.image_url, user.has_image", "Picture"),
    ("user.two_factor_enabled", "Whether signing in takes a second step"),
    ("user.created_at, user.updated_at, user.last_sign_in_at", "Times, in seconds"),
    ("user.public_metadata.plan", "Anything in the public metadata"),
    ("user.unsafe_metadata.theme", "Anything in the unsafe metadata, which users write themselves"),
    ("session.actor", "Who acts as the user, if somebody does"),
    ("user.public_metadata.plan || 'free'", "The first that is neither null nor false"),
];

/// The list, folded away.
#[component]
pub(super) fn Shortcodes() -> impl IntoView {
    let code = |code| view! { <code class="db-code">{format!("{{{{{code}}}}}")}</code>" " };
    let rows = CODES.map(|(codes, text)| {
        let codes: Vec<_> = codes.split(", ").map(code).collect();
        view! { <div class="db-code-row"><dt>{codes}</dt><dd>{text}</dd></div> }
    });
    view! {
        <details class="db-help">
            <summary class="oh-link">"What can stand between the braces"</summary>
            <dl class="db-code-list">{rows}</dl>
            <p class="db-note">
                "A text that is one shortcode and nothing else keeps the value's type. What isn't there is null. Private metadata is out of reach."
            </p>
        </details>
    }
    .into_any()
}
