//! `<UserAvatar/>`: a user's picture, or their initials.

use super::parts::Avatar;
use crate::{signals::use_user, wire::User};
use leptos::prelude::*;

/// A user's picture, or their initials on a colour that stays theirs; also when the picture can't be loaded.
///
/// Shows nothing while nobody is signed in and no `user` is given.
///
/// **Server-side rendering**: complete.
///
/// ```no_run
/// use leptos::prelude::*;
/// use onehop::components::UserAvatar;
///
/// #[component]
/// fn Account() -> impl IntoView {
///     view! { <a href="/user"><UserAvatar size=40/></a> }
/// }
/// ```
#[component]
pub fn UserAvatar(
    /// Whose; the signed-in user's when absent.
    #[prop(optional, into)]
    user: Option<Signal<Option<User>>>,
    /// 20, 24, 28, 32, 40 or 64 pixels.
    #[prop(default = 32)]
    size: u16,
    /// Does the name stand beside it already? Then it isn't read out a second time.
    #[prop(optional)]
    decorative: bool,
) -> impl IntoView {
    let user = user.unwrap_or_else(|| use_user().user);
    // Only what is drawn: other changes of the user must not load the picture anew.
    let drawn = Memo::new(move |_| {
        user.with(|user| {
            user.as_ref().map(|user| {
                let image_url = user.own_image_url().unwrap_or_default().to_owned();
                (user.display_name(), image_url, user.id.to_string())
            })
        })
    });
    move || {
        drawn.get().map(|(name, image_url, seed)| {
            let label = (!decorative).then(|| name.clone());
            view! {
                <span class="oh-user-avatar" role=label.is_some().then_some("img") aria-label=label>
                    <Avatar name=name image_url=image_url size=size seed=seed />
                </span>
            }
        })
    }
}
