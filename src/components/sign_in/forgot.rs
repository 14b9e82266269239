//! The ways round a forgotten password.

use super::{
    alternatives::{Back, Ways},
    code::SendForm,
    identity::Identity,
    text, use_flow,
};
use crate::{
    components::parts::{Card, FormAlert, form_error},
    wire::Strategy,
};
use leptos::prelude::*;

/// Offers a reset code first, then the other ways.
#[component]
pub(super) fn Forgot() -> impl IntoView {
    let flow = use_flow();
    view! {
        <Card title=text().reset_title subtitle=text().reset_subtitle>
            <Identity />
            <FormAlert error=form_error("sign_in.code", &[], flow.errors) />
            <SendForm strategy=Strategy::ResetPasswordEmailCode>{text().reset_code_send}</SendForm>
            <p class="oh-divider">{text().reset_or}</p>
            <Ways flow=flow with_reset=false />
            <Back flow=flow />
        </Card>
    }
}
