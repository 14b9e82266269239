use onehop::{
    client::{BackendClient, backend::Result},
    endpoints::backend::SignInTokenBody,
    wire::backend::User,
};

pub async fn example(client: &BackendClient, ada: &User) -> Result<()> {
    let body = SignInTokenBody { user_id: ada.id.clone(), org_id: None, expires_in_seconds: Some(600.into()) };
    let ticket = client.sign_in_tokens().create(&body).await?;
    // Whoever opens its page within ten minutes is signed in as Ada.
    assert!(ticket.url.is_some());
    client.sign_in_tokens().revoke(&ticket.id).await?;
    Ok(())
}
