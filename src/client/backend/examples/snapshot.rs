use onehop::{
    client::{BackendClient, backend::Result},
    endpoints::backend::ListEventsQuery,
};

pub async fn example(client: &BackendClient) -> Result<()> {
    let mut snapshot = client.snapshot().await?;
    while let Some(state) = snapshot.next().await? {
        println!("a user at version {}: {}", state.version, state.data);
    }
    // Every user was there. What happens from here on:
    let after = Some(snapshot.cursor().to_owned());
    let news = client.events().list(&ListEventsQuery { after, ..Default::default() }).await?;
    println!("{} changes since", news.data.len());
    Ok(())
}
