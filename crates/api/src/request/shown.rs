//! What a request shows to come in: a token in a header, or the cookie of a page that signed in.
//!
//! A browser sends the cookie with whatever request it is talked into. So it counts only with requests of our
//! own pages, and for what changes anything only together with the session's *bond*: a text that our page is
//! told when it signs in, and that no other page can read. A page that says the bond of another session is told
//! so: in another tab somebody else has signed in.

use super::door;
use super::origin::is_from_here;
use crate::problem::{Kind, Problem};
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::http::{HeaderName, Method};

/// The cookie where TLS protects it: the name makes browsers refuse it from anybody else.
const GUARDED: &str = "__Host-heliotrope";
/// The cookie without TLS: on one machine, and behind nothing.
const PLAIN: &str = "heliotrope";
/// The header with the bond.
pub(crate) const BOND: HeaderName = HeaderName::from_static("x-heliotrope-bond");
/// The header by which a page says that nobody does anything: what it asks keeps no session alive.
pub(crate) const UNATTENDED: HeaderName = HeaderName::from_static("x-heliotrope-unattended");

/// A token, and how it came.
pub(crate) enum Shown<'h> {
    /// In a header, which no foreign page can set.
    Token(&'h str),
    /// As a cookie.
    Cookie(&'h str),
    /// Nothing.
    Nothing,
}

impl<'h> Shown<'h> {
    /// A header comes first: who sends one does not mean the cookie.
    pub fn of(headers: &'h HeaderMap) -> Shown<'h> {
        if headers.contains_key(header::AUTHORIZATION) {
            return door::token(headers).map_or(Shown::Nothing, Shown::Token);
        }
        cookie(headers).map_or(Shown::Nothing, Shown::Cookie)
    }

    /// The token, if it may be used for a request.
    pub fn token(self, method: &Method, headers: &HeaderMap) -> Result<Option<&'h str>, Problem> {
        let bond = headers.get(BOND).map(|bond| bond.to_str().unwrap_or_default());
        match self {
            Shown::Token(token) => Ok(Some(token)),
            Shown::Nothing => Ok(None),
            Shown::Cookie(token) => check(token, bond, method.is_safe(), headers).map(|()| Some(token)),
        }
    }
}

/// Whether a cookie may be used.
///
/// # Errors
/// A problem that says which page may.
pub(crate) fn check(
    token: &str,
    bond: Option<&str>,
    is_safe: bool,
    headers: &HeaderMap,
) -> Result<(), Problem> {
    let refused = |detail| Err(Problem::new(Kind::WrongPage, detail));
    if is_from_here(headers) == Some(false) {
        return refused(
            "a session's cookie counts for pages that were loaded from this address, and for no other",
        );
    }
    match bond {
        Some(bond) if bond == trust::bond(token) => Ok(()),
        None if is_safe => Ok(()),
        Some(_) => refused("somebody has signed in anew in this browser; load the page again"),
        None => refused(
            "with a cookie, say the session's bond in x-heliotrope-bond; reading the session tells it",
        ),
    }
}

/// The session's cookie. Of two of one name neither counts: a neighbour may have set one of them.
pub(crate) fn cookie(headers: &HeaderMap) -> Option<&str> {
    let all = || {
        let lists = headers.get_all(header::COOKIE).iter().filter_map(|list| list.to_str().ok());
        lists.flat_map(|list| list.split(';')).filter_map(|pair| pair.trim().split_once('='))
    };
    let only = |name: &str| {
        let mut found = all().filter(|(given, _)| *given == name).map(|(_, value)| value);
        found.next().map(|first| if found.next().is_none() { Some(first) } else { None })
    };
    only(GUARDED).or_else(|| only(PLAIN)).flatten().filter(|value| !value.is_empty())
}

/// The header that keeps a session in the browser: out of reach of scripts, for requests of our own pages.
pub(crate) fn set_cookie(token: &str, by_tls: bool) -> Option<HeaderValue> {
    let (name, guard) = if by_tls { (GUARDED, "; Secure") } else { (PLAIN, "") };
    let mut value =
        HeaderValue::try_from(format!("{name}={token}; Path=/; HttpOnly; SameSite=Strict{guard}")).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// The headers that take it away.
pub(crate) fn clear_cookies() -> [HeaderValue; 2] {
    [
        HeaderValue::from_static("__Host-heliotrope=; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=0"),
        HeaderValue::from_static("heliotrope=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"),
    ]
}

/// Whether nobody does anything at the page that asks.
pub(crate) fn is_unattended(headers: &HeaderMap) -> bool {
    headers.contains_key(UNATTENDED)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(given: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in given {
            headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn one_cookie_of_ours_counts() {
        let check = |given: &[(&'static str, &'static str)], expected| {
            assert_eq!(cookie(&headers(given)), expected, "{given:?}");
        };
        check(&[], None);
        check(&[("cookie", "a=b; heliotrope=t; c=d")], Some("t"));
        check(&[("cookie", "heliotrope=t; __Host-heliotrope=u")], Some("u"));
        check(&[("cookie", "heliotrope=t; heliotrope=u")], None);
        check(&[("cookie", "heliotrope=t"), ("cookie", "heliotrope=t")], None);
        check(&[("cookie", "__Host-heliotrope=t; __Host-heliotrope=u; heliotrope=v")], None);
        check(&[("cookie", "xheliotrope=t; heliotrope=")], None);
    }

    #[test]
    fn a_cookie_changes_something_only_with_its_bond_and_from_here() {
        let bond: &'static str = Box::leak(trust::bond("t").into_boxed_str());
        let check = |method: Method, given: &[(&'static str, &'static str)], expected: bool| {
            let mut headers = headers(given);
            headers.insert("cookie", HeaderValue::from_static("heliotrope=t"));
            headers.insert("host", HeaderValue::from_static("here"));
            let token = Shown::of(&headers).token(&method, &headers);
            assert_eq!(token.ok().flatten().is_some(), expected, "{method} {given:?}");
        };
        check(Method::GET, &[], true);
        check(Method::POST, &[], false);
        check(Method::DELETE, &[("x-heliotrope-bond", "")], false);
        check(Method::POST, &[("x-heliotrope-bond", bond)], true);
        check(Method::POST, &[("x-heliotrope-bond", bond), ("origin", "http://here")], true);
        check(Method::POST, &[("x-heliotrope-bond", bond), ("origin", "http://there")], false);
        check(Method::GET, &[("origin", "http://there")], false);
        check(Method::GET, &[("sec-fetch-site", "cross-site")], false);
        check(Method::GET, &[("x-heliotrope-bond", "another session's")], false);
        // Who sends a token does not mean the cookie, and a wrong one is not made good by it.
        check(Method::POST, &[("authorization", "Bearer u")], true);
        check(Method::GET, &[("authorization", "Basic u")], false);
    }

    #[test]
    fn the_cookie_is_kept_from_scripts_and_neighbours() {
        for (by_tls, expected) in [
            (true, "__Host-heliotrope=t; Path=/; HttpOnly; SameSite=Strict; Secure"),
            (false, "heliotrope=t; Path=/; HttpOnly; SameSite=Strict"),
        ] {
            let value = set_cookie("t", by_tls).unwrap();
            assert!(value == expected && value.is_sensitive());
        }
        assert_eq!(set_cookie("t\n", true), None);
    }
}
