//! The judgement on a wish.

use crate::{Authority, Budget, Level, Operation, Rule};
use std::collections::BTreeSet;
use vocabulary::{Money, SkillName, Span, Tier, Time};

/// Seconds.
const DAY: i64 = 24 * 60 * 60;

/// What an agent would do.
#[derive(Debug, Clone)]
pub struct Wish<'a> {
    /// What.
    pub operation: Operation,
    /// How sure it is who is on the line.
    pub level: Level,
    /// Whether whoever is on the line is not the customer.
    pub third_party: bool,
    /// The customer's rank, if it is known.
    pub tier: Option<Tier>,
    /// The card's product, as the bank calls it, where it is about a card.
    pub product: Option<&'a str>,
    /// What the agent can.
    pub skills: &'a BTreeSet<SkillName>,
    /// How much it is about: of a raised limit, by how much it is raised.
    pub amount: Option<Money>,
    /// Of a raised limit, by how many percent of the card's own, rounded up.
    pub raise_percent: Option<u32>,
    /// For how many days.
    pub days: Option<u32>,
    /// Of instalments, how many.
    pub months: Option<u32>,
}

/// Something that was done, or may have been: what nobody knows counts.
#[derive(Debug, Clone, Copy)]
pub struct Past {
    /// What.
    pub operation: Operation,
    /// When.
    pub at: Time,
    /// How much it was about.
    pub amount: Option<Money>,
    /// For this customer.
    pub of_customer: bool,
    /// By this agent.
    pub by_agent: bool,
    /// By somebody of this agent's teams.
    pub by_team: bool,
}

/// What is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// The agent may.
    Alone,
    /// The agent may when a second person approves.
    SecondPerson,
    /// Nobody may.
    Refused,
}

impl Decision {
    /// All of them.
    pub const ALL: [Decision; 3] = [Decision::Alone, Decision::SecondPerson, Decision::Refused];

    /// The name in rows.
    pub fn tag(self) -> &'static str {
        match self {
            Decision::Alone => "alone",
            Decision::SecondPerson => "second_person",
            Decision::Refused => "refused",
        }
    }
}

/// A condition that is not met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unmet {
    /// No rule allows this to anybody.
    NoRule,
    /// It has to be surer who is on the line.
    Level {
        /// What is needed.
        needs: Level,
    },
    /// Only the customer may ask for it, and somebody else calls.
    Holder,
    /// The customer's rank is not among these.
    Tier {
        /// Those allowed.
        among: BTreeSet<Tier>,
    },
    /// The card is none of these products, or it is about no card.
    Product {
        /// Those allowed.
        among: BTreeSet<String>,
    },
    /// The agent lacks a skill.
    Skill {
        /// Which.
        needs: SkillName,
    },
    /// It is too much; nothing at all in this currency where there is no most.
    Amount {
        /// The most.
        most: Option<Money>,
    },
    /// The limit is raised too far.
    Raise {
        /// The most, in percent.
        most: u32,
    },
    /// It is for too long.
    Days {
        /// The most.
        most: u32,
    },
    /// It is in too many instalments.
    Months {
        /// The most.
        most: u32,
    },
    /// It was done for this customer as often as it may be.
    Times {
        /// How often it may be.
        most: u32,
        /// Within so many days.
        days: u32,
    },
    /// The agent's budget does not suffice.
    AgentBudget {
        /// What is left of it; nothing in this currency where there is none.
        left: Option<Money>,
    },
    /// The team's budget does not suffice.
    TeamBudget {
        /// What is left of it.
        left: Option<Money>,
    },
}

/// The judgement on a wish, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// What is decided.
    pub decision: Decision,
    /// The rule that allows it.
    pub rule: Option<String>,
    /// Of a wish that the agent may not do alone: what the rule that comes nearest lacks.
    pub unmet: Vec<Unmet>,
}

