use onehop::{
    client::{BackendClient, backend::Result},
    endpoints::backend::{InviteWaitlistEntryBody, ListWaitlistQuery},
};

pub async fn example(client: &BackendClient) -> Result<()> {
    let pending = ListWaitlistQuery { status: Some("pending".into()), ..Default::default() };
    for entry in client.waitlist().list(&pending).await?.data {
        client.waitlist().invite(&entry.id, &InviteWaitlistEntryBody::default()).await?;
    }
    Ok(())
}
