//! The version that a change was made for (RFC 9110 §13.1.1).

use crate::problem::{Kind, Problem};
use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use vocabulary::Sequence;

/// The version named by `If-Match`; none for `*`.
#[derive(Debug)]
pub(super) struct IfMatch(pub Option<Sequence>);

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<IfMatch, Problem> {
        let mut given = parts.headers.get_all(header::IF_MATCH).iter();
        let (Some(only), None) = (given.next(), given.next()) else { return Err(refusal()) };
        only.to_str().ok().and_then(read).map(IfMatch).ok_or_else(refusal)
    }
}

fn read(text: &str) -> Option<Option<Sequence>> {
    match text.trim() {
        "*" => Some(None),
        tag => tag.strip_prefix('"')?.strip_suffix('"')?.parse().ok().map(Some),
    }
}

fn refusal() -> Problem {
    let detail = "If-Match must name the version in force, once, like \"J-17\", or be * for any; \
                  GET /api/plan tells the version";
    Problem::new(Kind::BadHeader, detail).about("if-match")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_named_in_quotes() {
        let cases = [
            ("\"J-17\"", Some(Some(Sequence(17)))),
            ("*", Some(None)),
            ("J-17", None),
            ("W/\"J-17\"", None),
            ("\"J-17\", \"J-18\"", None),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
