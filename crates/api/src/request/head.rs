//! How long the head of a request may be. The server's buffer bounds what is read ([`crate::serve()`]); what came in one
//! piece is measured here, before anything looks at it.

use crate::problem::{Kind, Problem};
use axum::http::Request;

/// The longest head of a request, in bytes: its line and all fields.
pub(crate) const LONGEST: usize = 16 * 1024;

/// The longest field, and the longest target, in bytes.
const LONGEST_FIELD: usize = 8 * 1024;

/// What a line holds beside its words, in bytes: a colon, a blank, and its end.
const AROUND: usize = 4;

/// Refuses what is longer.
///
/// # Errors
/// A problem that says by what.
pub(crate) fn check<B>(request: &Request<B>) -> Result<(), Problem> {
    let uri = request.uri();
    let target = uri.path_and_query().map_or(0, |target| target.as_str().len());
    if target > LONGEST_FIELD {
        return Err(too_large("the address is longer than 8 KiB; send less in it"));
    }
    let mut all = request.method().as_str().len() + target + AROUND;
    for (name, value) in request.headers() {
        let field = name.as_str().len() + value.len() + AROUND;
        if field > LONGEST_FIELD {
            let detail = format!("the header {name} is longer than 8 KiB; send a shorter one");
            return Err(too_large(detail).about(name.as_str()));
        }
        all += field;
    }
    if all > LONGEST {
        return Err(too_large("all headers together are longer than 16 KiB; send fewer, or shorter ones"));
    }
    Ok(())
}

fn too_large(detail: impl Into<std::borrow::Cow<'static, str>>) -> Problem {
    Problem::new(Kind::HeadTooLarge, detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_as_long_as_its_lines() {
        let check = |target: usize, fields: &[usize], fits: bool| {
            let mut request = Request::builder().uri(format!("/{}", "p".repeat(target)));
            for (place, length) in fields.iter().enumerate() {
                request = request.header(format!("x-{place}"), "v".repeat(*length));
            }
            let checked = super::check(&request.body(()).unwrap());
            assert_eq!(checked.is_ok(), fits, "{target} {fields:?}");
        };
        check(10, &[10, 10], true);
        check(8_000, &[], true);
        check(9_000, &[], false);
        check(10, &[8_000], true);
        check(10, &[8_190], false);
        check(10, &[8_000, 8_000], true);
        check(10, &[8_000, 8_000, 1_000], false);
        check(10, &[160; 100], false);
        check(8_000, &[8_000, 1_000], false);
    }
}
