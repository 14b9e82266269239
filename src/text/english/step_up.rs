//! The texts of step-up: proving again that it is oneself.

use crate::text::Template;

crate::texts! {
    /// The texts of step-up: proving again that it is oneself.
    StepUpText, STEP_UP {
        title = "Confirm that it is you",
        loading = "One moment",
        retry = "Try again",
        verify = "Confirm",
        password = "Password",
        password_text = "Enter your password to go on.",
        code = "Verification code",
        code_text: Template = Template("Enter the {length}-digit code sent to {address}"),
        send_code = "Send a code",
        totp_text = "Enter the 6-digit code that your authenticator app shows.",
        backup_code = "Backup code",
        backup_code_text = "Enter one of your backup codes. Each works once.",
        use_password = "Use your password",
        use_email_code = "Email me a code",
        use_totp = "Use your authenticator app",
        use_backup_code = "Use a backup code",
        no_method = "There is no way to confirm this here. Sign out and in again, then try once more.",
        then_again = "This change needs it. Afterwards, send the form again.",
        verified = "It is you. Now send the form again.",
    }
}
