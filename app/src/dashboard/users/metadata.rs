//! The three kinds of metadata, each in an editor of its own.

use super::detail::Subject;
use crate::dashboard::{
    Call, CallForm, Submit, call_error,
    parts::{JsonEditor, pretty},
    typed,
};
use leptos::prelude::*;
use onehop::{endpoints::backend::ReplaceUserMetadata, wire::UserId};

/// An editor: form, name of the parameter with and without its kind, heading, what it is for.
struct Editor {
    form: &'static str,
    name: &'static str,
    param: &'static str,
    title: &'static str,
    hint: &'static str,
}

const EDITORS: [Editor; 3] = [
    Editor {
        form: "metadata.public",
        name: "public_metadata:json",
        param: "public_metadata",
        title: "Public metadata",
        hint: "The user can read it; only your backend and operators change it.",
    },
    Editor {
        form: "metadata.private",
        name: "private_metadata:json",
        param: "private_metadata",
        title: "Private metadata",
        hint: "Only your backend and operators see it.",
    },
    Editor {
        form: "metadata.unsafe",
        name: "unsafe_metadata:json",
        param: "unsafe_metadata",
        title: "Unsafe metadata",
        hint: "The user can read and change it: trust nothing in it.",
    },
];

/// The editors. Saving replaces the whole object.
#[component]
pub(super) fn Metadata(subject: Subject) -> impl IntoView {
    let Subject { user, again } = subject;
    let texts = [pretty(&user.public_metadata.0), pretty(&user.private_metadata.0), pretty(&user.unsafe_metadata.0)];
    let editors = EDITORS.into_iter().zip(texts);
    editors
        .map(|(editor, text)| view! { <Block editor text id=user.id.clone() again /> }.into_any())
        .collect::<Vec<_>>()
}

#[component]
fn Block(editor: Editor, text: String, id: UserId, again: Callback<String>) -> impl IntoView {
    let call = Call::of::<ReplaceUserMetadata>(editor.form, &id).said("The metadata was saved.");
    let heading = format!("{}-title", editor.param);
    let labelled_by = heading.clone();
    view! {
        <section class="db-card" aria-labelledby=labelled_by>
            <header class="db-card-head"><h2 class="db-card-title" id=heading>{editor.title}</h2></header>
            <div class="db-card-body">
                <CallForm call=call on_done=again>
                    <Editing editor=editor text=text />
                    <p class="db-actions"><Submit>"Save"</Submit></p>
                </CallForm>
            </div>
        </section>
    }
    .into_any()
}

/// Inside the form: what was typed before an error comes back.
#[component]
fn Editing(editor: Editor, text: String) -> impl IntoView {
    let text = Some(typed(editor.param)).filter(|typed| !typed.is_empty()).unwrap_or(text);
    let error = call_error(editor.param);
    view! { <JsonEditor id=editor.param label="JSON" name=editor.name text=text hint=editor.hint error=error /> }
}
