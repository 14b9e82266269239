use onehop::{
    client::{BackendClient, backend::Result},
    endpoints::backend::ListSessionsQuery,
    wire::backend::User,
};

pub async fn example(client: &BackendClient, ada: &User) -> Result<()> {
    let of_ada = ListSessionsQuery { user_id: Some(ada.id.clone()), ..Default::default() };
    for session in client.sessions().list(&of_ada).await?.data {
        client.sessions().revoke(&session.id).await?;
    }
    Ok(())
}
