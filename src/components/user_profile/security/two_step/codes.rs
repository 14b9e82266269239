//! Backup codes, shown this once: to be downloaded, printed or copied. They stay until the person says that they have
//! them.

use super::{NAME, text};
use crate::{
    components::{
        parts::{Button, ButtonVariant, CopyButton, focus_by_id},
        user_profile::Profile,
    },
    endpoints::percent_encode,
    signals::{platform, use_client},
    wire::User,
};
use leptos::prelude::*;

/// The codes while there are any to show.
#[component]
pub fn Codes(profile: Profile, codes: RwSignal<Option<Vec<String>>>) -> impl IntoView {
    move || codes.get().map(|list| view! { <CodesCard profile=profile codes=codes list=list /> })
}

#[component]
fn CodesCard(profile: Profile, codes: RwSignal<Option<Vec<String>>>, list: Vec<String>) -> impl IntoView {
    let title_id = profile.dom_id("backup-codes-title");
    let (labelled_by, focused) = (title_id.clone(), title_id.clone());
    // After whatever the panel that closes does to the focus.
    Effect::new(move |_| {
        let id = focused.clone();
        request_animation_frame(move || request_animation_frame(move || focus_by_id(&id)));
    });
    let finish = move |()| {
        codes.set(None);
        profile.close(NAME);
    };
    let plain = list.join("\n");
    view! {
        <div class="oh-profile-panel oh-codes" role="group" aria-labelledby=labelled_by>
            <h3 class="oh-profile-panel-title" id=title_id tabindex="-1">{text().codes_title}</h3>
            <p class="oh-profile-text">{text().codes_text}</p>
            <ul class="oh-codes-list" dir="ltr" translate="no">
                {list.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view()}
            </ul>
            <div class="oh-codes-actions">
                <a class="oh-button" data-variant="secondary" href=file_of(profile, &plain) download=file_name()>
                    <span class="oh-button-label">{text().download}</span>
                </a>
                <span class="oh-scripted">
                    <Button
                        type_="button"
                        variant=ButtonVariant::Secondary
                        on_click=Callback::new(|()| platform::print_page())
                    >
                        {text().print}
                    </Button>
                </span>
                <CopyButton text=plain label=text().copy_codes done=text().copied failed=text().not_copied />
            </div>
            <div class="oh-profile-panel-actions oh-scripted">
                <Button type_="button" on_click=Callback::new(finish)>{text().finish}</Button>
            </div>
        </div>
    }
    .into_any()
}

fn app_name() -> String {
    let name = |environment: &crate::wire::Environment| environment.display_config.application_name.clone();
    use_client().environment.with_untracked(|environment| environment.as_ref().map(name)).unwrap_or_default()
}

fn file_name() -> String {
    let name: String = app_name().to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    [name.trim_matches('-'), "-backup-codes.txt"].concat().trim_start_matches('-').to_owned()
}

/// The codes as a file: an address that holds its content works without scripts too.
fn file_of(profile: Profile, codes: &str) -> String {
    let account = profile.user_untracked(User::identifier);
    let lead = text().file_title.fill(&[("app", app_name().as_str()), ("account", account.as_str())]);
    let mut address = "data:text/plain;charset=utf-8,".to_owned();
    percent_encode(&[&lead, "\n\n", codes, "\n"].concat(), &mut address);
    address
}
