//! The binary `onehop`.

#[cfg_attr(feature = "embedded-site", path = "embedded_site.rs")]
mod site;

fn main() -> std::process::ExitCode {
    server::cli::main(site::FILES)
}
