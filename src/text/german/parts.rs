//! The texts of the parts and the small components.

use crate::text::{PartsText, Plural, Template};

pub(super) const PARTS: PartsText = PartsText {
    close: "Schließen",
    wait: "Einen Moment …",
    show_password: "Passwort anzeigen",
    password_length: Plural::two("Mindestens {count} Zeichen", "Mindestens {count} Zeichen"),
    password_lowercase: "ein Kleinbuchstabe",
    password_uppercase: "ein Großbuchstabe",
    password_number: "eine Ziffer",
    password_special: "ein Sonderzeichen",
    code: "Bestätigungscode",
    resend: "Neuen Code senden",
    resend_in: Plural::two("Neuer Code in {count} s", "Neuer Code in {count} s"),
    resent: "Ein neuer Code ist unterwegs.",
    sign_in: "Anmelden",
    acting: "Im Namen einer anderen Person",
    acting_as: Template("Sie sind angemeldet als {name}"),
    stop_acting: "Von diesem Konto abmelden",
};
