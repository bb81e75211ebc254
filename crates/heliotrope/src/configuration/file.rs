//! The file's shape, key by key.

use super::VoiceSettings;
use super::access::FileAccess;
use super::audit::FileAudit;
use super::bank::Bank;
use super::bans::FileBans;
use super::callbacks::{FileCallback, FileTrunk};
use super::chats::FileChat;
use super::desk::FileDesk;
use super::document::{Document, Path};
use super::fault::Faults;
use super::figures::{FileReport, FileTarget};
use super::names::FileNames;
use super::reading::{self, Row};
use super::retention::FileRetention;
use super::routing::{FileDiscipline, FileNovice, FileOverflow, FileWidening, Levels, Weight};
use super::spans::Written;
use super::stations::FileStations;
use super::tls::FileTls;
use floor::About;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use toml::de::DeTable;
use vocabulary::plan::{
    Agent, AgentRouting, Calendar, Channel, Choice, Closing, DayException, Discipline, Line, Plan, Queue,
    QueueRouting, Team,
};
use vocabulary::voice::PAGE;
use vocabulary::{AgentId, FlowName, Language, LineName, PromptName, QueueName, SkillName, Span};

/// The largest number of agents one group may hold: a mistyped range is refused, not served.
const MOST_IN_A_GROUP: u64 = 10_000;

/// Ports below are for the system's own services.
pub(super) const FIRST_MEDIA_PORT: u16 = 1_024;

/// A telephone sends audio every 20 ms, and pauses for longer than this only when it is gone.
const LEAST_LOST_AFTER: Span = Span::seconds(1);

/// The largest spill log: it is written whole when it is made.
const MOST_SPILL_MIB: u64 = 64 * 1024;

/// The file, read as far as it can be.
#[derive(Debug, Default)]
pub(super) struct File {
    pub voice: Voice,
    pub stations: FileStations,
    pub bank: Option<Bank>,
    pub store: Store,
    pub bans: FileBans,
    pub tls: Option<FileTls>,
    pub access: FileAccess,
    pub audit: FileAudit,
    pub retention: FileRetention,
    /// Folder with the bank's own recordings.
    pub prompts: Option<String>,
    /// The bank's own time zone.
    zone: Option<String>,
    teams: Vec<Row<FileTeam>>,
    pub targets: Vec<Row<FileTarget>>,
    pub reports: Vec<Row<FileReport>>,
    lines: Vec<Row<FileLine>>,
    chats: Vec<Row<FileChat>>,
    queues: Vec<Row<FileQueue>>,
    agents: Vec<Row<FileAgents>>,
    calendars: Vec<Row<FileCalendar>>,
    desk: FileDesk,
    trunk: FileTrunk,
    pub names: FileNames,
}

/// What may stand at the top of the file.
#[rustfmt::skip] // one a line would say no more
const KEYS: [&str; 22] = [
    "prompts", "zone", "voice", "bank", "store", "line", "chat", "queue", "agents", "calendar", "desk",
    "team", "target", "report", "names", "stations", "audit", "access", "trunk", "tls", "bans", "retention",
];

