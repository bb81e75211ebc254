//! Questions about facts, and their answers.

use crate::catalogue::{Definition, Formula};
use crate::cell::Cell;
pub use crate::cell::Figure;
use crate::fact::{Fact, Outcome};
use crate::feed::FeedFact;
use crate::interval::{Interval, Zone};
use crate::time_use::TimeCell;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::str::FromStr;
use vocabulary::plan::{Channel, Team};
use vocabulary::{AgentId, CustomerRef, LineName, QueueName, SkillName, Span, Time};

/// By what figures are broken down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// All together.
    Total,
    /// The queue a contact reached first.
    Queue,
    /// Who served it last.
    Agent,
    /// The team of who served it last.
    Team,
    /// What it needed; one that needs two skills counts under both.
    Skill,
    /// The customer's rank.
    Tier,
    /// The way it came.
    Channel,
}

impl Dimension {
    /// All of them.
    pub const ALL: [Dimension; 7] = [
        Dimension::Total,
        Dimension::Queue,
        Dimension::Agent,
        Dimension::Team,
        Dimension::Skill,
        Dimension::Tier,
        Dimension::Channel,
    ];

    /// The name in documents.
    pub fn tag(self) -> &'static str {
        match self {
            Dimension::Total => "total",
            Dimension::Queue => "queue",
            Dimension::Agent => "agent",
            Dimension::Team => "team",
            Dimension::Skill => "skill",
            Dimension::Tier => "tier",
            Dimension::Channel => "channel",
        }
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl FromStr for Dimension {
    type Err = ();
    fn from_str(text: &str) -> Result<Dimension, ()> {
        Dimension::ALL.into_iter().find(|dimension| dimension.tag() == text).ok_or(())
    }
}

/// What becomes of short abandons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Short {
    /// They count like others.
    #[default]
    Counted,
    /// They leave numerator and denominator: short by their queue's threshold.
    Out,
    /// They leave numerator and denominator: short are waits up to this.
    OutWithin(Span),
}

impl Short {
    /// Whether a contact stays.
    fn keeps(self, fact: &Fact) -> bool {
        match self {
            Short::Counted => true,
            Short::Out => !fact.short,
            Short::OutWithin(span) => fact.outcome != Outcome::Abandoned || fact.waited > span,
        }
    }
}

/// Which contacts a question is about. All that is set must hold.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct About {
    /// Only those that reached this queue first.
    pub queue: Option<QueueName>,
    /// Only those this agent served last.
    pub agent: Option<AgentId>,
    /// Only those that called this line.
    pub line: Option<LineName>,
    /// Only those that needed this skill.
    pub skill: Option<SkillName>,
    /// Only those of this rank.
    pub tier: Option<String>,
    /// Only imported ones, or only live ones.
    pub imported: Option<bool>,
    /// Only those of this channel.
    pub channel: Option<Channel>,
}

impl About {
    /// Whether a contact is meant.
    pub fn holds(&self, fact: &Fact) -> bool {
        self.queue.as_ref().is_none_or(|queue| fact.queue.as_ref() == Some(queue))
            && self.agent.is_none_or(|agent| fact.agent == Some(agent))
            && self.line.as_ref().is_none_or(|line| fact.line == *line)
            && self.skill.as_ref().is_none_or(|skill| fact.skills.contains(skill))
            && self.tier.as_ref().is_none_or(|tier| fact.tier.as_ref() == Some(tier))
            && self.imported.is_none_or(|imported| fact.imported == imported)
            && self.channel.is_none_or(|channel| fact.channel == channel)
    }

    /// Whether only agents' own time is asked about: nothing that a working time does not have.
    fn suits_time(&self) -> bool {
        self.queue.is_none()
            && self.line.is_none()
            && self.skill.is_none()
            && self.tier.is_none()
            && self.imported != Some(true)
            && self.channel.is_none()
    }
}

