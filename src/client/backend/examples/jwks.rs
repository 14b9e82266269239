use onehop::{
    client::{BackendClient, backend::Result},
    token::{KeySet, Policy, Verifier},
};

pub async fn example(client: &BackendClient) -> Result<()> {
    let keys = client.jwks().await?;
    let verifier = KeySet::from_jwks(&keys).map(|keys| Verifier::new(keys, Policy::default()));
    assert!(verifier.is_ok());
    Ok(())
}
