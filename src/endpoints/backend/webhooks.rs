//! Webhooks as a whole. Endpoints are registered in the dashboard.

use crate::{
    endpoints::{NoBody, endpoints},
    wire::backend::SvixUrl,
};

endpoints! {
    /// Switches webhooks on, and answers where they are set up.
    CreateSvixApp: Post "/v1/webhooks/svix" (()) NoBody => Bare SvixUrl, SecretKey, Backend;
    /// Switches webhooks off: every endpoint is removed, with what is known of its deliveries.
    DeleteSvixApp: Delete "/v1/webhooks/svix" (()) NoBody => Empty (), SecretKey, Backend;
    /// Where webhooks are set up.
    GenerateSvixAuthUrl: Post "/v1/webhooks/svix_url" (()) NoBody => Bare SvixUrl, SecretKey, Backend;
}