/// A question.
#[derive(Debug, Clone)]
pub struct Question<'q> {
    /// Which indicators.
    pub indicators: Vec<&'static Definition>,
    /// From this moment on.
    pub from: Time,
    /// Up to, but not including, this one.
    pub to: Time,
    /// Cut into these.
    pub interval: Interval,
    /// In this zone.
    pub zone: &'q Zone,
    /// By what.
    pub by: Dimension,
    /// About which contacts.
    pub about: About,
    /// What becomes of short abandons.
    pub short: Short,
    /// Who is in which team.
    pub teams: &'q [Team],
}

/// What a question is answered from. More than it asks for does no harm.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ground<'g> {
    /// Contacts. For repeat rates, a week beyond the question's end as well.
    pub facts: &'g [Fact],
    /// Agents' time.
    pub times: &'g [TimeCell],
    /// What other rooms feed.
    pub fed: &'g [FeedFact],
}

/// A line of the answer: one thing in one interval.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Where its interval begins; of the whole, where the question does.
    pub from: Time,
    /// Where it ends.
    pub to: Time,
    /// The queue, the agent…; none for those without, and for the total.
    pub key: Option<String>,
    /// In the order of the question's indicators.
    pub figures: Vec<Figure>,
}

/// The team in which an agent counts: of several, the first.
pub fn team_of(teams: &[Team], agent: AgentId) -> Option<&Team> {
    teams.iter().find(|team| team.agents.contains(&agent))
}

type Cells = BTreeMap<(Time, Option<String>), Vec<Cell>>;

/// Answers a question: rows by interval, then by key. What has nothing has no row.
pub fn answer(question: &Question<'_>, ground: Ground<'_>) -> Vec<Row> {
    let mut cells = Cells::new();
    let returns = Returns::of(question, ground.facts);
    let meant = |fact: &&Fact| {
        question.holds(fact.counted_at) && question.about.holds(fact) && question.short.keeps(fact)
    };
    let mut starts = Starts { question, last: None };
    for fact in ground.facts.iter().filter(meant) {
        let start = starts.of(fact.counted_at);
        for key in question.keys(fact) {
            let row = cells.entry((start, key)).or_insert_with(|| question.empty());
            for (definition, cell) in question.indicators.iter().zip(row) {
                cell.add(&definition.formula, fact, |within| returns.again(fact, within));
            }
        }
    }
    question.spend(&mut cells, &mut starts, ground.times);
    question.feed(&mut cells, &mut starts, ground.fed);
    cells.into_iter().map(|((start, key), row)| question.row(start, key, row)).collect()
}

