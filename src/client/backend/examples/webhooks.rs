use onehop::client::{BackendClient, backend::Result};

pub async fn example(client: &BackendClient) -> Result<()> {
    let portal = client.webhooks().create_svix_app().await?;
    println!("register endpoints at {}", portal.svix_url);
    println!("later: {}", client.webhooks().generate_svix_auth_url().await?.svix_url);
    client.webhooks().delete_svix_app().await
}
