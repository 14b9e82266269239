//! The rooms of the dashboard, for the navigation and the palette.

use onehop::components::parts::IconName;

/// A room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Its name.
    pub name: &'static str,
    /// Its address.
    pub path: &'static str,
    /// Its sign.
    pub icon: IconName,
    /// Other words for it.
    pub words: &'static str,
}

const fn room(name: &'static str, path: &'static str, icon: IconName, words: &'static str) -> Room {
    Room { name, path, icon, words }
}

/// All rooms, in order.
pub const ROOMS: [Room; 10] = [
    room("Overview", "/dashboard", IconName::Info, "start counts charts"),
    room("Users", "/dashboard/users", IconName::User, "people accounts members"),
    room("Invitations", "/dashboard/invitations", IconName::Mail, "invite"),
    room("Waiting list", "/dashboard/waitlist", IconName::Check, "waitlist invite reject"),
    room("Restrictions", "/dashboard/restrictions", IconName::Shield, "allow list block list"),
    room("API keys", "/dashboard/keys", IconName::Key, "secret keys backend"),
    room("JWT templates", "/dashboard/templates", IconName::External, "tokens claims hasura supabase session"),
    room("Webhooks", "/dashboard/webhooks", IconName::DeviceDesktop, "endpoints deliveries events feed signing secret"),
    room("Settings", "/dashboard/settings", IconName::Gear, "configuration sign-in sign-up sessions"),
    room("Audit log", "/dashboard/audit", IconName::Edit, "changes history"),
];

impl Room {
    /// Is a page at this path in the room?
    pub fn has(&self, path: &str) -> bool {
        match path.strip_prefix(self.path) {
            Some("") | Some("/") => true,
            Some(rest) => rest.starts_with('/') && self.path != "/dashboard",
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_in_one_room() {
        for (path, name) in
            [("/dashboard", "Overview"), ("/dashboard/users/user_1/sessions", "Users"), ("/dashboard/keys", "API keys")]
        {
            let rooms: Vec<_> = ROOMS.iter().filter(|room| room.has(path)).map(|room| room.name).collect();
            assert_eq!(rooms, [name], "{path}");
        }
    }
}
