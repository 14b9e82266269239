use onehop::{
    client::{BackendClient, backend::Result},
    endpoints::backend::CreatePhoneNumberBody,
    wire::backend::User,
};

pub async fn example(client: &BackendClient, ada: &User) -> Result<()> {
    let body = CreatePhoneNumberBody {
        user_id: ada.id.clone(),
        phone_number: "+14155550123".into(),
        verified: Some(true.into()),
        primary: None,
        reserved_for_second_factor: None,
    };
    let number = client.phone_numbers().create(&body).await?;
    client.phone_numbers().delete(&number.id).await?;
    Ok(())
}
