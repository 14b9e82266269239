//! The parts every component is built from: forms, fields, buttons, cards.
//!
//! Each is plain markup with one `oh-…` class and `data-` attributes for its states, so that the static style sheet
//! dresses it and the first HTML is already whole. They hold no knowledge of accounts. Apps may build forms of their own
//! from them, which then work with and without scripts:
//!
//! ```no_run
//! use leptos::{prelude::*, task::spawn_local};
//! use onehop::{
//!     components::parts::{Button, Card, Field, Form, FormAlert, FormCall, FormValues, field_error, form_error},
//!     endpoints::frontend::{JoinWaitlist, JoinWaitlistBody},
//!     signals::use_client,
//! };
//!
//! const FORM: &str = "waitlist.join";
//!
//! #[component]
//! fn Waitlist() -> impl IntoView {
//!     let client = use_client();
//!     let (errors, pending) = (RwSignal::new(None), RwSignal::new(false));
//!     let join = move |values: FormValues| spawn_local(async move {
//!         pending.set(true);
//!         let body = JoinWaitlistBody { email_address: values.get("email_address") };
//!         errors.set(client.call::<JoinWaitlist>((), body).await.err());
//!         pending.set(false);
//!     });
//!     view! {
//!         <Card title="Be the first to know">
//!             <Form call=FormCall::new(FORM, "/v1/waitlist", "/") on_submit=join pending>
//!                 <FormAlert error=form_error(FORM, &["email_address"], errors)/>
//!                 <Field id="email" name="email_address" type_="email" label="E-mail address"
//!                     error=field_error(FORM, "email_address", errors)/>
//!                 <Button pending>"Join"</Button>
//!             </Form>
//!         </Card>
//!     }
//! }
//! ```

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
mod password_rules;
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
pub(in crate::components) use code_form::mailed_code_length;
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
pub use password_rules::PasswordRules;
pub use qr_code::QrCode;
pub use resend_code::ResendCode;
pub use spinner::Spinner;
pub use tone::Tone;
