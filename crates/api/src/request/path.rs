//! An id in the path.

use crate::problem::{Kind, Problem};
use axum::extract::FromRequestParts;
use axum::extract::Path as Part;
use axum::http::request::Parts;
use std::fmt::Display;
use std::str::FromStr;

/// The id of the thing a request is about: the path's `{id}`.
#[derive(Debug)]
pub(crate) struct Id<T>(pub T);

impl<T, S> FromRequestParts<S> for Id<T>
where
    T: FromStr<Err: Display>,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Id<T>, Problem> {
        let text = Part::<String>::from_request_parts(parts, state).await;
        let Ok(Part(text)) = text else { return Err(refusal("the id must be readable text")) };
        text.parse().map(Id).map_err(|why: T::Err| refusal(&why.to_string()))
    }
}

fn refusal(why: &str) -> Problem {
    Problem::new(Kind::BadPath, format!("the id in the path cannot be used: {why}")).about("id")
}
