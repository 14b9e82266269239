//! English.

use super::{CodeMail, LinkMail, MailText, NoticeMail};
use onehop::text::{self, Plural, Template};

/// English.
pub static ENGLISH: MailText = MailText {
    language: text::ENGLISH.language,
    code_expiry: Plural::two("It works once and for {count} minute.", "It works once and for {count} minutes."),
    link_expiry: Plural::two(
        "It works once and for {count} day. Do not pass it on: it makes an account with this address.",
        "It works once and for {count} days. Do not pass it on: it makes an account with this address.",
    ),
    link_otherwise: "If you did not expect this, you need not do anything: without you no account is made.",
    sign_up_code: CodeMail {
        subject: Template("{code} is your code for {app}"),
        title: Template("Welcome to {app}"),
        lead: Template("Enter this code to confirm your e-mail address and finish signing up:"),
        otherwise: "If you did not sign up, you need not do anything: without the code no account is made.",
    },
    sign_in_code: CodeMail {
        subject: Template("{code} is your sign-in code for {app}"),
        title: Template("Sign in to {app}"),
        lead: Template("Enter this code to sign in:"),
        otherwise: "If you are not signing in right now, do not pass this code on to anybody. Without it nobody gets in.",
    },
    step_up_code: CodeMail {
        subject: Template("{code} is your verification code for {app}"),
        title: Template("Confirm that it is you"),
        lead: Template("Enter this code to go on with a change of your {app} account:"),
        otherwise: "If you are not changing your account right now, somebody else may be signed in to it: end the sessions \
                    you do not know and change your password. Do not pass this code on to anybody.",
    },
    reset_password_code: CodeMail {
        subject: Template("{code} is your password reset code for {app}"),
        title: Template("Choose a new password"),
        lead: Template("Enter this code to choose a new password for {app}:"),
        otherwise: "If you did not ask for this, you can ignore it: your password stays as it is. Do not pass this code on \
                    to anybody.",
    },
    verify_email_code: CodeMail {
        subject: Template("{code} confirms your e-mail address for {app}"),
        title: Template("Confirm your e-mail address"),
        lead: Template("Enter this code to add this address to your {app} account:"),
        otherwise: "If you did not add this address to an account, you need not do anything: without the code it is not \
                    added.",
    },
    invitation: LinkMail {
        subject: Template("You are invited to {app}"),
        title: Template("You are invited to {app}"),
        lead: Template("Somebody at {app} invites you to make an account. Open this page to accept:"),
        button: "Accept the invitation",
    },
    waitlist_invitation: LinkMail {
        subject: Template("You can join {app} now"),
        title: Template("Your wait for {app} is over"),
        lead: Template("You are off the waiting list. Open this page to make your account:"),
        button: "Make my account",
    },
    waitlist_confirmation: NoticeMail {
        subject: Template("You are on the waiting list of {app}"),
        title: "You are on the waiting list",
        lines: [
            Template("Somebody, hopefully you, put this address on the waiting list of {app}."),
            Template("You get another mail as soon as it is your turn."),
            Template("If that was not you, you need not do anything: without you no account is made."),
        ],
    },
    password_changed: NoticeMail {
        subject: Template("Your {app} password was changed"),
        title: "Your password was changed",
        lines: [
            Template("The password of your {app} account was changed just now."),
            Template("If that was you, all is well."),
            Template(
                "If it was not, reset your password on the sign-in page of {app} and end the sessions you do not know.",
            ),
        ],
    },
    email_added: NoticeMail {
        subject: Template("An e-mail address was added to your {app} account"),
        title: "An address was added",
        lines: [
            Template("The address {address} was added to your {app} account and can now be used to sign in."),
            Template("If that was you, all is well."),
            Template("If it was not, remove the address in your account and change your password."),
        ],
    },
    email_removed: NoticeMail {
        subject: Template("An e-mail address was removed from your {app} account"),
        title: "An address was removed",
        lines: [
            Template("The address {address} was removed from your {app} account and can no longer be used to sign in."),
            Template("If that was you, all is well."),
            Template("If it was not, sign in, change your password and end the sessions you do not know."),
        ],
    },
    primary_email_changed: NoticeMail {
        subject: Template("The main e-mail address of your {app} account was changed"),
        title: "Your main address was changed",
        lines: [
            Template("From now on {address} is the main address of your {app} account."),
            Template("If you expected that, all is well."),
            Template("If you did not, ask those who run {app} for help."),
        ],
    },
    authenticator_added: NoticeMail {
        subject: Template("An authenticator app was added to your {app} account"),
        title: "An authenticator app was added",
        lines: [
            Template("From now on, signing in to {app} asks for a code of your authenticator app."),
            Template("If that was you, all is well. Keep the backup codes where you find them without your phone."),
            Template("If it was not, change your password at once and ask those who run {app} for help."),
        ],
    },
    authenticator_removed: NoticeMail {
        subject: Template("The authenticator app was removed from your {app} account"),
        title: "The authenticator app was removed",
        lines: [
            Template("From now on, signing in to {app} asks for no code of an authenticator app any more."),
            Template("If that was you, all is well."),
            Template("If it was not, sign in, change your password and end the sessions you do not know."),
        ],
    },
    backup_codes_made: NoticeMail {
        subject: Template("New backup codes for your {app} account"),
        title: "New backup codes were made",
        lines: [
            Template("New backup codes were made for your {app} account. The old ones do not work any more."),
            Template("If that was you, all is well. Keep the new ones where you find them without your phone."),
            Template("If it was not, change your password at once and end the sessions you do not know."),
        ],
    },
    webhook_gone: NoticeMail {
        subject: Template("A webhook endpoint of {app} was switched off"),
        title: "A webhook endpoint was switched off",
        lines: [
            Template("{address} answered that it wants nothing more. It gets no more events of {app}."),
            Template("If that was intended, you need not do anything."),
            Template(
                "If it was not, switch the endpoint on again in the dashboard and replay the events that it has missed.",
            ),
        ],
    },
    webhook_failing: NoticeMail {
        subject: Template("A webhook endpoint of {app} was switched off"),
        title: "A webhook endpoint was switched off",
        lines: [
            Template("{address} has taken no event of {app} for five days and gets no more."),
            Template("The dashboard shows every try and what was answered."),
            Template("Once the receiver works, switch the endpoint on again and recover what has failed."),
        ],
    },
};
