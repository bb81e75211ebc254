//! HTTP: routes, transfer objects, problem details, live events, the OpenAPI document.
//!
//! One folder a noun: [`health`], [`contacts`], [`chats`], [`customers`], [`operations`], [`recordings`], [`agents`],
//! [`queues`], [`callbacks`], [`bans`], [`plan`], [`authority`], [`events`], [`figures`], [`audit`], [`metrics`], and what they
//! share: [`journal`] (entries as the outside sees them), [`request`] (what a request may bring),
//! [`problem`] (how it is refused), [`answer`] (what every answer has).
//!
//! - **No proof, no data.** Handlers reach the house through [`rooms::Rooms`] alone, and each of its
//!   methods that gives anything away takes a [`trust::Actor`] of the permission it needs. Nothing
//!   but the permission check makes one ([`request::door`]).
//! - **Every refusal is a problem** (RFC 9457) that says what to do, and holds nothing of the inside.
//! - **Transfer objects live here and nowhere else**: snake_case, ids as strings like `C-17`,
//!   moments as RFC 3339 in UTC, spans in seconds as numbers.
//! - Every route is added through `utoipa-axum`, so that it stands in `/openapi.json`; tests walk the
//!   document and fail for an operation that does not refuse strangers.
//!
//! The browser page ([`page`]) is the router's fallback, with a content security policy of its own
//! ([`answer`] leaves one that is set); the agent's WebSocket ([`desk`]) is a noun like the others.

mod accounts;
mod agents;
mod answer;
mod approvals;
mod audit;
mod authority;
mod bans;
mod callbacks;
mod chats;
mod clients;
mod consents;
mod contacts;
mod customers;
mod delegations;
pub mod demonstration;
mod desk;
mod document;
mod emergency;
mod events;
mod export;
mod figures;
mod health;
mod house;
mod journal;
mod master_keys;
mod metrics;
mod newcomers;
mod operations;
mod page;
pub mod plan;
mod privacy;
mod problem;
mod promises;
mod queues;
mod recordings;
mod request;
mod rooms;
mod serve;
mod session;
mod unmaskings;
mod views;
mod words;

pub use figures::download::sheet as figures_sheet;
pub use house::Names;
pub use serve::serve;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use centre::Centre;
use indicators::catalogue::Target;
use rooms::Rooms;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use store::Store;
use trust::Trust;
use utoipa_axum::router::OpenApiRouter;

/// What the API stands on.
pub struct Options {
    /// The running centre.
    pub centre: Centre,
    /// Where journal and contacts are read.
    pub store: Arc<Store>,
    /// Who may see and do what.
    pub trust: Arc<Trust>,
    /// What a visitor of the demonstration can try; never set by a centre that serves.
    pub demonstration: demonstration::Shown,
    /// What one client can take.
    pub limits: Limits,
    /// Targets that the bank has set in place of the catalogue's, by the indicator's key.
    pub targets: BTreeMap<String, Target>,
    /// Scheduled reports: their names, and when they are made in words.
    pub reports: Vec<(String, String)>,
    /// What the bank calls its queues, lines, skills and prompts.
    pub names: Names,
    /// Who is not answered on the telephone.
    pub bans: voice::Bans,
    /// Who reads configurations.
    pub plans: Arc<dyn plan::Plans>,
    /// How long what is kept.
    pub retention: Vec<store::retention::Rule>,
}

/// What one client, and all together, can take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Longest time from a request's header to its answer's; of a stream of events, to its beginning.
    pub request: Duration,
    /// Largest body of a request, in bytes.
    pub body: usize,
    /// Longest time from a request's header to the end of its body.
    pub body_within: Duration,
    /// Requests of one account: so many at once, ...
    pub requests_at_once: u32,
    /// … and so many a second from then on; one more is refused with 429.
    pub requests_per_second: f64,
    /// Errors in signing in from one address: so many at once, ...
    pub sign_in_errors_at_once: u32,
    /// … and so many a second from then on; beyond that nobody signs in from there.
    pub sign_in_errors_per_second: f64,
    /// Streams of events at once; one more is refused with 503.
    pub streams: usize,
    /// Streams of events at once of one account; one more is refused with 429.
    pub streams_of_account: usize,
    /// Desks of agents open at once; one more is refused with 503.
    pub desks: usize,
    /// Desks open at once of one account, those included that are being taken over; one more is
    /// refused with 429.
    pub desks_of_account: usize,
    /// A silent stream of events says this often that it is there.
    pub keep_alive: Duration,
    /// How often a stream asks whether its token is still in force.
    pub confirm: Duration,
    /// The public health page shows figures up to this old, so that asking it often costs nothing.
    pub health_age: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            request: Duration::from_secs(10),
            body: 16 * 1024,
            body_within: Duration::from_secs(5),
            requests_at_once: 1_000,
            requests_per_second: 100.0,
            sign_in_errors_at_once: 30,
            sign_in_errors_per_second: 0.5,
            streams: 200,
            streams_of_account: 8,
            desks: 1_200,
            desks_of_account: 6,
            keep_alive: Duration::from_secs(15),
            confirm: Duration::from_secs(5),
            health_age: Duration::from_secs(1),
        }
    }
}

/// All routes, ready for [`serve`].
pub fn router(options: Options) -> Router {
    let limits = options.limits;
    let (routes, description) = routes().split_for_parts();
    let declared = audit::Declared::of(&description);
    let document = document::complete(description);
    let rooms = Rooms::new(options, document, declared);
    routes
        .route_layer(middleware::from_fn_with_state(rooms.clone(), audit::layer::on_record))
        .with_state(rooms)
        .fallback(page::serve)
        .layer(DefaultBodyLimit::max(limits.body))
        .layer(middleware::from_fn_with_state(limits.request, answer::finish))
}

/// Every noun adds its routes here, and nobody adds one elsewhere.
fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::with_openapi(document::base())
        .merge(health::routes())
        .merge(contacts::routes())
        .merge(chats::routes())
        .merge(customers::routes())
        .merge(unmaskings::routes())
        .merge(operations::routes())
        .merge(consents::routes())
        .merge(promises::routes())
        .merge(privacy::routes())
        .merge(agents::routes())
        .merge(queues::routes())
        .merge(callbacks::routes())
        .merge(recordings::routes())
        .merge(events::routes())
        .merge(desk::routes())
        .merge(house::routes())
        .merge(session::routes())
        .merge(accounts::routes())
        .merge(approvals::routes())
        .merge(clients::routes())
        .merge(delegations::routes())
        .merge(emergency::routes())
        .merge(views::routes())
        .merge(demonstration::routes())
        .merge(figures::routes())
        .merge(audit::routes())
        .merge(bans::routes())
        .merge(plan::routes())
        .merge(authority::routes())
        .merge(master_keys::routes())
        .merge(metrics::routes())
        .merge(document::routes())
}
