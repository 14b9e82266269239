use onehop::{
    client::{BackendClient, backend::Result},
    endpoints::backend::RedirectUrlBody,
};

pub async fn example(client: &BackendClient) -> Result<()> {
    let url = client.redirect_urls().create(&RedirectUrlBody { url: "myapp://callback".into() }).await?;
    client.redirect_urls().delete(&url.id).await?;
    Ok(())
}
