use onehop::client::{BackendClient, backend::Result};

pub async fn example(client: &BackendClient) -> Result<()> {
    let token = client.testing_tokens().create().await?;
    println!("valid until {}", token.expires_at);
    Ok(())
}
