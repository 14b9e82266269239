use onehop::{
    client::{BackendClient, backend::Result},
    endpoints::backend::AllowlistBody,
};

pub async fn example(client: &BackendClient) -> Result<()> {
    let everybody_there = AllowlistBody { identifier: "*@example.com".into(), ..Default::default() };
    let listed = client.allowlist().create(&everybody_there).await?;
    client.allowlist().delete(&listed.id).await?;
    Ok(())
}
