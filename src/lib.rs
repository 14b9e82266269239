//! Onehop for the people who embed it: wire types, endpoint contracts, token verification, signals and components.
//!
//! New here? The README has a whole app in five minutes (`examples/hello`); then look at [`components`](components/index.html)
//! and [`signals`](signals/index.html) for pages, [`ssr`](ssr/index.html) for handlers and server functions, and
//! [`client::BackendClient`](client/struct.BackendClient.html) for what an app does with its secret key. Each has examples.
//! Tests start a whole server with one line: `onehop_testing::TestServer::start().await`.
//!
//! # Map of the code
//!
//! | module | what | feature |
//! |---|---|---|
//! | [`wire`] | types of both APIs: ids, resources, errors, claims. Imports nothing of ours | none |
//! | [`endpoints`] | one contract per endpoint: verb, path, who may call, body, answer | none |
//! | [`token`] | session tokens: verification on the server, a glance at the expiry in the browser | `verify` for the first |
//! | `webhook` | deliveries of events: is it ours, and what does it tell; applied once and in order, and a copy of all users | `verify`, with `backend` for the rest |
//! | `client` | typed calls: by `fetch` in the browser, into the API's router on the server; with a secret key | `ui`, `backend` |
//! | `text` | every text that people see: English, German, Arabic, and how to add one | `ui` |
//! | `signals` | the store and the hooks: `use_auth`, `use_user`, … one file each | `ui` |
//! | `components` | provider, control components, forms and panels | `ui` |
//! | `ssr` | the axum layers and extractors that decide who asks | `ssr` |
//!
//! Dependencies point upwards in this table and never down.
//!
//! # Features
//!
//! Choose one of `hydrate` (the browser's side of a server-rendered app), `csr` (an app without a server of its own) and
//! `ssr` (the server's side). Each turns `ui` on. `verify` alone gives token verification without leptos, `backend` the client
//! of the Backend API, for an app's own backend (see `client::BackendClient`). `webhook-sqlx` adds to both what keeps events
//! and users in the app's SQLite or Postgres (see `webhook`). Because `ssr`
//! and `hydrate` exclude each other, build each side of an app by itself: `cargo build -p …`, never `--workspace` or
//! `--all-features`. `openapi` lets the types of the wire tell their JSON schemas; the server describes its APIs by them.
//!
//! # An app in three steps
//!
//! 1. Wrap the app in `components::AuthProvider`.
//! 2. Put `ssr::SessionLayer` on the routes of pages, and `ssr::VerifyLayer` on those of APIs and server functions.
//!    `server::Platform` makes both, where the platform runs in the app's own process.
//! 3. Read signals: `signals::use_user()`. In handlers take `ssr::RequireUser`, in server functions call
//!    `ssr::request_auth()`.
//!
//! # How to add an endpoint
//!
//! 1. Its contract in `src/endpoints/frontend/`: one line in the `endpoints!` block of the file it belongs to, and the
//!    types of its body if they are new. What it answers is a type of `src/wire/`.
//! 2. Its handler in `server/src/frontend_api/`: one file, a `mod` line and a route line.
//!
//! It is in the description at `/openapi.json` by itself; how its handler may refuse, beside what follows from the
//! contract, it says in `REFUSALS`. Every client can call it then: `use_client().call::<MyEndpoint>(path, body)`. A hook
//! gets a method for it when components need it; see `src/signals/use_user.rs`. One of the Backend API goes to
//! `src/endpoints/backend/` and `server/src/backend_api/`, and gets a method in its family's file in
//! `src/client/backend/`.
//!
//! # How to ask for a fresh proof of who somebody is
//!
//! A call that changes what lets a user in or keeps others out needs a proof of the last ten minutes. On the server its
//! handler says `const IS_SENSITIVE: bool = true`, or calls `cx.require_recent_proof()` where that hangs on the body; the
//! test of step-up lists every such call. In the browser a panel that submits by `Submit` asks and goes on by itself, and
//! any other call goes through `signals::use_reverification()`.
//!
//! # How to add a panel to the profile
//!
//! One file in `src/components/user_profile/` with its `PANEL` const, and one line in `PANELS`. Apps pass panels of their
//! own in the same way.
//!
//! # How to add a text
//!
//! 1. One line in the component's file in `src/text/english/`: `greeting = "Hello"`; with a value
//!    `greeting: Template = Template("Hello {name}")`, with a number `found: Plural = Plural::two("{count} key", "{count}
//!    keys")`. A family of texts of its own gets a file and a line in `src/text/english/mod.rs`.
//! 2. The same field in `src/text/german/` and `src/text/arabic/`: without it nothing compiles.
//! 3. In the component `text().greeting`; `.fill(&[("name", &name)])` makes a `String`, `.view(|slot| …)` puts markup into
//!    the slots, `.of(count)` takes the form of the number. `text()` is a line in the component's `mod.rs`:
//!    `&use_text().sign_in`. It may be called anywhere, also in event handlers.
//!
//! No text stands in a component: a test finds texts that a language leaves in English. Errors of the API speak through
//! `src/text/errors.rs`, by their code.
//!
//! # How to add an event
//!
//! One line in `src/wire/event.rs`, and one call in the server's `domain` that emits it, in the transaction
//! that makes the change.

// A view is one type with all its elements inside, and a form of many parts nests deeper than the default allows.
#![recursion_limit = "256"]

#[cfg(all(feature = "ssr", target_arch = "wasm32"))]
compile_error!("the feature `ssr` is the server's: build the browser's side with `hydrate` or `csr`");
#[cfg(all(feature = "ssr", any(feature = "hydrate", feature = "csr")))]
compile_error!("choose one of `ssr`, `hydrate` and `csr`: build each side of the app by itself, with `cargo build -p`");

#[cfg(all(feature = "backend", target_arch = "wasm32"))]
compile_error!("the feature `backend` holds a secret key: it is for servers, never for a browser");

mod auth_error;
#[cfg(any(feature = "ui", feature = "backend"))]
pub mod client;
#[cfg(feature = "ui")]
pub mod components;
pub mod endpoints;
#[cfg(feature = "ui")]
pub mod signals;
#[cfg(feature = "ssr")]
pub mod ssr;
#[cfg(feature = "ui")]
pub mod text;
pub mod token;
#[cfg(feature = "verify")]
pub mod webhook;
pub mod wire;

pub use auth_error::AuthError;

/// The stylesheet of all components: tokens, then the parts, in one cascade layer named `onehop`, so that an app's own
/// rules win. For apps that serve it themselves.
pub const CSS: &str = concat!(
    include_str!("../style/tokens.css"),
    include_str!("../style/base.css"),
    include_str!("../style/parts.css"),
    include_str!("../style/auth.css"),
    include_str!("../style/profile.css"),
);
