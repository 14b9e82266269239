//! A person's picture, or their initials on a colour that stays theirs.

use leptos::prelude::*;

const HUES: u32 = 8;

/// A person's picture or initials. Decoration: the name stands beside it or labels what holds it.
#[component]
pub fn Avatar(
    /// The name the initials come from.
    #[prop(into)]
    name: String,
    /// The picture; empty: initials.
    #[prop(optional, into)]
    image_url: String,
    /// 20, 24, 28, 32, 40 or 64 pixels.
    #[prop(default = 32)]
    size: u16,
    /// What the colour hangs on, such as the user's id; the name when absent.
    #[prop(optional, into)]
    seed: Option<String>,
) -> impl IntoView {
    let hue = hue_of(seed.as_deref().unwrap_or(&name));
    let is_broken = RwSignal::new(false);
    let picture = (!image_url.is_empty()).then(|| {
        view! {
            <img
                class="oh-avatar-image"
                src=image_url
                alt=""
                hidden=move || is_broken.get()
                on:error=move |_| is_broken.set(true)
            />
        }
    });
    let letters = initials(&name);
    view! {
        <span class="oh-avatar" data-size=size data-hue=hue aria-hidden="true">
            {letters}
            {picture}
        </span>
    }
}

/// Up to two initials: of the first and the last word.
pub fn initials(name: &str) -> String {
    let local = name.split('@').next().unwrap_or_default();
    let mut words =
        local.split(|c: char| c.is_whitespace() || matches!(c, '.' | '_' | '-')).filter(|word| !word.is_empty());
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

/// One of the eight colours, the same for the same text everywhere (FNV-1a).
pub fn hue_of(text: &str) -> u32 {
    let mut hash: u32 = 0x811c_9dc5;
    for byte in text.bytes() {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    (hash ^ (hash >> 16)) % HUES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_come_from_the_first_and_the_last_word() {
        assert_eq!(initials("Ada Lovelace"), "AL");
        assert_eq!(initials("ada maria king-noel"), "AN");
        assert_eq!(initials("ada"), "A");
        assert_eq!(initials("ada.l@example.com"), "AL");
        assert_eq!(initials(""), "");
    }

    #[test]
    fn the_colour_is_stable_and_all_eight_occur() {
        assert_eq!(hue_of("user_1"), hue_of("user_1"));
        let seen: std::collections::BTreeSet<u32> = (0..200).map(|n| hue_of(&format!("user_{n}"))).collect();
        assert_eq!(seen.len(), 8);
    }
}
