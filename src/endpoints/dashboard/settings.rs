//! Settings, read together. They are changed by the Backend API's own operations.

use crate::{
    endpoints::{NoBody, endpoints},
    wire::dashboard::Settings,
};

endpoints! {
    /// All settings.
    GetSettings: Get "/v1/dashboard/settings" (()) NoBody => Bare Settings, Operator, Unlimited;
}
