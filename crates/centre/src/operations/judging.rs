//! What an agent may, by the rules in force and by what was done before.

use super::{Acting, NotOrdered, Operations, Prepared, What, not_kept};
use crate::Panel;
use crate::clock::wall;
use ::conditions::{Authority, Past, Verdict, Wish};
use std::collections::{BTreeMap, BTreeSet};
use store::{OrderRow, Whose};
use vocabulary::plan::Plan;
use vocabulary::{AgentId, Money, SkillName, Span, Tier};

/// A judgement and the version of the rules it is by.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The version.
    pub version: u32,
    /// What is decided, and why.
    pub verdict: Verdict,
}

/// Whose orders count for what.
struct Colleagues {
    skills: BTreeSet<SkillName>,
    /// Of all the agent's teams; without one, the agent alone.
    team: BTreeSet<AgentId>,
}

impl Operations {
    pub(super) async fn judge(
        &self,
        plan: &Plan,
        acting: &Acting,
        what: What,
        prepared: &Prepared,
    ) -> Result<Judged, NotOrdered> {
        let authority = self.authority();
        let colleagues = Colleagues::of(plan, acting.agent);
        let past = self.past(&authority, &colleagues, acting, what).await?;
        let wish = Wish {
            operation: what.operation(),
            level: acting.level,
            third_party: acting.third_party,
            tier: self.tier(acting),
            skills: &colleagues.skills,
            amount: prepared.counted,
            raise_percent: prepared.raise_percent,
            days: prepared.days,
        };
        Ok(Judged { version: authority.version(), verdict: authority.judge(&wish, &past, wall()) })
    }

    fn tier(&self, acting: &Acting) -> Option<Tier> {
        match self.0.customers.view(acting.contact)?.identity {
            Panel::Ready { value, .. } => Some(value.tier),
            _ => None,
        }
    }

    /// What was done, or may have been, as far back as any rule looks: each order once, whoever it counts for.
    async fn past(
        &self,
        authority: &Authority,
        colleagues: &Colleagues,
        acting: &Acting,
        what: What,
    ) -> Result<Vec<Past>, NotOrdered> {
        let since = wall() - Span::seconds(i64::from(authority.looks_back_days()) * 86_400);
        let customer = &acting.customer;
        let of_team = colleagues.team.iter().map(|agent| Whose::Agent(*agent));
        let mut all: BTreeMap<String, OrderRow> = BTreeMap::new();
        for whose in of_team.chain([Whose::Customer(customer)]) {
            let rows =
                self.0.store.orders_since(what.tag(), since, whose).await.map_err(|why| not_kept(&why))?;
            all.extend(rows.into_iter().filter(|row| row.state.counts()).map(|row| (row.key.clone(), row)));
        }
        let past = |row: OrderRow| Past {
            operation: what.operation(),
            at: row.asked_at,
            amount: row.counted_minor.zip(row.amount).map(|(minor, amount)| Money { minor, ..amount }),
            of_customer: row.customer == *customer,
            by_agent: row.agent == acting.agent,
            by_team: colleagues.team.contains(&row.agent),
        };
        Ok(all.into_values().map(past).collect())
    }
}

impl Colleagues {
    fn of(plan: &Plan, agent: AgentId) -> Colleagues {
        let planned = plan.agents.iter().find(|planned| planned.id == agent);
        let teams = plan.teams.iter().filter(|team| team.agents.contains(&agent));
        Colleagues {
            skills: planned.map(|planned| planned.skills.iter().cloned().collect()).unwrap_or_default(),
            team: teams.flat_map(|team| team.agents.iter().copied()).chain([agent]).collect(),
        }
    }
}
