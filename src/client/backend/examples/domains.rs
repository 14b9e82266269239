use onehop::client::{BackendClient, backend::Result};

pub async fn example(client: &BackendClient) -> Result<()> {
    for domain in client.domains().list().await?.data {
        println!("{}", domain.name);
    }
    Ok(())
}
