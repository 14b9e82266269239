//! The form that most panels are made of.

use super::{PanelActions, Profile, Submit, WatchChanges};
use crate::components::parts::{Form, FormAlert, FormCall, FormValues, form_error};
use leptos::prelude::*;

/// A panel's form: what went wrong with it as a whole, its fields, the action and the way out.
#[component]
pub fn PanelForm(
    /// The profile.
    profile: Profile,
    /// The section the panel belongs to.
    section: &'static str,
    /// The call it stands for.
    call: FormCall,
    /// The state of that call.
    submit: Submit,
    /// What a submit does in a living page.
    #[prop(into)]
    on_submit: Callback<FormValues>,
    /// The action's label.
    label: &'static str,
    /// The parameters that a field shows the errors of.
    #[prop(optional)]
    params: &'static [&'static str],
    /// Is there nothing to do until a field is changed?
    #[prop(optional)]
    needs_change: bool,
    /// Can't it be done yet, for another reason?
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Does it destroy something?
    #[prop(optional)]
    danger: bool,
    /// The fields.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let changed = RwSignal::new(true);
    let error = form_error(call.form, params, submit.errors);
    let fields = children.map(|children| match needs_change {
        true => view! { <WatchChanges changed=changed>{children()}</WatchChanges> }.into_any(),
        false => children(),
    });
    view! {
        <Form call=call on_submit=on_submit pending=submit.pending>
            <FormAlert error=error />
            {fields}
            <PanelActions
                profile=profile
                section=section
                label=label
                submit=submit
                disabled=Signal::derive(move || !changed.get() || disabled.get())
                danger=danger
            />
        </Form>
    }
    .into_any()
}
