//! What is kept of customers: for how long, what is held, erasing, and giving somebody what is kept of them.

pub(crate) mod archives;
mod erasures;
mod holds;
mod retention;

use crate::problem::{Kind, Problem};
use crate::rooms::Rooms;
use utoipa_axum::router::OpenApiRouter;
use vocabulary::CustomerRef;

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new()
        .merge(retention::routes())
        .merge(holds::routes())
        .merge(erasures::routes())
        .merge(archives::routes())
}

/// The customer that a body names.
fn named(customer: &str) -> Result<CustomerRef, Problem> {
    let unknown = |why| Problem::new(Kind::InvalidBody, format!("customer: {why}")).about("customer");
    CustomerRef::new(customer).map_err(unknown)
}
