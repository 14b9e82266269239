//! The frame: navigation beside the page's sections, a row of links above them on narrow screens.

use super::{Panel, Profile, ProfilePage, text};
use crate::{
    components::{
        StepUpSection,
        parts::{Icon, IconName},
    },
    signals::use_client,
};
use leptos::prelude::*;

/// Navigation, title and the sections offered on the page shown.
#[component]
pub fn Shell(profile: Profile, panels: StoredValue<Vec<Panel>>) -> impl IntoView {
    let environment = use_client().environment;
    // Only what is offered: a changed name must not build the sections anew.
    let offered = Memo::new(move |_| {
        let page = profile.page().get();
        panels.with_value(|panels| {
            environment.with(|environment| {
                let is_offered = |panel: &Panel| profile.user(|user| (panel.is_offered)(user, environment.as_ref()));
                let on_page = panels.iter().enumerate().filter(|(_, panel)| panel.page == page);
                on_page.filter(|(_, panel)| is_offered(panel)).map(|(index, _)| index).collect::<Vec<_>>()
            })
        })
    });
    let views = move || {
        offered
            .get()
            .into_iter()
            .filter_map(|index| panels.with_value(|panels| panels.get(index).copied()))
            .map(|panel| (panel.view)(profile))
            .collect_view()
    };
    let title_id = profile.dom_id("title");
    let heading_id = title_id.clone();
    view! {
        <div class="oh-profile">
            <Navigation profile=profile />
            <div class="oh-profile-content" role="region" aria-labelledby=title_id>
                <h1 class="oh-profile-title" id=heading_id>{move || title_of(profile.page().get())}</h1>
                <StepUpSection />
                {views}
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Navigation(profile: Profile) -> impl IntoView {
    let link = move |page: ProfilePage| {
        view! {
            <li>
                <a
                    class="oh-profile-nav-link"
                    href=profile.path_of(page)
                    aria-current=move || (profile.page().get() == page).then_some("page")
                >
                    <Icon name=icon_of(page) />
                    <span>{title_of(page)}</span>
                </a>
            </li>
        }
    };
    view! {
        <nav class="oh-profile-nav" aria-label=text().nav>
            <p class="oh-profile-nav-title" aria-hidden="true">{text().nav}</p>
            <ul class="oh-profile-nav-list">{ProfilePage::ALL.map(link).into_iter().collect_view()}</ul>
        </nav>
    }
    .into_any()
}

fn title_of(page: ProfilePage) -> &'static str {
    match page {
        ProfilePage::Account => text().account,
        ProfilePage::Security => text().security,
    }
}

fn icon_of(page: ProfilePage) -> IconName {
    match page {
        ProfilePage::Account => IconName::User,
        ProfilePage::Security => IconName::Shield,
    }
}

/// While it is not known who is there: the frame in its final size, and bars where text will be.
#[component]
pub fn Skeleton() -> impl IntoView {
    view! {
        <div class="oh-profile" aria-busy="true">
            <div class="oh-profile-nav"></div>
            <div class="oh-profile-content">
                <p class="oh-visually-hidden" role="status">{text().loading}</p>
                <span class="oh-skeleton" data-width="title"></span>
                {(0..3)
                    .map(|_| {
                        view! {
                            <div class="oh-profile-section" aria-hidden="true">
                                <div class="oh-profile-section-head"><span class="oh-skeleton" data-width="short"></span></div>
                                <div class="oh-profile-section-body"><span class="oh-skeleton" data-width="long"></span></div>
                            </div>
                        }
                    })
                    .collect_view()}
            </div>
        </div>
    }
    .into_any()
}
