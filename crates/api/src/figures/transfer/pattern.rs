//! Day curves and heat maps, and how far figures reach.

use super::catalogue::{Definition, Targets, definitions};
use super::table::Figure;
use crate::figures::links::Links;
use crate::figures::query::Asked;
use indicators::Zone;
use indicators::pattern::Slot as Laid;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use vocabulary::Time;

/// Days, or weeks, laid over each other.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FigurePattern {
    #[schema(example = "Asia/Seoul")]
    zone: String,
    #[schema(format = DateTime)]
    from: String,
    /// Not included.
    #[schema(format = DateTime)]
    to: String,
    definitions: Vec<Definition>,
    /// Slots without anything are left out.
    slots: Vec<Slot>,
}

/// A quarter-hour of the day, or an hour of the week.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Slot {
    /// Of the day: 0 to 95 from midnight. Of the week: 0 to 167 from Monday's midnight.
    slot: u16,
    /// By the keys of indicators.
    figures: BTreeMap<&'static str, Figure>,
}

impl FigurePattern {
    pub fn new(asked: &Asked, slots: Vec<Laid>, targets: &Targets) -> FigurePattern {
        let slot = |laid: Laid| {
            let figures = asked.indicators.iter().zip(laid.figures);
            let figures = figures
                .map(|(defined, found)| (defined.key, Figure::new(defined, found, targets, Links::NONE)));
            Slot { slot: laid.slot, figures: figures.collect() }
        };
        FigurePattern {
            zone: asked.zone.name().to_owned(),
            from: asked.from.to_string(),
            to: asked.to.to_string(),
            definitions: definitions(asked.indicators.iter().copied(), targets),
            slots: slots.into_iter().map(slot).collect(),
        }
    }
}

/// Where figures begin and end.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Extent {
    /// Of live contacts; null while there are none.
    #[schema(required = true)]
    live: Option<Period>,
    /// Of imported contacts; null when there are none.
    #[schema(required = true)]
    imported: Option<Period>,
    /// The time zone of the imported log, by its IANA name: its days began in it. Null when none is kept.
    #[schema(example = "Asia/Jerusalem", required = true)]
    imported_zone: Option<String>,
}

/// The first and the last moment that contacts count at.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Period {
    #[schema(format = DateTime)]
    from: String,
    #[schema(format = DateTime)]
    to: String,
}

impl Extent {
    pub fn new(live: Option<(Time, Time)>, imported: Option<(Time, Time)>, zone: Option<&Zone>) -> Extent {
        let stretch = |ends: (Time, Time)| Period { from: ends.0.to_string(), to: ends.1.to_string() };
        Extent {
            live: live.map(stretch),
            imported: imported.map(stretch),
            imported_zone: zone.map(|zone| zone.name().to_owned()),
        }
    }
}
