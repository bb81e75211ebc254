//! What the audit is told, and what in it is unusual.
//!
//! The chain itself is kept by [`store::audit`]. Here stands how a flood of refusals is told without
//! flooding the audit ([`OnRecord`]), and which looks at customers somebody should ask about ([`alerts`]).

pub mod alerts;
pub mod listed;
mod repeats;
mod service;
pub(crate) mod watched;

pub use alerts::{Alert, AlertKind, Rules};
pub use listed::Listed;
pub use service::OnRecord;
pub use watched::{Watched, Why};
