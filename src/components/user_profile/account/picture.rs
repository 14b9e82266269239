//! The picture: chosen, looked at before it is sent, and taken away.

use super::profile::NAME;
use crate::{
    components::{
        UserAvatar,
        parts::{Avatar, BridgeFields, Button, ButtonVariant, Form, FormAlert, FormValues, Spinner, form_error},
        user_profile::{Profile, Submit},
    },
    endpoints::{
        Endpoint, Verb,
        frontend::{DeleteMyProfileImage, SetMyProfileImage},
    },
    signals::{platform::ChosenFile, use_user},
    text::{PictureText, use_text},
    wire::User,
};
use leptos::{ev, prelude::*, task::spawn_local, web_sys::HtmlInputElement};

const FORM: &str = "user.picture";
const REMOVE_FORM: &str = "user.picture.remove";
/// What can be uploaded.
const TYPES: [&str; 4] = ["image/png", "image/jpeg", "image/webp", "image/gif"];
const MAX_BYTES: f64 = 10.0 * 1024.0 * 1024.0;

fn text() -> &'static PictureText {
    &use_text().picture
}

/// Why a file isn't even sent.
fn refusal(media_type: &str, size: f64) -> Option<&'static str> {
    if !TYPES.contains(&media_type) {
        return Some(text().wrong_type);
    }
    (size > MAX_BYTES).then_some(text().too_large)
}

/// The picture beside what can be done about it. A new one is sent as soon as it is chosen.
#[component]
pub fn PictureForm(profile: Profile) -> impl IntoView {
    let user = use_user();
    let (upload, remove) = (Submit::new(), Submit::new());
    let preview = RwSignal::new(None::<String>);
    let refused = RwSignal::new(None::<&'static str>);
    let choose = move |event: ev::Targeted<ev::Event, HtmlInputElement>| {
        let input = event.target();
        let Some(file) = ChosenFile::of(&input).filter(|_| !upload.pending.get_untracked()) else {
            return;
        };
        refused.set(refusal(&file.media_type, file.size));
        upload.errors.set(None);
        remove.errors.set(None);
        if refused.get_untracked().is_none() {
            spawn_local(async move {
                let read = file.read().await;
                let is_read = read.is_some();
                let _ = preview.try_set(read.clone());
                let _ = refused.try_set((!is_read).then_some(text().unreadable));
                if let Some(picture) = read
                    && upload.succeeds(move || user.set_profile_image(picture.clone())).await
                {
                    profile.say(NAME, text().saved);
                }
                let _ = preview.try_set(None);
            });
        }
        // The same file can be chosen again.
        input.set_value("");
    };
    let take_away = move |_: FormValues| {
        refused.set(None);
        upload.errors.set(None);
        remove.run(move || user.delete_profile_image(), move || profile.say(NAME, text().removed));
    };
    let upload_error = form_error(FORM, &[], upload.errors);
    let error = Signal::derive(move || refused.get().map(str::to_owned).or_else(|| upload_error.get()));
    let has_image = Memo::new(move |_| profile.user(|user| user.own_image_url().is_some()));
    view! {
        <div class="oh-picture">
            <span class="oh-picture-shown" aria-busy=move || upload.pending.get().then_some("true")>
                {move || match preview.get() {
                    Some(picture) => view! {
                        <Avatar name=profile.user_untracked(User::display_name) image_url=picture size=64 />
                    }
                    .into_any(),
                    None => view! { <UserAvatar size=64 decorative=true /> }.into_any(),
                }}
                <Spinner />
            </span>
            <div class="oh-picture-actions">
                <UploadForm profile=profile choose=Callback::new(choose) />
                {move || has_image.get().then(|| view! {
                    <Form
                        call=profile.form(REMOVE_FORM, Verb::Delete, DeleteMyProfileImage::PATH, NAME)
                        on_submit=Callback::new(take_away)
                        pending=remove.pending
                        inline=true
                    >
                        <Button variant=ButtonVariant::Ghost pending=remove.pending>{text().remove}</Button>
                    </Form>
                })}
                <p class="oh-hint" id=profile.dom_id("picture-hint")>{text().hint}</p>
            </div>
        </div>
        <FormAlert error=error />
        <FormAlert error=form_error(REMOVE_FORM, &[], remove.errors) />
    }
    .into_any()
}

/// A file input that looks like a button. Without scripts it is a plain one, with a button to send it.
#[component]
fn UploadForm(profile: Profile, choose: Callback<ev::Targeted<ev::Event, HtmlInputElement>>) -> impl IntoView {
    let id = profile.dom_id("picture");
    view! {
        <form
            class="oh-picture-form"
            method="post"
            enctype="multipart/form-data"
            action=["/forms", SetMyProfileImage::PATH].concat()
        >
            <BridgeFields call=profile.form(FORM, Verb::Post, SetMyProfileImage::PATH, NAME) />
            <label class="oh-button oh-picture-choose" data-variant="secondary" for=id.clone()>
                <span class="oh-button-label">{text().choose}</span>
            </label>
            <input
                class="oh-picture-input"
                id=id
                type="file"
                name="file"
                accept=TYPES.join(",")
                required=true
                aria-describedby=profile.dom_id("picture-hint")
                on:change:target=move |event| choose.run(event)
            />
            <div class="oh-profile-no-script">
                <Button variant=ButtonVariant::Secondary>{text().upload}</Button>
            </div>
        </form>
    }
    .into_any()
}
