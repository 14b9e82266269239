//! The examples in the documentation of `onehop::client::backend`, run against a whole server.

use onehop::client::backend::Result;
use onehop_testing::TestServer;

macro_rules! example {
    ($name:ident) => {
        mod $name {
            include!(concat!("../../src/client/backend/examples/", stringify!($name), ".rs"));
        }
    };
}

example!(actor_tokens);
example!(allowlist);
example!(blocklist);
example!(clients);
example!(domains);
example!(email_addresses);
example!(events);
example!(instance);
example!(invitations);
example!(jwks);
example!(jwt_templates);
example!(phone_numbers);
example!(redirect_urls);
example!(sessions);
example!(sign_in_tokens);
example!(snapshot);
example!(testing_tokens);
example!(webhooks);
example!(users);
example!(waitlist);

#[tokio::test]
async fn every_example_of_the_documentation_does_what_it_says() -> Result<()> {
    let onehop = TestServer::without_socket().start().await;
    let ada = onehop.create_user("ada@example.com").await;
    let client = onehop.backend();
    // So that lists have something in them.
    let _browser = onehop.sign_in_as(&ada).await;
    actor_tokens::example(&client, &ada).await?;
    allowlist::example(&client).await?;
    blocklist::example(&client).await?;
    clients::example(&client, &ada).await?;
    domains::example(&client).await?;
    events::example(&client).await?;
    email_addresses::example(&client, &ada).await?;
    instance::example(&client).await?;
    invitations::example(&client).await?;
    jwks::example(&client).await?;
    jwt_templates::example(&client).await?;
    phone_numbers::example(&client, &ada).await?;
    redirect_urls::example(&client).await?;
    sessions::example(&client, &ada).await?;
    sign_in_tokens::example(&client, &ada).await?;
    snapshot::example(&client).await?;
    testing_tokens::example(&client).await?;
    webhooks::example(&client).await?;
    users::example(&client).await?;
    waitlist::example(&client).await?;
    Ok(())
}

#[test]
fn no_example_is_left_out() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../src/client/backend/examples");
    let here = include_str!("backend_examples.rs");
    for file in std::fs::read_dir(folder).expect("the folder of examples") {
        let name = file.expect("a file").path().file_stem().expect("a name").to_string_lossy().into_owned();
        assert!(here.contains(&format!("{name}::example(")), "the example {name} is not run");
    }
}
