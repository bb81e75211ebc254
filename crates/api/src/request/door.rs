//! The door: a token becomes the proof that its holder may do what the handler does, to those it is about.

use super::shown::{self, Shown};
use crate::audit::act::Act;
use crate::problem::{Kind, Problem};
use crate::rooms::Rooms;
use axum::extract::FromRequestParts;
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::http::request::Parts;
use std::time::Instant;
use trust::{Actor, Identity, Permission, Permit, Refused};

impl<P: Permit> FromRequestParts<Rooms> for Actor<P> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, rooms: &Rooms) -> Result<Actor<P>, Problem> {
        let token = Shown::of(&parts.headers).token(&parts.method, &parts.headers)?;
        enter(parts, rooms, token).await
    }
}

/// Whoever shows a token that permits it, and reaches those whom it is about, gets in; and what it is about to
/// change is on record. There is no way in beside the record: a route that stands outside its layer refuses
/// everybody.
pub(crate) async fn enter<P: Permit>(
    parts: &Parts,
    rooms: &Rooms,
    token: Option<&str>,
) -> Result<Actor<P>, Problem> {
    let act = parts.extensions.get::<Act>().ok_or_else(Problem::internal)?;
    let identity = rooms.trust().recognise(token).await;
    let identity = identity.map_err(|why| refusal(&why, P::PERMISSION))?;
    act.by(identity.account().id);
    count(parts, rooms, &identity).await?;
    let actor = identity.permit().map_err(|why| refusal(&why, P::PERMISSION))?;
    rooms.check_reach(act, &actor).await?;
    act.before(rooms.on_record()).await?;
    Ok(actor)
}

/// Not too many requests of one account; and each keeps its session alive, if somebody is there.
async fn count(parts: &Parts, rooms: &Rooms, identity: &Identity) -> Result<(), Problem> {
    if !rooms.requests().take(identity.account().id, Instant::now()) {
        let detail =
            "this account asks for too much; wait a moment, and follow events in place of asking again";
        return Err(Problem::new(Kind::TooMany, detail));
    }
    if !shown::is_unattended(&parts.headers) {
        rooms.trust().used(identity).await;
    }
    Ok(())
}

/// The text after `Bearer` (RFC 6750 §2.1). Of two such headers neither counts: nobody could say
/// which of them was meant.
pub(crate) fn token(headers: &HeaderMap) -> Option<&str> {
    let mut given = headers.get_all(header::AUTHORIZATION).iter();
    let (only, None) = (given.next()?, given.next()) else { return None };
    let (scheme, token) = only.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// What a refusal of the door looks like outside.
pub(crate) fn refusal(why: &Refused, needed: Permission) -> Problem {
    let (kind, error) = match why {
        Refused::NoToken => (Kind::NotSignedIn, None),
        Refused::InvalidToken => (Kind::NotSignedIn, Some("invalid_token")),
        Refused::NotPermitted { .. } | Refused::SecondFactorNeeded | Refused::NothingLasting => {
            (Kind::NotPermitted, Some("insufficient_scope"))
        }
        Refused::Unavailable => return Problem::new(Kind::Unavailable, why.to_string()),
    };
    Problem::new(kind, why.to_string()).with_challenge(challenge(error, needed))
}

/// Refuses whoever may do it, but gives nobody what lasts.
pub(crate) fn lasting<P: Permit>(actor: &Actor<P>) -> Result<(), Problem> {
    actor.gives_lasting().map_err(|why| refusal(&why, P::PERMISSION))
}

/// The refusal of somebody who may do it, but not to everybody.
pub(crate) fn out_of_reach(needed: Permission) -> Problem {
    let detail =
        format!("this is about everybody, and you hold {needed} for some only; ask somebody who reaches all");
    Problem::new(Kind::NotPermitted, detail).with_challenge(challenge(Some("insufficient_scope"), needed))
}

/// RFC 6750 §3. The scope is the permission's name, so that a client sees what to ask for.
fn challenge(error: Option<&str>, needed: Permission) -> Option<HeaderValue> {
    let error = error.map(|error| format!(", error=\"{error}\"")).unwrap_or_default();
    HeaderValue::try_from(format!("Bearer realm=\"heliotrope\"{error}, scope=\"{needed}\"")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_single_bearer_token_is_one() {
        let check = |given: &[&'static str], expected: Option<&str>| {
            let mut headers = HeaderMap::new();
            for value in given {
                headers.append(header::AUTHORIZATION, HeaderValue::from_static(value));
            }
            assert_eq!(token(&headers), expected, "{given:?}");
        };
        check(&[], None);
        check(&["Bearer abc"], Some("abc"));
        check(&["bearer  abc "], Some("abc"));
        check(&["Bearer"], None);
        check(&["Basic abc"], None);
        check(&["Bearer abc", "Bearer abc"], None);
        check(&["Bearer abc", "Basic abc"], None);
    }
}
