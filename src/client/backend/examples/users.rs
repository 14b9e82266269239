use onehop::{
    client::{
        BackendClient,
        backend::{ListUsers, Result},
    },
    endpoints::backend::{CreateUserBody, MetadataBody},
};

pub async fn example(client: &BackendClient) -> Result<()> {
    let mut body = CreateUserBody { email_address: ["grace@example.com"].into_iter().collect(), ..Default::default() };
    body.fields.password = Some("correct horse staple".to_owned());
    let grace = client.users().create(&body).await?;

    let plan = serde_json::json!({"plan": "pro"});
    let metadata = MetadataBody { public_metadata: plan.as_object().cloned(), ..Default::default() };
    client.users().update_metadata(&grace.id, &metadata).await?;

    let with_address = ListUsers { email_address: vec!["grace@example.com".into()], ..Default::default() };
    let found = client.users().list(&with_address).await?;
    assert_eq!(found[0].public_metadata.0.get("plan"), Some(&"pro".into()));
    client.users().ban(&grace.id).await?;
    Ok(())
}
