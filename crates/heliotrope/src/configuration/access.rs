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
    /// Fields that one account may unmask within an hour.
    unmaskings_an_hour: Option<u32>,
}

/// The most that can be configured: a field every four seconds is no work of a person's.
const MOST_UNMASKINGS: u32 = 1_000;

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
        let unmaskings_an_hour = self.unmaskings_an_hour.unwrap_or(Rules::default().unmaskings_an_hour);
        if !(1..=MOST_UNMASKINGS).contains(&unmaskings_an_hour) {
            let key = ["access", "unmaskings_an_hour"].map(str::to_owned);
            faults.add(&key, format!("{unmaskings_an_hour} is not from 1 to {MOST_UNMASKINGS}"));
        }
        Rules { second_factor, unmaskings_an_hour }
    }
}