impl File {
    /// Reads all that can be read. `slipped` are the keys on lines that are no TOML: nobody needs to be
    /// told that they are missing.
    pub fn read(document: &Document<'_>, slipped: &BTreeSet<String>, faults: &mut Faults<'_>) -> File {
        let root = &document.root;
        for (key, _) in root.iter().filter(|(key, _)| !KEYS.contains(&key.get_ref().as_ref())) {
            let reason = format!("unknown field `{}`, expected one of {}", key.get_ref(), KEYS.join(", "));
            faults.unread(vec![key.get_ref().to_string()], reason);
        }
        let text = |key: &str, faults: &mut Faults<'_>| {
            let path = vec![key.to_owned()];
            root.get(key).and_then(|value| reading::table::<String>(path, value, slipped, faults))
        };
        File {
            prompts: text("prompts", faults),
            zone: text("zone", faults),
            voice: one(root, "voice", slipped, faults).unwrap_or_default(),
            stations: one(root, "stations", slipped, faults).unwrap_or_default(),
            bank: one(root, "bank", slipped, faults),
            store: one(root, "store", slipped, faults).unwrap_or_default(),
            bans: one(root, "bans", slipped, faults).unwrap_or_default(),
            tls: one(root, "tls", slipped, faults),
            access: one(root, "access", slipped, faults).unwrap_or_default(),
            audit: one(root, "audit", slipped, faults).unwrap_or_default(),
            retention: one(root, "retention", slipped, faults).unwrap_or_default(),
            desk: one(root, "desk", slipped, faults).unwrap_or_default(),
            trunk: one(root, "trunk", slipped, faults).unwrap_or_default(),
            names: one(root, "names", slipped, faults).unwrap_or_default(),
            teams: reading::rows("team", root.get("team"), slipped, faults),
            targets: reading::rows("target", root.get("target"), slipped, faults),
            reports: reading::rows("report", root.get("report"), slipped, faults),
            lines: reading::rows("line", root.get("line"), slipped, faults),
            chats: reading::rows("chat", root.get("chat"), slipped, faults),
            queues: reading::rows("queue", root.get("queue"), slipped, faults),
            agents: reading::rows("agents", root.get("agents"), slipped, faults),
            calendars: reading::rows("calendar", root.get("calendar"), slipped, faults),
        }
    }
}

fn one<T: DeserializeOwned>(
    root: &DeTable<'_>,
    key: &str,
    slipped: &BTreeSet<String>,
    faults: &mut Faults<'_>,
) -> Option<T> {
    reading::table(vec![key.to_owned()], root.get(key)?, slipped, faults)
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
    pub(super) fn settings(&self, faults: &mut Faults<'_>) -> VoiceSettings {
        self.check(faults);
        VoiceSettings {
            media_address: self.media_address,
            media_ports: self.media_ports[0]..=self.media_ports[1],
            most_calls: self.most_calls,
            new_calls_per_second: self.new_calls_per_second,
            lost_after: self.lost_after.0,
        }
    }

    fn check(&self, faults: &mut Faults<'_>) {
        let [first, last] = self.media_ports;
        let mut refuse = |fault: bool, key: &str, reason: String| {
            if fault {
                faults.add(&path(&["voice", key]), reason);
            }
        };
        refuse(
            first < FIRST_MEDIA_PORT || even_ports(first, last) < 2,
            "media_ports",
            format!(
                "[{first}, {last}] has no room for a call; give the first and the last port, from {FIRST_MEDIA_PORT} up, with two even ones: for caller and agent"
            ),
        );
        refuse(
            self.media_address.is_unspecified(),
            "media_address",
            format!(
                "{} is no address that telephones can send to; give this machine's own",
                self.media_address
            ),
        );
        refuse(self.most_calls == 0, "most_calls", "lets nobody in; give a number above 0".to_owned());
        refuse(
            self.new_calls_per_second == 0,
            "new_calls_per_second",
            "lets nobody in; give a number above 0".to_owned(),
        );
        refuse(
            self.lost_after.0 < LEAST_LOST_AFTER,
            "lost_after",
            format!("{} would lose every telephone that pauses; give 1s or more", self.lost_after.0),
        );
    }
}