impl Authority {
    /// Whether this may be done now, after all that was done before.
    pub fn judge(&self, wish: &Wish<'_>, past: &[Past], now: Time) -> Verdict {
        let judged: Vec<(&Rule, Vec<Unmet>)> = self
            .rules
            .iter()
            .filter(|rule| rule.operations.contains(&wish.operation))
            .map(|rule| (rule, rule.unmet(wish, past, now)))
            .collect();
        let met = |by_two: bool| {
            judged
                .iter()
                .find(|(rule, unmet)| rule.second_person == by_two && unmet.is_empty())
                .map(|(rule, _)| rule)
        };
        if let Some(rule) = met(false) {
            return Verdict { decision: Decision::Alone, rule: Some(rule.name.clone()), unmet: Vec::new() };
        }
        let alone = judged.iter().filter(|(rule, _)| !rule.second_person).map(|(_, unmet)| unmet);
        let nearest =
            |among: &mut dyn Iterator<Item = &Vec<Unmet>>| among.min_by_key(|unmet| unmet.len()).cloned();
        if let Some(rule) = met(true) {
            let unmet = nearest(&mut { alone }).unwrap_or_default();
            return Verdict { decision: Decision::SecondPerson, rule: Some(rule.name.clone()), unmet };
        }
        let unmet =
            nearest(&mut judged.iter().map(|(_, unmet)| unmet)).unwrap_or_else(|| vec![Unmet::NoRule]);
        Verdict { decision: Decision::Refused, rule: None, unmet }
    }
}

/// The most that may be wished for, all else being as it is: in the currency of the wish, and for a raised
/// limit by how much it is raised. Nothing where no amount is allowed; [`Money::MOST`] where no rule bounds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Most {
    /// By the agent alone.
    pub alone: Option<Money>,
    /// With a second person or alone.
    pub by_two: Option<Money>,
}

impl Authority {
    /// The most that may be wished for. `own` is what a raise in percent is of.
    pub fn most_amount(&self, wish: &Wish<'_>, own: Option<Money>, past: &[Past], now: Time) -> Most {
        let Some(amount) = wish.amount else { return Most::default() };
        let of = self.rules.iter().filter(|rule| rule.operations.contains(&wish.operation));
        of.fold(Most::default(), |most, rule| {
            let minor = rule.most_minor(wish, amount, own, past, now);
            let allows = minor.map(|minor| Money { minor, ..amount });
            let larger = |one: Option<Money>| one.into_iter().chain(allows).max_by_key(|money| money.minor);
            Most {
                alone: if rule.second_person { most.alone } else { larger(most.alone) },
                by_two: larger(most.by_two),
            }
        })
    }
}

impl Rule {
    /// The most of one rule, or nothing where it does not allow even the smallest amount.
    fn most_minor(
        &self,
        wish: &Wish<'_>,
        amount: Money,
        own: Option<Money>,
        past: &[Past],
        now: Time,
    ) -> Option<i64> {
        let smallest = Wish {
            amount: Some(Money { minor: 1, ..amount }),
            raise_percent: wish.raise_percent.map(|_| 1),
            ..wish.clone()
        };
        if !self.unmet(&smallest, past, now).is_empty() {
            return None;
        }
        let named = self.amount.as_ref().and_then(|amounts| amounts.get(&amount.currency).copied());
        let left = |budget: &Option<Budget>, by: fn(&Past) -> bool| {
            let spent = past.iter().filter(move |past| by(past));
            budget.as_ref().and_then(|budget| budget.left(amount, spent, wish, now)).map(|left| left.minor)
        };
        // Of nothing there is no percent.
        let raised =
            self.raise_percent.filter(|_| wish.raise_percent.is_some()).zip(own).map(|(percent, own)| {
                i64::try_from(i128::from(own.minor) * i128::from(percent) / 100).unwrap_or(Money::MOST)
            });
        let bounds =
            [named, left(&self.agent, |past| past.by_agent), left(&self.team, |past| past.by_team), raised];
        Some(bounds.into_iter().flatten().min().unwrap_or(Money::MOST))
    }

