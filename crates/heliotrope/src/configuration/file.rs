//! The file's shape, key by key.

use super::spans::Written;
use super::{BankSettings, VoiceSettings};
use serde::Deserialize;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use vocabulary::plan::{Agent, Calendar, DayException, Line, Plan, Queue};
use vocabulary::{AgentId, FlowName, Language, LineName, PromptName, QueueName, SkillName, Span};

/// The largest number of agents one group may hold: a mistyped range is refused, not served.
const MOST_IN_A_GROUP: u64 = 10_000;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    pub voice: Voice,
    pub bank: Option<Bank>,
    #[serde(default)]
    pub store: Store,
    /// Folder with the bank's own recordings.
    pub prompts: Option<PathBuf>,
    #[serde(default, rename = "line")]
    lines: Vec<FileLine>,
    #[serde(default, rename = "queue")]
    queues: Vec<FileQueue>,
    #[serde(default, rename = "agents")]
    agents: Vec<FileAgents>,
    #[serde(default, rename = "calendar")]
    calendars: Vec<FileCalendar>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Voice {
    media_address: IpAddr,
    media_ports: [u16; 2],
    most_calls: usize,
    new_calls_per_second: u32,
    lost_after: Written,
}

impl Default for Voice {
    fn default() -> Voice {
        Voice {
            media_address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            media_ports: [20_000, 29_998],
            most_calls: 2_000,
            new_calls_per_second: 500,
            lost_after: Written(Span::seconds(5)),
        }
    }
}

impl Voice {
    pub(super) fn settings(&self) -> VoiceSettings {
        VoiceSettings {
            media_address: self.media_address,
            media_ports: self.media_ports[0]..=self.media_ports[1],
            most_calls: self.most_calls,
            new_calls_per_second: self.new_calls_per_second,
            lost_after: self.lost_after.0,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bank {
    url: String,
    within: Option<Written>,
}

impl Bank {
    pub(super) fn settings(self) -> BankSettings {
        BankSettings { url: self.url, within: self.within.map_or(Span::seconds(2), |within| within.0) }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Store {
    pub spill_mib: u64,
}

impl Default for Store {
    fn default() -> Store {
        Store { spill_mib: 64 }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileLine {
    name: LineName,
    called: String,
    language: Language,
    flow: FlowName,
    #[serde(default)]
    announce_recording: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileQueue {
    name: QueueName,
    calendar: Option<String>,
    #[serde(default)]
    skills: Vec<SkillName>,
    #[serde(default = "FileQueue::capacity")]
    capacity: u32,
    ring: Option<Written>,
    wrap_up: Option<Written>,
    announce_every: Option<Written>,
    music: Option<PromptName>,
    service_level: Option<Written>,
    short_abandon: Option<Written>,
}

impl FileQueue {
    fn capacity() -> u32 {
        500
    }

    fn planned(self) -> Queue {
        let or =
            |written: Option<Written>, seconds| written.map_or(Span::seconds(seconds), |written| written.0);
        Queue {
            name: self.name,
            calendar: self.calendar,
            skills: self.skills,
            capacity: self.capacity,
            ring: or(self.ring, 20),
            wrap_up: or(self.wrap_up, 30),
            announce_every: or(self.announce_every, 30),
            music: self
                .music
                .unwrap_or_else(|| PromptName::new("music").expect("a plain word is a prompt name")),
            // Seeds A4, A5: answered within 15 s. Spec/rules: short abandons up to 5 s.
            service_level: or(self.service_level, 15),
            short_abandon: or(self.short_abandon, 5),
        }
    }
}

/// One agent, or a row of them: `number = 7`, or `from = 1`, `to = 300`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileAgents {
    number: Option<u64>,
    from: Option<u64>,
    to: Option<u64>,
    /// `{n}` stands for the agent's number.
    address: String,
    skills: Vec<SkillName>,
    #[serde(default)]
    ready_at_start: bool,
}

impl FileAgents {
    fn planned(self, faults: &mut Vec<String>) -> Vec<Agent> {
        let (from, to) = match (self.number, self.from, self.to) {
            (Some(number), None, None) => (number, number),
            (None, Some(from), Some(to)) if from <= to && to - from < MOST_IN_A_GROUP => (from, to),
            _ => {
                faults.push(format!(
                    "agents at \"{}\": give either \"number\", or \"from\" and \"to\" with at most {MOST_IN_A_GROUP} between",
                    self.address
                ));
                return Vec::new();
            }
        };
        let agent = |number: u64| Agent {
            id: AgentId(number),
            address: self.address.replace("{n}", &number.to_string()),
            skills: self.skills.clone(),
            ready_at_start: self.ready_at_start,
        };
        (from..=to).map(agent).collect()
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileCalendar {
    name: String,
    zone: String,
    #[serde(default)]
    monday: Vec<String>,
    #[serde(default)]
    tuesday: Vec<String>,
    #[serde(default)]
    wednesday: Vec<String>,
    #[serde(default)]
    thursday: Vec<String>,
    #[serde(default)]
    friday: Vec<String>,
    #[serde(default)]
    saturday: Vec<String>,
    #[serde(default)]
    sunday: Vec<String>,
    /// Days closed or open otherwise: `"2027-02-08" = []`.
    #[serde(default)]
    exceptions: std::collections::BTreeMap<String, Vec<String>>,
}

impl FileCalendar {
    fn planned(self) -> Calendar {
        let week = [
            self.monday,
            self.tuesday,
            self.wednesday,
            self.thursday,
            self.friday,
            self.saturday,
            self.sunday,
        ];
        let exceptions =
            self.exceptions.into_iter().map(|(date, hours)| DayException { date, hours }).collect();
        Calendar { name: self.name, zone: self.zone, week, exceptions }
    }
}

impl File {
    /// The plan without its flows. What cannot be said in the plan's types is reported here.
    pub(super) fn plan(&self, faults: &mut Vec<String>) -> Plan {
        let line = |line: &FileLine| Line {
            name: line.name.clone(),
            called: line.called.clone(),
            language: line.language,
            flow: line.flow.clone(),
            announce_recording: line.announce_recording,
        };
        Plan {
            lines: self.lines.iter().map(line).collect(),
            queues: self.queues.iter().cloned().map(FileQueue::planned).collect(),
            agents: self.agents.iter().cloned().flat_map(|agents| agents.planned(faults)).collect(),
            calendars: self.calendars.iter().cloned().map(FileCalendar::planned).collect(),
            flows: Vec::new(),
        }
    }
}
