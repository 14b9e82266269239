//! The texts of step-up, in German.

use crate::text::{StepUpText, Template};

pub(super) const STEP_UP: StepUpText = StepUpText {
    title: "Bestätigen Sie, dass Sie es sind",
    loading: "Einen Moment",
    retry: "Erneut versuchen",
    verify: "Bestätigen",
    password: "Passwort",
    password_text: "Geben Sie Ihr Passwort ein, um fortzufahren.",
    code: "Bestätigungscode",
    code_text: Template("Geben Sie den {length}-stelligen Code ein, der an {address} gesendet wurde"),
    send_code: "Code senden",
    totp_text: "Geben Sie den 6-stelligen Code ein, den Ihre Authenticator-App anzeigt.",
    backup_code: "Ersatzcode",
    backup_code_text: "Geben Sie einen Ihrer Ersatzcodes ein. Jeder gilt einmal.",
    use_password: "Passwort verwenden",
    use_email_code: "Code per E-Mail senden",
    use_totp: "Authenticator-App verwenden",
    use_backup_code: "Ersatzcode verwenden",
    no_method: "Hier lässt sich das nicht bestätigen. Melden Sie sich ab und wieder an, und versuchen Sie es dann noch einmal.",
    then_again: "Für diese Änderung ist das nötig. Senden Sie danach das Formular noch einmal.",
    verified: "Bestätigt. Senden Sie nun das Formular noch einmal.",
};