    fn unmet(&self, wish: &Wish<'_>, past: &[Past], now: Time) -> Vec<Unmet> {
        let mut unmet = Vec::new();
        let mut unless = |met: bool, what: Unmet| {
            if !met {
                unmet.push(what);
            }
        };
        if let Some(needs) = self.level {
            unless(wish.level >= needs, Unmet::Level { needs });
        }
        unless(self.anybody || !wish.third_party, Unmet::Holder);
        if let Some(among) = &self.tiers {
            unless(wish.tier.is_some_and(|tier| among.contains(&tier)), Unmet::Tier { among: among.clone() });
        }
        if let Some(among) = &self.products {
            let is_one = wish.product.is_some_and(|product| among.contains(product));
            unless(is_one, Unmet::Product { among: among.clone() });
        }
        if let Some(needs) = &self.skill {
            unless(wish.skills.contains(needs), Unmet::Skill { needs: needs.clone() });
        }
        if let (Some(amounts), Some(amount)) = (&self.amount, wish.amount) {
            let most = amounts.get(&amount.currency).map(|minor| Money { minor: *minor, ..amount });
            unless(most.is_some_and(|most| amount.minor <= most.minor), Unmet::Amount { most });
        }
        if let (Some(most), Some(percent)) = (self.raise_percent, wish.raise_percent) {
            unless(percent <= most, Unmet::Raise { most });
        }
        if let (Some(most), Some(days)) = (self.days, wish.days) {
            unless(days <= most, Unmet::Days { most });
        }
        if let (Some(most), Some(months)) = (self.months, wish.months) {
            unless(months <= most, Unmet::Months { most });
        }
        if let Some((most, days)) = self.times {
            let before =
                past.iter().filter(|past| past.of_customer && is_within(past, wish, days, now)).count();
            unless(before < most as usize, Unmet::Times { most, days });
        }
        if let (Some(budget), Some(amount)) = (&self.agent, wish.amount) {
            let left = budget.left(amount, past.iter().filter(|past| past.by_agent), wish, now);
            unless(suffices(left, amount), Unmet::AgentBudget { left });
        }
        if let (Some(budget), Some(amount)) = (&self.team, wish.amount) {
            let left = budget.left(amount, past.iter().filter(|past| past.by_team), wish, now);
            unless(suffices(left, amount), Unmet::TeamBudget { left });
        }
        unmet
    }
}

impl Budget {
    /// What is left of it in the currency of an amount.
    fn left<'a>(
        &self,
        amount: Money,
        spent: impl Iterator<Item = &'a Past>,
        wish: &Wish<'_>,
        now: Time,
    ) -> Option<Money> {
        let whole = *self.amounts.get(&amount.currency)?;
        let in_it = spent.filter(|past| is_within(past, wish, self.days, now)).filter_map(|past| past.amount);
        let spent: i64 =
            in_it.filter(|spent| spent.currency == amount.currency).map(|spent| spent.minor).sum();
        Some(Money { minor: (whole - spent).max(0), ..amount })
    }
}

fn suffices(left: Option<Money>, amount: Money) -> bool {
    left.is_some_and(|left| amount.minor <= left.minor)
}

