//! The configuration file: TOML in, a checked [`Plan`] and the program's settings out.
//!
//! Unknown keys are refused with their line. What the file leaves out has a default that suits a
//! small centre on one machine.

mod desk;
mod figures;
mod file;
mod places;
mod routing;
mod spans;

pub use figures::{Every, Format, Report};
use file::File;
use floor::Recorded;
use indicators::catalogue::Target;
use std::collections::BTreeMap;
use std::io;
use std::net::IpAddr;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use vocabulary::plan::{FlowText, Plan};
use vocabulary::{FlowName, Span};

/// Everything the file says.
#[derive(Debug, Clone)]
pub struct Configuration {
    /// What the floor needs to know.
    pub plan: Plan,
    /// The voice node's settings.
    pub voice: VoiceSettings,
    /// The bank's address; without one every verification is *unavailable*.
    pub bank: Option<BankSettings>,
    /// Size of the spill log in bytes.
    pub spill_bytes: u64,
    /// Targets in place of the catalogue's, by the indicator's key.
    pub targets: BTreeMap<String, Target>,
    /// Scheduled reports.
    pub reports: Vec<Report>,
}

/// Limits of the voice node.
#[derive(Debug, Clone)]
pub struct VoiceSettings {
    /// The address callers and agents send audio to.
    pub media_address: IpAddr,
    /// UDP ports for audio.
    pub media_ports: RangeInclusive<u16>,
    /// Calls at once; one more gets 503.
    pub most_calls: usize,
    /// New calls a second; more get 503.
    pub new_calls_per_second: u32,
    /// A telephone that has sent no audio for this long is lost.
    pub lost_after: Span,
}

/// Where the bank is.
#[derive(Debug, Clone)]
pub struct BankSettings {
    /// `http://host:port`.
    pub url: String,
    /// How long a question to it may take while a caller waits for the answer.
    pub within: Span,
    /// How long a question for a customer's view may take.
    pub view_within: Span,
}

/// Finds a flow's words by its name; `None` when there is no such flow.
pub type FlowTexts<'a> = dyn Fn(&str) -> io::Result<Option<String>> + 'a;

/// Why a configuration is refused.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file cannot be read.
    #[error("cannot read {path}: {reason}")]
    Unreadable {
        /// The file.
        path: String,
        /// The system's reason.
        reason: io::Error,
    },
    /// The text is not what it should be; the message names the line.
    #[error("{path}: {reason}")]
    Malformed {
        /// The file.
        path: String,
        /// Line, key and reason.
        reason: String,
    },
    /// The parts do not fit together.
    #[error("{path} does not hold together:{}", .faults.iter().map(|fault| format!("\n  {fault}")).collect::<String>())]
    Unsound {
        /// The file.
        path: String,
        /// All that is wrong.
        faults: Vec<String>,
    },
}

impl Configuration {
    /// Reads a configuration file and the flows it names.
    ///
    /// # Errors
    /// See [`Error`]: every fault of the file is reported, not the first alone.
    pub fn load(path: &Path, recorded: &Recorded) -> Result<Configuration, Error> {
        let text = read(path)?;
        let shown = path.display().to_string();
        let folder = path.parent().unwrap_or(Path::new("."));
        Configuration::parse(&text, &shown, recorded, &|name| own_or_built_in(folder, name))
    }

    /// The folder with the bank's own recordings that a file names, relative to the file: needed
    /// before the file as a whole can be checked.
    ///
    /// # Errors
    /// When the file cannot be read or understood.
    pub fn prompts_folder(path: &Path) -> Result<Option<PathBuf>, Error> {
        let text = read(path)?;
        let file: File = toml::from_str(&text)
            .map_err(|refused| malformed(&path.display().to_string(), &text, &refused))?;
        Ok(file.prompts.map(|own| path.parent().unwrap_or(Path::new(".")).join(own)))
    }

