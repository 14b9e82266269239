//! What stands in the form of a template: from the template, from the address, or as it was typed before an error.

use super::starts::Start;
use crate::dashboard::{Flash, parts::pretty};
use leptos_router::params::ParamsMap;
use onehop::{
    endpoints::dashboard::PreviewJwtTemplateBody,
    wire::{Lenient, backend::JwtTemplate},
};

/// The names of its fields. A preview without scripts puts them into the address.
pub(super) const NAME: &str = "name";
/// The claims, as JSON.
pub(super) const CLAIMS: &str = "claims:json";
/// Seconds.
pub(super) const LIFETIME: &str = "lifetime:int";
/// Seconds.
pub(super) const SKEW: &str = "allowed_clock_skew:int";
/// Whose token the preview shows; no part of the template.
pub(super) const USER: &str = "_user";

/// The texts of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) name: String,
    pub(super) claims: String,
    pub(super) lifetime: String,
    pub(super) skew: String,
    pub(super) user: String,
}

impl Draft {
    /// A template as it is.
    pub(super) fn of(template: &JwtTemplate) -> Self {
        Self {
            name: template.name.clone(),
            claims: pretty(&template.claims),
            lifetime: template.lifetime.to_string(),
            skew: template.allowed_clock_skew.to_string(),
            user: String::new(),
        }
    }

    /// A new one.
    pub(super) fn begun(start: Start) -> Self {
        let (name, claims) = (start.key.to_owned(), start.claims.to_owned());
        Self { name, claims, lifetime: "60".to_owned(), skew: "5".to_owned(), user: String::new() }
    }

    /// With what was typed before a preview without scripts, and before an error: the later of the two.
    pub(super) fn typed(self, address: &ParamsMap, flash: Option<Flash>) -> Self {
        let mut draft = self;
        let mut set = |text: Option<String>, field: fn(&mut Self) -> &mut String| {
            if let Some(text) = text {
                *field(&mut draft) = text;
            }
        };
        let left = |name: &str| flash.as_ref().and_then(|flash| flash.values.get(name).cloned());
        set(left("name").or_else(|| address.get(NAME)), |draft| &mut draft.name);
        set(left("claims").or_else(|| address.get(CLAIMS)), |draft| &mut draft.claims);
        set(left("lifetime").or_else(|| address.get(LIFETIME)), |draft| &mut draft.lifetime);
        set(left("allowed_clock_skew").or_else(|| address.get(SKEW)), |draft| &mut draft.skew);
        set(address.get(USER), |draft| &mut draft.user);
        draft
    }

    /// What a preview of it asks; nothing while the claims are no object.
    pub(super) fn asked(&self) -> Option<PreviewJwtTemplateBody> {
        let seconds = |text: &str| text.trim().parse().ok().map(Lenient);
        Some(PreviewJwtTemplateBody {
            claims: serde_json::from_str(&self.claims).ok()?,
            lifetime: seconds(&self.lifetime),
            allowed_clock_skew: seconds(&self.skew),
            user: Some(self.user.trim().to_owned()).filter(|user| !user.is_empty()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dashboard::templates::starts::start_of;

    #[test]
    fn what_was_typed_last_counts() {
        let begun = Draft::begun(start_of(None));
        assert_eq!(begun.clone().typed(&ParamsMap::new(), None), begun);
        let mut address = ParamsMap::new();
        address.insert(NAME, "first".to_owned());
        address.insert(CLAIMS, "{}".to_owned());
        let flash = Flash { values: [("claims".to_owned(), "{ nonsense".to_owned())].into(), ..Flash::default() };
        let draft = begun.typed(&address, Some(flash));
        assert_eq!(
            (draft.name.as_str(), draft.claims.as_str(), draft.lifetime.as_str()),
            ("first", "{ nonsense", "60")
        );
        assert!(draft.asked().is_none());
    }

    #[test]
    fn a_preview_asks_for_what_stands_there() {
        let draft = Draft { claims: r#"{"a": 1}"#.into(), lifetime: "90".into(), skew: "x".into(), ..Draft::default() };
        let asked = draft.asked().expect("an object");
        assert_eq!(
            (asked.lifetime.map(|it| it.0), asked.allowed_clock_skew.is_none(), asked.user),
            (Some(90), true, None)
        );
        assert!(Draft { claims: "[]".into(), ..draft }.asked().is_none());
    }
}
