//! Step-up: proving again that it is oneself. In a living page a dialog asks, see [`StepUpDialog`]; without scripts a
//! section of the page does, see [`StepUpSection`].

mod dialog;
mod method;
mod proof;
mod section;

pub use dialog::StepUpDialog;
pub use section::StepUpSection;

use crate::text::{StepUpText, use_text};

fn text() -> &'static StepUpText {
    &use_text().step_up
}
