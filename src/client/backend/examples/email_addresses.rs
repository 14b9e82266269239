use onehop::{
    client::{BackendClient, backend::Result},
    endpoints::backend::UpdateEmailAddressBody,
    wire::backend::User,
};

pub async fn example(client: &BackendClient, ada: &User) -> Result<()> {
    let address = client.email_addresses().get(&ada.email_addresses[0].id).await?;
    let proven = UpdateEmailAddressBody { verified: Some(true.into()), ..Default::default() };
    client.email_addresses().update(&address.id, &proven).await?;
    Ok(())
}
