//! What the configuration adds to the tokens of sessions: shown, not changed.

use crate::dashboard::parts::{Column, CopyId, DataTable, TableRow, grouped};
use leptos::prelude::*;
use onehop::wire::dashboard::TokenFacts;

/// Who issues tokens, and what those of sessions say.
#[component]
pub(super) fn Facts(facts: TokenFacts) -> impl IntoView {
    let (issuer, jwks_url) = (facts.issuer.clone(), facts.jwks_url.clone());
    view! {
        <section class="db-card" aria-labelledby="issuer-title">
            <header class="db-card-head"><h2 class="db-card-title" id="issuer-title">"For whoever verifies"</h2></header>
            <div class="db-card-body">
                <dl class="db-facts">
                    <div class="db-fact"><dt>"Issuer"</dt><dd><CopyId text=issuer what="the issuer" /></dd></div>
                    <div class="db-fact"><dt>"JWKS address"</dt><dd><CopyId text=jwks_url what="the JWKS address" /></dd></div>
                </dl>
            </div>
        </section>
        <section class="db-card" aria-labelledby="session-claims-title">
            <header class="db-card-head"><h2 class="db-card-title" id="session-claims-title">"Tokens of sessions"</h2></header>
            <div class="db-card-body">
                <p class="db-text">
                    "What they say beside their own claims is set in the configuration, section "<code class="db-code">"[session]"</code>", as "
                    <code class="db-code">"claims = [\"plan=public.plan\"]"</code>", and read when the server starts."
                </p>
                <Size facts=facts.clone() />
            </div>
            <Claims facts />
        </section>
    }
    .into_any()
}

#[component]
fn Size(facts: TokenFacts) -> impl IntoView {
    let (bytes, most) = (facts.session_token_bytes, facts.session_token_max_bytes);
    let text = format!("The longest token that can come about has {} bytes", grouped(bytes.into()));
    let limit = format!(" of the {} that browsers keep in a cookie. ", grouped(most.into()));
    let each = format!("Each claim's value may have {} bytes as JSON.", grouped(facts.session_claim_bytes.into()));
    view! {
        <div class="db-size">
            <meter class="db-meter" min="0" max=most.to_string() value=bytes.to_string() aria-label="Length of the longest token of a session"></meter>
            <p class="db-note">{text}{limit}{each}</p>
        </div>
    }
    .into_any()
}

#[component]
fn Claims(facts: TokenFacts) -> impl IntoView {
    if facts.session_claims.is_empty() {
        return view! { <p class="db-note db-card-foot">"The configuration adds no claims."</p> }.into_any();
    }
    let row = |claim: onehop::wire::dashboard::SessionClaimSource| {
        TableRow::new([
            view! { <code class="db-code">{claim.name}</code> }.into_any(),
            view! { <code class="db-code">{claim.path}</code> }.into_any(),
        ])
    };
    let columns = vec![Column::Subject("Claim"), Column::Fact("Metadata")];
    let rows = facts.session_claims.into_iter().map(row).collect();
    view! { <DataTable label="Claims of session tokens" columns rows bare=true /> }.into_any()
}
