//! Who opens a desk. A browser cannot send a header of its own with a WebSocket: the token, or the bond of its
//! cookie's session, travels as a second sub-protocol, which is never chosen and so never sent back.

use crate::problem::{Kind, Problem};
use crate::request::origin::is_from_here;
use crate::request::{door, shown};
use crate::rooms::Rooms;
use axum::extract::FromRequestParts;
use axum::http::header::{self, HeaderMap};
use axum::http::request::Parts;
use trust::{Actor, may};

/// What the token stands behind, among the sub-protocols.
const BEARER: &str = "bearer.";

/// What the bond stands behind.
const BOND: &str = "bond.";

/// Somebody who may serve at a desk, from a page of ours.
pub(super) struct Entering(pub Actor<may::DeskServe>);

impl FromRequestParts<Rooms> for Entering {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, rooms: &Rooms) -> Result<Entering, Problem> {
        let in_header = door::token(&parts.headers);
        let token = match in_header.or_else(|| among_protocols(&parts.headers, BEARER)) {
            Some(token) => Some(token),
            None => by_cookie(&parts.headers)?,
        };
        let actor = door::enter(parts, rooms, token).await?;
        // Every browser says where its page is from (RFC 6455 §10.2); programs that are no browser may leave it
        // out, and then show their token in a header that no page can set.
        let is_ours = match parts.headers.contains_key(header::ORIGIN) {
            true => is_from_here(&parts.headers) == Some(true),
            false => in_header.is_some(),
        };
        if is_ours {
            return Ok(Entering(actor));
        }
        let detail = "a desk is opened by a page that was loaded from this address, and by no other";
        Err(Problem::new(Kind::BadHeader, detail).about("Origin"))
    }
}

/// The cookie's token. What a desk does changes things: it takes the bond.
fn by_cookie(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let Some(token) = shown::cookie(headers) else { return Ok(None) };
    shown::check(token, among_protocols(headers, BOND), false, headers).map(|()| Some(token))
}

/// What stands among the sub-protocols behind a word. Of two neither counts.
fn among_protocols<'h>(headers: &'h HeaderMap, word: &str) -> Option<&'h str> {
    let lists = headers.get_all(header::SEC_WEBSOCKET_PROTOCOL).iter();
    let mut found = lists
        .filter_map(|list| list.to_str().ok())
        .flat_map(|list| list.split(','))
        .filter_map(|protocol| protocol.trim().strip_prefix(word));
    let (only, None) = (found.next()?, found.next()) else { return None };
    Some(only)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(given: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in given {
            headers.append(*name, HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn a_single_token_stands_among_the_protocols() {
        let check = |given: &'static str, expected| {
            assert_eq!(among_protocols(&headers(&[("sec-websocket-protocol", given)]), BEARER), expected);
        };
        check("heliotrope.desk.v1, bearer.abc", Some("abc"));
        check("bearer.abc", Some("abc"));
        check("heliotrope.desk.v1", None);
        check("bearer.abc, bearer.abc", None);
        check("Bearer.abc", None);
        assert_eq!(among_protocols(&HeaderMap::new(), BEARER), None);
    }

    #[test]
    fn a_cookie_opens_a_desk_with_its_bond_only() {
        let bond: &'static str =
            Box::leak(format!("heliotrope.desk.v1, bond.{}", trust::bond("t")).into_boxed_str());
        let with = |protocols| {
            let headers = headers(&[("cookie", "heliotrope=t"), ("sec-websocket-protocol", protocols)]);
            by_cookie(&headers).map(|token| token.map(str::to_owned))
        };
        assert!(with("heliotrope.desk.v1").is_err() && with("heliotrope.desk.v1, bond.x").is_err());
        assert_eq!(with(bond).unwrap().as_deref(), Some("t"));
        assert_eq!(by_cookie(&HeaderMap::new()).unwrap(), None);
    }
}
