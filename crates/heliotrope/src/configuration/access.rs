//! The table about who comes in.

use super::fault::Faults;
use serde::Deserialize;
use trust::{Role, Rules};

/// What is asked of those who sign in.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileAccess {
    /// Roles that need a second factor.
    #[serde(default)]
    second_factor: Vec<String>,
}

impl FileAccess {
    pub(super) fn rules(&self, faults: &mut Faults<'_>) -> Rules {
        let mut second_factor = Vec::new();
        for role in &self.second_factor {
            match role.parse::<Role>() {
                Ok(role) => second_factor.push(role),
                Err(unknown) => faults
                    .add(&["access", "second_factor"].map(str::to_owned), format!("\"{role}\": {unknown}")),
            }
        }
        Rules { second_factor }
    }
}
