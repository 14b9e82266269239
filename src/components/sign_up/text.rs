//! The texts of `<SignUp/>`.

pub(super) const TITLE: &str = "Create your account";
pub(super) const SUBTITLE: &str = "Fill in your details to continue";
pub(super) const FIRST_NAME: &str = "First name";
pub(super) const LAST_NAME: &str = "Last name";
pub(super) const USERNAME: &str = "Username";
pub(super) const EMAIL: &str = "Email address";
pub(super) const PASSWORD: &str = "Password";
pub(super) const OPTIONAL: &str = " (optional)";
pub(super) const CONTINUE: &str = "Continue";
pub(super) const HAVE_ACCOUNT: &str = "Already have an account?";
pub(super) const SIGN_IN: &str = "Sign in";
pub(super) const SIGN_IN_INSTEAD: &str = "Sign in with this address instead";
pub(super) const LEGAL_ACCEPT: &str = "I accept the ";
pub(super) const LEGAL_TERMS: &str = "terms of service";
pub(super) const LEGAL_AND: &str = " and the ";
pub(super) const LEGAL_PRIVACY: &str = "privacy policy";

pub(super) const CONTINUE_TITLE: &str = "Complete your account";
pub(super) const CONTINUE_SUBTITLE: &str = "A few details are still missing";
pub(super) const START_OVER: &str = "Start over";

pub(super) const CODE_TITLE: &str = "Check your email";
pub(super) const CODE_TITLE_UNSENT: &str = "Verify your email address";
pub(super) const CODE_SEND: &str = "Email me a code";
pub(super) const EDIT_EMAIL: &str = "Change the email address";

pub(super) const INVITED_TITLE: &str = "Accept your invitation";
pub(super) const TICKET_TITLE: &str = "You are invited";
pub(super) const TICKET_SUBTITLE: &str = "Your invitation is good for one account";
pub(super) const TICKET_USE: &str = "Accept the invitation";

pub(super) const WAITLIST: &str =
    "New accounts are made from a waiting list. Whoever is on it gets an invitation by email.";
pub(super) const WAITLIST_JOIN: &str = "Join the waiting list";
pub(super) const RESTRICTED_TITLE: &str = "Sign-up is closed";
pub(super) const RESTRICTED: &str = "New accounts are made by invitation only. Ask whoever runs this site for access.";
pub(super) const SUPPORT: &str = "Email support";

pub(super) const DONE_TITLE: &str = "Your account is ready";
pub(super) const DONE_SUBTITLE: &str = "Taking you there";
