//! Where the page's files come from.

use axum::body::Bytes;
use rust_embed::RustEmbed;
use std::borrow::Cow;

/// What the name of a file's gzip form ends with.
pub(super) const PACKED: &str = ".gz";

/// Finds a file by its name below the folder.
pub(super) type Files = fn(&str) -> Option<File>;

/// A file of the page.
pub(super) struct File {
    pub content: Bytes,
    /// Of the content, in hexadecimal digits: two different files never share it.
    pub hash: String,
}

/// Made by `cargo xtask ui`; without it there are no files.
#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Built;

/// A file of the page as it was built.
pub(super) fn embedded(name: &str) -> Option<File> {
    let file = Built::get(name)?;
    let content = match file.data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    };
    let hash = file.metadata.sha256_hash().iter().map(|byte| format!("{byte:02x}")).collect();
    Some(File { content, hash })
}
