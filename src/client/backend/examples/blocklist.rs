use onehop::{
    client::{BackendClient, backend::Result},
    endpoints::backend::BlocklistBody,
};

pub async fn example(client: &BackendClient) -> Result<()> {
    let body = BlocklistBody { identifier: "*@spam.example".into() };
    let listed = client.blocklist().create(&body).await?;
    client.blocklist().delete(&listed.id).await?;
    Ok(())
}
