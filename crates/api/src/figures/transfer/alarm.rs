//! Agents whose share of ultra-short services stands out.

use crate::figures::links::Links;
use crate::figures::query::Asked;
use indicators::quality;
use serde::Serialize;
use utoipa::ToSchema;

/// Agents whose share of ultra-short services stands out.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QualityAlarm {
    #[schema(format = DateTime)]
    from: String,
    /// Not included.
    #[schema(format = DateTime)]
    to: String,
    /// The median agent's share of services under 10 s; null without agents.
    #[schema(required = true)]
    median: Option<f64>,
    /// Agents whose share is above twice the median with 99.9 % confidence, the highest first.
    standing_out: Vec<StandingOut>,
    /// Answered contacts that name no agent: a defect of the data, and no agent.
    without_agent: u64,
}

/// An agent whose share stands out.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StandingOut {
    #[schema(example = "A-7")]
    agent: String,
    /// Answered contacts.
    services: u64,
    /// Of these, talked for less than 10 s.
    under_10s: u64,
    share: f64,
    /// The share is above this with 99.9 % confidence.
    at_least: f64,
    /// Where those contacts are listed.
    #[schema(required = true)]
    contacts: Option<String>,
}

impl QualityAlarm {
    pub fn new(asked: &Asked, alarm: quality::Alarm) -> QualityAlarm {
        let standing_out = |share: quality::Share| StandingOut {
            agent: share.agent.to_string(),
            services: share.services,
            under_10s: share.under_10s,
            share: share.value(),
            at_least: share.at_least,
            contacts: Links::of_agent(asked, share.agent),
        };
        QualityAlarm {
            from: asked.from.to_string(),
            to: asked.to.to_string(),
            median: alarm.median,
            standing_out: alarm.standing_out.into_iter().map(standing_out).collect(),
            without_agent: alarm.without_agent,
        }
    }
}
