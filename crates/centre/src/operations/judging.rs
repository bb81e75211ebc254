//! What an agent may, by the rules in force and by what was done before.

use super::prepare::About;
use super::trial::JudgedAs;
use super::{Acting, NotOrdered, Operations, What, not_kept};
use crate::Panel;
use crate::clock::wall;
use ::conditions::{Authority, Past, Verdict, Wish};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
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
    /// What it was judged as, for the order's row.
    pub(super) judged_as: Option<String>,
}

/// Within which bounds the amount of a wish may be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// The least that makes sense.
    pub least: Money,
    /// The most the agent may alone; nothing where no amount is allowed.
    pub alone: Option<Money>,
    /// The most with a second person.
    pub by_two: Option<Money>,
}

/// Whose orders count for what.
struct Colleagues {
    skills: BTreeSet<SkillName>,
    /// Of all the agent's teams; without one, the agent alone.
    team: BTreeSet<AgentId>,
}

/// Judges wishes of an agent for a customer; what was done before is read once for each kind.
pub(super) struct Judging<'a> {
    operations: &'a Operations,
    pub authority: Arc<Authority>,
    colleagues: Colleagues,
    acting: &'a Acting,
    tier: Option<Tier>,
    past: BTreeMap<What, Vec<Past>>,
    /// The order that is judged anew: it does not count against itself.
    beside: Option<String>,
}

impl Operations {
    pub(super) fn judging<'a>(&'a self, plan: &Plan, acting: &'a Acting) -> Judging<'a> {
        Judging {
            operations: self,
            authority: self.authority(),
            colleagues: Colleagues::of(plan, acting.agent),
            acting,
            tier: self.tier(acting),
            past: BTreeMap::new(),
            beside: None,
        }
    }

    fn tier(&self, acting: &Acting) -> Option<Tier> {
        match self.0.customers.view(acting.contact)?.identity {
            Panel::Ready { value, .. } => Some(value.tier),
            _ => None,
        }
    }
}

impl Judging<'_> {
    /// The same, as if there were no such order.
    pub fn beside(self, key: &str) -> Self {
        Judging { beside: Some(key.to_owned()), ..self }
    }

    pub async fn judge(&mut self, what: What, about: &About) -> Result<Judged, NotOrdered> {
        self.read(what).await?;
        let (wish, past) = self.wish(what, about);
        let verdict = self.authority.judge(&wish, past, wall());
        let judged_as = JudgedAs::new(&wish, verdict.decision).written();
        Ok(Judged { version: self.authority.version(), verdict, judged_as })
    }

    /// The bounds of its amount, if it has one.
    pub async fn bounds(&mut self, what: What, about: &About) -> Result<Option<Bounds>, NotOrdered> {
        let Some(counted) = about.counted else { return Ok(None) };
        self.read(what).await?;
        let (wish, past) = self.wish(what, about);
        let most = self.authority.most_amount(&wish, about.own, past, wall());
        let base = about.own.map_or(0, |own| own.minor);
        let bound = |most: Option<Money>| {
            let minor = most?.minor.min(Money::MOST - base) + base;
            Some(Money { minor: about.there.map_or(minor, |there| minor.min(there.minor)), ..counted })
        };
        // A limit may be lowered as well as raised where it is the customer's own.
        let least = if what == What::SetTransferLimit { 0 } else { base + 1 };
        let least = Money { minor: least, ..counted };
        Ok(Some(Bounds { least, alone: bound(most.alone), by_two: bound(most.by_two) }))
    }

    fn wish<'b>(&'b self, what: What, about: &'b About) -> (Wish<'b>, &'b [Past]) {
        let wish = Wish {
            operation: what,
            level: self.acting.level,
            third_party: self.acting.third_party,
            tier: self.tier,
            product: about.product.as_deref(),
            skills: &self.colleagues.skills,
            amount: about.counted,
            raise_percent: about.raise_percent,
            days: about.days,
            months: about.months,
        };
        (wish, self.past.get(&what).map_or(&[], Vec::as_slice))
    }

    /// Reads what was done, or may have been, as far back as any rule looks: each order once, whoever it
    /// counts for.
    async fn read(&mut self, what: What) -> Result<(), NotOrdered> {
        let Entry::Vacant(unread) = self.past.entry(what) else { return Ok(()) };
        let since = wall() - Span::seconds(i64::from(self.authority.looks_back_days()) * 86_400);
        let customer = &self.acting.customer;
        let of_team = self.colleagues.team.iter().map(|agent| Whose::Agent(*agent));
        let mut all: BTreeMap<String, OrderRow> = BTreeMap::new();
        for whose in of_team.chain([Whose::Customer(customer)]) {
            let rows = self.operations.0.store.orders_since(what.tag(), since, whose).await;
            let counted = rows
                .map_err(|why| not_kept(&why))?
                .into_iter()
                .filter(|row| row.state.counts() && self.beside.as_deref() != Some(row.key.as_str()));
            all.extend(counted.map(|row| (row.key.clone(), row)));
        }
        let past = |row: OrderRow| Past {
            operation: what,
            at: row.asked_at,
            amount: row.counted_minor.zip(row.amount).map(|(minor, amount)| Money { minor, ..amount }),
            of_customer: row.customer == *customer,
            by_agent: row.agent == self.acting.agent,
            by_team: self.colleagues.team.contains(&row.agent),
        };
        unread.insert(all.into_values().map(past).collect());
        Ok(())
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
