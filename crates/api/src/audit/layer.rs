//! Stands around all routes, so that every act is on record.
//!
//! - A *change* is on record before its handler runs (the door sees to it): when it cannot be, it is
//!   refused.
//! - A *look* and an *export* are on record, with the customer, before the answer leaves: when they cannot
//!   be, nothing is shown.
//! - *Call handling* does not wait: the journal holds it, and the audit follows.
//! - What is refused or fails is told as well; repetitions are counted.

use super::act::{Act, Peer};
use crate::problem::Problem;
use crate::rooms::Rooms;
use axum::Extension;
use axum::extract::{MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::future::try_join_all;
use store::audit::{Code, Kind, Outcome};

pub(crate) async fn on_record(
    State(rooms): State<Rooms>,
    path: MatchedPath,
    peer: Option<Extension<Peer>>,
    request: Request,
    next: Next,
) -> Response {
    let known = rooms.declared().find(request.method(), path.as_str());
    let act = Act::begin(known, Peer::origin(peer.map(|Extension(peer)| peer)));
    let (mut parts, body) = request.into_parts();
    super::subject::note(&act, path.as_str(), &mut parts).await;
    parts.extensions.insert(act.clone());
    let response = next.run(Request::from_parts(parts, body)).await;
    let status = response.status();
    if status.is_client_error() || status.is_server_error() {
        tell_end(&rooms, &act, &response);
        return response;
    }
    match tell_success(&rooms, &act).await {
        Ok(()) => response,
        Err(problem) => problem.into_response(),
    }
}

async fn tell_success(rooms: &Rooms, act: &Act) -> Result<(), Problem> {
    if !act.stands_alone() {
        return Ok(());
    }
    match act.kind() {
        // Changes are on record already.
        Kind::None | Kind::Change => Ok(()),
        Kind::Handling => {
            rooms.on_record().note(act.done());
            Ok(())
        }
        Kind::Session | Kind::Look | Kind::Export => {
            rooms.name_customer(act).await;
            // At once: they go on record together.
            let entries = act.all_done().into_iter().map(|entry| rooms.on_record().record(entry));
            try_join_all(entries).await?;
            Ok(())
        }
    }
}

/// Of what needs no record, refusals of the door are told all the same.
fn tell_end(rooms: &Rooms, act: &Act, response: &Response) {
    let status = response.status();
    let refused = matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
    if status == StatusCode::METHOD_NOT_ALLOWED || (act.kind() == Kind::None && !refused) {
        return;
    }
    // What is not there for this account is a refusal: who may not see a contact is told that there is none.
    let outcome = if refused || status == StatusCode::NOT_FOUND { Outcome::Refused } else { Outcome::Failed };
    let reason = response.extensions().get::<Problem>().map_or("unsaid", Problem::code);
    rooms.on_record().refused(act.ended(outcome, Code::of(reason)));
}
