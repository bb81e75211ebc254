//! What is asked about figures.

use crate::problem::{Kind, Problem};
use crate::request::query::{Fields, Given};
use crate::request::values::{Edge, Indicators, ShortRule};
use indicators::catalogue::Definition;
use indicators::table::{About, Dimension, Question, Short};
use indicators::{Interval, Zone};
use utoipa::IntoParams;
use vocabulary::plan::{Channel, Team};
use vocabulary::{AgentId, LineName, QueueName, SkillName, Span, Time};

/// Which figures, over which time, by what.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FiguresQuery {
    /// Keys of indicators with commas between; all, when there is none
    #[param(value_type = Option<String>, example = "service_level,abandonment")]
    indicators: Indicators,
    /// From this moment on, or from this day's midnight in the zone; today's midnight when there is none
    #[param(value_type = Option<String>, example = "1999-01-01")]
    from: Option<Edge>,
    /// Up to, but not including, this moment or this day's midnight; now, when there is none
    #[param(value_type = Option<String>, example = "1999-02-01")]
    to: Option<Edge>,
    /// Cut into `quarter` hours, `hour`s, `day`s, `month`s, or one `whole`
    #[param(value_type = Option<String>, example = "day")]
    interval: Interval,
    /// By `total`, `queue`, `agent`, `team`, `skill`, `tier` or `channel`
    #[param(value_type = Option<String>, example = "queue")]
    by: Dimension,
    /// What becomes of short abandons: `counted`, `out` by their queue's threshold, or out up to so many
    /// seconds
    #[param(value_type = Option<String>, example = "out")]
    short: ShortRule,
    /// Only contacts that reached this queue first
    #[param(value_type = Option<String>, example = "cards")]
    queue: Option<QueueName>,
    /// Only contacts that this agent served last
    #[param(value_type = Option<String>, example = "A-7")]
    agent: Option<AgentId>,
    /// Only contacts that called this line
    #[param(value_type = Option<String>, example = "hotline-ko")]
    line: Option<LineName>,
    /// Only contacts that needed this skill
    #[param(value_type = Option<String>, example = "lang.ko")]
    skill: Option<SkillName>,
    /// Only contacts of customers of this rank
    tier: Option<String>,
    /// Only imported contacts, or only live ones
    imported: Option<bool>,
    /// Only contacts of this channel: `voice` or `chat`
    #[param(value_type = Option<String>, example = "chat")]
    channel: Option<Channel>,
    /// Another time zone by its IANA name; when there is none, the bank's own, and of imported contacts alone
    /// (`imported=true`, or a time before all live ones) their log's
    #[param(value_type = Option<String>, example = "Asia/Seoul")]
    zone: Option<ZoneName>,
    /// Days before `to` at which it begins when there is no `from`; none for the midnight before now.
    #[param(ignore)]
    days: Option<i64>,
}

/// A zone that was looked up.
#[derive(Debug)]
struct ZoneName(Zone);

impl std::str::FromStr for ZoneName {
    type Err = indicators::UnknownZone;
    fn from_str(text: &str) -> Result<ZoneName, indicators::UnknownZone> {
        Zone::new(text).map(ZoneName)
    }
}

impl Fields for FiguresQuery {
    const NAMES: &'static [&'static str] = &[
        "indicators",
        "from",
        "to",
        "interval",
        "by",
        "short",
        "queue",
        "agent",
        "line",
        "skill",
        "tier",
        "imported",
        "channel",
        "zone",
    ];

    fn take(given: &Given) -> Result<FiguresQuery, Problem> {
        const EDGE: &str = "a moment in RFC 3339, or a day such as 2026-11-22";
        Ok(FiguresQuery {
            indicators: given.optional("indicators", Indicators::EXPECTED)?.unwrap_or_default(),
            from: given.optional("from", EDGE)?,
            to: given.optional("to", EDGE)?,
            interval: given
                .optional("interval", "quarter, hour, day, month or whole")?
                .unwrap_or(Interval::Whole),
            by: given
                .optional("by", "total, queue, agent, team, skill, tier or channel")?
                .unwrap_or(Dimension::Total),
            short: given.optional("short", ShortRule::EXPECTED)?.unwrap_or_default(),
            queue: given.optional("queue", "a queue's name, such as cards")?,
            agent: given.optional("agent", "an agent's id, such as A-7")?,
            line: given.optional("line", "a line's name, such as hotline-ko")?,
            skill: given.optional("skill", "a skill's name, such as lang.ko")?,
            tier: given.optional("tier", "a rank")?,
            imported: given.optional("imported", "true or false")?,
            channel: given.optional("channel", "voice or chat")?,
            zone: given.optional("zone", "a time zone's IANA name, such as Asia/Seoul")?,
            days: None,
        })
    }
}

/// A query whose zone and edges are known.
pub(crate) struct Asked {
    pub indicators: Vec<&'static Definition>,
    pub from: Time,
    pub to: Time,
    pub interval: Interval,
    pub zone: Zone,
    pub by: Dimension,
    pub short: Short,
    pub about: About,
}

impl FiguresQuery {
    /// The same about so many days before `to`, when it does not say where it begins.
    pub fn over_days(self, days: i64) -> FiguresQuery {
        FiguresQuery { days: Some(days), ..self }
    }

    /// Whether it could be about imported contacts alone, and names no zone.
    pub fn may_be_about_imports(&self) -> bool {
        let past = self.imported.is_none() && self.from.is_some() && self.to.is_some();
        self.zone.is_none() && (self.imported == Some(true) || past)
    }

    /// Whether it is about imported contacts alone: asked for, or ending before the first live one counts and
    /// not beginning after the last imported one does.
    pub fn is_about_imports(&self, zone: &Zone, live: Option<Time>, imported: Option<Time>) -> bool {
        let before_live = |to: Edge| live.is_none_or(|first| to.at(zone) <= first);
        let among_imported = |from: Edge| imported.is_some_and(|last| from.at(zone) <= last);
        self.imported == Some(true)
            || self.to.is_some_and(before_live) && self.from.is_some_and(among_imported)
    }

    /// Settles what the query leaves open, in the zone it is cut by and at this moment.
    pub fn settle(self, own: &Zone, now: Time) -> Result<Asked, Problem> {
        let zone = self.zone.map_or_else(|| own.clone(), |zone| zone.0);
        let to = self.to.map_or(now, |edge| edge.at(&zone));
        let default = || match self.days {
            Some(days) => zone.midnight(to - Span::seconds(days * 86_400)),
            None => zone.midnight(now),
        };
        let from = self.from.map_or_else(default, |edge| edge.at(&zone));
        if from >= to {
            let detail = "from must lie before to; give an earlier from or a later to";
            return Err(Problem::new(Kind::BadQuery, detail).about("from"));
        }
        Ok(Asked {
            indicators: self.indicators.0,
            from,
            to,
            interval: self.interval,
            zone,
            by: self.by,
            short: self.short.0,
            about: About {
                queue: self.queue,
                agent: self.agent,
                line: self.line,
                skill: self.skill,
                tier: self.tier,
                imported: self.imported,
                channel: self.channel,
            },
        })
    }
}

impl Asked {
    /// The question, of a bank with these teams.
    pub fn question<'a>(&'a self, teams: &'a [Team]) -> Question<'a> {
        Question {
            indicators: self.indicators.clone(),
            from: self.from,
            to: self.to,
            interval: self.interval,
            zone: &self.zone,
            by: self.by,
            about: self.about.clone(),
            short: self.short,
            teams,
        }
    }
}