impl Question<'_> {
    fn holds(&self, at: Time) -> bool {
        (self.from..self.to).contains(&at)
    }

    fn empty(&self) -> Vec<Cell> {
        vec![Cell::default(); self.indicators.len()]
    }

    /// What a contact counts under.
    fn keys(&self, fact: &Fact) -> Vec<Option<String>> {
        match self.by {
            Dimension::Total => vec![None],
            Dimension::Queue => vec![fact.queue.as_ref().map(ToString::to_string)],
            Dimension::Agent => vec![fact.agent.map(|agent| agent.to_string())],
            Dimension::Team => vec![self.team(fact.agent)],
            Dimension::Skill if fact.skills.is_empty() => vec![None],
            Dimension::Skill => fact.skills.iter().map(|skill| Some(skill.to_string())).collect(),
            Dimension::Tier => vec![fact.tier.clone()],
            Dimension::Channel => vec![Some(fact.channel.tag().to_owned())],
        }
    }

    fn team(&self, agent: Option<AgentId>) -> Option<String> {
        team_of(self.teams, agent?).map(|team| team.name.clone())
    }

    /// Takes agents' time in, where time can be broken down so.
    fn spend(&self, cells: &mut Cells, starts: &mut Starts<'_, '_>, times: &[TimeCell]) {
        let wanted = self.indicators.iter().any(|definition| definition.formula == Formula::Occupancy);
        let suits = matches!(self.by, Dimension::Total | Dimension::Agent | Dimension::Team);
        if !wanted || !suits || !self.about.suits_time() {
            return;
        }
        let meant = |time: &&TimeCell| {
            self.holds(time.start) && self.about.agent.is_none_or(|agent| agent == time.agent)
        };
        for time in times.iter().filter(meant) {
            let key = match self.by {
                Dimension::Agent => Some(time.agent.to_string()),
                Dimension::Team => self.team(Some(time.agent)),
                _ => None,
            };
            let row = cells.entry((starts.of(time.start), key)).or_insert_with(|| self.empty());
            for (definition, cell) in self.indicators.iter().zip(row) {
                if definition.formula == Formula::Occupancy {
                    cell.spend(&time.spent);
                }
            }
        }
    }

    /// Takes in what other rooms feed.
    fn feed(&self, cells: &mut Cells, starts: &mut Starts<'_, '_>, fed: &[FeedFact]) {
        for fact in fed.iter().filter(|fact| self.holds(fact.at) && self.is_about(fact)) {
            let key = match self.by {
                Dimension::Queue => fact.queue.as_ref().map(ToString::to_string),
                Dimension::Agent => fact.agent.map(|agent| agent.to_string()),
                Dimension::Team => self.team(fact.agent),
                Dimension::Tier => fact.tier.clone(),
                Dimension::Total | Dimension::Skill | Dimension::Channel => None,
            };
            let Some(place) = self.indicators.iter().position(|definition| definition.key == fact.indicator)
            else {
                continue;
            };
            let row = cells.entry((starts.of(fact.at), key)).or_insert_with(|| self.empty());
            row[place].feed(&self.indicators[place].formula, fact);
        }
    }

    fn is_about(&self, fact: &FeedFact) -> bool {
        let About { queue, agent, line, skill, tier, imported, channel } = &self.about;
        queue.as_ref().is_none_or(|queue| fact.queue.as_ref() == Some(queue))
            && agent.is_none_or(|agent| fact.agent == Some(agent))
            && tier.as_ref().is_none_or(|tier| fact.tier.as_ref() == Some(tier))
            && line.is_none()
            && skill.is_none()
            && *imported != Some(true)
            && channel.is_none()
    }

    fn row(&self, start: Time, key: Option<String>, row: Vec<Cell>) -> Row {
        let figures = self.indicators.iter().zip(row);
        let figures = figures.map(|(definition, cell)| cell.figure(&definition.formula, definition.unit));
        let to = self.zone.end(start, self.interval).min(self.to);
        Row { from: start.max(self.from), to, key, figures: figures.collect() }
    }
}

/// Starts of intervals; most facts lie in that of the one before.
struct Starts<'q, 'z> {
    question: &'q Question<'z>,
    last: Option<(Time, Time)>,
}

impl Starts<'_, '_> {
    fn of(&mut self, at: Time) -> Time {
        let Question { interval, zone, .. } = self.question;
        if let Some((start, end)) = self.last
            && (start..end).contains(&at)
        {
            return start;
        }
        let start = zone.start(at, *interval);
        self.last = Some((start, zone.end(start, *interval)));
        start
    }
}

/// When known customers reached a queue, for repeat rates; empty when nobody asks for them.
#[derive(Default)]
struct Returns<'f>(HashMap<&'f CustomerRef, Vec<Time>>);

impl<'f> Returns<'f> {
    fn of(question: &Question<'_>, facts: &'f [Fact]) -> Returns<'f> {
        let wanted = |definition: &&Definition| matches!(definition.formula, Formula::Repeated(..));
        let mut returns = Returns::default();
        if !question.indicators.iter().any(wanted) {
            return returns;
        }
        for fact in facts.iter().filter(|fact| fact.outcome.is_offered()) {
            if let Some(customer) = &fact.customer {
                returns.0.entry(customer).or_default().push(fact.counted_at);
            }
        }
        returns.0.values_mut().for_each(|times| times.sort_unstable());
        returns
    }

    /// Whether the contact's customer reached a queue again within so long.
    fn again(&self, fact: &Fact, within: Span) -> bool {
        let Some(times) = fact.customer.as_ref().and_then(|customer| self.0.get(customer)) else {
            return false;
        };
        let next = times.partition_point(|time| *time <= fact.counted_at);
        times.get(next).is_some_and(|time| *time - fact.counted_at <= within)
    }
}
