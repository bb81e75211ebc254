//! Who opens a desk. A browser cannot send an authorization header with a WebSocket: the token
//! travels as a second sub-protocol, which is never chosen and so never sent back.

use crate::problem::{Kind, Problem};
use crate::request::door;
use crate::rooms::Rooms;
use axum::extract::FromRequestParts;
use axum::http::header::{self, HeaderMap};
use axum::http::request::Parts;
use trust::{Actor, may};

/// What the token stands behind, among the sub-protocols.
const BEARER: &str = "bearer.";

/// Somebody who may serve at a desk, from a page of ours.
pub(super) struct Entering(pub Actor<may::DeskServe>);

impl FromRequestParts<Rooms> for Entering {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, rooms: &Rooms) -> Result<Entering, Problem> {
        let in_header = door::token(&parts.headers);
        let token = in_header.or_else(|| token_among_protocols(&parts.headers));
        let actor = door::enter(parts, rooms, token).await?;
        if is_ours(&parts.headers, in_header.is_some()) {
            return Ok(Entering(actor));
        }
        let detail = "a desk is opened by a page that was loaded from this address, and by no other";
        Err(Problem::new(Kind::BadHeader, detail).about("Origin"))
    }
}

/// Of two tokens neither counts.
fn token_among_protocols(headers: &HeaderMap) -> Option<&str> {
    let lists = headers.get_all(header::SEC_WEBSOCKET_PROTOCOL).iter();
    let mut tokens = lists
        .filter_map(|list| list.to_str().ok())
        .flat_map(|list| list.split(','))
        .filter_map(|protocol| protocol.trim().strip_prefix(BEARER));
    let (only, None) = (tokens.next()?, tokens.next()) else { return None };
    Some(only)
}

/// Whether the page that asks was loaded from here (RFC 6455 §10.2). Every browser says where its
/// page is from; programs that are no browser may leave it out, and then show their token in a
/// header that no page can set.
fn is_ours(headers: &HeaderMap, token_in_header: bool) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(origin) = headers.get(header::ORIGIN) else { return token_in_header };
    let (Some(origin), Some(host)) = (origin.to_str().ok(), text(header::HOST)) else { return false };
    let authority = origin.split_once("://").map(|(_scheme, authority)| authority);
    authority.is_some_and(|authority| authority.eq_ignore_ascii_case(host))
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
            assert_eq!(token_among_protocols(&headers(&[("sec-websocket-protocol", given)])), expected);
        };
        check("heliotrope.desk.v1, bearer.abc", Some("abc"));
        check("bearer.abc", Some("abc"));
        check("heliotrope.desk.v1", None);
        check("bearer.abc, bearer.abc", None);
        check("Bearer.abc", None);
        assert_eq!(token_among_protocols(&HeaderMap::new()), None);
    }

    #[test]
    fn only_pages_from_here_open_a_desk() {
        let check = |origin: &'static str, expected| {
            let headers = headers(&[("host", "bank.example:8443"), ("origin", origin)]);
            assert_eq!(is_ours(&headers, true), expected, "{origin}");
        };
        check("https://bank.example:8443", true);
        check("https://Bank.Example:8443", true);
        check("https://bank.example", false);
        check("https://bank.example:8443.evil.example", false);
        check("https://evil.example", false);
        check("null", false);
        check("", false);
        assert!(is_ours(&headers(&[("host", "a")]), true) && !is_ours(&headers(&[("host", "a")]), false));
    }
}
