//! `/dashboard/templates…`: templates of tokens for third parties, and what the tokens of sessions say.

mod detail;
mod draft;
mod editor;
mod list;
mod new;
mod preview;
mod session_claims;
mod shortcodes;
mod signing;
mod starts;

pub use detail::TemplatePage;
pub use list::TemplatesPage;
pub use new::NewTemplatePage;

/// All templates.
const LIST: &str = "/dashboard/templates";
/// The form of a new one.
const NEW: &str = "/dashboard/templates/new";
