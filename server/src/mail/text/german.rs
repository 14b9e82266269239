//! German.

use super::{CodeMail, LinkMail, MailText, NoticeMail};
use onehop::text::{self, Plural, Template};

/// German.
pub static GERMAN: MailText = MailText {
    language: text::GERMAN.language,
    code_expiry: Plural::two("Er gilt einmal und {count} Minute lang.", "Er gilt einmal und {count} Minuten lang."),
    link_expiry: Plural::two(
        "Der Link gilt einmal und {count} Tag lang. Geben Sie ihn nicht weiter: Mit ihm entsteht ein Konto mit dieser Adresse.",
        "Der Link gilt einmal und {count} Tage lang. Geben Sie ihn nicht weiter: Mit ihm entsteht ein Konto mit dieser Adresse.",
    ),
    link_otherwise: "Wenn Sie das nicht erwartet haben, brauchen Sie nichts zu tun: Ohne Sie entsteht kein Konto.",
    sign_up_code: CodeMail {
        subject: Template("{code} ist Ihr Code für {app}"),
        title: Template("Willkommen bei {app}"),
        lead: Template(
            "Geben Sie diesen Code ein, um Ihre E-Mail-Adresse zu bestätigen und die Registrierung abzuschließen:",
        ),
        otherwise: "Wenn Sie sich nicht registriert haben, brauchen Sie nichts zu tun: Ohne den Code entsteht kein Konto.",
    },
    sign_in_code: CodeMail {
        subject: Template("{code} ist Ihr Anmeldecode für {app}"),
        title: Template("Bei {app} anmelden"),
        lead: Template("Geben Sie diesen Code ein, um sich anzumelden:"),
        otherwise: "Wenn Sie sich gerade nicht anmelden, geben Sie diesen Code an niemanden weiter. Ohne ihn kommt niemand \
                    hinein.",
    },
    step_up_code: CodeMail {
        subject: Template("{code} ist Ihr Bestätigungscode für {app}"),
        title: Template("Bestätigen Sie, dass Sie es sind"),
        lead: Template("Geben Sie diesen Code ein, um mit der Änderung Ihres Kontos bei {app} fortzufahren:"),
        otherwise: "Wenn Sie Ihr Konto gerade nicht ändern, ist vielleicht jemand anderes darin angemeldet: Beenden Sie die \
                    Sitzungen, die Sie nicht kennen, und ändern Sie Ihr Passwort. Geben Sie diesen Code an niemanden weiter.",
    },
    reset_password_code: CodeMail {
        subject: Template("{code} ist Ihr Code für ein neues Passwort bei {app}"),
        title: Template("Neues Passwort wählen"),
        lead: Template("Geben Sie diesen Code ein, um ein neues Passwort für {app} zu wählen:"),
        otherwise: "Wenn Sie das nicht angefordert haben, können Sie diese Nachricht übergehen: Ihr Passwort bleibt, wie es \
                    ist. Geben Sie diesen Code an niemanden weiter.",
    },
    verify_email_code: CodeMail {
        subject: Template("{code} bestätigt Ihre E-Mail-Adresse für {app}"),
        title: Template("E-Mail-Adresse bestätigen"),
        lead: Template("Geben Sie diesen Code ein, um diese Adresse zu Ihrem Konto bei {app} hinzuzufügen:"),
        otherwise: "Wenn Sie diese Adresse keinem Konto hinzugefügt haben, brauchen Sie nichts zu tun: Ohne den Code wird sie \
                    nicht hinzugefügt.",
    },
    invitation: LinkMail {
        subject: Template("Sie sind zu {app} eingeladen"),
        title: Template("Sie sind zu {app} eingeladen"),
        lead: Template("Jemand bei {app} lädt Sie ein, ein Konto anzulegen. Öffnen Sie diese Seite, um anzunehmen:"),
        button: "Einladung annehmen",
    },
    waitlist_invitation: LinkMail {
        subject: Template("Sie können jetzt bei {app} mitmachen"),
        title: Template("Das Warten auf {app} ist vorbei"),
        lead: Template("Sie sind auf der Warteliste an der Reihe. Öffnen Sie diese Seite, um Ihr Konto anzulegen:"),
        button: "Konto anlegen",
    },
    waitlist_confirmation: NoticeMail {
        subject: Template("Sie stehen auf der Warteliste von {app}"),
        title: "Sie stehen auf der Warteliste",
        lines: [
            Template("Jemand, hoffentlich Sie, hat diese Adresse in die Warteliste von {app} eingetragen."),
            Template("Sie bekommen eine weitere E-Mail, sobald Sie an der Reihe sind."),
            Template("Wenn Sie das nicht waren, brauchen Sie nichts zu tun: Ohne Sie entsteht kein Konto."),
        ],
    },
    password_changed: NoticeMail {
        subject: Template("Ihr Passwort bei {app} wurde geändert"),
        title: "Ihr Passwort wurde geändert",
        lines: [
            Template("Das Passwort Ihres Kontos bei {app} wurde soeben geändert."),
            Template("Wenn Sie das waren, ist alles in Ordnung."),
            Template(
                "Wenn nicht, setzen Sie Ihr Passwort auf der Anmeldeseite von {app} zurück und beenden Sie die Sitzungen, die \
                 Sie nicht kennen.",
            ),
        ],
    },
    email_added: NoticeMail {
        subject: Template("Zu Ihrem Konto bei {app} kam eine E-Mail-Adresse hinzu"),
        title: "Eine Adresse kam hinzu",
        lines: [
            Template("Die Adresse {address} kam zu Ihrem Konto bei {app} hinzu und kann nun zur Anmeldung dienen."),
            Template("Wenn Sie das waren, ist alles in Ordnung."),
            Template("Wenn nicht, entfernen Sie die Adresse in Ihrem Konto und ändern Sie Ihr Passwort."),
        ],
    },
    email_removed: NoticeMail {
        subject: Template("Aus Ihrem Konto bei {app} wurde eine E-Mail-Adresse entfernt"),
        title: "Eine Adresse wurde entfernt",
        lines: [
            Template(
                "Die Adresse {address} wurde aus Ihrem Konto bei {app} entfernt und kann nicht mehr zur Anmeldung dienen.",
            ),
            Template("Wenn Sie das waren, ist alles in Ordnung."),
            Template(
                "Wenn nicht, melden Sie sich an, ändern Sie Ihr Passwort und beenden Sie die Sitzungen, die Sie nicht kennen.",
            ),
        ],
    },
    primary_email_changed: NoticeMail {
        subject: Template("Die Hauptadresse Ihres Kontos bei {app} wurde geändert"),
        title: "Ihre Hauptadresse wurde geändert",
        lines: [
            Template("Von nun an ist {address} die Hauptadresse Ihres Kontos bei {app}."),
            Template("Wenn Sie das erwartet haben, ist alles in Ordnung."),
            Template("Wenn nicht, bitten Sie die Betreiber von {app} um Hilfe."),
        ],
    },
    authenticator_added: NoticeMail {
        subject: Template("Zu Ihrem Konto bei {app} kam eine Authenticator-App hinzu"),
        title: "Eine Authenticator-App kam hinzu",
        lines: [
            Template("Von nun an verlangt die Anmeldung bei {app} einen Code Ihrer Authenticator-App."),
            Template(
                "Wenn Sie das waren, ist alles in Ordnung. Bewahren Sie die Ersatzcodes dort auf, wo Sie sie ohne Ihr Telefon \
                 finden.",
            ),
            Template("Wenn nicht, ändern Sie sofort Ihr Passwort und bitten Sie die Betreiber von {app} um Hilfe."),
        ],
    },
    authenticator_removed: NoticeMail {
        subject: Template("Die Authenticator-App wurde aus Ihrem Konto bei {app} entfernt"),
        title: "Die Authenticator-App wurde entfernt",
        lines: [
            Template("Von nun an verlangt die Anmeldung bei {app} keinen Code einer Authenticator-App mehr."),
            Template("Wenn Sie das waren, ist alles in Ordnung."),
            Template(
                "Wenn nicht, melden Sie sich an, ändern Sie Ihr Passwort und beenden Sie die Sitzungen, die Sie nicht kennen.",
            ),
        ],
    },
    backup_codes_made: NoticeMail {
        subject: Template("Neue Ersatzcodes für Ihr Konto bei {app}"),
        title: "Es gibt neue Ersatzcodes",
        lines: [
            Template("Für Ihr Konto bei {app} wurden neue Ersatzcodes erstellt. Die alten gelten nicht mehr."),
            Template(
                "Wenn Sie das waren, ist alles in Ordnung. Bewahren Sie die neuen dort auf, wo Sie sie ohne Ihr Telefon finden.",
            ),
            Template("Wenn nicht, ändern Sie sofort Ihr Passwort und beenden Sie die Sitzungen, die Sie nicht kennen."),
        ],
    },
    webhook_gone: NoticeMail {
        subject: Template("Ein Webhook-Endpunkt von {app} wurde abgeschaltet"),
        title: "Ein Webhook-Endpunkt wurde abgeschaltet",
        lines: [
            Template(
                "{address} hat geantwortet, dass nichts mehr kommen soll. Er erhält keine Ereignisse von {app} mehr.",
            ),
            Template("Wenn das beabsichtigt war, müssen Sie nichts tun."),
            Template(
                "Wenn nicht, schalten Sie den Endpunkt im Dashboard wieder ein und spielen Sie nach, was er verpasst hat.",
            ),
        ],
    },
    webhook_failing: NoticeMail {
        subject: Template("Ein Webhook-Endpunkt von {app} wurde abgeschaltet"),
        title: "Ein Webhook-Endpunkt wurde abgeschaltet",
        lines: [
            Template("{address} hat seit fünf Tagen kein Ereignis von {app} angenommen und erhält keine mehr."),
            Template("Das Dashboard zeigt jeden Versuch und was geantwortet wurde."),
            Template(
                "Sobald der Empfänger arbeitet, schalten Sie den Endpunkt wieder ein und holen Sie nach, was gescheitert ist.",
            ),
        ],
    },
};
