//! The server: the app and Onehop in one process, with the data in `./data`.

use hello::server::routes;
use leptos::config::get_configuration;
use onehop_server::config::{Config, Overrides};
use std::error::Error;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let options = get_configuration(None)?.leptos_options;
    // Mail stays in a mailbox at /dev/mailbox, and keys are made as needed. In production: `dev: false`.
    let flags = Overrides { listen: Some(options.site_addr.to_string()), dev: true, ..Overrides::default() };
    let config = Config::load(None, std::env::vars(), flags)?;
    onehop_server::serve_with(config, |onehop| routes(onehop, options)).await?;
    Ok(())
}
