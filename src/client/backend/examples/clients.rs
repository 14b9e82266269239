use onehop::{
    client::{BackendClient, backend::Result},
    endpoints::backend::ListSessionsQuery,
    wire::backend::User,
};

pub async fn example(client: &BackendClient, ada: &User) -> Result<()> {
    let of_ada = ListSessionsQuery { user_id: Some(ada.id.clone()), ..Default::default() };
    for session in client.sessions().list(&of_ada).await?.data {
        let browser = client.clients().get(&session.client_id).await?;
        println!("{} sessions in this browser", browser.sessions.len());
    }
    Ok(())
}
