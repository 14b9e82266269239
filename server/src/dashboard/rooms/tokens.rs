//! `GET /v1/dashboard/tokens`, `POST /v1/dashboard/jwt_templates/preview`

use crate::{
    backend_api::{Call, Context, Handle},
    config::COOKIE_BYTES,
    domain::template_previews,
    error::Result,
    keys::Algorithm,
};
use onehop::{
    endpoints::dashboard::{GetTokenFacts, PreviewJwtTemplate},
    wire::dashboard::{JwtTemplatePreview, SessionClaimSource, TokenFacts, TokenFactsTag},
};

impl Handle for GetTokenFacts {
    async fn handle(cx: &Context, _: Call<Self>) -> Result<TokenFacts> {
        let session = &cx.app.config.session;
        let bytes = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let claims = session.claims.iter();
        Ok(TokenFacts {
            object: TokenFactsTag,
            issuer: cx.app.instance.issuer.clone(),
            jwks_url: format!("{}/.well-known/jwks.json", cx.app.config.server.public_origin()),
            signing_algorithms: Algorithm::ALL.iter().map(|algorithm| algorithm.as_str().to_owned()).collect(),
            session_claims: claims
                .map(|claim| SessionClaimSource { name: claim.name.clone(), path: claim.path.to_string() })
                .collect(),
            session_claim_bytes: bytes(session.claim_bytes),
            session_token_bytes: bytes(session.largest_token()),
            session_token_max_bytes: bytes(COOKIE_BYTES),
        })
    }
}

impl Handle for PreviewJwtTemplate {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<JwtTemplatePreview> {
        let mut conn = cx.read().await?;
        template_previews::preview(&cx.app, &mut conn, call.body, cx.now).await
    }
}
