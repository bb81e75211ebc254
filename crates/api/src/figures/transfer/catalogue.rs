//! What the indicators are.

use indicators::catalogue::{Definition as Defined, Target as Aim};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// All indicators.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Catalogue {
    /// In the order they are shown.
    indicators: Vec<Definition>,
}

/// An indicator.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Definition {
    #[schema(example = "service_level")]
    key: &'static str,
    #[schema(example = "Service level")]
    name: &'static str,
    /// What stands above the line.
    numerator: &'static str,
    /// What stands below it; empty when there is nothing.
    denominator: &'static str,
    /// What is left out.
    filter: &'static str,
    /// `share` (0 to 1), `net_share` (-1 to 1), `seconds`, `count`, `per_ten_thousand`, `mark` or `hours`.
    #[schema(example = "share")]
    unit: &'static str,
    #[schema(required = true)]
    target: Option<Target>,
    /// Which interval things count in: `arrival_at_queue`, `opening`, `elapsed_time` or `date_of_fact`.
    #[schema(example = "arrival_at_queue")]
    rule: &'static str,
    /// The room that feeds it; null when the journal does. Without facts it has no value: no data yet.
    #[schema(required = true)]
    fed_by: Option<&'static str>,
}

/// Where a value should lie. More is better when `good` is above `fair`, less when it is below.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub(crate) struct Target {
    /// Green from here on.
    good: f64,
    /// Amber between this and `good`; red beyond.
    fair: f64,
}

impl From<Aim> for Target {
    fn from(aim: Aim) -> Target {
        Target { good: aim.good, fair: aim.fair }
    }
}

/// What targets a bank has set in place of the catalogue's.
pub(crate) type Targets = BTreeMap<String, Aim>;

pub(super) fn target(defined: &Defined, targets: &Targets) -> Option<Aim> {
    targets.get(defined.key).copied().or(defined.target)
}

impl Definition {
    pub fn new(defined: &Defined, targets: &Targets) -> Definition {
        Definition {
            key: defined.key,
            name: defined.name,
            numerator: defined.numerator,
            denominator: defined.denominator,
            filter: defined.filter,
            unit: defined.unit.tag(),
            target: target(defined, targets).map(Target::from),
            rule: defined.rule.tag(),
            fed_by: defined.fed_by,
        }
    }
}

impl Catalogue {
    pub fn new(targets: &Targets) -> Catalogue {
        Catalogue { indicators: definitions(indicators::catalogue::all(), targets) }
    }
}

pub(super) fn definitions<'d>(all: impl Iterator<Item = &'d Defined>, targets: &Targets) -> Vec<Definition> {
    all.map(|defined| Definition::new(defined, targets)).collect()
}
