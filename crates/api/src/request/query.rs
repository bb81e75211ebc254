//! Fields of the query. What an operation does not know, it refuses by name: a misspelt filter must
//! not look like one that was obeyed.

use crate::problem::{Kind, Problem};
use axum::extract::FromRequestParts;
use axum::extract::Query as Pairs;
use axum::http::request::Parts;
use std::str::FromStr;

/// The fields an operation takes; `()` for one that takes none.
#[derive(Debug)]
pub(crate) struct Query<T>(pub T);

/// Something that is read from query fields.
pub(crate) trait Fields: Sized {
    /// All fields there are.
    const NAMES: &'static [&'static str];

    /// Takes what it needs.
    fn take(given: &Given) -> Result<Self, Problem>;
}

impl Fields for () {
    const NAMES: &'static [&'static str] = &[];

    fn take(_: &Given) -> Result<(), Problem> {
        Ok(())
    }
}

/// The query as it came, each field once.
#[derive(Debug)]
pub(crate) struct Given(Vec<(String, String)>);

impl Given {
    /// A field's value, if it is there; `expected` completes "… must be".
    pub fn optional<T: FromStr>(&self, name: &'static str, expected: &str) -> Result<Option<T>, Problem> {
        let Some((_, text)) = self.0.iter().find(|(given, _)| given == name) else { return Ok(None) };
        let refused = |_| Problem::new(Kind::BadQuery, format!("{name} must be {expected}")).about(name);
        text.parse().map(Some).map_err(refused)
    }

    fn check(pairs: Vec<(String, String)>, known: &[&str]) -> Result<Given, Problem> {
        for (place, (name, _)) in pairs.iter().enumerate() {
            if !known.contains(&name.as_str()) {
                return Err(unknown(name, known));
            }
            if pairs[..place].iter().any(|(earlier, _)| earlier == name) {
                let detail = format!("{name} is given more than once; give it once");
                return Err(Problem::new(Kind::BadQuery, detail).about(name));
            }
        }
        Ok(Given(pairs))
    }
}

fn unknown(name: &str, known: &[&str]) -> Problem {
    let known = match known {
        [] => "this operation takes none".to_owned(),
        known => format!("known are {}", known.join(", ")),
    };
    Problem::new(Kind::BadQuery, format!("there is no query field {name}; {known}")).about(name)
}

impl<T: Fields, S: Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Query<T>, Problem> {
        let Pairs(pairs) = Pairs::<Vec<(String, String)>>::try_from_uri(&parts.uri)
            .map_err(|_| Problem::new(Kind::BadQuery, "the query must be fields like open=true&limit=50"))?;
        T::take(&Given::check(pairs, T::NAMES)?).map(Query)
    }
}
