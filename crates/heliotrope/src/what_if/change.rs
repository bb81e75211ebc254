//! What is to be changed, as people write it: on the command line, or in a file.

use super::past::{Source, hours};
use crate::Failure;
use crate::command_line::WhatIf;
use serde::Deserialize;
use serde::de::Error as _;
use serde::de::IntoDeserializer;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use vocabulary::plan::{Choice, Discipline};
use vocabulary::{AgentId, QueueName, SkillName, Span};
use workforce::change::{Change, Staffing, Training, Whose};

/// Agents more or fewer, as asked for: hours are those of every day's wall clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agents {
    queue: Option<QueueName>,
    number: i32,
    hours: Option<(u8, u8)>,
}

/// Whose skills are changed, and which skill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skill {
    whose: Whose,
    skill: SkillName,
}

/// All that was asked for: the file's first, then the command line's.
pub fn asked(options: &WhatIf, source: &Source) -> Result<Change, Failure> {
    let file = options.change.as_deref().map(read).transpose()?.unwrap_or_default();
    let mut change = file.planned(source)?;
    let staffing = |asked: &Agents| asked.planned(source);
    change.agents.extend(options.agents.iter().map(staffing));
    change.priorities.extend(options.priority.iter().cloned());
    change.disciplines.extend(options.discipline.iter().cloned());
    change.choices.extend(options.choice.iter().cloned());
    change.queue_credits.extend(options.queue_credit.iter().cloned());
    change.credits.extend(options.credit.iter().cloned());
    change.learn.extend(options.learn.iter().cloned());
    let given = options.give.iter().map(|skill| (skill, true));
    let taken = options.take.iter().map(|skill| (skill, false));
    for (Skill { whose, skill }, given) in given.chain(taken) {
        change.skills.push(Training { whose: known(whose, source)?, skill: skill.clone(), given });
    }
    change.wrap_up = options.wrap_up.or(change.wrap_up);
    Ok(change)
}

/// An agent's own number becomes the one that the past has the agent under.
fn known(whose: &Whose, source: &Source) -> Result<Whose, NobodyThere> {
    match whose {
        Whose::Agent(agent) => source.agents.get(agent).copied().map(Whose::Agent).ok_or(NobodyThere(*agent)),
        other => Ok(other.clone()),
    }
}

impl Agents {
    fn planned(&self, source: &Source) -> Staffing {
        Staffing {
            queue: self.queue.clone(),
            number: self.number,
            hours: self.hours.map(|asked| hours(&source.past, &source.zone, asked)),
        }
    }
}

