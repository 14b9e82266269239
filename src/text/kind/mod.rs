//! What a text can be: a plain one, one with slots, one with forms.

mod plural;
mod template;

pub use plural::Plural;
pub use template::Template;

/// Something made of texts, all of which can be looked at and replaced in a fixed order.
pub trait Texts {
    /// Shows each text to `see`, in the order of the fields.
    fn visit(&mut self, see: &mut dyn FnMut(&mut &'static str));
}

impl Texts for &'static str {
    fn visit(&mut self, see: &mut dyn FnMut(&mut &'static str)) {
        see(self);
    }
}

/// Defines a group of texts and its English in one: each field with its text, and with its kind where it isn't a plain
/// one.
///
/// ```
/// use onehop::text::Template;
///
/// onehop::texts! {
///     /// What the welcome page says.
///     WelcomeText, WELCOME {
///         title = "Welcome",
///         hello: Template = Template("Hello {name}"),
///     }
/// }
///
/// const GERMAN: WelcomeText = WelcomeText { title: "Willkommen", hello: Template("Hallo {name}") };
/// assert_eq!(WELCOME.title, "Welcome");
/// assert_eq!(GERMAN.hello.0, "Hallo {name}");
/// ```
#[macro_export]
macro_rules! texts {
    ($(#[$doc:meta])* $name:ident, $english:ident { $($field:ident $(: $kind:ty)? = $value:expr),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name {
            $(#[doc = concat!("In English: ", stringify!($value))] pub $field: $crate::texts!(@kind $($kind)?),)*
        }

        /// In English.
        pub const $english: $name = $name { $($field: $value,)* };

        impl $crate::text::Texts for $name {
            fn visit(&mut self, see: &mut dyn FnMut(&mut &'static str)) {
                $($crate::text::Texts::visit(&mut self.$field, see);)*
            }
        }
    };
    (@kind) => { &'static str };
    (@kind $kind:ty) => { $kind };
}
