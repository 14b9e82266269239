use onehop::{
    client::{BackendClient, backend::Result},
    endpoints::backend::ActorTokenBody,
    wire::backend::User,
};

pub async fn example(client: &BackendClient, ada: &User) -> Result<()> {
    let operator = serde_json::json!({"sub": "user_of_support"});
    let body = ActorTokenBody {
        user_id: ada.id.clone(),
        actor: operator.as_object().cloned().unwrap_or_default(),
        expires_in_seconds: Some(600.into()),
        session_max_duration_in_seconds: Some(1800.into()),
    };
    let ticket = client.actor_tokens().create(&body).await?;
    // Whoever opens its page within ten minutes acts as Ada, for half an hour.
    assert!(ticket.url.is_some());
    client.actor_tokens().revoke(&ticket.id).await?;
    Ok(())
}
