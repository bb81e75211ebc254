//! The routing keys of queues and agents, each checked where it is written, so that a fault names its
//! line.

use super::spans::Written;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::ops::RangeInclusive;
use vocabulary::plan::{Discipline, Novice, Overflow, PROFICIENCY, Target, Widening};
use vocabulary::{AgentId, FlowName, QueueName, SkillName};

/// Proficiency by skill, 1 to 10.
#[derive(Debug, Clone, Default)]
pub struct Levels(pub BTreeMap<SkillName, u8>);

impl<'de> Deserialize<'de> for Levels {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Levels, D::Error> {
        let levels = BTreeMap::<SkillName, Level>::deserialize(deserializer)?;
        Ok(Levels(levels.into_iter().map(|(skill, level)| (skill, level.0)).collect()))
    }
}

struct Level(u8);

impl<'de> Deserialize<'de> for Level {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Level, D::Error> {
        within(deserializer, PROFICIENCY, "a proficiency").map(Level)
    }
}

/// A number in its range, or a fault at its place.
fn within<'de, D: Deserializer<'de>, T: Deserialize<'de> + PartialOrd + Display>(
    deserializer: D,
    range: RangeInclusive<T>,
    what: &str,
) -> Result<T, D::Error> {
    let number = T::deserialize(deserializer)?;
    if range.contains(&number) {
        return Ok(number);
    }
    Err(D::Error::custom(format!("{what} is {} to {}, not {number}", range.start(), range.end())))
}

/// The order of service.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileDiscipline {
    #[default]
    Time,
    Priority,
    Weighted,
}

/// A weight, 1 to 100.
#[derive(Debug, Clone, Copy)]
pub struct Weight(u8);

impl<'de> Deserialize<'de> for Weight {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Weight, D::Error> {
        within(deserializer, 1..=100, "a weight").map(Weight)
    }
}

impl FileDiscipline {
    /// The discipline, or what is wrong with the weight beside it.
    pub fn planned(self, weight: Option<Weight>) -> Result<Discipline, &'static str> {
        match (self, weight) {
            (FileDiscipline::Time, None) => Ok(Discipline::Time),
            (FileDiscipline::Priority, None) => Ok(Discipline::Priority),
            (FileDiscipline::Weighted, Some(Weight(weight))) => Ok(Discipline::Weighted { weight }),
            (FileDiscipline::Weighted, None) => Err("is weighted without a weight; give weight = 1 to 100"),
            (_, Some(_)) => {
                Err("has a weight and is not weighted; add discipline = \"weighted\" or remove it")
            }
        }
    }
}

/// A step of widening.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileWidening {
    after: Written,
    #[serde(default)]
    lower: u8,
    #[serde(default)]
    drop: Vec<SkillName>,
    #[serde(default)]
    also: Vec<SkillName>,
    #[serde(default)]
    agents: Vec<u64>,
}

impl FileWidening {
    pub fn planned(self) -> Widening {
        let agents = self.agents.into_iter().map(AgentId).collect();
        Widening { after: self.after.0, lower: self.lower, drop: self.drop, also: self.also, agents }
    }
}

/// Where contacts go instead.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "WrittenOverflow")]
pub struct FileOverflow(pub Overflow);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenOverflow {
    after: Option<Written>,
    length: Option<u32>,
    to_queue: Option<QueueName>,
    to_flow: Option<FlowName>,
}

impl TryFrom<WrittenOverflow> for FileOverflow {
    type Error = &'static str;
    fn try_from(written: WrittenOverflow) -> Result<FileOverflow, &'static str> {
        let WrittenOverflow { after, length, to_queue, to_flow } = written;
        let to = match (to_queue, to_flow) {
            (Some(queue), None) => Target::Queue(queue),
            (None, Some(flow)) => Target::Flow(flow),
            _ => return Err("an overflow leads either to_queue or to_flow"),
        };
        Ok(FileOverflow(Overflow { after: after.map(|after| after.0), length, to }))
    }
}

/// A newcomer's load.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileNovice {
    mentor: u64,
    #[serde(deserialize_with = "share")]
    share: u16,
}

fn share<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
    within(deserializer, 1..=400, "a share in percent")
}

impl FileNovice {
    pub fn planned(self) -> Novice {
        Novice { mentor: AgentId(self.mentor), share: self.share }
    }
}
