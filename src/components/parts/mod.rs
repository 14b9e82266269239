//! The parts every component is built from: forms, fields, buttons, cards.
//!
//! Each is plain markup with one `oh-…` class and `data-` attributes for its states, so that the static style sheet
//! dresses it and the first HTML is already whole. They hold no knowledge of accounts.

mod address;
mod alert;
mod avatar;
mod badge;
mod button;
mod card;
mod checkbox;
mod code_field;
mod code_form;
mod copy_button;
mod countdown;
mod dialog;
mod dom;
mod errors;
mod field;
mod form;
mod form_call;
mod icon;
mod link;
mod menu;
mod new_password_field;
mod password_field;
mod qr_code;
mod resend_code;
mod spinner;
mod tone;

pub(in crate::components) use address::{with_query, without_origin};
pub use alert::{Alert, FormAlert};
pub use avatar::{Avatar, hue_of, initials};
pub use badge::Badge;
pub use button::{Button, ButtonVariant};
pub use card::Card;
pub use checkbox::Checkbox;
pub use code_field::CodeField;
pub use code_form::{CodeForm, use_mailed_code};
pub use copy_button::CopyButton;
pub use countdown::{Countdown, use_countdown};
pub use dialog::Dialog;
pub use dom::{focus_by_id, go_to};
pub use errors::{field_error, flash_value, form_error, has_error};
pub use field::Field;
pub use form::{BridgeFields, Form};
pub use form_call::{FormCall, FormValues};
pub use icon::{Icon, IconName};
pub use link::Link;
pub use menu::{Menu, MenuAction, MenuItem};
pub use new_password_field::NewPasswordField;
pub use password_field::PasswordField;
pub use qr_code::QrCode;
pub use resend_code::ResendCode;
pub use spinner::Spinner;
pub use tone::Tone;
