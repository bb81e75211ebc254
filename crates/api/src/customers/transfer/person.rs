//! How a customer wishes to be served, and what happened in the customer's life.

use crate::words::{FormOfAddress, Language, LifeEventKind, PreferredWay, QuietDays};
use bank::customers as bank;
use jiff::civil::Time;
use serde::Serialize;
use utoipa::ToSchema;

/// How the customer wishes to be served; null is what was never said.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Preferences {
    /// The language to speak.
    #[schema(required = true)]
    language: Option<Language>,
    /// How to reach the customer.
    #[schema(required = true)]
    way: Option<PreferredWay>,
    /// How to address the customer.
    #[schema(required = true)]
    address: Option<FormOfAddress>,
    /// When not to call, on the bank's clock.
    quiet: Vec<Quiet>,
}

/// A time without calls.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Quiet {
    days: QuietDays,
    #[schema(example = "21:00")]
    from: String,
    /// Of the next day, when it is not later than `from`.
    #[schema(example = "09:00")]
    until: String,
}

/// Something in the customer's life.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LifeEvent {
    kind: LifeEventKind,
    /// On which day; hidden of a birthday, which is shown by its year alone.
    #[schema(format = Date, required = true)]
    on: Option<String>,
}

impl From<&bank::Preferences> for Preferences {
    fn from(told: &bank::Preferences) -> Preferences {
        let clock = |time: Time| format!("{:02}:{:02}", time.hour(), time.minute());
        let quiet = |quiet: &bank::Quiet| Quiet {
            days: quiet.days.into(),
            from: clock(quiet.from),
            until: clock(quiet.until),
        };
        Preferences {
            language: told.language.map(Language::from),
            way: told.way.map(PreferredWay::from),
            address: told.address.map(FormOfAddress::from),
            quiet: told.quiet.iter().map(quiet).collect(),
        }
    }
}

impl LifeEvent {
    pub fn masked(event: &bank::LifeEvent) -> LifeEvent {
        let is_secret = event.kind == bank::LifeEventKind::Birthday;
        LifeEvent { kind: event.kind.into(), on: (!is_secret).then(|| event.on.to_string()) }
    }
}
