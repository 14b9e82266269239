//! The texts of two-step verification in `<UserProfile/>`.

use crate::text::Template;

crate::texts! {
    /// The texts of two-step verification in `<UserProfile/>`.
    TwoStepText, TWO_STEP {
        title = "Two-step verification",
        app = "Authenticator app",
        on = "On",
        off = "Not set up",
        set_up = "Set up",
        set_up_title = "Set up an authenticator app",
        intro = "An app on your phone makes a new code every 30 seconds. Signing in then asks for one, so that your password alone lets nobody in.",
        next = "Continue",
        scan = "Scan this with your authenticator app, or type the key in:",
        type_in = "Type this key into your authenticator app:",
        qr = "QR code for your authenticator app",
        copy_secret = "Copy key",
        copied = "Copied",
        not_copied = "Your browser did not allow it. Select the text instead.",
        open_app = "Open in an app on this device",
        then_code = "Then enter the code that the app shows:",
        turn_on = "Turn on",
        turned_on = "Two-step verification is on",
        remove = "Remove",
        remove_title = "Remove the authenticator app",
        remove_text = "Signing in will ask for no code any more, and your backup codes become void.",
        remove_confirm = "Remove app",
        turned_off = "Two-step verification is off",
        backup_codes = "Backup codes",
        ready = "Ready",
        add_codes = "Make backup codes",
        new_codes = "Make new backup codes",
        new_codes_text = "You get ten codes, each of which stands in for your app once. Codes that you have from before become void.",
        codes_made = "New backup codes made",
        codes_title = "Your backup codes",
        codes_text = "Keep them where you find them without your phone. Each works once, and they are shown only now.",
        download = "Download",
        print = "Print",
        copy_codes = "Copy",
        finish = "I have saved them",
        file_title: Template = Template("Backup codes of {account} for {app}"),
    }
}
