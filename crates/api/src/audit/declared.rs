//! What each operation declares to be, out of the OpenAPI document.

use axum::http::Method;
use std::collections::HashMap;
use std::str::FromStr;
use std::sync::Arc;
use store::audit::{Code, Kind};
use utoipa::openapi::path::Operation;
use utoipa::openapi::{OpenApi, PathItem};

/// The extension in which an operation declares it.
const EXTENSION: &str = "x-audit";

/// The extension in which an operation declares whose rows it is about.
const SCOPE: &str = "x-scope";

/// Whose rows an operation is about: the door keeps out who does not reach them, and lists leave them out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    /// Nobody's: the house, the queues as a whole.
    Nobody,
    /// The account's own.
    Own,
    /// The contact in the path.
    Contact,
    /// The agent in the path.
    Agent,
    /// A list of contacts, of which only those within reach are shown.
    Contacts,
    /// A list of agents, likewise.
    Agents,
    /// Entries of the journal, which tell less of what is out of reach.
    Entries,
    /// Everybody's together: for who reaches all. What nobody declared is that.
    Whole,
}

impl FromStr for About {
    type Err = ();
    fn from_str(text: &str) -> Result<About, ()> {
        Ok(match text {
            "none" => About::Nobody,
            "own" => About::Own,
            "contact" => About::Contact,
            "agent" => About::Agent,
            "contacts" => About::Contacts,
            "agents" => About::Agents,
            "entries" => About::Entries,
            "whole" => About::Whole,
            _ => return Err(()),
        })
    }
}

/// An operation as the audit knows it.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    /// Its name.
    pub operation: Code,
    /// What sort of act it is.
    pub kind: Kind,
    /// Whose rows it is about.
    pub about: About,
}

/// All operations, by method and path.
#[derive(Debug, Clone, Default)]
pub(crate) struct Declared(Arc<HashMap<(Method, String), Known>>);

impl Declared {
    /// Reads the document.
    pub fn of(document: &OpenApi) -> Declared {
        let mut all = HashMap::new();
        for (path, item) in &document.paths.paths {
            for (method, operation) in operations(item) {
                all.insert((method, path.clone()), known(operation));
            }
        }
        Declared(Arc::new(all))
    }

    /// What an operation is; one that nobody declared is taken for a change.
    pub fn find(&self, method: &Method, path: &str) -> Known {
        let asked = if method == Method::HEAD { &Method::GET } else { method };
        self.0.get(&(asked.clone(), path.to_owned())).cloned().unwrap_or_else(|| Known {
            operation: Code::of("undeclared"),
            kind: Kind::Change,
            about: About::Whole,
        })
    }
}

fn operations(item: &PathItem) -> impl Iterator<Item = (Method, &Operation)> {
    let PathItem { get, put, post, delete, patch, .. } = item;
    [
        (Method::GET, get),
        (Method::PUT, put),
        (Method::POST, post),
        (Method::DELETE, delete),
        (Method::PATCH, patch),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation.as_ref()?)))
}

fn known(operation: &Operation) -> Known {
    let name = operation.operation_id.as_deref().and_then(|name| name.parse().ok());
    let kind = declared(operation, EXTENSION).unwrap_or(Kind::Change);
    let about = declared(operation, SCOPE).unwrap_or(About::Whole);
    Known { operation: name.unwrap_or_else(|| Code::of("undeclared")), kind, about }
}

fn declared<T: FromStr>(operation: &Operation, extension: &str) -> Option<T> {
    operation.extensions.as_ref()?.get(extension)?.as_str()?.parse().ok()
}
