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
    /// Customers whom one account may look at within an hour, one by one, before somebody is told.
    customers_an_hour: Option<u32>,
    /// Customers whom lists may show one account within an hour before somebody is told.
    listed_an_hour: Option<u32>,
}

/// The most that can be configured: a field every four seconds is no work of a person's.
const MOST_UNMASKINGS: u32 = 1_000;

/// The most looks an hour that can be configured as usual: beyond it nobody is ever told of anything.
const MOST_LOOKS: u32 = 10_000;

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
        let usual = Rules::default();
        let mut an_hour = |name: &str, set: Option<u32>, usual: u32, most: u32| {
            let set = set.unwrap_or(usual);
            if !(1..=most).contains(&set) {
                faults.add(&["access", name].map(str::to_owned), format!("{set} is not from 1 to {most}"));
            }
            set
        };
        let unmaskings_an_hour =
            an_hour("unmaskings_an_hour", self.unmaskings_an_hour, usual.unmaskings_an_hour, MOST_UNMASKINGS);
        let unusual = trust::audit::Rules {
            customers_an_hour: an_hour(
                "customers_an_hour",
                self.customers_an_hour,
                usual.unusual.customers_an_hour,
                MOST_LOOKS,
            ),
            listed_an_hour: an_hour(
                "listed_an_hour",
                self.listed_an_hour,
                usual.unusual.listed_an_hour,
                MOST_LOOKS,
            ),
            ..usual.unusual
        };
        Rules { second_factor, unmaskings_an_hour, unusual }
    }
}
