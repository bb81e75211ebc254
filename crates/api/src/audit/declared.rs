//! What each operation declares to be, out of the OpenAPI document.

use axum::http::Method;
use std::collections::HashMap;
use std::sync::Arc;
use store::audit::{Code, Kind};
use utoipa::openapi::path::Operation;
use utoipa::openapi::{OpenApi, PathItem};

/// The extension in which an operation declares it.
const EXTENSION: &str = "x-audit";

/// An operation as the audit knows it.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    /// Its name.
    pub operation: Code,
    /// What sort of act it is.
    pub kind: Kind,
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
        self.0
            .get(&(asked.clone(), path.to_owned()))
            .cloned()
            .unwrap_or_else(|| Known { operation: Code::of("undeclared"), kind: Kind::Change })
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
    let declared = operation.extensions.as_ref().and_then(|extensions| extensions.get(EXTENSION));
    let kind = declared.and_then(|kind| kind.as_str()?.parse().ok()).unwrap_or(Kind::Change);
    Known { operation: name.unwrap_or_else(|| Code::of("undeclared")), kind }
}