/// A change in a file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    #[serde(deserialize_with = "text_of_span")]
    wrap_up: Option<Span>,
    agents: Vec<FileAgents>,
    queue: Vec<FileQueue>,
    tier: Vec<FileTier>,
    skills: Vec<FileSkills>,
    learn: Vec<FileLearn>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileAgents {
    queue: Option<QueueName>,
    more: i32,
    hours: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileQueue {
    name: QueueName,
    priority: Option<u8>,
    discipline: Option<String>,
    choice: Option<Choice>,
    #[serde(default, deserialize_with = "text_of_span")]
    credit: Option<Span>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileTier {
    name: String,
    #[serde(default, deserialize_with = "text_of_span")]
    credit: Option<Span>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileSkills {
    of: String,
    #[serde(default)]
    give: Vec<SkillName>,
    #[serde(default)]
    take: Vec<SkillName>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileLearn {
    serves: QueueName,
    learns: QueueName,
}

fn text_of_span<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Span>, D::Error> {
    let text = String::deserialize(deserializer)?;
    seconds_of(&text).map(Some).map_err(D::Error::custom)
}

fn read(path: &Path) -> Result<File, Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|reason| Unreadable { path: path.to_owned(), reason: reason.to_string() })?;
    let file = toml::from_str(&text);
    Ok(file.map_err(|reason| Unreadable { path: path.to_owned(), reason: reason.to_string() })?)
}

impl File {
    fn planned(self, source: &Source) -> Result<Change, Failure> {
        let mut change = Change { wrap_up: self.wrap_up, ..Change::default() };
        for FileAgents { queue, more, hours } in self.agents {
            let hours = hours.as_deref().map(hours_of).transpose().map_err(Wrong)?;
            let number = number_of(&more.to_string()).map_err(Wrong)?;
            change.agents.push(Agents { queue, number, hours }.planned(source));
        }
        for FileQueue { name, priority, discipline, choice, credit } in self.queue {
            let order = discipline.as_deref().map(discipline_of).transpose().map_err(Wrong)?;
            change.priorities.extend(priority.map(|priority| (name.clone(), priority)));
            change.disciplines.extend(order.map(|order| (name.clone(), order)));
            change.choices.extend(choice.map(|choice| (name.clone(), choice)));
            change.queue_credits.extend(credit.map(|credit| (name, credit)));
        }
        let credits = self.tier.into_iter().filter_map(|FileTier { name, credit }| Some((name, credit?)));
        change.credits = credits.collect::<BTreeMap<_, _>>();
        change.learn = self.learn.into_iter().map(|FileLearn { serves, learns }| (serves, learns)).collect();
        for FileSkills { of, give, take } in self.skills {
            let whose = known(&whose(&of).map_err(Wrong)?, source)?;
            let training = |skill, given| Training { whose: whose.clone(), skill, given };
            change.skills.extend(give.into_iter().map(|skill| training(skill, true)));
            change.skills.extend(take.into_iter().map(|skill| training(skill, false)));
        }
        Ok(change)
    }
}

/// `QUEUE=+2`, or `+2` for agents who serve every queue; `+2@9-17` from 9 to 17 o'clock only.
pub fn agents(text: &str) -> Result<Agents, String> {
    let (queue, rest) = match text.split_once('=') {
        Some((queue, rest)) => (Some(queue_of(queue)?), rest),
        None => (None, text),
    };
    let (number, hours) = match rest.split_once('@') {
        Some((number, hours)) => (number, Some(hours_of(hours)?)),
        None => (rest, None),
    };
    Ok(Agents { queue, number: number_of(number)?, hours })
}

fn number_of(text: &str) -> Result<i32, String> {
    let known = text.parse().ok().filter(|number: &i32| (-10_000..=10_000).contains(number) && *number != 0);
    known.ok_or_else(|| "say how many: +2, -1, QUEUE=+2 or QUEUE=+2@9-17".to_owned())
}

/// `9-17`.
fn hours_of(text: &str) -> Result<(u8, u8), String> {
    let hours = text.split_once('-').and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
    let known = hours.filter(|(from, to)| from < to && *to <= 24);
    known.ok_or_else(|| "give hours of the day from 0 to 24, the first before the second: @9-17".to_owned())
}

/// `QUEUE=LEVEL`.
pub fn priority(text: &str) -> Result<(QueueName, u8), String> {
    let (queue, level) = text.split_once('=').ok_or("say whose and how high: QUEUE=LEVEL")?;
    let level = level.parse().map_err(|_| "give a priority from 0, which is ordinary, to 255")?;
    Ok((queue_of(queue)?, level))
}

/// `QUEUE=time`, `QUEUE=priority`, `QUEUE=weighted:3`.
pub fn discipline(text: &str) -> Result<(QueueName, Discipline), String> {
    let (queue, order) = text.split_once('=').ok_or("say whose and which: QUEUE=weighted:3")?;
    Ok((queue_of(queue)?, discipline_of(order)?))
}

fn discipline_of(text: &str) -> Result<Discipline, String> {
    let weight = |text: &str| text.parse::<u8>().ok().filter(|weight| (1..=100).contains(weight));
    match text.split_once(':') {
        None if text == "time" => Ok(Discipline::Time),
        None if text == "priority" => Ok(Discipline::Priority),
        Some(("weighted", given)) if weight(given).is_some() => {
            Ok(Discipline::Weighted { weight: weight(given).expect("it was asked just now") })
        }
        _ => Err("a discipline is time, priority, or weighted:1 to weighted:100".to_owned()),
    }
}

/// `QUEUE=longest_idle`, or another choice by its name in the configuration.
pub fn choice(text: &str) -> Result<(QueueName, Choice), String> {
    let (queue, choice) = text.split_once('=').ok_or("say whose and which: QUEUE=longest_idle")?;
    let known: Result<Choice, serde::de::value::Error> = Choice::deserialize(choice.into_deserializer());
    let told = "a choice is longest_idle, lowest_occupancy, least_versatile or highest_proficiency";
    Ok((queue_of(queue)?, known.map_err(|_| told)?))
}

/// `QUEUE=SECONDS`.
pub fn queue_credit(text: &str) -> Result<(QueueName, Span), String> {
    let (queue, seconds) = text.split_once('=').ok_or("say whose and how much: QUEUE=SECONDS")?;
    Ok((queue_of(queue)?, seconds_of(seconds)?))
}

/// `TIER=SECONDS`.
pub fn credit(text: &str) -> Result<(String, Span), String> {
    let (tier, seconds) = text.split_once('=').ok_or("say whose and how much: TIER=SECONDS")?;
    Ok((tier.to_owned(), seconds_of(seconds)?))
}

/// `A=B`: whoever serves A serves B as well.
pub fn learn(text: &str) -> Result<(QueueName, QueueName), String> {
    let (has, learns) = text.split_once('=').ok_or("say who learns what: QUEUE=QUEUE")?;
    Ok((queue_of(has)?, queue_of(learns)?))
}

/// `WHO=SKILL`.
pub fn skill(text: &str) -> Result<Skill, String> {
    let (of, skill) = text.rsplit_once('=').ok_or("say whose and which: A-7=cards, team:north=cards")?;
    let skill = SkillName::new(skill).map_err(|error| error.to_string())?;
    Ok(Skill { whose: whose(of)?, skill })
}

/// `all`, `A-7`, `team:north`, `queue:cards`.
fn whose(text: &str) -> Result<Whose, String> {
    match text.split_once(':') {
        None if text == "all" => Ok(Whose::All),
        None => text.parse().map(Whose::Agent).map_err(|_| {
            "agents are named by all, A-7, team:NAME or queue:NAME (whoever serves it)".to_owned()
        }),
        Some(("team", team)) => Ok(Whose::Team(team.to_owned())),
        Some(("queue", queue)) => Ok(Whose::Serving(queue_of(queue)?)),
        Some((other, _)) => Err(format!("agents are named by team: or queue:, not by {other}:")),
    }
}

/// `30s` or `30`.
pub fn seconds_of(text: &str) -> Result<Span, String> {
    let seconds = text.strip_suffix('s').unwrap_or(text).parse().ok();
    let known = seconds.filter(|seconds| (0..=3_600).contains(seconds));
    known.map(Span::seconds).ok_or_else(|| "give seconds from 0 to 3600: 30s".to_owned())
}

fn queue_of(text: &str) -> Result<QueueName, String> {
    text.parse::<QueueName>().map_err(|error| error.to_string())
}

/// An agent of whom the past knows nothing.
#[derive(Debug, thiserror::Error)]
#[error("nobody of this past is {0}; another system's log names no agents by number")]
struct NobodyThere(AgentId);

/// A file of a change cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read the change in {}: {reason}", .path.display())]
struct Unreadable {
    path: PathBuf,
    reason: String,
}

/// Something in the file is none of what it should be.
#[derive(Debug, thiserror::Error)]
#[error("the change cannot be read: {0}")]
struct Wrong(String);

#[cfg(test)]
mod tests {
    use super::*;
    use indicators::Zone;
    use std::collections::HashMap;
    use workforce::past::Past;

    fn cards() -> QueueName {
        QueueName::new("cards").unwrap()
    }

    #[test]
    fn changes_are_understood_or_refused() {
        let asked = |queue, number, hours| Ok(Agents { queue, number, hours });
        assert_eq!(agents("cards=+2"), asked(Some(cards()), 2, None));
        assert_eq!(agents("-1"), asked(None, -1, None));
        assert_eq!(agents("cards=-1@9-17"), asked(Some(cards()), -1, Some((9, 17))));
        for wrong in ["0", "cards", "cards=many", "+1@", "+1@9", "+1@17-9", "+1@9-25"] {
            assert!(agents(wrong).is_err(), "{wrong}");
        }
        assert_eq!(priority("cards=2"), Ok((cards(), 2)));
        assert!(priority("cards").is_err() && priority("cards=-1").is_err());
        assert_eq!(discipline("cards=weighted:3"), Ok((cards(), Discipline::Weighted { weight: 3 })));
        assert_eq!(discipline("cards=priority"), Ok((cards(), Discipline::Priority)));
        for wrong in ["cards", "cards=weighted", "cards=weighted:0", "cards=weighted:101", "cards=time:3"] {
            assert!(discipline(wrong).is_err(), "{wrong}");
        }
        assert_eq!(choice("cards=least_versatile"), Ok((cards(), Choice::LeastVersatile)));
        assert!(choice("cards=anybody").is_err());
        assert_eq!(queue_credit("cards=90s"), Ok((cards(), Span::seconds(90))));
        assert_eq!(credit("high=90"), Ok(("high".to_owned(), Span::seconds(90))));
        assert!(credit("high").is_err() && credit("high=-1").is_err());
        assert_eq!(learn("cards=loans"), Ok((cards(), QueueName::new("loans").unwrap())));
        let loans = SkillName::new("loans").unwrap();
        for (text, whose) in [
            ("A-7=loans", Whose::Agent(AgentId(7))),
            ("team:north=loans", Whose::Team("north".to_owned())),
            ("queue:cards=loans", Whose::Serving(cards())),
            ("all=loans", Whose::All),
        ] {
            assert_eq!(skill(text), Ok(Skill { whose, skill: loans.clone() }), "{text}");
        }
        for wrong in ["loans", "someone=loans", "office:north=loans", "A-7="] {
            assert!(skill(wrong).is_err(), "{wrong}");
        }
        assert_eq!(seconds_of("30s"), Ok(Span::seconds(30)));
    }

    #[test]
    fn a_file_says_the_same_as_the_command_line() {
        let source = Source {
            past: Past::default(),
            agents: HashMap::from([(AgentId(7), AgentId(1))]),
            zone: Zone::default(),
            name: String::new(),
            skipped: 0,
            left_out: Vec::new(),
        };
        let planned = |text: &str| {
            let file: Result<File, _> = toml::from_str(text);
            file.map_err(|error| error.to_string())?.planned(&source).map_err(|error| error.to_string())
        };
        let text = "wrap_up = \"30s\"\n[[queue]]\nname = \"cards\"\npriority = 1\ndiscipline = \"weighted:3\"\n\
                    choice = \"least_versatile\"\ncredit = \"90s\"\n[[tier]]\nname = \"high\"\ncredit = \"60s\"\n\
                    [[agents]]\nqueue = \"cards\"\nmore = -1\n[[skills]]\nof = \"A-7\"\ngive = [\"loans\"]\n\
                    take = [\"cards\"]\n[[learn]]\nserves = \"cards\"\nlearns = \"loans\"\n";
        let skill = |name: &str, given| Training {
            whose: Whose::Agent(AgentId(1)),
            skill: SkillName::new(name).unwrap(),
            given,
        };
        let expected = Change {
            agents: vec![Staffing { queue: Some(cards()), number: -1, hours: None }],
            priorities: BTreeMap::from([(cards(), 1)]),
            disciplines: BTreeMap::from([(cards(), Discipline::Weighted { weight: 3 })]),
            choices: BTreeMap::from([(cards(), Choice::LeastVersatile)]),
            queue_credits: BTreeMap::from([(cards(), Span::seconds(90))]),
            credits: BTreeMap::from([("high".to_owned(), Span::seconds(60))]),
            learn: vec![(cards(), QueueName::new("loans").unwrap())],
            skills: vec![skill("loans", true), skill("cards", false)],
            wrap_up: Some(Span::seconds(30)),
        };
        assert_eq!(planned(text), Ok(expected));
        for (wrong, said) in [
            ("wrap = \"30s\"", "unknown field"),
            ("[[queue]]\nname = \"cards\"\ndiscipline = \"fair\"", "weighted:1"),
            ("[[skills]]\nof = \"A-8\"\ngive = [\"loans\"]", "A-8"),
            ("[[agents]]\nmore = 0", "say how many"),
            ("[[agents]]\nmore = 1\nhours = \"17-9\"", "hours of the day"),
        ] {
            let told = planned(wrong).unwrap_err();
            assert!(told.contains(said), "{told}");
        }
    }
}
