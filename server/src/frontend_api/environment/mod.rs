//! `/v1/environment`

mod attributes;
mod auth_config;
mod get;
mod update;

use onehop::wire::Requirement;

/// What a setting and its obligation make together.
fn requirement(is_enabled: bool, is_required: bool) -> Requirement {
    match (is_enabled, is_required) {
        (false, _) => Requirement::Off,
        (true, false) => Requirement::On,
        (true, true) => Requirement::Required,
    }
}

fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
