//! What the path names: an id, and a part of what it names.

use crate::problem::{Kind, Problem};
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use bank::operations::OrderKey;
use centre::PanelName;
use std::fmt::Display;
use std::str::FromStr;

/// The id of the thing a request is about: the path's `{id}`.
#[derive(Debug)]
pub(crate) struct Id<T>(pub T);

/// A part of the thing a request is about.
#[derive(Debug)]
pub(crate) struct Part<T>(pub T);

/// A part that has a name in paths.
pub(crate) trait Named: FromStr<Err: Display> {
    /// The path's `{name}`.
    const NAME: &'static str;
}

impl Named for PanelName {
    const NAME: &'static str = "panel";
}

impl Named for OrderKey {
    const NAME: &'static str = "order";
}

impl<T, S> FromRequestParts<S> for Id<T>
where
    T: FromStr<Err: Display>,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Id<T>, Problem> {
        named(parts, state, "id").await.map(Id)
    }
}

impl<T: Named, S: Send + Sync> FromRequestParts<S> for Part<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Part<T>, Problem> {
        named(parts, state, T::NAME).await.map(Part)
    }
}

async fn named<T, S>(parts: &mut Parts, state: &S, name: &'static str) -> Result<T, Problem>
where
    T: FromStr<Err: Display>,
    S: Send + Sync,
{
    let refusal = |why: &str| {
        Problem::new(Kind::BadPath, format!("the {name} in the path cannot be used: {why}")).about(name)
    };
    let unreadable = || refusal(&format!("the {name} must be readable text"));
    let all = RawPathParams::from_request_parts(parts, state).await.map_err(|_| unreadable())?;
    let (_, text) = all.iter().find(|(given, _)| *given == name).ok_or_else(unreadable)?;
    text.parse().map_err(|why: T::Err| refusal(&why.to_string()))
}
