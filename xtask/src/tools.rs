//! Cargo commands that are not part of Rust: used when present, else installed from crates.io.

use crate::failure::{Outcome, succeeds};
use crate::making::{self, cargo};

/// Makes sure that `cargo NAME` is there.
///
/// # Errors
/// A sentence that says what to do when it is not and cannot be installed.
pub fn provide(name: &str) -> Outcome {
    if succeeds(cargo().args([name, "--version"])) {
        return Ok(());
    }
    making::install(&format!("cargo-{name}"))
}
