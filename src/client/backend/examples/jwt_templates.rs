use onehop::client::{BackendClient, backend::Result};

pub async fn example(client: &BackendClient) -> Result<()> {
    let templates = client.jwt_templates().list(&Default::default()).await?;
    println!("{} templates", templates.total_count);
    Ok(())
}
