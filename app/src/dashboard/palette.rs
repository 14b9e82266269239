//! Ctrl+K (or ⌘K): to any room, or to users by what was typed.

use super::{encoded, nav::ROOMS};
use leptos::{ev, prelude::*};
use onehop::components::parts::{Dialog, Icon, IconName, focus_by_id, go_to};

const INPUT: &str = "palette-input";

/// Opens with Ctrl+K. Where scripts don't run, the navigation leads everywhere too.
#[component]
pub fn Palette() -> impl IntoView {
    let is_open = RwSignal::new(false);
    let text = RwSignal::new(String::new());
    Effect::new(move |_| {
        let handle = window_event_listener(ev::keydown, move |event| {
            if event.key().eq_ignore_ascii_case("k") && (event.ctrl_key() || event.meta_key()) {
                event.prevent_default();
                text.set(String::new());
                is_open.set(true);
                set_timeout(|| focus_by_id(INPUT), std::time::Duration::ZERO);
            }
        });
        on_cleanup(move || handle.remove());
    });
    let found = move || {
        let typed = text.get().trim().to_lowercase();
        let fits = |name: &str, words: &str| name.to_lowercase().contains(&typed) || words.contains(&typed);
        ROOMS.into_iter().filter(|room| fits(room.name, room.words)).collect::<Vec<_>>()
    };
    let users = move || {
        let typed = text.get().trim().to_owned();
        (!typed.is_empty()).then(|| format!("/dashboard/users?query={}", encoded(&typed)))
    };
    let first = move || found().first().map(|room| room.path.to_owned()).or_else(users);
    view! {
        <Dialog id="palette" title="Go to" open=is_open on_close=Callback::new(move |()| is_open.set(false))>
            <div class="db-palette">
                <label class="oh-visually-hidden" for=INPUT>"Room or user"</label>
                <input
                    class="oh-input"
                    id=INPUT
                    type="search"
                    autocomplete="off"
                    placeholder="A room, or whom you look for"
                    prop:value=move || text.get()
                    on:input:target=move |event| text.set(event.target().value())
                    on:keydown=move |event| if event.key() == "Enter" && let Some(first) = first() { go_to(&first) }
                />
                <ul class="db-palette-list">
                    {move || found().into_iter().map(|room| view! {
                        <li>
                            <a class="db-nav-link" href=room.path>
                                <Icon name=room.icon />
                                {room.name}
                            </a>
                        </li>
                    }).collect_view()}
                    {move || users().map(|href| view! {
                        <li>
                            <a class="db-nav-link" href=href>
                                <Icon name=IconName::User />
                                {move || format!("Users with “{}”", text.get().trim())}
                            </a>
                        </li>
                    })}
                </ul>
            </div>
        </Dialog>
    }
}
