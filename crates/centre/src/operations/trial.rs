//! Other rules of authority, tried on what was done by those in force: what would have been decided otherwise?
//!
//! Each order's row keeps what it was judged as ([`JudgedAs`]). What was refused has no row, so that a trial does not
//! tell what would be allowed that was not.

use super::What;
use ::conditions::{Authority, Decision, Level, Past, Verdict, Wish};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::{OrderRow, Reader};
use vocabulary::plan::Team;
use vocabulary::{AgentId, CustomerRef, Money, SkillName, Span, Tier, Time};

/// Seconds.
const DAY: i64 = 24 * 60 * 60;

/// What an order was judged as, beside what stands in its row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct JudgedAs {
    decision: String,
    level: String,
    third_party: bool,
    tier: Option<Tier>,
    product: Option<String>,
    skills: BTreeSet<SkillName>,
    raise_percent: Option<u32>,
    days: Option<u32>,
    months: Option<u32>,
}

impl JudgedAs {
    pub fn new(wish: &Wish<'_>, decision: Decision) -> JudgedAs {
        JudgedAs {
            decision: decision.tag().to_owned(),
            level: wish.level.tag().to_owned(),
            third_party: wish.third_party,
            tier: wish.tier,
            product: wish.product.map(str::to_owned),
            skills: wish.skills.clone(),
            raise_percent: wish.raise_percent,
            days: wish.days,
            months: wish.months,
        }
    }

    /// As it stands in the row.
    pub fn written(&self) -> Option<String> {
        serde_json::to_string(self).ok()
    }

    fn of(row: &OrderRow) -> Option<JudgedAs> {
        serde_json::from_str(row.judged.as_deref()?).ok()
    }

    fn decision(&self) -> Option<Decision> {
        Decision::ALL.into_iter().find(|decision| decision.tag() == self.decision)
    }

    fn wish(&self, operation: What, amount: Option<Money>) -> Option<Wish<'_>> {
        Some(Wish {
            operation,
            level: self.level.parse::<Level>().ok()?,
            third_party: self.third_party,
            tier: self.tier,
            product: self.product.as_deref(),
            skills: &self.skills,
            amount,
            raise_percent: self.raise_percent,
            days: self.days,
            months: self.months,
        })
    }
}

/// What other rules would have decided.
#[derive(Debug, Default)]
pub struct Trial {
    /// Orders that were tried.
    pub tried: usize,
    /// Orders whose row does not say what they were judged as: of earlier releases.
    pub untold: usize,
    /// What would have been decided otherwise, oldest first.
    pub changed: Vec<Changed>,
}

/// An order that would have been decided otherwise.
#[derive(Debug, Clone)]
pub struct Changed {
    /// The order.
    pub order: OrderRow,
    /// What was decided.
    pub was: Decision,
    /// What would have been, and why.
    pub would: Verdict,
}

impl Trial {
    /// How many orders of each operation would have been decided so in place of so.
    pub fn counts(&self) -> BTreeMap<(String, Decision, Decision), usize> {
        let mut counts = BTreeMap::new();
        for changed in &self.changed {
            let of = (changed.order.operation.clone(), changed.was, changed.would.decision);
            *counts.entry(of).or_default() += 1;
        }
        counts
    }
}

/// What was done of an operation, by whom it counts for.
#[derive(Default)]
struct Done {
    of_customer: HashMap<(What, CustomerRef), Vec<Counted>>,
    by_agent: HashMap<(What, AgentId), Vec<Counted>>,
}

#[derive(Clone)]
struct Counted {
    key: String,
    customer: CustomerRef,
    agent: AgentId,
    at: Time,
    amount: Option<Money>,
}

/// Why rules were not tried.
#[derive(Debug, thiserror::Error)]
pub enum NotTried {
    /// What was ordered cannot be read.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// There is more to look back at than at once.
    #[error(
        "there are more than {0} orders to look back at; try them on fewer days, or at the console with `heliotrope authority check`"
    )]
    TooMany(usize),
}

/// Tries rules on what is on record since a moment, and looks as far back before it as they do; at no more orders than
/// `most`.
///
/// # Errors
/// [`NotTried`].
pub async fn try_authority(
    reader: &Reader,
    authority: &Authority,
    teams: &[Team],
    since: Time,
    most: usize,
) -> Result<Trial, NotTried> {
    let back = since - Span::seconds(i64::from(authority.looks_back_days()) * DAY);
    let mut orders: Vec<OrderRow> = Vec::new();
    loop {
        let part = reader.orders_from(back, orders.last()).await?;
        if part.is_empty() {
            return Ok(try_rules(authority, teams, &orders, since));
        }
        orders.extend(part);
        if orders.len() > most {
            return Err(NotTried::TooMany(most));
        }
    }
}

/// Tries rules on orders, oldest first, from a moment on: those before it are the past of the others. Orders count as
/// they stand today, whatever the rules that are tried would have made of them; teams are those of today.
pub(super) fn try_rules(authority: &Authority, teams: &[Team], orders: &[OrderRow], since: Time) -> Trial {
    let (mut trial, mut done) = (Trial::default(), Done::default());
    let budget = Span::seconds(i64::from(authority.budget_days()) * DAY);
    for row in orders {
        let Ok(what) = row.operation.parse::<What>() else { continue };
        let amount = row.counted_minor.zip(row.amount).map(|(minor, amount)| Money { minor, ..amount });
        if row.asked_at >= since {
            let past = done.past(what, row, teams, row.asked_at - budget);
            let judged = JudgedAs::of(row);
            let wish = judged.as_ref().and_then(|judged| judged.wish(what, amount).zip(judged.decision()));
            match wish {
                Some((wish, was)) => {
                    let would = authority.judge(&wish, &past, row.asked_at);
                    trial.tried += 1;
                    if would.decision != was {
                        trial.changed.push(Changed { order: row.clone(), was, would });
                    }
                }
                None => trial.untold += 1,
            }
        }
        if row.state.counts() {
            done.count(what, row, amount);
        }
    }
    trial
}

impl Done {
    fn count(&mut self, what: What, row: &OrderRow, amount: Option<Money>) {
        let (key, customer) = (row.key.clone(), row.customer.clone());
        let counted = Counted { key, customer, agent: row.agent, at: row.asked_at, amount };
        self.of_customer.entry((what, row.customer.clone())).or_default().push(counted.clone());
        self.by_agent.entry((what, row.agent)).or_default().push(counted);
    }

    /// What was done for the customer at any time, and by the agent's teams since a moment; each order once.
    fn past(&self, what: What, row: &OrderRow, teams: &[Team], since: Time) -> Vec<Past> {
        let own = teams.iter().filter(|team| team.agents.contains(&row.agent));
        let team: BTreeSet<AgentId> =
            own.flat_map(|team| team.agents.iter().copied()).chain([row.agent]).collect();
        let mut all: BTreeMap<&str, &Counted> = BTreeMap::new();
        for counted in self.of_customer.get(&(what, row.customer.clone())).into_iter().flatten() {
            all.insert(&counted.key, counted);
        }
        for agent in &team {
            let lately = self.by_agent.get(&(what, *agent)).into_iter().flatten().rev();
            for counted in lately.take_while(|counted| counted.at >= since) {
                all.insert(&counted.key, counted);
            }
        }
        let past = |counted: &Counted| Past {
            operation: what,
            at: counted.at,
            amount: counted.amount,
            of_customer: counted.customer == row.customer,
            by_agent: counted.agent == row.agent,
            by_team: team.contains(&counted.agent),
        };
        all.into_values().map(past).collect()
    }
}