    /// A configuration for a data folder that has none: no numbers are served yet.
    pub fn empty() -> Configuration {
        Configuration::parse("", "the built-in configuration", &Recorded::default(), &|_| Ok(None))
            .expect("the empty configuration is sound: a test reads it")
    }

    /// Takes a configuration from its text; `flow_text` finds a flow's words by its name.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn parse(
        text: &str,
        path: &str,
        recorded: &Recorded,
        flow_text: &FlowTexts<'_>,
    ) -> Result<Configuration, Error> {
        let file: File = toml::from_str(text).map_err(|refused| malformed(path, text, &refused))?;
        let mut faults = Vec::new();
        let mut plan = file.plan(&mut faults);
        plan.flows = flows(&plan, flow_text, &mut faults);
        let voice = file.voice.settings(&mut faults);
        let bank = file.bank.map(|bank| bank.settings(&mut faults));
        let spill_bytes = file.store.spill_bytes(&mut faults);
        let targets = figures::targets(&file.targets, &mut faults);
        let reports = figures::reports(&file.reports, &mut faults);
        if faults.is_empty() {
            faults.extend(floor::check_plan(&plan, recorded).iter().map(|fault| placed(text, fault)));
        }
        if !faults.is_empty() {
            return Err(Error::Unsound { path: path.to_owned(), faults });
        }
        Ok(Configuration { plan, voice, bank, spill_bytes, targets, reports })
    }
}

fn read(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path)
        .map_err(|reason| Error::Unreadable { path: path.display().to_string(), reason })
}

/// A fault of the whole, with the line of what it is about.
fn placed(text: &str, fault: &floor::Fault) -> String {
    match places::line_of(text, &fault.place) {
        Some(line) => format!("line {line}: {fault}"),
        None => fault.to_string(),
    }
}

/// A syntax error or an unknown key, with the line it is on.
fn malformed(path: &str, text: &str, refused: &toml::de::Error) -> Error {
    let line = refused.span().map(|span| 1 + text[..span.start].matches('\n').count());
    let line = line.map(|line| format!("line {line}: ")).unwrap_or_default();
    Error::Malformed { path: path.to_owned(), reason: format!("{line}{}", refused.message()) }
}

/// The texts of all flows that lines enter and queues send contacts to.
fn flows(plan: &Plan, text: &FlowTexts<'_>, faults: &mut Vec<String>) -> Vec<FlowText> {
    let of_lines = plan.lines.iter().map(|line| &line.flow);
    let of_queues = plan.queues.iter().flat_map(|queue| queue.routing.flows());
    let mut names: Vec<FlowName> = of_lines.chain(of_queues).cloned().collect();
    names.sort();
    names.dedup();
    let mut texts = Vec::new();
    for name in names {
        match text(name.as_str()) {
            Ok(Some(text)) => texts.push(FlowText { name, text }),
            Err(reason) => faults.push(format!(
                "flows/{name}.flow cannot be read: {reason}; it has to be a text file in UTF-8"
            )),
            Ok(None) => faults.push(format!(
                "flow \"{name}\" is neither in flows/{name}.flow beside the configuration nor built in"
            )),
        }
    }
    texts
}

/// A bank's own flow that is there and cannot be read is a fault: callers must not hear the built-in
/// one in its place.
fn own_or_built_in(folder: &Path, name: &str) -> io::Result<Option<String>> {
    match std::fs::read_to_string(folder.join("flows").join(format!("{name}.flow"))) {
        Ok(own) => Ok(Some(own)),
        Err(none) if none.kind() == io::ErrorKind::NotFound => Ok(built_in_flow(name).map(str::to_owned)),
        Err(reason) => Err(reason),
    }
}

/// The flows that come with the program.
pub fn built_in_flow(name: &str) -> Option<&'static str> {
    match name {
        "main" => Some(include_str!("../../../../flows/main.flow")),
        "direct" => Some(include_str!("../../../../flows/direct.flow")),
        "prompt" => Some(include_str!("../../../../flows/prompt.flow")),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
