//! Agents who hang up on callers to rest: their share of ultra-short services stands out.

use crate::catalogue::ULTRA_SHORT;
use crate::fact::{Fact, Outcome};
use std::collections::BTreeMap;
use vocabulary::AgentId;

/// Standard normal quantile of 99.9 %, one side.
const Z: f64 = 3.090_232_306_167_813;

/// An agent's services and how many of them were ultra-short.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// Who.
    pub agent: AgentId,
    /// Answered contacts.
    pub services: u64,
    /// Of these, talked for less than 10 s.
    pub under_10s: u64,
    /// The share is above this with 99.9 % confidence (Wilson's interval, one side).
    pub at_least: f64,
}

impl Share {
    /// Ultra-short services ÷ services.
    pub fn value(&self) -> f64 {
        self.under_10s as f64 / self.services as f64
    }
}

/// What the alarm found.
#[derive(Debug, Clone, PartialEq)]
pub struct Alarm {
    /// The median agent's share; none without agents.
    pub median: Option<f64>,
    /// Agents whose share is, with 99.9 % confidence, above twice the median, or where that is 0 above
    /// twice what all others together show; the highest first.
    pub standing_out: Vec<Share>,
    /// Answered contacts without an agent on record: a defect of the data, and no agent.
    pub without_agent: u64,
}

/// Compares agents by their share of services under 10 s.
pub fn ultra_short<'f>(facts: impl IntoIterator<Item = &'f Fact>) -> Alarm {
    let mut agents: BTreeMap<AgentId, (u64, u64)> = BTreeMap::new();
    let mut without_agent = 0;
    for fact in facts.into_iter().filter(|fact| fact.outcome == Outcome::Answered) {
        match fact.agent {
            None => without_agent += 1,
            Some(agent) => {
                let (services, short) = agents.entry(agent).or_default();
                *services += 1;
                *short += u64::from(fact.talked < ULTRA_SHORT);
            }
        }
    }
    let shares: Vec<Share> = agents.into_iter().map(|(agent, counts)| share(agent, counts)).collect();
    let median = median(shares.iter().map(Share::value).collect());
    let (services, short) = shares
        .iter()
        .fold((0, 0), |(services, short), share| (services + share.services, short + share.under_10s));
    // A median of 0 is not a share of 0: it says that half of the agents have not shown one yet. Taken
    // as it stands, a single short service would be an alarm. One more than the others had is what
    // they can have without anybody being able to tell.
    let of_others =
        |share: &Share| (short - share.under_10s + 1) as f64 / (services - share.services + 1) as f64;
    let usual = |share: &Share| median.map(|median| if median > 0.0 { median } else { of_others(share) });
    let stands_out = |share: &Share| usual(share).is_some_and(|usual| share.at_least > 2.0 * usual);
    let mut standing_out: Vec<Share> = shares.into_iter().filter(stands_out).collect();
    standing_out.sort_by(|a, b| b.value().total_cmp(&a.value()));
    Alarm { median, standing_out, without_agent }
}

fn share(agent: AgentId, (services, under_10s): (u64, u64)) -> Share {
    Share { agent, services, under_10s, at_least: lower_bound(under_10s as f64, services as f64) }
}

/// Wilson (1927): sound also for few services and for none that are short.
fn lower_bound(successes: f64, trials: f64) -> f64 {
    if successes == 0.0 {
        return 0.0;
    }
    let share = successes / trials;
    let z2 = Z * Z;
    let centre = share + z2 / (2.0 * trials);
    let spread = Z * (share * (1.0 - share) / trials + z2 / (4.0 * trials * trials)).sqrt();
    ((centre - spread) / (1.0 + z2 / trials)).max(0.0)
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let upper = *values.get(values.len() / 2)?;
    let lower = values[(values.len() - 1) / 2];
    Some((lower + upper) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lower_bound_is_wilsons() {
        // 170 of 1,000, 99.9 % one side: by the closed form with z = 3.0902.
        assert!((lower_bound(170.0, 1_000.0) - 0.136_4).abs() < 5e-4, "{}", lower_bound(170.0, 1_000.0));
        assert_eq!(lower_bound(0.0, 50.0), 0.0);
        assert!(lower_bound(3.0, 3.0) < 0.5, "three of three prove little");
    }

    #[test]
    fn nobody_stands_out_where_nobody_is_short() {
        let fact = |agent, talked| crate::Fact {
            contact: vocabulary::ContactId(1),
            counted_at: vocabulary::Time(0),
            line: vocabulary::LineName::new("l").unwrap(),
            queue: None,
            agent: Some(AgentId(agent)),
            skills: Vec::new().into(),
            channel: vocabulary::plan::Channel::Voice,
            tier: None,
            customer: None,
            outcome: Outcome::Answered,
            waited: vocabulary::Span::ZERO,
            talked: vocabulary::Span::seconds(talked),
            held: vocabulary::Span::ZERO,
            wrapped_up: vocabulary::Span::ZERO,
            services: 1,
            holds: 0,
            transfers: 0,
            in_time: true,
            short: false,
            callback: None,
            imported: false,
            odd: Vec::new(),
        };
        let calm: Vec<Fact> = (0..30).map(|n| fact(n % 3 + 1, 60)).collect();
        assert_eq!(ultra_short(&calm).standing_out, []);
        let slip: Vec<Fact> = (0..150).map(|n| fact(n % 3 + 1, if n == 0 { 2 } else { 60 })).collect();
        assert_eq!(ultra_short(&slip).median, Some(0.0));
        assert_eq!(ultra_short(&slip).standing_out, [], "one short service of fifty proves nothing");
        let resting: Vec<Fact> = calm.into_iter().chain((0..20).map(|_| fact(9, 2))).collect();
        let found: Vec<AgentId> =
            ultra_short(&resting).standing_out.iter().map(|share| share.agent).collect();
        assert_eq!(found, [AgentId(9)]);
    }

    #[test]
    fn the_median_of_an_even_number_is_between_two() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(Vec::new()), None);
    }
}
