//! The texts of `<UserButton/>`.

use crate::text::UserButtonText;

pub(super) const USER_BUTTON: UserButtonText = UserButtonText {
    popover: "Konto",
    actions: "Ihr Konto",
    manage: "Konto verwalten",
    sign_out: "Abmelden",
    others: "Weitere Konten",
    add: "Konto hinzufügen",
    sign_out_all: "Von allen Konten abmelden",
    menu: ", Kontomenü",
    switch_to: "Wechseln zu",
};
