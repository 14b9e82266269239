//! Who is signed in, as signals: one store per app, one hook per file.
//!
//! The store is made by [`AuthProvider`](crate::components::AuthProvider). It has three states, never two: until the
//! server has answered, nobody is called signed out. Each hook returns a `Copy` struct of signals derived by memos, so
//! that a view updates when the part it shows changes and not otherwise.
//!
//! **On the server** every signal holds the truth for the request at once when the session layer ran; the browser starts
//! from the same values, so that the first HTML is final. Effects, timers and channels run in the browser alone:
//! `platform/` has both sides of them.
//!
//! Changes come in from four places, and all go through `Store::adopt`: replies of our own calls, reloads
//! (when the page becomes visible), other tabs (`channel.rs`), and a refused token renewal.

pub(crate) mod adopt;
mod attempt;
pub(crate) mod background;
mod channel;
mod flash;
mod initial;
pub(crate) mod patience;
pub(crate) mod platform;
mod state;
mod step_up;
pub(crate) mod store;
mod token;
mod token_cache;
mod use_auth;
mod use_client;
mod use_reverification;
mod use_session;
mod use_session_list;
mod use_sign_in;
mod use_sign_up;
mod use_user;

pub use flash::{Flash, KeptForm, Told, use_flash};
pub use initial::InitialState;
pub use state::{AuthState, ClientState, LoadStatus};
pub use token::TokenOptions;
pub use use_auth::{UseAuth, use_auth};
pub use use_client::{UseClient, use_client};
pub(crate) use use_reverification::Proving;
pub use use_reverification::{UseReverification, use_reverification};
pub use use_session::{UseSession, use_session};
pub use use_session_list::{UseSessionList, use_session_list};
pub use use_sign_in::{UseSignIn, use_sign_in};
pub use use_sign_up::{UseSignUp, use_sign_up};
pub use use_user::{UseUser, use_user};
