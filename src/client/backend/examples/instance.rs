use onehop::{
    client::{BackendClient, backend::Result},
    endpoints::backend::UpdateRestrictionsBody,
};

pub async fn example(client: &BackendClient) -> Result<()> {
    // From now on only those on the allowlist may sign up.
    let by_allowlist = UpdateRestrictionsBody { allowlist: Some(Some(true.into())), ..Default::default() };
    client.instance().update_restrictions(&by_allowlist).await?;
    Ok(())
}
