//! The overview.

use crate::{
    endpoints::{NoBody, endpoints},
    wire::dashboard::Overview,
};

endpoints! {
    /// Counts, and how they grew.
    GetOverview: Get "/v1/dashboard/overview" (()) NoBody => Bare Overview, Operator, Unlimited;
}
