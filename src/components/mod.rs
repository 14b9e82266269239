//! Components: the provider, control components, and the forms and panels of user management.
//!
//! | component | what it is for |
//! |---|---|
//! | [`AuthProvider`] | goes around the app, once: everything else stands inside it |
//! | [`SignedIn`], [`SignedOut`], [`Show`] | parts of a page for some and not for others |
//! | [`AuthLoading`], [`AuthDegraded`] | what to show while nobody knows, and while the server can't be reached |
//! | [`RedirectToSignIn`] | the way in and back |
//! | [`SignIn`], [`SignUp`] | the way in, and to an account |
//! | [`UserButton`], [`UserAvatar`] | who is signed in, and the way to the account, to others and out |
//! | [`UserProfile`] | where people see and change their account; takes sections of the app's own ([`Panel`]) |
//! | [`ActorBanner`] | says so where somebody acts in another user's name |
//! | [`parts`] | what all of them are built from, for forms of the app's own |
//!
//! Each is whole in the first HTML and its forms post by themselves; the stylesheet is [`CSS`](crate::CSS). They need no
//! router. In a `view!` that has leptos' own `Show` in scope, import ours under another name.
//!
//! # Theming
//!
//! [`CSS`](crate::CSS) is plain CSS without a build step. All of its rules stand in the cascade layer `onehop` and have
//! one class as their selector, so that any rule of an app wins over them, however weak its selector is. A brand takes two
//! lines:
//!
//! ```css
//! :root {
//!   --oh-brand: #17694a;
//!   --oh-radius: 0.125rem;
//! }
//! ```
//!
//! The page `/theming` of the program shows it. Properties are read at the root of the document; these are for apps, and
//! keep their names within a major version:
//!
//! | property | first value | what |
//! |---|---|---|
//! | `--oh-brand` | `#2b4acb` | accent: buttons, links, rings; text on it is black or white, whichever contrasts more |
//! | `--oh-radius` | `0.5rem` | corners of buttons and fields; those of cards, dialogs and badges follow |
//! | `--oh-font`, `--oh-font-mono` | system fonts | type |
//! | `--oh-bg`, `--oh-surface`, `--oh-surface-muted`, `--oh-surface-active` | light and dark | page, cards, bands, pressed rows |
//! | `--oh-text`, `--oh-text-muted`, `--oh-text-subtle` | light and dark | text by weight |
//! | `--oh-border`, `--oh-border-strong` | light and dark | separators; edges of controls |
//! | `--oh-danger`, `--oh-danger-text`, `--oh-success-text`, `--oh-warning-text`, `--oh-info-text` | light and dark | meaning |
//! | `--oh-focus` | from the brand | the ring of what has the focus |
//! | `--oh-width-auth`, `--oh-width-profile`, `--oh-card-padding` | `25rem`, `57.5rem`, `1.5rem` | room |
//!
//! Light or dark follows the system; `data-theme="light"` or `"dark"` on any element decides it for what is inside.
//! Colours of both schemes are given at once: `--oh-surface: light-dark(#fff, #14171e)`.
//!
//! Every part has a class, and its states are attributes:
//!
//! | parts | states |
//! |---|---|
//! | `oh-auth` | `data-screen`: the step shown |
//! | `oh-card`, `oh-card-body`, `oh-card-head`, `oh-card-title`, `oh-card-subtitle`, `oh-card-line`, `oh-card-foot` | |
//! | `oh-button` | `data-variant`: `primary`, `secondary`, `ghost`, `danger`, `link`; `data-full`, `data-waiting`, `aria-busy` |
//! | `oh-link`, `oh-icon-button`, `oh-icon`, `oh-spinner` | |
//! | `oh-form`, `oh-field`, `oh-label`, `oh-input`, `oh-hint`, `oh-field-error`, `oh-checkbox` | `data-invalid`, `data-tone` |
//! | `oh-code`, `oh-code-box`, `oh-code-input` | |
//! | `oh-alert`, `oh-badge` | `data-tone`: `danger`, `warning`, `info`, `success` |
//! | `oh-avatar`, `oh-user-avatar` | `data-size`, `data-hue` |
//! | `oh-menu`, `oh-menu-list`, `oh-menu-item`, `oh-dialog`, `oh-dialog-title`, `oh-dialog-body` | `open`, `data-danger` |
//! | `oh-user-button`, `oh-user-button-trigger`, `oh-user-popover`, `oh-user-popover-item` | `aria-expanded` |
//! | `oh-profile`, `oh-profile-nav`, `oh-profile-section`, `oh-profile-row`, `oh-profile-action`, `oh-profile-panel` | `aria-current`, `data-danger` |
//! | `oh-skeleton`, `oh-actor` | |

mod actor_banner;
mod control;
pub mod parts;
mod provider;
mod sign_in;
mod sign_up;
mod step_up;
mod user_avatar;
mod user_button;
pub mod user_profile;
mod waitlist;

pub use actor_banner::ActorBanner;
pub use control::*;
pub use provider::*;
pub use sign_in::SignIn;
pub use sign_up::SignUp;
pub use step_up::{StepUpDialog, StepUpSection};
pub use user_avatar::UserAvatar;
pub use user_button::UserButton;
pub use user_profile::{Panel, ProfilePage, UserProfile};
pub use waitlist::Waitlist;

#[cfg(test)]
mod tests {
    use crate::CSS;

    /// What the documentation above names.
    fn named(prefix: &str) -> Vec<&'static str> {
        let lines = include_str!("mod.rs").lines().filter(|line| line.starts_with("//! |"));
        lines.flat_map(|line| line.split('`')).filter(|word| word.starts_with(prefix)).collect()
    }

    #[test]
    fn the_documented_properties_and_parts_exist() {
        let properties = named("--oh-");
        assert!(properties.len() > 15);
        for property in properties {
            assert!(CSS.contains(&format!("{property}:")), "{property}");
        }
        let parts = named("oh-");
        assert!(parts.len() > 30);
        for part in parts {
            let found = [" ", ",", "[", ":", "\n"].iter().any(|end| CSS.contains(&format!(".{part}{end}")));
            assert!(found, "{part}");
        }
    }

    #[test]
    fn all_rules_stand_in_one_layer() {
        let mut depth = 0;
        let mut outside = String::new();
        let mut rest = CSS;
        while let Some((before, after)) = rest.split_once("/*") {
            outside.push_str(before);
            rest = after.split_once("*/").map_or("", |(_, after)| after);
        }
        outside.push_str(rest);
        let heads: String = outside
            .chars()
            .filter(|character| {
                depth += match character {
                    '{' => 1,
                    '}' => -1,
                    _ => 0,
                };
                depth == 0 && *character != '}'
            })
            .collect();
        let heads: Vec<_> = heads.split_whitespace().collect();
        assert!(heads.chunks(2).all(|head| head == ["@layer", "onehop"]), "{heads:?}");
    }
}