/// How many legs a range of ports has room for.
pub(super) fn even_ports(first: u16, last: u16) -> usize {
    (first..=last).filter(|port| port.is_multiple_of(2)).count()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Store {
    spill_mib: u64,
    /// The register of erasures.
    pub erasures: Option<PathBuf>,
}

impl Store {
    /// The size of the spill log in bytes.
    pub(super) fn spill_bytes(&self, faults: &mut Faults<'_>) -> u64 {
        if !(1..=MOST_SPILL_MIB).contains(&self.spill_mib) {
            let reason = format!("{} is not 1 to {MOST_SPILL_MIB}", self.spill_mib);
            faults.add(&path(&["store", "spill_mib"]), reason);
        }
        self.spill_mib.saturating_mul(1024 * 1024)
    }
}

impl Default for Store {
    fn default() -> Store {
        Store { spill_mib: 64, erasures: None }
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
    #[serde(default)]
    priority: u8,
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
    #[serde(default)]
    channel: Channel,
    #[serde(default)]
    priority: u8,
    #[serde(default)]
    discipline: FileDiscipline,
    weight: Option<Weight>,
    #[serde(default)]
    proficiency: Levels,
    #[serde(default)]
    prefers: Vec<SkillName>,
    #[serde(default)]
    widening: Vec<FileWidening>,
    #[serde(default)]
    choice: Choice,
    old_friend: Option<Written>,
    #[serde(default)]
    overflow: Vec<FileOverflow>,
    #[serde(default)]
    at_closing: Closing,
    callback: Option<FileCallback>,
    #[serde(default = "FileQueue::record")]
    record: bool,
}

impl FileQueue {
    fn capacity() -> u32 {
        500
    }

    fn record() -> bool {
        true
    }

    fn planned(self, row: &Path, faults: &mut Faults<'_>) -> Queue {
        let or =
            |written: Option<Written>, seconds| written.map_or(Span::seconds(seconds), |written| written.0);
        let discipline = self.discipline.planned(self.weight).unwrap_or_else(|fault| {
            let key = if self.weight.is_some() { "weight" } else { "discipline" };
            faults.add(&[row.as_slice(), &path(&[key])].concat(), fault);
            Discipline::Time
        });
        let routing = QueueRouting {
            channel: self.channel,
            priority: self.priority,
            discipline,
            proficiency: self.proficiency.0,
            prefers: self.prefers,
            widening: self.widening.into_iter().map(FileWidening::planned).collect(),
            choice: self.choice,
            old_friend: or(self.old_friend, 0),
            overflow: self.overflow.into_iter().map(|rule| rule.0).collect(),
            at_closing: self.at_closing,
            callback: self.callback.map(FileCallback::planned),
        };
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
            routing,
            record: self.record,
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
    /// `{n}` stands for the agent's number; `page` for the browser.
    address: String,
    skills: Vec<SkillName>,
    #[serde(default)]
    ready_at_start: bool,
    #[serde(default)]
    proficiency: Levels,
    novice: Option<FileNovice>,
    shift: Option<String>,
    #[serde(default)]
    chats: u8,
    #[serde(default)]
    chats_before_call: u8,
    #[serde(default)]
    chats_during_call: u8,
}

impl FileAgents {
    fn planned(self, row: &Path, faults: &mut Faults<'_>) -> Vec<Agent> {
        let (from, to) = match (self.number, self.from, self.to) {
            (Some(number), None, None) => (number, number),
            (None, Some(from), Some(to)) if from <= to && to - from < MOST_IN_A_GROUP => (from, to),
            _ => {
                let reason = format!(
                    "give either number, or from and to, rising, with at most {MOST_IN_A_GROUP} between"
                );
                let key = ["to", "from", "number"].into_iter().zip([self.to, self.from, self.number]);
                let key = key.filter(|(_, given)| given.is_some()).map(|(key, _)| key.to_owned()).take(1);
                faults.add(&row.iter().cloned().chain(key).collect::<Path>(), reason);
                return Vec::new();
            }
        };
        if self.address == PAGE && self.ready_at_start {
            let reason = "is for telephones; in the browser the agent goes ready";
            faults.add(&[row.as_slice(), &path(&["ready_at_start"])].concat(), reason);
        }
        if let Some(fault) = self.address_fault(from, to) {
            faults.add(&[row.as_slice(), &path(&["address"])].concat(), fault);
        }
        let routing = AgentRouting {
            proficiency: self.proficiency.0.clone(),
            chats: self.chats,
            chats_before_call: self.chats_before_call,
            chats_during_call: self.chats_during_call,
            novice: self.novice.map(FileNovice::planned),
            shift: self.shift.clone(),
        };
        let agent = |number: u64| Agent {
            id: AgentId(number),
            address: self.address.replace("{n}", &number.to_string()),
            skills: self.skills.clone(),
            ready_at_start: self.ready_at_start,
            routing: routing.clone(),
        };
        (from..=to).map(agent).collect()
    }
}

impl FileAgents {
    /// What is wrong with the address of a row of telephones, so that calling them would fail.
    fn address_fault(&self, from: u64, to: u64) -> Option<&'static str> {
        if self.address == PAGE {
            return None;
        }
        if from < to && !self.address.contains("{n}") {
            return Some("all have one telephone; put {n} where their number belongs");
        }
        let rest = self.address.strip_prefix("sip:")?.split(';').next()?.replace("{n}", &to.to_string());
        let place = rest.rsplit_once('@').map_or(rest.as_str(), |(_, place)| place);
        let host = place.trim_start_matches('[').trim_end_matches(']');
        let is_address = place.parse::<SocketAddr>().is_ok() || host.parse::<IpAddr>().is_ok();
        (!is_address).then_some("the telephone is named; give its IP address, \"sip:user@10.0.0.7:5060\"")
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

/// Agents who are led together.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileTeam {
    name: String,
    agents: Vec<u64>,
    department: Option<String>,
}

/// Where the entries of a plan stand in the file: the numbers of their tables.
#[derive(Debug, Default)]
pub(super) struct Origins {
    lines: Vec<usize>,
    chats: Vec<usize>,
    queues: Vec<usize>,
    agents: Vec<usize>,
    calendars: Vec<usize>,
    teams: Vec<usize>,
}

impl Origins {
    /// The way to what a fault of the plan is about; `None` when it stands in a flow's own file.
    pub fn path(&self, fault: &floor::Fault) -> Option<Path> {
        let row = |list: &str, of: &[usize], place: usize| path(&[list, &of[place].to_string()]);
        let entry = match fault.about {
            About::Plan => Path::new(),
            About::Line(place) => row("line", &self.lines, place),
            About::Chat(place) => row("chat", &self.chats, place),
            About::Queue(place) => row("queue", &self.queues, place),
            About::Agent(place) => row("agents", &self.agents, place),
            About::Calendar(place) => row("calendar", &self.calendars, place),
            About::Team(place) => row("team", &self.teams, place),
            About::Desk => path(&["desk"]),
            About::Trunk => path(&["trunk"]),
            About::Flow { .. } => return None,
        };
        Some([entry, fault.key.clone()].concat())
    }
}

fn path(steps: &[&str]) -> Path {
    steps.iter().map(|step| (*step).to_owned()).collect()
}

fn numbers<T>(rows: &[Row<T>]) -> Vec<usize> {
    rows.iter().map(|row| row.number).collect()
}

impl File {
    fn zone(&self, faults: &mut Faults<'_>) -> Option<String> {
        let zone = self.zone.as_ref()?;
        if let Err(unknown) = indicators::Zone::new(zone) {
            faults.add(&path(&["zone"]), unknown.to_string());
        }
        Some(zone.clone())
    }

    /// The plan without its flows, and where its entries stand. What cannot be said in the plan's types
    /// is reported here.
    pub(super) fn plan(&self, faults: &mut Faults<'_>) -> (Plan, Origins) {
        let line = |Row { value: line, .. }: &Row<FileLine>| Line {
            name: line.name.clone(),
            called: line.called.clone(),
            language: line.language,
            flow: line.flow.clone(),
            announce_recording: line.announce_recording,
            priority: line.priority,
        };
        let team = |Row { value: team, .. }: &Row<FileTeam>| Team {
            name: team.name.clone(),
            agents: team.agents.iter().copied().map(AgentId).collect(),
            department: team.department.clone(),
        };
        let mut origins = Origins {
            lines: numbers(&self.lines),
            chats: numbers(&self.chats),
            queues: numbers(&self.queues),
            agents: Vec::new(),
            calendars: numbers(&self.calendars),
            teams: numbers(&self.teams),
        };
        let mut agents = Vec::new();
        for row in &self.agents {
            let planned = row.value.clone().planned(&row.path("agents"), faults);
            origins.agents.extend(planned.iter().map(|_| row.number));
            agents.extend(planned);
        }
        let queues = self.queues.iter().map(|row| row.value.clone().planned(&row.path("queue"), faults));
        let plan = Plan {
            lines: self.lines.iter().map(line).collect(),
            queues: queues.collect(),
            agents,
            calendars: self.calendars.iter().map(|row| row.value.clone().planned()).collect(),
            flows: Vec::new(),
            desk: self.desk.planned(),
            zone: self.zone(faults),
            teams: self.teams.iter().map(team).collect(),
            trunk: self.trunk.planned(),
            chats: self.chats.iter().map(|row| row.value.planned()).collect(),
        };
        (plan, origins)
    }
}
