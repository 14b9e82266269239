use onehop::{
    client::{BackendClient, backend::Result},
    endpoints::backend::InvitationBody,
};

pub async fn example(client: &BackendClient) -> Result<()> {
    let body = InvitationBody { email_address: "grace@example.com".into(), ..Default::default() };
    let invitation = client.invitations().create(&body).await?;
    client.invitations().revoke(&invitation.id).await?;
    Ok(())
}