fn is_within(past: &Past, wish: &Wish<'_>, days: u32, now: Time) -> bool {
    past.operation == wish.operation && now - past.at < Span::seconds(DAY * i64::from(days))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use vocabulary::Currency;

    const NOW: Time = Time(1_800_000_000_000_000);

    fn cny(yuan: i64) -> Money {
        Money { minor: yuan * 100, currency: Currency::new("CNY").unwrap() }
    }

    fn wish(operation: Operation, level: Level, skills: &BTreeSet<SkillName>) -> Wish<'_> {
        Wish {
            operation,
            level,
            third_party: false,
            tier: Some(Tier::Standard),
            skills,
            amount: None,
            raise_percent: None,
            days: None,
            months: None,
            product: None,
        }
    }

    fn done(operation: Operation, days_ago: i64, yuan: i64) -> Past {
        let at = NOW - Span::seconds(DAY * days_ago);
        Past { operation, at, amount: Some(cny(yuan)), of_customer: true, by_agent: true, by_team: true }
    }

    #[test]
    fn what_protects_is_done_at_once_and_money_wants_more() {
        let (authority, skills) = (Authority::default(), BTreeSet::new());
        let judge = |wish: &Wish<'_>, past: &[Past]| authority.judge(wish, past, NOW);
        let loss = wish(Operation::ReportLoss, Level::Matched, &skills);
        assert_eq!(judge(&loss, &[]).decision, Decision::Alone);
        let stranger = Wish { level: Level::Unknown, ..loss };
        assert_eq!(judge(&stranger, &[]).unmet, [Unmet::Level { needs: Level::Matched }]);

        let for_another = Wish { third_party: true, ..loss.clone() };
        assert_eq!(judge(&for_another, &[]).decision, Decision::Alone);
        let by_another = Wish {
            third_party: true,
            amount: Some(cny(1)),
            ..wish(Operation::RaiseLimit, Level::Strong, &skills)
        };
        assert_eq!(judge(&by_another, &[]).decision, Decision::Refused);
        assert!(judge(&by_another, &[]).unmet.contains(&Unmet::Holder));

        let raise = Wish {
            amount: Some(cny(20_000)),
            raise_percent: Some(50),
            days: Some(30),
            ..wish(Operation::RaiseLimit, Level::Verified, &skills)
        };
        assert_eq!(judge(&raise, &[]).rule.as_deref(), Some("limit"));
        let more = Wish { amount: Some(cny(20_001)), ..raise.clone() };
        let verdict = judge(&more, &[]);
        assert_eq!(
            (verdict.decision, verdict.rule.as_deref()),
            (Decision::SecondPerson, Some("limit-by-two"))
        );
        assert!(verdict.unmet.contains(&Unmet::Amount { most: Some(cny(20_000)) }), "{verdict:?}");
        let premium = Wish { tier: Some(Tier::Private), ..more.clone() };
        assert_eq!(judge(&premium, &[]).rule.as_deref(), Some("limit-premium"));
        let unverified = Wish { level: Level::Matched, ..raise.clone() };
        assert_eq!(judge(&unverified, &[]).unmet, [Unmet::Level { needs: Level::Verified }]);

        // Twice a year; the third takes two people.
        let twice = [done(Operation::RaiseLimit, 3, 1), done(Operation::RaiseLimit, 364, 1)];
        assert_eq!(judge(&raise, &twice).decision, Decision::SecondPerson);
        let long_ago = [done(Operation::RaiseLimit, 3, 1), done(Operation::RaiseLimit, 365, 1)];
        assert_eq!(judge(&raise, &long_ago).decision, Decision::Alone);
        // What others got counts for the budget alone.
        let others =
            |yuan| Past { of_customer: false, by_team: false, ..done(Operation::RaiseLimit, 0, yuan) };
        assert_eq!(judge(&raise, &[others(180_000)]).decision, Decision::Alone);
        let spent = judge(&raise, &[others(180_001)]);
        assert_eq!(spent.unmet, [Unmet::AgentBudget { left: Some(Money { minor: 1_999_900, ..cny(0) }) }]);
        let yen = Wish { amount: Some(Money { currency: Currency::new("JPY").unwrap(), ..cny(1) }), ..raise };
        assert_eq!(judge(&yen, &[]).decision, Decision::Refused, "what no rule names is not allowed");
    }

    #[test]
    fn what_no_rule_names_is_refused() {
        let authority = Authority::read("authority 1\nrule a\n  do freeze\n  skill cards").unwrap();
        let none = BTreeSet::new();
        let verdict = authority.judge(&wish(Operation::ReportLoss, Level::Strong, &none), &[], NOW);
        assert_eq!((verdict.decision, verdict.unmet), (Decision::Refused, vec![Unmet::NoRule]));
        let cards = BTreeSet::from(["cards".parse().unwrap()]);
        assert_eq!(
            authority.judge(&wish(Operation::Freeze, Level::Unknown, &cards), &[], NOW).decision,
            Decision::Alone
        );
        let verdict = authority.judge(&wish(Operation::Freeze, Level::Strong, &none), &[], NOW);
        assert_eq!(verdict.unmet, [Unmet::Skill { needs: "cards".parse().unwrap() }]);
    }

    #[test]
    fn rules_may_bind_products_and_instalments() {
        let text = "authority 1\nrule a\n  do instalment\n  product 金卡, Gold credit card\n  months 12";
        let (authority, skills) = (Authority::read(text).unwrap(), BTreeSet::new());
        let gold = Wish {
            product: Some("金卡"),
            months: Some(12),
            ..wish(Operation::Instalment, Level::Verified, &skills)
        };
        assert_eq!(authority.judge(&gold, &[], NOW).decision, Decision::Alone);
        let longer = Wish { months: Some(13), ..gold.clone() };
        assert_eq!(authority.judge(&longer, &[], NOW).unmet, [Unmet::Months { most: 12 }]);
        for product in [Some("白金卡"), None] {
            let verdict = authority.judge(&Wish { product, ..gold.clone() }, &[], NOW);
            assert!(
                matches!(&verdict.unmet[..], [Unmet::Product { among }] if among.len() == 2),
                "{verdict:?}"
            );
        }
    }

    proptest! {
        /// What is said to be the most is allowed, and one smallest unit more is not.
        #[test]
        fn the_most_is_allowed_and_nothing_more(
            level in 0_usize..5, tier in 0_usize..4, own in prop_oneof![Just(0_i64), 100_i64..100_000],
            history in prop::collection::vec((0_i64..800, 1_i64..50_000), 0..6),
        ) {
            let (authority, skills) = (Authority::default(), BTreeSet::new());
            for operation in Operation::ALL {
                let is_raise = operation == Operation::RaiseLimit || operation == Operation::SetTransferLimit;
                let own = cny(own);
                let of = |minor: i64| Wish {
                    amount: Some(Money { minor, ..own }),
                    tier: Some(Tier::ALL[tier]),
                    raise_percent: (is_raise && own.minor > 0).then(|| u32::try_from((minor * 100 + own.minor - 1) / own.minor).unwrap()),
                    ..wish(operation, Level::ALL[level], &skills)
                };
                let past: Vec<Past> = history.iter().map(|(ago, yuan)| done(operation, *ago, *yuan)).collect();
                let most = authority.most_amount(&of(1), is_raise.then_some(own), &past, NOW);
                let decided = |minor: i64| authority.judge(&of(minor), &past, NOW).decision;
                for (bound, decision) in [(most.alone, Decision::Alone), (most.by_two, Decision::SecondPerson)] {
                    match bound {
                        Some(bound) if bound.minor == Money::MOST => prop_assert!(decided(1 << 40) <= decision),
                        Some(bound) => {
                            prop_assert!(decided(bound.minor) <= decision, "{operation} {bound:?}");
                            prop_assert!(decided(bound.minor + 1) > decision, "{operation} {bound:?}");
                        }
                        None => prop_assert!(decided(1) > decision, "{operation}"),
                    }
                }
            }
        }

        /// More never makes it easier: a higher amount, a longer time, more done before, less certainty.
        #[test]
        fn asking_for_more_is_never_granted_sooner(
            yuan in 1_i64..200_000, more in 0_i64..100_000,
            percent in 1_u32..120, days in 1_u32..120, longer in 0_u32..60,
            level in 0_usize..5, lower in 0_usize..5, history in prop::collection::vec((0_i64..800, 1_i64..50_000), 0..6), extra in (0_i64..800, 1_i64..50_000),
        ) {
            let (authority, skills) = (Authority::default(), BTreeSet::new());
            for operation in Operation::ALL {
                let asked = Wish {
                    amount: Some(cny(yuan)), raise_percent: Some(percent), days: Some(days),
                    ..wish(operation, Level::ALL[level], &skills)
                };
                let past: Vec<Past> = history.iter().map(|(ago, yuan)| done(operation, *ago, *yuan)).collect();
                let now = authority.judge(&asked, &past, NOW).decision;
                let worse = [
                    Wish { amount: Some(cny(yuan + more)), ..asked.clone() },
                    Wish { days: Some(days + longer), raise_percent: Some(percent + longer), ..asked.clone() },
                    Wish { level: Level::ALL[lower.min(level)], ..asked.clone() },
                    Wish { third_party: true, ..asked.clone() },
                ];
                for wish in worse {
                    prop_assert!(authority.judge(&wish, &past, NOW).decision >= now);
                }
                let and_more: Vec<Past> = past.iter().copied().chain([done(operation, extra.0, extra.1)]).collect();
                prop_assert!(authority.judge(&asked, &and_more, NOW).decision >= now);
            }
        }
    }
}
