use onehop::{
    client::{BackendClient, backend::Result},
    endpoints::backend::ListEventsQuery,
};

pub async fn example(client: &BackendClient) -> Result<()> {
    let mut which = ListEventsQuery { types: Some("user.*".into()), ..Default::default() };
    loop {
        let page = client.events().list(&which).await?;
        for event in &page.data {
            println!("{}: {} is at version {}", event.kind, event.resource_id, event.version);
        }
        if !page.has_more {
            return Ok(());
        }
        which.after = Some(page.next_cursor);
    }
}
