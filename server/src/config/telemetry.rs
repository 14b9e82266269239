//! `[telemetry]`: where traces go.

use super::section::Section;
use crate::telemetry::is_endpoint;

/// Where traces go.
#[derive(Clone, Debug)]
pub struct Telemetry {
    /// The base address of an OTLP receiver over HTTP; none: there are no traces.
    pub otlp_endpoint: Option<String>,
}

impl Telemetry {
    pub(super) fn read(mut section: Section<'_>) -> Self {
        let otlp_endpoint = section.optional("otlp_endpoint");
        if otlp_endpoint.as_deref().is_some_and(|text| !is_endpoint(text)) {
            let mend = "write the base of an OTLP receiver over HTTP, such as http://localhost:4318";
            section.problem("otlp_endpoint", "is no http or https address", mend);
        }
        Self { otlp_endpoint }
    }
}
