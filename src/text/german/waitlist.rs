//! The texts of `<Waitlist/>`.

use crate::text::WaitlistText;

pub(super) const WAITLIST: WaitlistText = WaitlistText {
    title: "Auf die Warteliste",
    subtitle: "Hinterlassen Sie Ihre E-Mail-Adresse. Wir schreiben Ihnen, sobald Sie an der Reihe sind.",
    email: "E-Mail-Adresse",
    join: "Auf die Warteliste setzen",
    have_access: "Schon Zugang?",
    sign_in: "Anmelden",
    joined_title: "Sie stehen auf der Warteliste",
    joined_subtitle: "Wir schreiben Ihnen, sobald Sie an der Reihe sind. Mehr ist nicht zu tun.",
    leaving: "Wir bringen Sie dorthin",
    next: "Weiter",
    closed_title: "Es gibt keine Warteliste",
    open: "Alle können sich registrieren: Sie müssen nicht warten.",
    restricted: "Neue Konten gibt es nur auf Einladung. Fragen Sie die Betreiber dieser Website nach einem Zugang.",
    sign_up: "Konto erstellen",
};
