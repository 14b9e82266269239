//! `[user]`: what people have besides an e-mail address, and what they may do with it.

use super::{metadata_path::MetadataPath, section::Section};

/// Attributes of users.
#[derive(Clone, Debug)]
pub struct User {
    /// Whether people may delete their own account.
    pub is_delete_self_enabled: bool,
    /// Whether there are usernames.
    pub is_username_enabled: bool,
    /// Whether sign-up asks for one.
    pub is_username_required: bool,
    /// Whether there are first and last names.
    pub is_name_enabled: bool,
    /// Metadata by which users can be found: `public.plan`, `private.team.id`, `unsafe.theme`.
    pub metadata_paths: Vec<MetadataPath>,
}

impl User {
    pub(super) fn read(mut section: Section<'_>) -> Self {
        let user = Self {
            is_delete_self_enabled: section.flag("delete_self", true),
            is_username_enabled: section.flag("username_enabled", true),
            is_username_required: section.flag("username_required", false),
            is_name_enabled: section.flag("names_enabled", true),
            metadata_paths: section.list("metadata_paths", "write paths such as [\"public.plan\"]"),
        };
        if user.is_username_required && !user.is_username_enabled {
            section.problem("username_required", "asks for what username_enabled forbids", "change one of the two");
        }
        user
    }
}
